import assert from 'node:assert/strict';
import test from 'node:test';
import { cellWords, readCalibration, readIntent, shareWords, signalName, upliftWords } from '../src/intent.js';

const signal = (more = {}) => ({
  signal: 'pointer_top', device: 'desktop', decisions: 10, shown: 2, vetoed: 1, pending: 1, left: 4, stayed: 2, calibration: [], ...more,
});
const device = (leavings, predicted) => ({ device: 'desktop', leavings, predicted });

test('what was decided is summed up over signals and devices', () => {
  const all = readIntent({ signals: [signal(), signal({ device: 'phone', left: 0 })], devices: [device(20, 5), device(1, 0)], offers: [] });
  assert.deepEqual([all.decisions, all.judged, all.right, all.leavings, all.predicted], [20, 8, 0.5, 21, 5]);
  assert.deepEqual(all.sentences, [
    'of 8 decisions where nothing was shown were right: the visitor left within 30 s.',
    '5 of 21 visits that ended were foreseen.',
    '2 decisions are too young to tell.',
  ]);
});

test('where nothing can be judged it says so and gives no share', () => {
  const young = readIntent({ signals: [signal({ left: 0, stayed: 0 })], devices: [], offers: [] });
  assert.equal(young.right, null);
  assert.match(young.sentences[0], /^No decision can be judged yet/);
  assert.match(young.sentences[1], /^1 decision is too young/);
  assert.equal(young.isEmpty, false);
  assert.equal(readIntent({ signals: [], devices: [device(9, 0)], offers: [] }).isEmpty, true);
  assert.equal(readIntent({ signals: [], devices: [], offers: [{ offer: 'a', arms: [] }] }).isEmpty, false);
});

test('a share comes with its interval', () => {
  assert.deepEqual(shareWords({ share: 0.675, low: 0.566, high: 0.767 }), ['68%', '57% to 77%']);
  assert.deepEqual(shareWords(null), ['–', '']);
});

test('a difference is told in points, and not at all where there are too few', () => {
  const uplift = (verdict) => ({ difference: 0.041, low: -0.049, high: 0.105, verdict });
  assert.deepEqual(upliftWords(uplift('unclear')), ['+4.1 points', '-4.9 to +10.5, may be chance']);
  assert.deepEqual(upliftWords(uplift('more'))[1], '-4.9 to +10.5, more than without it');
  assert.deepEqual(upliftWords(uplift('too_few')), ['too few to tell', '']);
  assert.deepEqual(upliftWords(null), ['no hold-out', '']);
});

test('the chart has the tenths between the lowest and the highest score', () => {
  const bin = (from, decisions, left) => ({ from, to: from + 0.1, decisions, left });
  const read = readCalibration([signal({ calibration: [bin(0.6, 10, 6), bin(0.8, 2, 2)] }), signal({ signal: 'return', device: null })]);
  assert.deepEqual(read.bins, [
    { label: '0.6–0.7', ideal: 0.65 },
    { label: '0.7–0.8', ideal: 0.75 },
    { label: '0.8–0.9', ideal: 0.85 },
  ]);
  assert.equal(read.groups.length, 1, 'what has no score is not in it');
  assert.equal(read.groups[0].label, 'Mouse left at the top, desktop');
  assert.deepEqual(read.groups[0].cells.map((cell) => cell?.left ?? null), [6, null, 2]);
  assert.deepEqual([0, 1].map((at) => cellWords(read.groups[0], at)), [
    'Mouse left at the top, desktop: 60% of 10 decisions left',
    'Mouse left at the top, desktop: no decision',
  ]);
  assert.deepEqual(readCalibration([signal()]), { bins: [], groups: [] });
});

test('a signal that is not known is named as it is', () => {
  assert.equal(signalName('return'), 'Came back after being away');
  assert.equal(signalName('novel'), 'novel');
});
