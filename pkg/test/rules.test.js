import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { verdict } = await load('rules/verdict');
const { after, inSession, ofToday } = await load('rules/seen');
const { closedBy } = await load('rules/schedule');
const { isFlungUp } = await load('rules/leaving');

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 27, 11, 0);

const OFFER = {
  id: 'keep',
  kind: 'keep_cart',
  blocks: [],
  when: { exit: true },
  whom: { min_items: 1 },
  frequency: { per_session: 1, every_days: 30 },
};
const SITE = { offers: [], per_session: 2 };
const STATE = {
  allowed: true,
  armed: true,
  open: false,
  converted: false,
  granted: false,
  purposes: {},
  visitor: '',
  session: '',
  views: 1,
  device: { class: 'desktop' },
  campaign: {},
  facts: { type: 'product' },
  cart: { currency: 'EUR', value: '49.90', items: [{ item_id: 'a', quantity: 2 }] },
  seen: {},
  now: NOW,
  path: '/product/mug/',
  veto: '',
  elsewhere: false,
  segments: [],
  channel: '',
  active_s: 10,
  idle_s: 0,
  scroll_pct: 40,
  items: [],
  events: new Set(),
  shown: new Set(),
  broken: new Map(),
  inCheckout: false,
  exit: 'pointer_top',
};

/** What is said of the offer with these changes, as `reason field`, or `shown`. */
function said({ offer = {}, site = {}, state = {} }) {
  const { reason, field } = verdict({ ...OFFER, ...offer }, { ...SITE, ...site }, { ...STATE, ...state });
  return reason ? [reason, field].filter(Boolean).join(' ') : 'shown';
}

/** Cases as [what is changed, what is said]. */
const check = (cases) => cases.forEach(([change, expected]) => assert.equal(said(change), expected, JSON.stringify(change)));

const whom = (whom, state) => ({ offer: { whom }, state });
const when = (when, state) => ({ offer: { when }, state: { exit: undefined, ...state } });
const seen = (seen, more = {}) => ({ state: { seen: { offers: { keep: { total: 1, session: 0, ...seen } } }, ...more } });

test('each reason not to show an offer is named with its field, and without one it is shown', () => {
  check([
    [{}, 'shown'],
    [{ state: { allowed: false } }, 'consent'],
    [{ state: { broken: new Map([['keep', 'no such block']]) } }, 'unusable no such block'],
    [{ state: { broken: new Map([['other', 'no such block']]) } }, 'shown'],
    [{ state: { converted: true } }, 'converted'],
    [{ state: { open: true } }, 'open here'],
    [{ state: { elsewhere: true } }, 'open elsewhere'],
    [{ state: { veto: 'field' } }, 'veto field'],
    [{ state: { facts: { type: 'checkout' } } }, 'veto checkout'],
    [{ state: { facts: { type: 'checkout' }, inCheckout: true } }, 'shown'],
    [{ state: { armed: false } }, 'not_armed'],
    [{ offer: { kind: 'newsletter' }, state: { purposes: { marketing: false } } }, 'marketing kind'],
    [{ offer: { kind: 'newsletter' }, state: { purposes: {} } }, 'shown'],
    [{ offer: { schedule: { time_zone: 'UTC', until: '2026-11-27T11:00' } } }, 'schedule schedule.until'],
    [{ offer: { schedule: { time_zone: 'Nowhere/Land' } } }, 'schedule schedule.time_zone'],
    [{ offer: { blocks: [{ type: 'item' }] } }, 'no_item view_item'],
    [{ offer: { blocks: [{ type: 'item' }] }, state: { product: { item_id: 'mug' } } }, 'shown'],
    [{ offer: { blocks: [{ type: 'items', items: [] }] } }, 'no_item items'],
    [{ state: { cart: { currency: '', value: '', items: [] } } }, 'no_cart whom.min_items'],
    [{ state: { shown: new Set(['keep']) } }, 'capped page'],
    [{ state: { exit: undefined } }, 'no_trigger when'],
    [{ offer: { arm: 'holdout' } }, 'holdout arm'],
    [{ offer: { arm: 'offer' } }, 'shown'],
  ]);
});

test('who is held out is so only where nothing else speaks against it, and by a call, too', () => {
  const offer = { arm: 'holdout' };
  check([
    [{ offer, state: { exit: undefined } }, 'no_trigger when'],
    [{ offer, state: { converted: true } }, 'converted'],
    [{ ...seen({ at: NOW, end: 'dismissed' }), offer }, 'dismissed frequency.every_days'],
    [{ offer, state: { call: 'keep' } }, 'holdout arm'],
    [{ offer, state: { call: 'other' } }, 'no_trigger id'],
  ]);
});

test('the reason asked first is the one told', () => {
  const state = { allowed: false, converted: true, open: true, veto: 'ime', armed: false, exit: undefined };
  const order = ['consent', 'converted', 'open here', 'veto ime', 'not_armed', 'no_trigger when'];
  const better = [{ allowed: true }, { converted: false }, { open: false }, { veto: '' }, { armed: true }];
  order.forEach((expected, step) =>
    assert.equal(said({ state: Object.assign({ ...state }, ...better.slice(0, step)) }), expected),
  );
});

test('whom it is for: both sides of each condition', () => {
  check([
    [whom({ url: ['/product/*'] }), 'shown'],
    [whom({ url: ['/product', '/sale/*'] }), 'targeting whom.url'],
    [whom({ not_url: ['/product/*'] }), 'targeting whom.not_url'],
    [whom({ not_url: ['/sale/*'] }), 'shown'],
    [whom({ page_type: ['cart', 'product'] }), 'shown'],
    [whom({ page_type: ['cart'] }), 'targeting whom.page_type'],
    [whom({ page_type: ['cart'] }, { facts: {} }), 'targeting whom.page_type'],
    [whom({ device: ['desktop'] }), 'shown'],
    [whom({ device: ['phone', 'tablet'] }), 'targeting whom.device'],
    [whom({ source: ['news*'] }, { campaign: { source: 'newsletter' } }), 'shown'],
    [whom({ source: ['news*'] }), 'targeting whom.source'],
    [whom({ medium: ['cpc'] }, { campaign: { medium: 'email' } }), 'targeting whom.medium'],
    [whom({ campaign: ['black-friday'] }, { campaign: { campaign: 'black-friday' } }), 'shown'],
    [whom({ channel: ['search', 'social'] }, { channel: 'social' }), 'shown'],
    [whom({ channel: ['search', 'social'] }, { channel: 'paid' }), 'targeting whom.channel'],
    [whom({ channel: ['direct'] }), 'targeting whom.channel'],
    [whom({ visitor: 'new' }), 'shown'],
    [whom({ visitor: 'new' }, { device: { returning: true } }), 'targeting whom.visitor'],
    [whom({ visitor: 'returning' }, { device: { returning: true } }), 'shown'],
    [whom({ segment: ['vip', 'b2b'] }, { segments: ['b2b'] }), 'shown'],
    [whom({ segment: ['vip'] }, { segments: ['b2b'] }), 'targeting whom.segment'],
    [whom({ not_segment: ['b2b'] }, { segments: ['b2b'] }), 'targeting whom.not_segment'],
    [whom({ not_segment: ['b2b'] }), 'shown'],
    [whom({ captured: false }), 'shown'],
    [whom({ captured: false }, { seen: { captured: true } }), 'targeting whom.captured'],
    [whom({ captured: true }), 'targeting whom.captured'],
    [whom({ consent: ['granted'] }), 'targeting whom.consent'],
    [whom({ consent: ['granted'] }, { granted: true }), 'shown'],
    [whom({ min_items: 2 }), 'shown'],
    [whom({ min_items: 3 }), 'cart whom.min_items'],
    [whom({ max_items: 2 }), 'shown'],
    [whom({ max_items: 1 }), 'cart whom.max_items'],
    [whom({ min_value: '49.90' }), 'shown'],
    [whom({ min_value: '49.91' }), 'cart whom.min_value'],
    [whom({ max_value: '49.90' }), 'shown'],
    [whom({ max_value: '49.89' }), 'cart whom.max_value'],
    [whom({ min_value: '0' }, { cart: { ...STATE.cart, value: '' } }), 'cart whom.min_value'],
    [whom({ currency: 'EUR' }), 'shown'],
    [whom({ currency: 'USD' }), 'cart whom.currency'],
    [whom({}, { cart: { currency: '', value: '', items: [] } }), 'shown'],
  ]);
});

test('what brings it: both sides of each trigger', () => {
  for (const exit of ['pointer_top', 'return', 'idle', 'scroll_up'])
    check([
      [when({ exit: true }, { exit }), 'shown'],
      [when({}, { exit }), 'no_trigger when'],
    ]);
  check([
    [when({ after_s: 10 }), 'shown'],
    [when({ after_s: 10 }, { active_s: 9.9 }), 'no_trigger when'],
    [when({ scroll_pct: 40 }), 'shown'],
    [when({ scroll_pct: 41 }), 'no_trigger when'],
    [when({ idle_s: 20 }, { idle_s: 20 }), 'shown'],
    [when({ idle_s: 20 }, { idle_s: 19 }), 'no_trigger when'],
    [when({ page: 3 }, { views: 3 }), 'shown'],
    [when({ page: 3 }, { views: 2 }), 'no_trigger when'],
    [when({ events: ['quiz_done', 'search'] }, { events: new Set(['search']) }), 'shown'],
    [when({ events: ['quiz_done'] }, { events: new Set(['search']) }), 'no_trigger when'],
    [when({ hesitation: true }, { events: new Set(['hesitation']) }), 'shown'],
    [when({ hesitation: false }, { events: new Set(['hesitation']) }), 'no_trigger when'],
    [when({ cart_value: '49.90' }), 'shown'],
    [when({ cart_value: '49.91' }), 'no_trigger when'],
    [when({ cart_value: '0' }, { cart: { ...STATE.cart, value: '' } }), 'no_trigger when'],
    [when({ exit: true, after_s: 99, page: 1 }), 'shown'],
  ]);
});

test('how often: an answered offer stays away for exactly its days', () => {
  const ended = (days, more) => seen({ at: NOW - days * DAY, end: 'dismissed', ...more });
  check([
    [ended(30), 'shown'],
    [seen({ at: NOW - 30 * DAY + 1, end: 'dismissed' }), 'dismissed frequency.every_days'],
    [seen({ at: NOW - 1, end: 'submitted' }), 'submitted frequency.every_days'],
    [{ ...ended(0), offer: { frequency: { per_session: 1, every_days: 0 } } }, 'shown'],
    [{ ...seen({ total: 2 }), offer: { frequency: { per_session: 9, every_days: 0, total: 3 } } }, 'shown'],
    [{ ...seen({ total: 3 }), offer: { frequency: { per_session: 9, every_days: 0, total: 3 } } }, 'capped frequency.total'],
    [seen({ session: 1 }), 'capped frequency.per_session'],
    [{ ...seen({ session: 1 }), offer: { frequency: { per_session: 2, every_days: 0 } } }, 'shown'],
  ]);
});

test('all offers share one budget a session', () => {
  check([
    [{ state: { seen: { shown: 1 } } }, 'shown'],
    [{ state: { seen: { shown: 2 } } }, 'budget offers_per_session'],
    [{ state: { seen: { session: 'one', shown: 2 }, session: 'two' } }, 'shown'],
    [{ site: { per_session: 0 } }, 'budget offers_per_session'],
  ]);
});

test('who calls for an offer asks for no trigger and spares no attention, but its conditions hold', () => {
  const call = { exit: undefined, call: 'keep' };
  check([
    [{ state: call }, 'shown'],
    [{ state: { ...call, call: 'other' } }, 'no_trigger id'],
    [{ state: { ...call, armed: false, veto: 'field', seen: { shown: 9 } } }, 'shown'],
    [{ ...seen({ session: 5, at: NOW, end: 'dismissed' }, call) }, 'shown'],
    [{ state: { ...call, allowed: false } }, 'consent'],
    [{ state: { ...call, open: true } }, 'open here'],
    [whom({ url: ['/sale/*'] }, call), 'targeting whom.url'],
    [{ offer: { schedule: { time_zone: 'UTC', from: '2026-11-28T00:00' } }, state: call }, 'schedule schedule.from'],
    [{ state: { ...call, cart: { currency: '', value: '', items: [] } } }, 'no_cart whom.min_items'],
  ]);
});

test('a schedule is read where the shop is: to the minute, over midnight and over the change of the clocks', () => {
  const at = (text) => Date.parse(text);
  for (const [schedule, now, expected] of [
    [{ from: '2026-11-27T12:00' }, NOW, ''],
    [{ from: '2026-11-27T12:01' }, NOW, 'from'],
    [{ until: '2026-11-27T12:01' }, NOW, ''],
    [{ until: '2026-11-27T12:00' }, NOW, 'until'],
    [{ weekdays: ['fri'] }, NOW, ''],
    [{ weekdays: ['thu', 'sat'] }, NOW, 'weekdays'],
    [{ weekdays: ['sat'] }, at('2026-11-27T22:59Z'), 'weekdays'],
    [{ weekdays: ['sat'] }, at('2026-11-27T23:00Z'), ''],
    [{ hours: ['09:00-12:01'] }, NOW, ''],
    [{ hours: ['09:00-12:00', '13:00-18:00'] }, NOW, 'hours'],
    [{ hours: ['22:00-02:00'] }, at('2026-11-27T00:59Z'), ''],
    [{ hours: ['22:00-02:00'] }, at('2026-11-27T01:00Z'), 'hours'],
    [{ hours: ['20:00-24:00'] }, at('2026-11-27T22:59Z'), ''],
    // In summer it is two hours later than UTC there, in winter one.
    [{ hours: ['09:00-10:00'] }, at('2026-10-24T07:30Z'), ''],
    [{ hours: ['09:00-10:00'] }, at('2026-10-25T07:30Z'), 'hours'],
    [{ hours: ['09:00-10:00'] }, at('2026-10-25T08:30Z'), ''],
    [{}, NOW, ''],
  ])
    assert.equal(closedBy({ time_zone: 'Europe/Berlin', ...schedule }, now), expected, JSON.stringify([schedule, now]));
  assert.equal(closedBy({ time_zone: 'Pacific/Auckland', weekdays: ['sat'] }, NOW), '', 'Saturday began there');
});

test('what became of offers is counted by session, and what was called for costs no attention', () => {
  let all = inSession({}, 'one');
  all = after(all, 'a', 'shown', 5);
  all = after(all, 'a', 'dismissed', 6);
  all = after(all, 'b', 'called', 7);
  const a = { total: 1, session: 1, at: 6, end: 'dismissed' };
  assert.deepEqual(all, { session: 'one', shown: 1, offers: { a, b: { total: 1, session: 1 } } });
  assert.deepEqual(inSession(all, 'one'), all);
  const next = { session: 'two', shown: 0, offers: { a: { ...a, session: 0 }, b: { total: 1, session: 0 } } };
  assert.deepEqual(inSession(all, 'two'), next);
  // Where consent begins, so do the ids: it is the same visit.
  assert.equal(inSession({ session: '', shown: 1 }, 'one').shown, 1);
});

test('of an anonymous visitor the caps go on with what the collector knows of the day', () => {
  const offers = {
    keep: { total: 2, session: 1 },
    news: { total: 1, session: 0, end: 'submitted', age_ms: 60_000 },
    why: { total: 1, session: 1, end: 'dismissed', age_ms: 5_000 },
  };
  const today = ofToday({ shown: 2, captured: true, offers }, NOW);
  const { keep, news, why } = today.offers;
  assert.deepEqual([news.at, news.end, why.at, keep.end], [NOW - 60_000, 'submitted', NOW - 5_000, undefined]);
  const once = { per_session: 1, every_days: 0 };
  const budget = { site: { per_session: 3 } };
  check([
    [{ state: { seen: today } }, 'capped frequency.per_session'],
    [{ offer: { frequency: { ...once, per_session: 2, total: 2 } }, state: { seen: today } }, 'capped frequency.total'],
    [{ offer: { id: 'why' }, state: { seen: today } }, 'dismissed frequency.every_days'],
    [{ offer: { id: 'news' }, state: { seen: today } }, 'submitted frequency.every_days'],
    [{ ...budget, offer: { id: 'news', frequency: once }, state: { seen: today } }, 'shown'],
    [{ offer: { id: 'other' }, state: { seen: today } }, 'budget offers_per_session'],
    [{ ...budget, offer: { id: 'other' }, state: { seen: today } }, 'shown'],
    [{ ...budget, offer: { id: 'other', whom: { captured: false } }, state: { seen: today } }, 'targeting whom.captured'],
  ]);
});

test('a fling to the top is fast, long, from below the first screen, and ends near the top', () => {
  const screen = 800;
  for (const [places, deepest, expected] of [
    [[[0, 900], [100, 500], [200, 100]], 2000, true],
    [[[0, 900], [100, 500], [200, 401]], 2000, false],
    [[[0, 900], [100, 500], [200, 100]], 799, false],
    [[[0, 499], [100, 300], [200, 100]], 2000, false],
    [[[0, 700], [200, 400], [400, 100]], 2000, true],
    [[[0, 699], [200, 400], [400, 100]], 2000, false],
    [[[0, 100], [200, 900]], 2000, false],
    [[], 2000, false],
  ])
    assert.equal(isFlungUp(places, screen, deepest), expected, JSON.stringify(places));
});
