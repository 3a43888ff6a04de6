import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { again, aged, isFinal } = await load('again');
const page = new EventTarget();
globalThis.addEventListener = page.addEventListener.bind(page);
globalThis.removeEventListener = page.removeEventListener.bind(page);

const STORED = [200, '{"stored":1}', 0];
const NONE = [0, '', 0];

test('final is what the collector itself has said, and not for now', () => {
  for (const [status, text, expected] of [
    [200, '{"stored":1}', true],
    [200, '<html>Sign in to this network</html>', false],
    [400, '{"error":"bad_email"}', true],
    [404, '<html>Not found</html>', false],
    [499, '{"error":"x"}', true],
    [408, '{"error":"too_slow"}', false],
    [429, '{"error":"too_many_requests"}', false],
    [500, '{"error":"store_failed"}', false],
    [503, '{"error":"busy"}', false],
    [0, '', false],
    [1, '', false],
  ])
    assert.equal(isFinal([status, text, 0]), expected, `${status} ${text}`);
});

test('an age is never negative', () => {
  assert.equal(JSON.parse(aged({ a: 1, age: 0 }, Date.now() + 5_000)).age, 0);
  assert.ok(JSON.parse(aged({ age: 0 }, Date.now() - 5_000)).age >= 5_000);
});

/** Runs `again` on a mocked clock with these answers, and gives when each try was made, in ms. */
async function tries(t, answers, steps, act = () => {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const made = [];
  let now = 0;
  const stop = new AbortController();
  again(async () => {
    made.push(now);
    return answers[made.length - 1] ?? NONE;
  }, stop.signal);
  for (const step of steps) {
    now += step;
    act(now, stop);
    t.mock.timers.tick(step);
    await new Promise((resolve) => setImmediate(resolve));
  }
  stop.abort();
  return made;
}

test('pauses grow from five seconds', async (t) => {
  assert.deepEqual(await tries(t, [], [4_999, 1, 9_999, 1, 20_000]), [5_000, 15_000, 35_000]);
});

test('an answer may ask for a longer pause, and the last one ends it', async (t) => {
  assert.deepEqual(await tries(t, [[503, '', 30], STORED], [5_000, 29_999, 1, 300_000]), [5_000, 35_000]);
});

test('a browser that is online again tries at once, and one that was told to stop does not', async (t) => {
  const online = (now, stop) => {
    if (now === 2_000) stop.abort();
    page.dispatchEvent(new Event('online'));
  };
  assert.deepEqual(await tries(t, [], [1_000, 1_000, 300_000], online), [1_000]);
});
