import assert from 'node:assert/strict';
import test, { beforeEach, mock } from 'node:test';
import { Refresher } from '../src/refresher.js';

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
});

/** A refresher whose loads are answered by hand, and what it did. */
function start() {
  const seen = { loads: [], shown: [], failed: [] };
  const refresher = new Refresher(
    {
      load: () => new Promise((answer, refuse) => seen.loads.push({ answer, refuse })),
      show: (result) => seen.shown.push(result),
      fail: (error) => seen.failed.push(error.message),
    },
    { everyMs: 30_000, soonMs: 2_000 },
  );
  refresher.now();
  return { refresher, ...seen };
}

const settled = () => new Promise(setImmediate);

test('a result is shown and asked for again after the longest time, not before', async () => {
  const { loads, shown } = start();
  loads[0].answer('first');
  await settled();
  assert.deepEqual(shown, ['first']);
  mock.timers.tick(29_999);
  assert.equal(loads.length, 1);
  mock.timers.tick(1);
  assert.equal(loads.length, 2);
});

test('a slow answer to an earlier question is thrown away', async () => {
  const { refresher, loads, shown } = start();
  refresher.now();
  loads[1].answer('today');
  await settled();
  loads[0].answer('yesterday');
  await settled();
  assert.deepEqual(shown, ['today']);
});

test('an error is told and tried again', async () => {
  const { loads, shown, failed } = start();
  loads[0].refuse(new Error('down'));
  await settled();
  assert.deepEqual(failed, ['down']);
  mock.timers.tick(30_000);
  loads[1].answer('up');
  await settled();
  assert.deepEqual(shown, ['up']);
});

test('many changes share one run', async () => {
  const { refresher, loads } = start();
  loads[0].answer();
  await settled();
  for (let i = 0; i < 10; i++) refresher.soon();
  mock.timers.tick(1_999);
  assert.equal(loads.length, 1);
  refresher.soon();
  mock.timers.tick(1);
  assert.equal(loads.length, 2);
});

test('a change during a run is not lost: another run follows', async () => {
  const { refresher, loads } = start();
  refresher.soon();
  mock.timers.tick(100);
  assert.equal(loads.length, 1);
  loads[0].answer();
  await settled();
  mock.timers.tick(2_000);
  assert.equal(loads.length, 2);
});

test('a slow answer is followed by nine times as long a rest', async () => {
  const { refresher, loads } = start();
  mock.timers.tick(1_000);
  loads[0].answer();
  await settled();
  refresher.soon();
  mock.timers.tick(8_999);
  assert.equal(loads.length, 1);
  mock.timers.tick(1);
  assert.equal(loads.length, 2);
});

test('after the end nothing is shown and nothing is asked', async () => {
  const { refresher, loads, shown, failed } = start();
  refresher.stop();
  loads[0].answer('late');
  await settled();
  mock.timers.tick(60_000);
  assert.deepEqual([shown, failed, loads.length], [[], [], 1]);
});

test('a task may end its own refreshing', async () => {
  let loads = 0;
  const refresher = new Refresher({
    load: async () => void loads++,
    show: () => refresher.stop(),
    fail: assert.fail,
  });
  refresher.now();
  await settled();
  mock.timers.tick(60_000);
  await settled();
  assert.equal(loads, 1);
});
