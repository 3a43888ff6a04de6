import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { longestOf, ratingOf, typical, windowOf } = await load('capture/vital');

test('shifts add up while they are less than a second apart, for less than five seconds', () => {
  const worst = (...shifts) => {
    let at = [0, 0, 0];
    return Math.max(...shifts.map(([time, value]) => (at = windowOf(at, value, time))[0]));
  };
  for (const [expected, ...shifts] of [
    [2, [0, 2]],
    [3, [0, 1], [999, 2]],
    [2, [0, 1], [1000, 2]],
    [6, [0, 1], [900, 1], [1800, 1], [2700, 1], [3600, 1], [4500, 1]],
    [6, [0, 1], [900, 1], [1800, 1], [2700, 1], [3600, 1], [4500, 1], [5000, 1]],
    [7, [1, 1], [900, 1], [1800, 1], [2700, 1], [3600, 1], [4500, 1], [5000, 1]],
    [4, [0, 4], [3000, 1], [3500, 2]],
  ])
    assert.equal(worst(...shifts), expected, JSON.stringify(shifts));
});

test('an interaction takes as long as its longest event', () => {
  let longest = [];
  for (const event of [
    [1, 50],
    [1, 90, '#a'],
    [1, 60],
    [2, 70],
  ])
    longest = longestOf(longest, event);
  assert.deepEqual(longest, [
    [1, 90, '#a'],
    [2, 70],
  ]);
});

test('of each fifty interactions the longest is an outlier', () => {
  let longest = [];
  for (let id = 1; id <= 12; id++) longest = longestOf(longest, [id, 100 * id]);
  assert.equal(longest.length, 10);
  for (const [count, ms] of [
    [0, 1200],
    [49, 1200],
    [50, 1100],
    [99, 1100],
    [100, 1000],
    [450, 300],
    [5000, 300],
  ])
    assert.equal(typical(longest, count)[1], ms, `${count}`);
  assert.equal(typical([], 0), undefined);
  assert.equal(typical([[1, 80]], 200)[1], 80);
});

test('a value on a limit is still the better one', () => {
  for (const [metric, value, rating] of [
    ['LCP', 2500, 'good'],
    ['LCP', 2501, 'needs_improvement'],
    ['LCP', 4000, 'needs_improvement'],
    ['LCP', 4001, 'poor'],
    ['CLS', 0.1, 'good'],
    ['CLS', 0.1001, 'needs_improvement'],
    ['CLS', 0.2501, 'poor'],
    ['INP', 200, 'good'],
    ['INP', 501, 'poor'],
    ['FCP', 1801, 'needs_improvement'],
    ['TTFB', 1801, 'poor'],
  ])
    assert.equal(ratingOf(metric, value), rating, `${metric} ${value}`);
});
