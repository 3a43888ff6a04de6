import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.js';

const { codeIn, decimal, fromCents, isOne, times } = await load('../src/shop/money.ts');

test('prices are read however a page writes them', () => {
  const table = {
    29.9: '29.9',
    '29,90 €': '29.90',
    '€29.90': '29.90',
    '1.299,00 €': '1299.00',
    '1,299.00': '1299.00',
    '12 990 ₽': '12990',
    '1\u202f299,90\u00a0€': '1299.90',
    "CHF 1'299.00": '1299.00',
    '1.234.567,89': '1234567.89',
    '1,29,900.00': '129900.00',
    1299: '1299',
    1.299: '1299',
    '1299.000': '1299.000',
    '1,299.000': '1299.000',
    0.125: '0.125',
    1.2995: '1.2995',
    '1499 kr': '1499',
    'from 19.90': '19.90',
  };
  for (const [text, price] of Object.entries(table)) assert.equal(decimal(text), price, text);
  assert.equal(decimal(0.1 + 0.2), '0.3');
  assert.equal(decimal(46), '46');
});

test('three digits after the point are decimals where the currency has three', () => {
  assert.equal(decimal('1.250', 'KWD'), '1.250');
  assert.equal(decimal('1.250', 'EUR'), '1250');
});

test('what is no price is none', () => {
  for (const value of ['', 'free', '€', null, undefined, NaN, Infinity, -5, {}, [], true, 1e22]) {
    assert.equal(decimal(value), undefined, `${value}`);
  }
});

test('one number is told from two', () => {
  for (const text of ['€29.90', '1 299,00 €', 'now 5']) assert.ok(isOne(text), text);
  for (const text of ['€17.00 €14.90', '46 – 49', 'free', '']) assert.ok(!isOne(text), text);
});

test('minor units become decimals without arithmetic', () => {
  assert.equal(fromCents(2990), '29.90');
  assert.equal(fromCents('5'), '0.05');
  assert.equal(fromCents(29.9), undefined);
  assert.equal(fromCents(undefined), undefined);
});

test('a price so many times is exact', () => {
  assert.equal(times('29.90', 3), '89.70');
  assert.equal(times('0.05', 2), '0.10');
  assert.equal(times('90071992547409931.37', 2), '180143985094819862.74');
  assert.equal(times('12', 2), '24');
  assert.equal(times('12'), '12');
  assert.equal(times(undefined, 2), undefined);
});

test('three capitals are a currency where there is such a one', () => {
  assert.equal(codeIn('46,00 EUR'), 'EUR');
  assert.equal(codeIn('SKU 12: 99 PLN'), 'PLN');
  for (const text of ['SKU: HJ-04', 'REF 12', 'USB 3', 'LED 12 W', '46,00']) assert.equal(codeIn(text), undefined, text);
});
