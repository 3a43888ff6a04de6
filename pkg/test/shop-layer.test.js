import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.js';

const { eventsIn } = await load('../src/shop/layer.ts');

const item = { item_id: 'a', item_name: 'Mug', price: 14.9, quantity: 2 };
const read = { item_id: 'a', item_name: 'Mug', price: '14.9', quantity: 2 };

test('GA4 events are told with their known fields', () => {
  const ecommerce = { currency: 'eur', value: 29.8, items: [item], coupon: 'X', email: 'jane@example.org' };
  assert.deepEqual(eventsIn({ event: 'add_to_cart', ecommerce }), [
    ['add_to_cart', { currency: 'EUR', value: '29.8', coupon: 'X', items: [read] }],
  ]);
});

test('an event without an object of its own has its fields beside its name', () => {
  assert.deepEqual(eventsIn({ event: 'view_item', currency: 'EUR', items: [item] }), [
    ['view_item', { currency: 'EUR', items: [read] }],
  ]);
});

test('calls of gtag are the arguments of a function', () => {
  const call = (function () {
    return arguments;
  })('event', 'begin_checkout', { currency: 'EUR', value: '29,80' });
  assert.deepEqual(eventsIn(call), [['begin_checkout', { currency: 'EUR', value: '29.80' }]]);
  assert.deepEqual(eventsIn(['event', 'view_cart']), [['view_cart', {}]]);
});

test('the enhanced e-commerce of Universal Analytics and of Yandex has GA4 names', () => {
  const products = [
    { id: 7, name: 'Mug', price: '14,90', brand: 'L', category: 'Mugs', variant: 'red', quantity: '2' },
  ];
  const items = [
    {
      item_id: '7',
      item_name: 'Mug',
      item_brand: 'L',
      item_category: 'Mugs',
      item_variant: 'red',
      price: '14.90',
      quantity: 2,
    },
  ];
  const names = { detail: 'view_item', add: 'add_to_cart', remove: 'remove_from_cart', checkout: 'begin_checkout' };
  for (const [action, name] of Object.entries(names)) {
    const entry = { ecommerce: { currencyCode: 'EUR', [action]: { products } } };
    assert.deepEqual(eventsIn(entry), [[name, { currency: 'EUR', items }]], action);
  }
  const purchase = { actionField: { id: 'T1', revenue: '35.20', tax: 5, shipping: '4,90', coupon: 'C' }, products };
  assert.deepEqual(eventsIn({ event: 'eec.purchase', ecommerce: { currencyCode: 'EUR', purchase } }), [
    [
      'purchase',
      { transaction_id: 'T1', coupon: 'C', value: '35.20', tax: '5', shipping: '4.90', currency: 'EUR', items },
    ],
  ]);
  assert.deepEqual(eventsIn({ ecommerce: { impressions: products } }), [['view_item_list', { items }]]);
});

test('one entry may tell two acts', () => {
  const names = eventsIn({ ecommerce: { detail: { products: [item] }, impressions: [item] } }).map(([name]) => name);
  assert.deepEqual(names.sort(), ['view_item', 'view_item_list']);
});

test('the later steps of a checkout begin none', () => {
  const step = (step) => eventsIn({ ecommerce: { checkout: { actionField: { step }, products: [] } } }).length;
  assert.deepEqual([step(undefined), step(1), step('1'), step(2), step('3')], [1, 1, 1, 0, 0]);
});

test('a purchase without a number of its own is none', () => {
  assert.deepEqual(eventsIn({ event: 'purchase', ecommerce: { value: 5, items: [item] } }), []);
  assert.deepEqual(eventsIn({ ecommerce: { purchase: { actionField: {}, products: [] } } }), []);
});

test('other entries are left alone', () => {
  const others = [null, undefined, 'event', 5, [], {}, { event: 'gtm.js' }, { event: 'page_view' }, ['js', 'date']];
  others.push({ ecommerce: null }, { event: 'login' }, ['config', 'G-1'], ['event', 'scroll'], {
    ecommerce: { add: 1 },
  });
  others.push({ event: 'addToCart' }, { event: ['view_item'] }, { event: 'my_add_to_cart' });
  for (const entry of others) assert.deepEqual(eventsIn(entry), [], JSON.stringify(entry));
});

test('only known fields are read', () => {
  const guard = (known) =>
    new Proxy(known, {
      get(target, name) {
        if (/user|email|phone|address/i.test(String(name))) throw new Error(`${String(name)} was read`);
        return target[name];
      },
      ownKeys() {
        throw new Error('all fields were read');
      },
    });
  const entry = guard({
    event: 'purchase',
    ecommerce: guard({ transaction_id: 'T', items: [guard(item)] }),
    user_data: 1,
  });
  assert.equal(eventsIn(entry).length, 1);
});

test('an event has at most 50 items', () => {
  const [[, data]] = eventsIn({ event: 'view_item_list', ecommerce: { items: Array(80).fill(item) } });
  assert.equal(data.items.length, 50);
});
