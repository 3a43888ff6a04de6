import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.js';

const { parse, read } = await load('../src/shop/ld.ts');

const mug = {
  '@type': 'Product',
  name: 'Mug',
  sku: 'M-1',
  brand: { '@type': 'Brand', name: 'Lark' },
  offers: { '@type': 'Offer', price: '14.90', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
};
/** Those of the fields that are asked for. */
const pick = (product, ...fields) => Object.fromEntries(fields.map((field) => [field, product?.[field]]));
const only = (roots, variant) => {
  const { products } = read(roots, variant);
  assert.equal(products.length, 1);
  return products[0];
};

test('a product is read with its offer', () => {
  const { isOut, ids, ...product } = only(mug);
  assert.equal(isOut, false);
  assert.deepEqual(ids, ['M-1']);
  assert.deepEqual(pick(product, 'item_id', 'item_name', 'item_brand', 'price', 'currency'), {
    item_id: 'M-1',
    item_name: 'Mug',
    item_brand: 'Lark',
    price: '14.90',
    currency: 'EUR',
  });
});

test('a product is found wherever pages put it', () => {
  const places = [
    [mug],
    { '@graph': [{ '@type': 'Organization', name: 'Lark' }, mug] },
    [[{ '@graph': [mug] }]],
    { '@type': 'WebPage', mainEntity: mug },
    { '@type': 'ItemPage', about: mug },
    { '@graph': [{ '@type': 'WebPage', about: { '@id': '#m' } }, { '@id': '#m', ...mug }] },
    { '@type': ['ItemPage', 'WebPage'], mainEntity: [mug] },
    { ...mug, '@type': ['Product', 'Vehicle'] },
    { ...mug, '@type': 'http://schema.org/Product' },
    { ...mug, '@type': 'schema:Product' },
    {
      '@graph': [
        { '@type': 'WebPage', mainEntity: { '@id': '#m' } },
        { ...mug, '@id': '#m' },
      ],
    },
  ];
  for (const place of places) assert.equal(only(place).item_id, 'M-1', JSON.stringify(place));
});

test('products that are only spoken of are not the page’s', () => {
  assert.equal(read({ '@type': 'Review', itemReviewed: mug }).products.length, 0);
  const { products } = read({ ...mug, isRelatedTo: [{ ...mug, sku: 'M-2' }], review: { itemReviewed: mug } });
  assert.deepEqual(
    products.map(({ item_id }) => item_id),
    ['M-1'],
  );
});

test('offers come in many forms', () => {
  const price = (offers) => pick(only({ ...mug, offers }), 'price', 'currency');
  const euros = (price) => ({ price, currency: 'EUR' });
  assert.deepEqual(price({ price: 14.9, priceCurrency: 'EUR' }), euros('14.9'));
  assert.deepEqual(price({ price: '1.299,00', priceCurrency: 'eur' }), euros('1299.00'));
  assert.deepEqual(price([{ price: null }, { price: '5', priceCurrency: 'EUR' }]), euros('5'));
  assert.deepEqual(price({ '@type': 'AggregateOffer', lowPrice: 5, highPrice: 9, priceCurrency: 'EUR' }), euros('5'));
  assert.deepEqual(price({ '@type': 'AggregateOffer', offers: [{ price: '7', priceCurrency: 'EUR' }] }), euros('7'));
  const specified = [
    { priceType: 'https://schema.org/ListPrice', price: '17', priceCurrency: 'EUR' },
    { price: '14.90', priceCurrency: 'EUR' },
  ];
  assert.deepEqual(price({ priceSpecification: specified }), euros('14.90'));
  assert.deepEqual(price(undefined), { price: undefined, currency: undefined });
  const capital = { ...mug, offers: undefined, Offers: { price: '46', priceCurrency: 'EUR', Availability: 'SoldOut' } };
  assert.deepEqual(pick(only(capital), 'price', 'isOut'), { price: '46', isOut: true });
});

test('a product is sold out when none of its offers is left', () => {
  const isOut = (...availability) =>
    only({ ...mug, offers: availability.map((each) => ({ availability: each })) }).isOut;
  assert.equal(isOut('https://schema.org/OutOfStock'), true);
  assert.equal(isOut('SoldOut', 'http://schema.org/Discontinued'), true);
  assert.equal(isOut('out of stock'), true);
  assert.equal(isOut('https://schema.org/OutOfStock', 'https://schema.org/InStock'), false);
  assert.equal(isOut('https://schema.org/PreOrder'), false);
  assert.equal(isOut(), false);
});

const group = {
  '@type': 'ProductGroup',
  name: 'Jug',
  productGroupID: '80',
  hasVariant: [
    {
      '@type': 'Product',
      name: 'Jug - Sky',
      sku: 'J-S',
      offers: { price: 46, priceCurrency: 'EUR', url: '/jug?variant=11' },
    },
    {
      '@type': 'Product',
      name: 'Jug - Moss',
      sku: 'J-M',
      offers: { price: 49.5, priceCurrency: 'EUR', url: '/jug?variant=12' },
    },
  ],
};

test('a group is one product, and the variant that the address asks for is told', () => {
  assert.deepEqual(pick(only(group), 'item_id', 'item_name', 'price', 'item_variant'), {
    item_id: '80',
    item_name: 'Jug',
    price: '46',
    item_variant: undefined,
  });
  const asked = { item_id: 'J-M', item_name: 'Jug', price: '49.5', item_variant: 'Moss' };
  assert.deepEqual(pick(only(group, '12'), 'item_id', 'item_name', 'price', 'item_variant'), asked);
  assert.deepEqual(pick(only(group).ofVariant('J-M'), 'item_id', 'item_name', 'price', 'item_variant'), asked);
  assert.deepEqual(only(group).ids, ['80', 'J-S', 'J-M']);
  assert.equal(only(group, '2').price, '46', 'part of an id is no id');
});

test('variants beside their group are the group’s', () => {
  assert.equal(only([group, { ...mug, isVariantOf: { '@id': '#g' } }]).item_id, '80');
});

test('entries of a list are told from the page’s product', () => {
  const entries = [1, 2, 3].map((n) => ({ '@type': 'ListItem', position: n, item: { ...mug, sku: `M-${n}` } }));
  const list = { '@type': 'ItemList', itemListElement: entries };
  for (const root of [list, { '@type': 'CollectionPage', mainEntity: list }]) {
    const { products, listed } = read(root);
    assert.deepEqual([products.length, listed.map(({ item_id }) => item_id)], [0, ['M-1', 'M-2', 'M-3']]);
  }
  const both = read([mug, list]);
  assert.deepEqual([both.products.length, both.listed.length], [1, 3]);
  assert.equal(read({ '@type': 'CollectionPage', name: 'All' }).kind, 'category');
  assert.equal(read({ '@type': 'SearchResultsPage' }).kind, 'search');
  const crumbs = { '@type': 'BreadcrumbList', itemListElement: [{ '@type': 'ListItem', item: mug }] };
  assert.deepEqual([read(crumbs).products.length, read(crumbs).listed.length], [0, 0]);
});

test('an order needs a number', () => {
  const due = { totalPaymentDue: { price: '35.20', priceCurrency: 'EUR' } };
  const told = { transaction_id: 'T1', value: '35.20', currency: 'EUR' };
  assert.deepEqual(read({ '@type': 'Order', orderNumber: 'T1', partOfInvoice: due }).order, told);
  assert.deepEqual(read({ '@type': 'Invoice', confirmationNumber: 'T1', ...due }).order, told);
  assert.deepEqual(read({ '@type': 'Invoice', referencesOrder: { orderNumber: 'T1' }, ...due }).order, told);
  assert.equal(read({ '@type': 'Order', ...due }).order, undefined);
});

test('nothing can be made of nonsense, and nothing throws', () => {
  const cyclic = { '@type': 'Product', name: 'x' };
  cyclic.offers = cyclic;
  for (const root of [
    undefined,
    null,
    5,
    'text',
    [],
    [null],
    {},
    { '@type': 7 },
    { '@graph': 'x' },
    { '@type': 'Product' },
  ]) {
    assert.deepEqual(read(root).products, [], JSON.stringify(root));
  }
});

test('JSON is read as pages have it', () => {
  for (const text of ['{"a":1}', ' <!-- {"a":1} --> ', '{"a":1};', '//<![CDATA[\n{"a":1}\n//]]>', '/* x */ {"a":1}']) {
    assert.deepEqual(parse(text), { a: 1 }, text);
  }
  assert.deepEqual(parse('{"a":"x\ny"}'), { a: 'x y' });
  assert.equal(parse('{a:1}'), undefined);
  assert.equal(parse(''), undefined);
});
