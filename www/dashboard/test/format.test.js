import assert from 'node:assert/strict';
import test from 'node:test';

process.env.TZ = 'UTC';
const { clock, count, money, number, percent, shortNumber } = await import('../src/format.js');

// The viewer's language is the process's own here; only what must hold in every language is asserted.
const sayInLanguage = (value, currency) =>
  new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(value);

test('a share is rounded to whole percents', () => {
  const whole = new Intl.NumberFormat(undefined, { style: 'percent' });
  assert.equal(percent(0.624), whole.format(0.62));
  assert.equal(percent(0), whole.format(0));
  assert.equal(percent(1), whole.format(1));
});

test('a small share is not rounded to nothing, nor a large one to all', () => {
  assert.match(percent(0.00499), /^under /);
  assert.doesNotMatch(percent(0.005), /under/);
  assert.match(percent(0.995), /^over /);
  assert.doesNotMatch(percent(0.9949), /over/);
});

test('a number is shortened from a hundred thousand on', () => {
  assert.equal(shortNumber(99_999), number(99_999));
  assert.notEqual(shortNumber(100_000), number(100_000));
  assert.ok(shortNumber(123_456_789).length < 8);
});

test('money is shown in its own currency, from a decimal string or a number', () => {
  assert.equal(money('29.90', 'EUR'), sayInLanguage(29.9, 'EUR'));
  assert.equal(money(29.9, 'EUR'), sayInLanguage(29.9, 'EUR'));
  assert.equal(money('1200', 'JPY'), sayInLanguage(1200, 'JPY'));
});

test('money beyond the reach of binary floats keeps its cents', () => {
  assert.match(money('90071992547409931.07', 'EUR').replaceAll(/\D/g, ''), /^9007199254740993107$/);
});

test('an unknown currency leaves the number as it was sent', () => {
  assert.equal(money('5.00', 'coins'), '5.00 coins');
  assert.equal(money('5.00', undefined), '5.00');
});

test('what is no amount is not shown as one', () => {
  for (const value of ['', 'free', '1e9', 'NaN', null, undefined, {}, '1.', '<b>']) assert.equal(money(value, 'EUR'), null);
});

test('a time of another day carries its date', () => {
  const noon = Date.UTC(2026, 10, 21, 12);
  const day = 86_400_000;
  assert.equal(clock(noon, noon + 11 * 3_600_000), clock(noon, noon));
  assert.notEqual(clock(noon, noon + day), clock(noon, noon));
  assert.match(clock(noon, noon + day), /21/);
});

test('only a single thing is counted in the singular', () => {
  assert.deepEqual([0, 1, 2].map((n) => count(n, 'visit', 'visits')), ['0 visits', '1 visit', '2 visits']);
});
