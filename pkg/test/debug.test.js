import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { briefOf, createLog } = await load('debug/log');
const { consentNow, factsOf } = await load('debug/state');

const STREAM = 'a'.repeat(32);

const recorded = (n, name = 'click', data = {}) => [1, ['tell', 'event', { n, name, data }]];
const batch = (numbers, more = {}) =>
  JSON.stringify({ stream: STREAM, consent: 'anonymous', pages: [], events: numbers.map((n) => ({ n })), ...more });
const send = (number, ...rest) => [2, ['send', batch(...rest), number, false]];
const answered = (number, stored, dropped = 0) => [3, ['tell', 'sent', { stored, dropped }], number];

function after(...steps) {
  const log = createLog(STREAM);
  steps.forEach((step) => log.take(step));
  return log;
}

const fates = ({ lines }) => lines.filter(({ kind }) => kind === 'event').map(({ fate }) => fate);

test('an event is followed until its batch is answered', () => {
  const steps = [recorded(1), recorded(2), recorded(3), send(7, [1, 2]), answered(7, 2)];
  assert.deepEqual(fates(after(...steps.slice(0, 3))), ['waiting', 'waiting', 'waiting']);
  assert.deepEqual(fates(after(...steps.slice(0, 4))), ['sent', 'sent', 'waiting']);
  assert.equal(after(...steps.slice(0, 4)).waiting(), 3);
  assert.deepEqual(fates(after(...steps)), ['stored', 'stored', 'waiting']);
  assert.equal(after(...steps).waiting(), 1);
});

test('where some of a batch were dropped, none is said to be stored', () => {
  assert.deepEqual(fates(after(recorded(1), recorded(2), send(1, [1, 2]), answered(1, 1, 1))), ['settled', 'settled']);
});

test('batches of an earlier page settle nothing of this one', () => {
  const foreign = send(1, [1], { stream: 'b'.repeat(32) });
  assert.deepEqual(fates(after(recorded(1), foreign, answered(1, 1))), ['waiting']);
});

test('what is refused or forgotten waits for nothing', () => {
  const denied = after(recorded(1), [2, ['consent', '"denied"']]);
  assert.deepEqual([fates(denied), denied.waiting()], [['discarded'], 0]);
  const reset = after(recorded(1), recorded(2), recorded(1), send(1, [1], { stream: 'c'.repeat(32) }), answered(1, 1));
  assert.deepEqual(fates(reset), ['discarded', 'discarded', 'stored']);
});

test('a drop, a merged source and an answer are lines of their own', () => {
  const log = after(
    [1, ['tell', 'drop', { reason: 'bad_name', count: 1 }]],
    [1, ['tell', 'merged', { name: 'add_to_cart', source: 'button' }]],
    answered(1, 3, 1),
    [1, ['tell', 'ready', {}]],
  );
  assert.deepEqual(
    log.lines.map(({ kind, name, brief }) => [kind, name, brief]),
    [
      ['drop', 'bad_name', '1 dropped'],
      ['merged', 'add_to_cart', 'also told by button'],
      ['sent', 'sent', '3 stored, 1 dropped'],
    ],
  );
});

test('consent is what the last batch said and what was chosen since', () => {
  const now = (log, options = {}) => Object.values(consentNow(log, options)).join(' ');
  assert.equal(now(after()), 'anonymous not asked not asked');
  assert.equal(now(after(), { consent: 'pending' }), 'pending not asked not asked');
  assert.equal(now(after([1, ['consent', '"granted"']])), 'granted granted granted');
  assert.equal(now(after([1, ['consent', '{"marketing":"denied"}']])), 'anonymous not asked denied');
  assert.equal(now(after([1, ['consent', '{"marketing":"denied","adverts":"granted"}']])), 'anonymous not asked denied');
  for (const wrong of ['"yes"', 'null', '7', '{"measurement":"Granted"}', '["granted"]'])
    assert.deepEqual(after([1, ['consent', wrong]]).lines, [], wrong);
  const purposes = { personalisation: true, marketing: false };
  const sent = after([1, ['consent', '"denied"']], send(1, [], { consent: 'granted', purposes }));
  assert.equal(now(sent), 'granted granted denied');
});

test('what is switched off is not among what is on', () => {
  const options = { site: 'demo', capture: { copy: false, forms: false }, sources: { button: false } };
  const chunks = new Map([['shop'], ['forms']]);
  const facts = Object.fromEntries(factsOf(after(), { options, offers: {} }, { chunks, stream: STREAM, steps: [] }, false));
  assert.ok(!facts['Captures on'].includes('copy'));
  assert.equal(facts['Switched off'], 'copy, forms, button');
  assert.equal(facts['Parts loaded'], 'shop');
  assert.equal(facts.Stream, STREAM);
});

test('each offer is listed with what is to be said of it, and the field that decides', () => {
  const listed = (judged, offer) => {
    const sink = { options: { site: 'demo', offer }, offers: { explain: judged && (() => judged) } };
    return factsOf(after(), sink, { chunks: new Map(), stream: STREAM, steps: [] }, false)
      .filter(([name]) => name.startsWith('Offer'))
      .map((fact) => fact.join(': '));
  };
  const judged = [
    { offer: 'keep', reason: 'no_cart', field: 'whom.min_items' },
    { offer: 'why', reason: 'no_trigger', field: 'when' },
    { offer: 'news' },
  ];
  assert.deepEqual(listed(judged), [
    'Offer keep: not shown: the cart is empty, as far as is known here (whom.min_items)',
    'Offer why: not shown: nothing has happened that brings it (when)',
    'Offer news: would be shown now',
  ]);
  assert.deepEqual(listed([]), ['Offers: the site has none']);
  assert.deepEqual(listed(), ['Offers: not shown: the collector has not said yet what there is to offer']);
  assert.deepEqual(listed(judged, { enabled: false }), ['Offers: switched off']);
});

test('the most telling of an event is said in a few words', () => {
  const mug = { item_id: 'mug', item_name: 'Mug', quantity: 2 };
  assert.equal(briefOf({ items: [mug], value: '29.80', currency: 'EUR' }), '2 × Mug · 29.80 EUR');
  assert.equal(briefOf({ items: [mug, { item_id: 'jug' }, mug, mug] }), '2 × Mug, jug, 2 more');
  assert.equal(briefOf({ sel: '#press', text: 'Press' }), 'Press');
  assert.equal(briefOf({ metric: 'LCP', value: 1200 }), 'LCP · 1200');
  assert.equal(briefOf({}), '');
  assert.equal(briefOf({ items: [null] }), '');
});
