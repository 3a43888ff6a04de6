import assert from 'node:assert/strict';
import test from 'node:test';
import { ranked, readCompleteness, reason } from '../src/completeness.js';

const read = (tracked, stored, dropped = {}, missing = 0, pending = 0) =>
  readCompleteness({ tracked, stored, dropped, missing, pending });

test('where everything arrived, it says so', () => {
  assert.equal(read(12, 12).sentence, 'All 12 events arrived, each once.');
  assert.equal(read(1, 1).sentence, 'The one event arrived, once.');
});

test('what is lost and what is missing are told apart', () => {
  const { sentence, lost, arrived } = read(100, 90, { evicted: 6, expired: 1 }, 3);
  assert.equal(sentence, '90 of 100 events arrived. 7 ended for a reason that is known. 3 are missing.');
  assert.deepEqual([lost, arrived], [7, 0.9]);
  assert.equal(read(10, 9, {}, 1).sentence, '9 of 10 events arrived. 1 is missing.');
});

test('what may still be on its way counts neither way', () => {
  const { sentence, due, figure } = read(12, 10, {}, 0, 2);
  assert.deepEqual([sentence, due, figure], ['All 10 events arrived, each once.', 10, '100%']);
  assert.equal(read(2, 0, {}, 0, 2).sentence, 'No event is due yet.');
});

test('a reason that is not known is named as it is', () => {
  assert.equal(reason('expired'), 'waited too long to be sent');
  assert.equal(reason('novel'), 'were dropped as “novel”');
});

test('the largest groups come first, those after the sixth together, the unknown last', () => {
  const group = (value, tracked, dropped = {}) => ({ value, tracked, stored: tracked, dropped, pending: 0, missing: 0, repeated: 1 });
  const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((value, at) => group(value, at + 10));
  assert.deepEqual(ranked([group('', 99), ...six]).map(({ value }) => value), ['f', 'e', 'd', 'c', 'b', 'a', 'unknown']);
  const rest = ranked([group('y', 1, { reset: 1 }), ...six, group('z', 2, { reset: 2, expired: 1 })]);
  assert.equal(rest.length, 7);
  assert.deepEqual(rest.at(-1), { ...group('others', 3, { reset: 3, expired: 1 }), repeated: 2 });
  assert.deepEqual(ranked([...six, group('x', 1)]).at(-1).value, 'others');
});
