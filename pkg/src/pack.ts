// Bodies made small: zlib (RFC 1950) with a preset dictionary that both ends have, so that also a single event shrinks to a
// third. The browser's own `CompressionStream` knows no dictionaries, and has nothing ready yet when a page is left.

import DICTIONARY from '../../crates/wire/src/dictionary.txt';

/** How far back a repetition may be, in bytes; more than a body has with the dictionary is not needed, more is not allowed. */
const WINDOW = 32_768;

/** Longest repetition. One more byte would have a code of its own. */
const LONGEST = 257;

/** So many earlier places are tried. More hardly find anything longer. */
const TRIES = 16;

/** `text` in UTF-8, packed: deflate (RFC 1951) in one block with the fixed codes. */
export function pack(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(DICTIONARY + text);
  const start = DICTIONARY.length;
  const out = [0x78, 0x20, ...checksum(bytes.subarray(0, start))];
  let held = 0;
  let count = 0;
  const put = (value: number, bits: number) => {
    held |= value << count;
    for (count += bits; count > 7; count -= 8) {
      out.push(held & 255);
      held >>>= 8;
    }
  };
  /** Codes begin with their highest bit, numbers with their lowest. */
  const putCode = (code: number, bits: number) => {
    while (bits--) put((code >> bits) & 1, 1);
  };
  const putSymbol = (symbol: number) =>
    symbol < 144
      ? putCode(symbol + 48, 8)
      : symbol < 256
        ? putCode(symbol + 256, 9)
        : symbol < 280
          ? putCode(symbol - 256, 7)
          : putCode(symbol - 88, 8);

  /** The last place of three bytes, and for each place the one before of the same three. */
  const last = new Map<number, number>();
  const before: number[] = [];
  const three = (at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
  const pass = (at: number) => {
    before[at] = last.get(three(at)) ?? -1;
    last.set(three(at), at);
  };

  for (let at = 0; at < start; at++) pass(at);
  put(0b011, 3);
  for (let at = start; at < bytes.length; ) {
    let length = 2;
    let distance = 0;
    let from = last.get(three(at)) ?? -1;
    for (let tries = TRIES; tries-- && from >= 0 && at - from <= WINDOW; from = before[from]!) {
      let same = 0;
      while (same < LONGEST && at + same < bytes.length && bytes[from + same] === bytes[at + same]) same++;
      if (same > length) [length, distance] = [same, at - from];
    }
    if (distance) {
      // Lengths from 3 and distances from 1: the two or three highest bits are in the code, the rest follows it.
      let rest = Math.max(0, 29 - Math.clz32(length - 3));
      putSymbol(257 + 4 * rest + ((length - 3) >> rest));
      put((length - 3) & ((1 << rest) - 1), rest);
      rest = Math.max(0, 30 - Math.clz32(distance - 1));
      putCode(2 * rest + ((distance - 1) >> rest), 5);
      put((distance - 1) & ((1 << rest) - 1), rest);
    } else {
      putSymbol(bytes[at]!);
      length = 1;
    }
    while (length--) pass(at++);
  }
  putSymbol(256);
  put(0, 7);
  return new Uint8Array([...out, ...checksum(bytes.subarray(start))]);
}

/** Adler-32, as four bytes. */
function checksum(bytes: Uint8Array): number[] {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return [high >> 8, high & 255, low >> 8, low & 255];
}
