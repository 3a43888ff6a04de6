import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url));
const external = ['*/waypost-sdk.js'];
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', external, write: false });
const before = Object.getOwnPropertyNames(globalThis);
const { init } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

test('importing the package touches no global', () => {
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
});

test('on a server the client does nothing and never throws', () => {
  const waypost = init({ site: 'demo' });
  waypost.track('view_item', { value: 1 });
  waypost.page();
  waypost.identify('c-1');
  waypost.consent('granted');
  waypost.flush();
  waypost.reset();
  waypost.push(['track', 'a'], 5);
  waypost.on('ready', () => assert.fail('nothing is ever ready here'))();
});
