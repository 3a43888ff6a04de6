import assert from 'node:assert/strict';
import test from 'node:test';
import { describe, pagePath, products } from '../src/describe.js';
import { money } from '../src/format.js';

const mug = { item_id: 'mug-1', item_name: 'Heather mug', item_variant: 'moss', price: '29.90', quantity: 1 };
const said = (name, data) => describe({ name, data });

test('a page is known by its path and query', () => {
  assert.equal(pagePath({ url: 'https://shop.example/p/mug/?q=1#top' }), '/p/mug/?q=1');
});

test('a page without a readable address does not break the row', () => {
  assert.equal(pagePath({ url: 'not an address' }), 'not an address');
  assert.equal(pagePath(null), '–');
  assert.equal(pagePath({}), '–');
});

test('an event about products names the first and counts the rest', () => {
  assert.equal(products([mug]), 'Heather mug, moss');
  assert.equal(products([{ ...mug, quantity: 2 }, mug, mug]), 'Heather mug, moss × 2 and 2 more');
  assert.equal(products([{ item_id: 'mug-1' }]), 'mug-1');
  assert.equal(products([{}]), 'unnamed product');
});

test('the value of an event is its amount', () => {
  assert.equal(said('purchase', { value: '59.80', currency: 'EUR', items: [mug, mug] }).amount, money('59.80', 'EUR'));
});

test('the price of a single piece stands in for a missing value', () => {
  assert.equal(said('view_item', { currency: 'EUR', items: [mug] }).amount, money('29.90', 'EUR'));
  assert.equal(said('add_to_cart', { currency: 'EUR', items: [{ ...mug, quantity: 2 }] }).amount, '');
  assert.equal(said('view_cart', { currency: 'EUR', items: [mug, mug] }).amount, '');
});

test('other events say what they hold', () => {
  assert.equal(said('click', { tag: 'a', text: 'Kitchen', href: '/k/' }).text, 'Kitchen');
  assert.equal(said('click', { tag: 'a', text: '', href: '/k/' }).text, '/k/');
  assert.equal(said('search', { results: 1 }).text, '1 result');
  assert.equal(said('search', { results: 0 }).text, '0 results');
  assert.equal(said('offer_submitted', { offer: 'keep-cart' }).text, 'keep-cart');
});

test('an event without data, or with data of any shape, says nothing instead of failing', () => {
  const nothing = { text: '', amount: '' };
  for (const data of [null, undefined, {}, { items: 'x' }, { items: [null, 3] }, { text: {} }, { search: null }]) {
    assert.deepEqual(said('custom', data), nothing);
  }
  assert.deepEqual(said('search', { results: 'many' }), nothing);
});
