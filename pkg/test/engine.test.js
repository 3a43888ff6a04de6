// What the tracker is brought, also where the browser ends a script half-way, as Firefox does when it closes a tab.

import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build } from 'esbuild';

const entryPoints = [fileURLToPath(new URL('../src/engine.ts', import.meta.url))];
const { outputFiles } = await build({ entryPoints, bundle: true, format: 'iife', globalName: 'made', write: false });

/** An engine whose tracker and effects never come to an end where they are called `endless`, the first time. */
function start(endless) {
  const seen = [];
  let isEnded = false;
  const hang = (name) => {
    if (name !== endless || isEnded) return;
    isEnded = true;
    vm.runInContext('for (;;);', page);
  };
  const page = vm.createContext({ setTimeout: () => 1, clearTimeout() {}, seen, hang });
  vm.runInContext(outputFiles[0].text, page);
  vm.runInContext(
    `const handle = (now, input, data, isAgain) => {
       const { k } = JSON.parse(input);
       seen.push(isAgain ? k + ' again' : k);
       hang(k);
       return JSON.stringify([['first ' + k], ['second ' + k]]);
     };
     const run = ([kind]) => { seen.push(kind); hang(kind); };
     const engine = made.createEngine(handle, run, (act) => act());
     for (const k of ['one', 'two']) engine.queue({ k });`,
    page,
  );
  const last = (options) => vm.runInContext(`engine.takeLast({ k: 'hidden' })`, page, options);
  return { seen, last };
}

const effects = (k) => [`first ${k}`, `second ${k}`];

test('an input whose call was ended is brought again, and those behind it after it', () => {
  const { seen, last } = start('one');
  assert.throws(() => last({ timeout: 50 }), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
  assert.deepEqual(seen.splice(0), ['one']);
  last();
  const again = ['one again', ...effects('one'), 'two', ...effects('two')];
  assert.deepEqual(seen, [...again, 'hidden', ...effects('hidden'), 'hidden', ...effects('hidden')]);
});

test('what an input brings is done once where that was ended, and its call is not made again', () => {
  const { seen, last } = start('first one');
  assert.throws(() => last({ timeout: 50 }), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
  seen.length = 0;
  last();
  assert.deepEqual(seen.slice(0, 2), ['second one', 'two']);
});

test('where nothing was ended each input comes once', () => {
  const { seen, last } = start();
  last();
  assert.deepEqual(seen, ['one', 'two', 'hidden'].flatMap((k) => [k, ...effects(k)]));
});
