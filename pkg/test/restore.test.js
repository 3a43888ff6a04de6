import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { without } = await load('restore');

test('the parameter goes and the rest of the address stays as it is written', () => {
  const at = (rest) => `https://shop.example/cart/${rest}`;
  for (const [address, expected] of [
    ['?waypost_restore=demo.1.2.3', ''],
    ['?waypost_restore=demo.1.2.3#a', '#a'],
    ['?a=%20+b&waypost_restore=demo.1.2.3', '?a=%20+b'],
    ['?waypost_restore=demo.1.2.3&a=1#b?', '?a=1#b?'],
    ['?a=1&waypost_restore=x&b=2', '?a=1&b=2'],
    ['?not_waypost_restore=1', '?not_waypost_restore=1'],
    ['', ''],
  ])
    assert.equal(without(at(address)), at(expected));
});
