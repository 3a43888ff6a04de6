import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

globalThis.document = { baseURI: 'https://shop.example/product/mug/' };
const { filled, lackOf, learned, shownOf } = await load('rules/product');

const MUG = { item_id: 'mug', item_name: 'Mug', item_variant: 'blue', price: '14.90' };
const view = (item, currency = 'EUR') => ['view_item', { currency, items: [item] }];
const known = (...events) => events.reduce((product, [name, data]) => learned(product, name, data), undefined);

test('the product of a page is the one that was viewed last, until the next page', () => {
  assert.deepEqual(known(view(MUG)), { ...MUG, currency: 'EUR', isOut: false });
  assert.equal(known(view(MUG), view({ item_id: 'jug', price: 9 })).price, '9');
  assert.equal(known(view(MUG), ['add_to_cart', { items: [{ item_id: 'jug' }] }]).item_id, 'mug');
  assert.equal(known(view(MUG), ['page_view', {}]), undefined);
  assert.equal(known(view({ item_name: 'Without a number' })), undefined);
  assert.equal(known(['view_item', {}]), undefined);
});

test('money that is none is left out, and texts end where the collector takes no more', () => {
  for (const [price, currency] of [['cheap', 'EUR'], ['14.90', ''], ['14.90', 'eur'], ['-1', 'EUR']]) {
    const product = known(view({ ...MUG, price }, currency));
    assert.equal('price' in product || 'currency' in product, false, `${price} ${currency}`);
  }
  assert.equal(known(view({ ...MUG, item_name: 'ü'.repeat(300) })).item_name.length, 200);
});

test('a product is out of stock whichever is told first, and another one is not', () => {
  const out = ['out_of_stock', { item_id: 'mug', item_name: 'Mug' }];
  assert.equal(known(view(MUG), out).isOut, true);
  assert.equal(known(view(MUG), out).price, '14.90');
  assert.equal(known(out, view(MUG)).isOut, true);
  assert.equal(known(out).item_name, 'Mug');
  assert.equal(known(out, view({ item_id: 'jug' })).isOut, false);
});

test('what is out of stock may have a name only, and is then the product of that name', () => {
  const out = ['out_of_stock', { item_name: 'Mug' }];
  assert.deepEqual(known(view(MUG), out), { ...MUG, currency: 'EUR', isOut: true });
  assert.equal(known(out, view(MUG)).isOut, true);
  assert.equal(known(out, ['out_of_stock', { item_id: 'mug', item_name: 'Mug' }]).item_id, 'mug');
  assert.deepEqual(known(view({ ...MUG, item_name: 'Jug' }), out).isOut, false, 'of another name');
  assert.equal(known(view({ item_id: 'mug' }), out).isOut, false, 'of no name');
  assert.equal(lackOf(alert('restock'), { items: [], product: known(out) }), 'view_item', 'nothing but a name');
  const nothing = known(['out_of_stock', {}], view({ item_id: 'mug' }));
  assert.equal(nothing.isOut, false, 'of nothing');
});

const alert = (kind) => ({ id: kind, kind, blocks: [{ type: 'text', text: 'T' }, { type: 'item' }] });
const slots = (...items) => ({ id: 'r', kind: 'recommendations', blocks: [{ type: 'items', items }] });
const JUG = { item_id: 'jug', item_name: 'Jug', url: '/product/jug/' };

test('an offer about a product lacks it where the page has none', () => {
  const lack = (offer, state) => lackOf(offer, { items: [], ...state });
  assert.equal(lack(alert('price_alert'), {}), 'view_item');
  assert.equal(lack(alert('price_alert'), { product: MUG }), undefined);
  assert.equal(lack(alert('restock'), { product: MUG }), 'out_of_stock');
  assert.equal(lack(alert('restock'), { product: MUG, call: 'restock' }), undefined);
  assert.equal(lack(alert('restock'), { call: 'restock' }), 'view_item');
  assert.equal(lack(alert('restock'), { product: { ...MUG, isOut: true } }), undefined);
  assert.equal(lack(slots(), {}), 'items');
  assert.equal(lack(slots(JUG), {}), undefined);
  assert.equal(lack(slots(), { items: [JUG] }), undefined);
  assert.equal(lack({ id: 'keep', kind: 'keep_cart', blocks: [{ type: 'cart' }] }, {}), undefined);
});

test('an offer is filled with the product of the page, and with its products before those of the configuration', () => {
  const product = { ...MUG, isOut: true };
  assert.deepEqual(filled(alert('restock'), { product, items: [] }).blocks[1], { type: 'item', item: MUG });
  assert.deepEqual(filled(slots(JUG), { items: [MUG] }).blocks, [{ type: 'items', items: [MUG] }]);
  assert.deepEqual(filled(slots(JUG), { items: [] }).blocks, [{ type: 'items', items: [JUG] }]);
});

test('of the products that a page gives only those with number, name and a safe address are shown', () => {
  const urls = (...urls) => shownOf(urls.map((url) => ({ ...JUG, url }))).map(({ url }) => url);
  assert.deepEqual(urls('/a', 'b/', 'https://x.example/', 'javascript:alert(1)', 'data:text/html,x', 7, '//x.example/'), [
    '/a',
    'b/',
    'https://x.example/',
    '//x.example/',
  ]);
  assert.deepEqual(shownOf([null, 3, { item_id: 'a' }, { item_name: 'b', url: '/' }]), []);
  assert.deepEqual(shownOf({ 0: JUG }), []);
  assert.equal(shownOf([{ ...JUG, price: 9.5, currency: 'EUR', note: 'x' }])[0].price, '9.5');
  assert.equal('note' in shownOf([{ ...JUG, note: 'x' }])[0], false);
});
