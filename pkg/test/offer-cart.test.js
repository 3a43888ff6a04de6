import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('../src/offer-cart.ts', import.meta.url));
const {
  outputFiles: [bundle],
} = await build({ entryPoints: [source], format: 'esm', write: false });
const { direction, money, summarise } = await import(`data:text/javascript,${encodeURIComponent(bundle.text)}`);

/** What the locale separates with no-break and narrow spaces reads as plain ones. */
const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');

test('money is written the way of its locale', () => {
  assert.equal(money('29.90', 'EUR', 'en'), '€29.90');
  assert.equal(plain(money('1234.5', 'EUR', 'de')), '1.234,50 €');
  assert.equal(money('1500', 'JPY', 'en'), '¥1,500');
  assert.equal(money('-3.00', 'GBP', 'en-GB'), '-£3.00');
});

test('money keeps every digit that a binary float would lose', () => {
  assert.equal(money('90071992547409931.37', 'EUR', 'en'), '€90,071,992,547,409,931.37');
});

test('what is no decimal number is not shown as money', () => {
  for (const value of [undefined, '', ' ', 'NaN', 'free', '1e3', '1,50', '.5', '5.', '0x10']) {
    assert.equal(money(value, 'EUR', 'en'), '', `${value}`);
  }
});

test('an unknown currency stands after the number', () => {
  assert.equal(money('5.00', 'points', 'en'), '5.00 points');
  assert.equal(money('5.00', '', 'en'), '5.00');
});

test('a malformed locale still shows the money', () => {
  assert.match(money('5.00', 'EUR', 'en_US'), /5.00/);
  assert.match(money('5.00', 'EUR', ''), /5.00/);
});

const shirt = { item_id: 'sku-1', item_name: 'Linen shirt', item_variant: 'Sage, M', price: '59.90', quantity: 2 };
const cart = (items, value = '119.80') => ({ currency: 'EUR', value, items });

test('a line has name, variant, quantity and the price of one piece', () => {
  const {
    lines: [line],
  } = summarise(cart([shirt]), 'en', 3);
  assert.deepEqual(line, { id: 'sku-1', name: 'Linen shirt', variant: 'Sage, M', amount: '2 × €59.90' });
});

test('a single piece is not counted and a missing price is not invented', () => {
  const amounts = (item) => summarise(cart([{ ...shirt, ...item }]), 'en', 3).lines[0].amount;
  assert.equal(amounts({ quantity: 1 }), '€59.90');
  assert.equal(amounts({ price: undefined }), '2 ×');
  assert.equal(amounts({ price: undefined, quantity: 1 }), '');
  assert.equal(amounts({ quantity: NaN }), '€59.90');
});

test('an item without a name goes by its id', () => {
  const {
    lines: [line],
  } = summarise(cart([{ item_id: 'sku-9', quantity: 1 }]), 'en', 3);
  assert.deepEqual(line, { id: 'sku-9', name: 'sku-9', variant: '', amount: '' });
});

test('items over the limit are counted, not listed', () => {
  const summary = (count) => summarise(cart(Array(count).fill(shirt)), 'en', 3);
  assert.equal(summary(3).lines.length, 3);
  assert.equal(summary(3).more, '');
  assert.equal(summary(4).lines.length, 3);
  assert.equal(summary(4).more, '+ 1');
  assert.equal(summary(1203).more, '+ 1,200');
});

test('the total is the value of the cart as given, never a sum of its lines', () => {
  assert.equal(summarise(cart([shirt], '99.00'), 'en', 3).total, '€99.00');
  assert.equal(summarise(cart([shirt], ''), 'en', 3).total, '');
});

test('no cart and an empty cart have nothing to show', () => {
  assert.equal(summarise(null, 'en', 3), null);
  assert.equal(summarise(cart([]), 'en', 3), null);
});

test('text runs the way of its script', () => {
  for (const locale of ['ar', 'ar-EG', 'he', 'fa-IR', 'ur', 'AR']) assert.equal(direction(locale), 'rtl', locale);
  for (const locale of ['en', 'de-AT', 'tr', 'arn', 'fab', '']) assert.equal(direction(locale), 'ltr', locale);
});
