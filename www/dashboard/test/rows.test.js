import assert from 'node:assert/strict';
import test from 'node:test';
import { Rows } from '../src/rows.js';

const event = (id, name = 'page_view') => ({ id, name });
const events = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => event(from + i));
const ids = (list) => list.map(({ id }) => id);

test('the newest event is first, in whatever order they came', () => {
  const rows = new Rows();
  rows.add([event(2), event(5)]);
  rows.add([event(3)]);
  assert.deepEqual(ids(rows.all), [5, 3, 2]);
});

test('an event told twice is one row', () => {
  const rows = new Rows();
  assert.deepEqual(ids(rows.add([event(1), event(2)])), [1, 2]);
  assert.deepEqual(ids(rows.add([event(2), event(3), event(3)])), [3]);
  assert.deepEqual(ids(rows.all), [3, 2, 1]);
});

test('a list at its limit keeps all, and one more event pushes the oldest out', () => {
  const rows = new Rows(3);
  rows.add(events(1, 3));
  assert.deepEqual(ids(rows.all), [3, 2, 1]);
  rows.add([event(4)]);
  assert.deepEqual(ids(rows.all), [4, 3, 2]);
});

test('an event that was pushed out does not come back', () => {
  const rows = new Rows(3);
  rows.add(events(1, 4));
  assert.deepEqual(rows.add([event(1)]), []);
  assert.deepEqual(ids(rows.all), [4, 3, 2]);
});

test('more events at once than the list holds leave the newest', () => {
  const rows = new Rows(3);
  rows.add(events(1, 10));
  assert.deepEqual(ids(rows.all), [10, 9, 8]);
});

test('a paused list stands still, counts what waits and shows it when resumed', () => {
  const rows = new Rows(3);
  rows.add(events(1, 3));
  rows.pause();
  rows.add([event(3), event(4), event(5)]);
  assert.deepEqual(ids(rows.all), [3, 2, 1]);
  assert.equal(rows.waiting, 2);
  rows.resume();
  assert.deepEqual(ids(rows.all), [5, 4, 3]);
  assert.equal(rows.waiting, 0);
});

test('events that come while the list runs do not wait', () => {
  const rows = new Rows();
  rows.add(events(1, 3));
  assert.equal(rows.waiting, 0);
  assert.equal(rows.paused, false);
});

test('the filter finds part of a name in any case, and all when it is blank', () => {
  const rows = new Rows();
  rows.add([event(1, 'add_to_cart'), event(2, 'view_cart'), event(3, 'purchase')]);
  assert.deepEqual(ids(rows.named(' CART ')), [2, 1]);
  assert.deepEqual(ids(rows.named('  ')), [3, 2, 1]);
  assert.deepEqual(ids(rows.named('refund')), []);
});

test('each event name is offered once', () => {
  const rows = new Rows();
  rows.add([event(1, 'view_cart'), event(2, 'click'), event(3, 'click')]);
  assert.deepEqual(rows.names, ['click', 'view_cart']);
});
