// What is packed is zlib with the dictionary of the wire, for any reader of that.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { load } from './load.js';

const { pack } = await load('../src/pack.ts');
const at = (path) => new URL(`../../${path}`, import.meta.url);
const dictionary = await readFile(at('crates/wire/src/dictionary.txt'));
const full = await readFile(at('tests/vectors/batch_full.json'), 'utf8');

const unpacked = (bytes) => inflateSync(bytes, { dictionary }).toString();

test('the golden batch is packed as the collector reads it, to a half or less', async () => {
  assert.equal(unpacked(await readFile(at('tests/vectors/batch_full.zlib'))), full);
  assert.equal(unpacked(pack(full)), full);
  assert.ok(pack(full).length < full.length / 2, `${pack(full).length} of ${full.length}`);
});

test('a batch of two events is packed to little more than a half, for all that its stream is random', async () => {
  const again = await readFile(at('tests/vectors/batch_again.json'), 'utf8');
  assert.ok(pack(again).length < again.length * 0.55, `${pack(again).length} of ${again.length}`);
});

test('every length and distance of a repetition can be read back', () => {
  // Without a repetition of three bytes within.
  let pattern = '';
  for (let n = 0; n < 700; n++) pattern += String.fromCharCode(0x21 + (n % 89), 0x21 + ((n * 7) % 83));
  for (const length of [0, 1, 2, 3, 10, 11, 66, 67, 130, 131, 256, 257, 258, 259, 600]) {
    for (const gap of [0, 1, 3, 4, 5, 255, 256, 257, 8_000, 16_384, 24_577, 32_767, 32_768, 32_769]) {
      const text = pattern.slice(0, length) + '\u0001'.repeat(gap) + pattern.slice(0, length);
      assert.equal(unpacked(pack(text)), text, `${length} after ${gap}`);
    }
  }
});

test('any text is the same after it', () => {
  // Park and Miller's numbers, the same in every run.
  let seed = 7;
  const random = (end) => (seed = (seed * 48_271) % 2_147_483_647) % end;
  const words = ['{"n":', '"e":"click"', ',', '}', '0', 'ß', '–', '😀', '\u0000', 'add_to_cart', ' '];
  for (let round = 0; round < 300; round++) {
    let text = '';
    for (let left = random(400); left--; ) {
      text += random(3) ? words[random(words.length)] : String.fromCodePoint(random(0xd7ff));
    }
    assert.equal(unpacked(pack(text)), text);
  }
  const longest = '{"depth":75}'.repeat(5_000);
  assert.equal(unpacked(pack(longest)), longest);
});
