/** The cart: lines that can be changed or taken out, and the way to the checkout. */

import { picture } from '../card.js';
import { lines, MOST_OF_ONE, onChange, setQuantity } from '../cart.js';
import { DELIVERIES } from '../checkout.js';
import { el } from '../dom.js';
import { linesData, tell } from '../measure.js';
import { euro } from '../money.js';
import { sums } from '../summary.js';

const list = document.getElementById('lines');
const said = document.getElementById('said');
const rows = new Map();

draw();
onChange(draw);
tell('track', 'view_cart', linesData(lines()));

/** Brings the page in line with the cart; rows that stay keep their nodes, and with them the focus. */
function draw() {
  const all = lines();
  document.getElementById('empty').hidden = all.length > 0;
  document.getElementById('full').hidden = all.length === 0;
  const keys = new Set(all.map(keyOf));
  for (const [key, row] of rows) {
    if (keys.has(key)) continue;
    row.node.remove();
    rows.delete(key);
  }
  for (const line of all) {
    const key = keyOf(line);
    if (!rows.has(key)) {
      rows.set(key, makeRow(line));
      list.append(rows.get(key).node);
    }
    rows.get(key).update(line);
  }
  document.getElementById('sums').replaceChildren(sums(all, DELIVERIES[0]));
}

function makeRow({ item, variant }) {
  const name = [item.name, variant.name].filter(Boolean).join(', ');
  const number = el('input', { type: 'number', inputmode: 'numeric', min: 1, max: MOST_OF_ONE, required: true, 'aria-label': `Quantity of ${name}` });
  const price = el('p', { class: 'line-price' });
  const fewer = step('−', `One fewer: ${name}`, () => change(item, variant, Number(number.value) - 1));
  const more = step('+', `One more: ${name}`, () => change(item, variant, Number(number.value) + 1));
  const remove = el('button', { type: 'button', class: 'link-button', 'data-test': 'remove', 'aria-label': `Remove ${name}` }, 'Remove');
  number.addEventListener('change', () => {
    if (number.validity.valid) change(item, variant, number.valueAsNumber);
    else draw();
  });
  remove.addEventListener('click', () => {
    change(item, variant, 0);
    said.textContent = `${name} is out of your cart.`;
    (list.querySelector('[data-test=remove]') ?? document.querySelector('h1')).focus();
  });
  const node = el(
    'li',
    { class: 'line' },
    el('a', { class: 'line-picture', href: `/shop/product/${item.slug}/`, tabindex: '-1', 'aria-hidden': 'true' }, picture(item, variant)),
    el('div', { class: 'line-words' }, el('h2', {}, el('a', { href: `/shop/product/${item.slug}/` }, item.name)), variant.name && el('p', {}, variant.name), el('p', {}, `${euro(variant.price)} each`)),
    el('div', { class: 'stepper' }, fewer, number, more),
    price,
    remove,
  );
  return {
    node,
    update({ quantity }) {
      number.value = quantity;
      fewer.disabled = quantity <= 1;
      more.disabled = quantity >= MOST_OF_ONE;
      price.textContent = euro(variant.price * quantity);
    },
  };
}

function step(sign, label, press) {
  const button = el('button', { type: 'button', 'aria-label': label }, sign);
  button.addEventListener('click', press);
  return button;
}

/** Sets a quantity and reports the difference as added or removed. */
function change(item, variant, quantity) {
  const difference = setQuantity(item, variant, quantity);
  if (difference === 0) return;
  tell('track', difference > 0 ? 'add_to_cart' : 'remove_from_cart', linesData([{ item, variant, quantity: Math.abs(difference) }]));
  said.textContent = `${item.name}: ${quantity}.`;
}

function keyOf({ item, variant }) {
  return `${item.slug} ${variant.id}`;
}
