import assert from 'node:assert/strict';
import test from 'node:test';

process.env.TZ = 'Europe/Berlin';
const { boundsOf, rangeById } = await import('../src/range.js');

const HOUR = 3_600_000;
const at = (iso) => Date.parse(iso);

const check = (id, now, from, to) =>
  assert.deepEqual(boundsOf(rangeById(id), at(now)), { fromMs: at(from), toMs: at(to) });

test('today runs from midnight to midnight where the viewer is', () => {
  check('today', '2026-11-21T22:30:00Z', '2026-11-20T23:00:00Z', '2026-11-21T23:00:00Z');
});

test('the first moment of a day belongs to that day and the last one before it does not', () => {
  check('today', '2026-11-20T23:00:00.000Z', '2026-11-20T23:00:00Z', '2026-11-21T23:00:00Z');
  check('today', '2026-11-20T22:59:59.999Z', '2026-11-19T23:00:00Z', '2026-11-20T23:00:00Z');
});

test('yesterday ends where today begins', () => {
  const now = at('2026-11-21T12:00:00Z');
  assert.equal(boundsOf(rangeById('yesterday'), now).toMs, boundsOf(rangeById('today'), now).fromMs);
  check('yesterday', '2026-03-01T12:00:00Z', '2026-02-27T23:00:00Z', '2026-02-28T23:00:00Z');
});

test('the last seven days end with today', () => {
  check('week', '2026-11-21T12:00:00Z', '2026-11-14T23:00:00Z', '2026-11-21T23:00:00Z');
});

test('a day with a clock change has 23 or 25 hours', () => {
  const hours = (now) => {
    const { fromMs, toMs } = boundsOf(rangeById('today'), at(now));
    return (toMs - fromMs) / HOUR;
  };
  assert.equal(hours('2026-03-29T12:00:00Z'), 23);
  assert.equal(hours('2026-10-25T12:00:00Z'), 25);
  assert.equal(hours('2026-10-26T12:00:00Z'), 24);
});

test('an unknown range is today', () => {
  assert.equal(rangeById('century').id, 'today');
  assert.equal(rangeById(null).id, 'today');
});
