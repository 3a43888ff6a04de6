import assert from 'node:assert/strict';
import test from 'node:test';
import { readFunnel } from '../src/funnel.js';

const NAMES = ['visit', 'product', 'cart', 'checkout', 'purchase'];
const read = (...counts) => readFunnel(counts.map((sessions, i) => ({ step: NAMES[i], sessions })));

test('each step says who reached it, who went on and who left', () => {
  const { steps, visits, purchases, conversion } = read(200, 100, 25, 20, 10);
  assert.deepEqual(
    steps.map(({ label, sessions, share, wentOn, left, leftShare }) => [label, sessions, share, wentOn, left, leftShare]),
    [
      ['Visit', 200, 1, 100, 100, 0.5],
      ['Product', 100, 0.5, 25, 75, 0.75],
      ['Cart', 25, 0.125, 20, 5, 0.2],
      ['Checkout', 20, 0.1, 10, 10, 0.5],
      ['Purchase', 10, 0.05, 10, null, null],
    ],
  );
  assert.deepEqual([visits, purchases, conversion], [200, 10, 0.05]);
});

test('the biggest drop-off is the step that lost the largest part, not the most sessions', () => {
  assert.equal(read(1000, 600, 100, 90, 80).worst.step, 'product');
});

test('of two equal parts the one that is more sessions is the biggest drop-off', () => {
  assert.equal(read(400, 200, 100, 100, 100).worst.step, 'visit');
});

test('nothing is the biggest drop-off when nobody left', () => {
  assert.equal(read(5, 5, 5, 5, 5).worst, null);
  assert.equal(read(0, 0, 0, 0, 0).worst, null);
});

test('no visits give shares of zero, not of nothing', () => {
  const { steps, conversion } = read(0, 0, 0, 0, 0);
  assert.equal(conversion, 0);
  assert.deepEqual(steps.map(({ share }) => share), [0, 0, 0, 0, 0]);
  assert.equal(steps[0].leftShare, 0);
});

test('a step this page has no word for keeps its own name', () => {
  assert.equal(readFunnel([{ step: 'wishlist', sessions: 1 }]).steps[0].label, 'wishlist');
});
