import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const { outputFiles } = await build({
  entryPoints: [at('../src/early.ts')],
  bundle: true,
  format: 'esm',
  write: false,
});
const { encode, screen, VERSION } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

const head = {
  site: 'demo',
  stream: '0123456789abcdef0123456789abcdef',
  device: { class: 'desktop', vw: 1280, vh: 720, lang: 'en-GB' },
};
const now = 1_000_000;
const early = [
  {
    at: now - 1500,
    method: 'page',
    args: [
      'https://jane:secret@shop.example/u/jane@example.org/?q=shoes&utm_source=News+Letter&utm_medium=e%2Dmail#top',
      'Mail jane@example.org',
      'https://search.example/?q=mug',
    ],
  },
  { at: now - 900, method: 'consent', args: ['anonymous'] },
  { at: now - 800, method: 'track', args: ['quiz_done', '{"score":3,"by":"\\njane@example.org"}'] },
  { at: now - 700, method: 'track', args: ['bare', ''] },
  { at: now - 20, method: 'click', args: ['a', 'mail', 'Write  to jane@example.org', 'mailto:jane@example.org?x=1'] },
];

test('what the loader sends by itself is the golden payload that the collector reads', async () => {
  const golden = await readFile(at('../../tests/vectors/early.json'), 'utf8');
  assert.equal(encode(head, early, now), golden.trimEnd());
});

test('no address and no query leaves with it', () => {
  const body = encode(head, early, now);
  for (const secret of ['jane', 'secret', 'shoes', 'mug', '@']) assert.ok(!body.includes(secret), secret);
});

test('a clock set back makes no negative age', () => {
  const { events } = JSON.parse(encode(head, early, now - 10_000));
  assert.deepEqual(
    events.map(({ age }) => age),
    [0, 0, 0, 0],
  );
});

test('touch devices are told apart by their shorter side', () => {
  const kind = (innerWidth, innerHeight) => {
    globalThis.window = { innerWidth, innerHeight };
    globalThis.matchMedia = () => ({ matches: true });
    Object.defineProperty(globalThis, 'navigator', { value: { language: 'en' }, configurable: true });
    return screen().class;
  };
  assert.equal(kind(1000, 599), 'phone');
  assert.equal(kind(600, 1000), 'tablet');
});

test('the loader tells the version that Cargo.toml has', async () => {
  const cargo = await readFile(at('../../Cargo.toml'), 'utf8');
  assert.equal(VERSION, /^version = "(.+)"$/m.exec(cargo)[1]);
  assert.equal(VERSION, JSON.parse(await readFile(at('../package.json'), 'utf8')).version);
});
