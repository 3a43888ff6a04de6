// What is told of decisions: which of them, and once or each time.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load } from './load.js';

const { createRecord, RETURN_MS } = await load('../src/rules/record.ts');

const OFFER = { id: 'keep-cart', arm: 'offer' };
let told;
let clock;
let record;

beforeEach(() => {
  told = [];
  clock = 1_000;
  record = createRecord((name, data) => told.push([name, JSON.parse(JSON.stringify(data))]), () => clock);
});

test('each decision is told with its score, offer and arm', () => {
  for (let n = 0; n < 2; n++) record.exit('pointer_top', { reason: 'dismissed', field: 'x' }, { score: 0.7, reasons: 'outside' }, OFFER);
  const data = {
    signal: 'pointer_top', shown: false, reason: 'dismissed', field: 'x', offer: 'keep-cart', arm: 'offer', score: 0.7, reasons: 'outside',
  };
  assert.deepEqual(told, [['exit_intent', data], ['exit_intent', data]]);
  record.exit('return', {}, {});
  assert.deepEqual(told[2], ['exit_intent', { signal: 'return', shown: true }]);
});

test('a veto is told once a page view, and another one by itself', () => {
  const veto = (field) => record.exit('pointer_top', { reason: 'veto', field }, { score: 0.7 }, OFFER);
  veto('field');
  veto('scroll');
  veto('field');
  assert.deepEqual(told.map(([, { veto, field }]) => [veto, field]), [['field', undefined], ['scroll', undefined]]);
  record.begin();
  veto('field');
  assert.equal(told.length, 3);
});

test('what holds an offer back is told once a page view, offer and reason', () => {
  const held = (id, reason, field) => record.withheld({ ...OFFER, id }, { reason, field });
  held('a', 'capped', 'x');
  held('a', 'capped', 'x');
  held('a', 'capped', 'y');
  held('b', 'capped', 'x');
  assert.equal(told.length, 3);
  assert.deepEqual(told[0], ['offer_withheld', { offer: 'a', reason: 'capped', field: 'x', arm: 'offer' }]);
  record.begin();
  held('a', 'capped', 'x');
  assert.equal(told.length, 4);
});

test('who does something within thirty seconds is there, which is told once', () => {
  record.acted();
  assert.deepEqual(told, [], 'nobody has left');
  for (const [after, times] of [[RETURN_MS, 1], [RETURN_MS + 1, 0]]) {
    told = [];
    record.exit('pointer_top', {}, {}, OFFER);
    clock += after;
    record.acted();
    record.acted();
    assert.deepEqual(told.slice(1), times ? [['exit_return', { after_ms: after }]] : []);
  }
});

test('a veto that is not told again is no new leaving', () => {
  record.exit('pointer_top', { reason: 'veto', field: 'field' }, {});
  record.acted();
  record.exit('pointer_top', { reason: 'veto', field: 'field' }, {});
  record.acted();
  assert.deepEqual(told.map(([name]) => name), ['exit_intent', 'exit_return']);
});
