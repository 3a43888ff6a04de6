import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { clock, Fact, keyOf } = await load('facts');
const hex = (buffer) => Buffer.from(buffer).toString('hex');
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

async function signer() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const key = await keyOf(hex(await crypto.subtle.exportKey('raw', publicKey)));
  const sign = async (said) => {
    const text = JSON.stringify(said);
    const bytes = new TextEncoder().encode(text);
    return { text, signature: hex(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, bytes)) };
  };
  return { key, sign };
}

const { key, sign } = await signer();
const nonce = '00'.repeat(16);
const frame = { v: 1, site: 'demo', nonce, at: 1_000_000 };
const stock = { ...frame, kind: 'stock', item: 'mug', count: 3, age: 0, max_age: 60_000 };
const wanted = () => ({ site: 'demo', offer: 'discount', nonce, key, asked: performance.now() });

test('a figure that was signed for this question is drawn as long as it may be', async () => {
  const asked = performance.now();
  const fact = await Fact.checked(await sign({ ...stock, age: 20_000 }), { ...wanted(), asked });
  assert.deepEqual({ ...fact }, { kind: 'stock', item: 'mug', count: 3, until: asked + 40_000 });
  assert.ok(await Fact.checked(await sign({ ...stock, kind: 'bought_today' }), wanted()));
});

test('a countdown ends when the collector says, whatever clock the visitor has', async () => {
  const asked = performance.now();
  const signed = await sign({ ...frame, kind: 'countdown', offer: 'discount', until: 1_090_000 });
  assert.equal((await Fact.checked(signed, { ...wanted(), asked })).until, asked + 90_000);
});

test('nothing else is a figure', async () => {
  const other = await signer();
  const good = await sign(stock);
  const changed = { ...good, text: good.text.replace('"count":3', '"count":1') };
  assert.notEqual(changed.text, good.text);
  for (const [why, signed, about = {}] of [
    ['changed after signing', changed],
    ['another key', await other.sign(stock)],
    ['no signature', { ...good, signature: '' }],
    ['cut signature', { ...good, signature: good.signature.slice(2) }],
    ['another site', await sign({ ...stock, site: 'other' })],
    ['another question', await sign({ ...stock, nonce: '11'.repeat(16) })],
    ['too old by a millisecond when it was signed', await sign({ ...stock, age: 60_001 })],
    ['of the future', await sign({ ...stock, age: -1 })],
    ['too old meanwhile', good, { asked: performance.now() - 60_001 }],
    ['without an age', await sign({ ...stock, age: undefined })],
    ['none', await sign({ ...stock, count: 0 })],
    ['of another kind', await sign({ ...stock, kind: 'visitors_now' })],
    ['of another version', await sign({ ...stock, v: 2 })],
    ['of another offer', await sign({ ...frame, kind: 'countdown', offer: 'survey', until: 2_000_000 })],
  ])
    assert.equal(await Fact.checked(signed, { ...wanted(), ...about }), undefined, why);
  assert.ok(await Fact.checked(await sign({ ...stock, max_age: 1e6, age: 1e6 - 5e3 }), wanted()), 'just young enough');
});

test('a time is hours, minutes and seconds', () => {
  for (const [seconds, expected] of [
    [1, '0:00:01'],
    [59, '0:00:59'],
    [60, '0:01:00'],
    [3_599, '0:59:59'],
    [3_600, '1:00:00'],
    [90_061, '25:01:01'],
  ])
    assert.equal(clock(seconds), expected);
});
