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

/** What `value` becomes in the data of an event. */
const told = (value, key = 'said') => {
  const call = { at: now, method: 'track', args: ['x', JSON.stringify({ [key]: [value] })] };
  const given = { at: now, method: 'track', args: ['x', JSON.stringify({ [key]: value })] };
  const [one, other] = JSON.parse(encode(head, [call, given], now)).events;
  if (key === 'said') assert.equal(one.d[key][0], other.d[key]);
  return other.d[key];
};

test('numbers and tokens that may be personal become markers, whatever they are', () => {
  for (const [text, expected] of [
    ['4111 1111 1111 1111', '[number]'],
    ['4111-1111-1111-1111', '[number]'],
    ['paid by 4111111111111111.', 'paid by [number].'],
    [4111111111111111, '[number]'],
    ['+49 30 1234567', '+[number]'],
    ['(030) 123 45 67', '([number]'],
    ['123456789', '[number]'],
    ['DE89 3704 0044 0532 0130 00', 'DE[number]'],
    ['DE89370400440532013000', '[number]'],
    ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '[number]'],
    ['key eyJhbGciOiJIUzI1NiJ9', 'key [number]'],
    ['jane%40example.org', '[email]'],
    ['jane@пример.рф', '[email]'],
    ["o'hara+shop@mail.example.co.uk", '[email]'],
  ])
    assert.equal(told(text), expected);
});

test('prices, dates, names and shorter numbers stay', () => {
  for (const value of [
    '12345678',
    '2026-11-28',
    '1.299,00 €',
    '14.90 € 29.90 €',
    'heron-jug-with-a-lid-2-pieces',
    'Donaudampfschifffahrtsgesellschaft',
    'a1b2c3d4e5f6g7h8i9j',
    'price @ 14.90',
    1700000000000,
    149.9,
    true,
    null,
  ])
    assert.equal(told(value), value);
});

test('an id of the shop keeps its digits, and loses an address all the same', () => {
  assert.equal(told('100012345678', 'transaction_id'), '100012345678');
  assert.equal(told('jane@example.org', 'item_id'), '[email]');
  assert.equal(told('100012345678', 'id_of_order'), '[number]');
});

test('a long text takes no longer than its length', () => {
  const started = performance.now();
  for (const part of ['a', 'z', '@', 'a@', 'a.', 'z-', '%40', 'z%40', '.', '_', 'x@a.']) told(part.repeat(16_000 / part.length));
  assert.ok(performance.now() - started < 2_000);
});

test('what the page and a click say is redacted, too', () => {
  const calls = [
    { at: now, method: 'page', args: ['https://shop.example/o/4111111111111111?utm_source=tel+030123456789', 'Card 4111 1111 1111 1111', ''] },
    { at: now, method: 'click', args: ['a', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'Call 030 1234 5678', '/u/4111111111111111'] },
  ];
  const body = encode({ ...head, stream: '' }, calls, now);
  assert.ok(!/4111|0123|5678|a765/.test(body), body);
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
