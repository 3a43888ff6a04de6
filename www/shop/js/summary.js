/** What is being bought and what it comes to: beside the cart, the checkout and the thanks. */

import { picture } from './card.js';
import { totalOf } from './cart.js';
import { deliveryCost } from './checkout.js';
import { el } from './dom.js';
import { euro } from './money.js';

/** Lines with small pictures and the sums under them. */
export function summary(lines, delivery) {
  return el(
    'div',
    { class: 'summary' },
    el('ul', { class: 'summary-lines' }, lines.map(summaryLine)),
    sums(lines, delivery),
  );
}

/** Goods, delivery and total. */
export function sums(lines, delivery) {
  const goods = totalOf(lines);
  const cost = deliveryCost(delivery, goods);
  return el(
    'dl',
    { class: 'sums' },
    sum('Goods', euro(goods)),
    sum(`Delivery, ${delivery.name.toLowerCase()}`, cost === 0 ? 'Free' : euro(cost)),
    sum('Total, VAT included', euro(goods + cost), 'sums-total'),
  );
}

function summaryLine({ item, variant, quantity }) {
  return el(
    'li',
    {},
    picture(item, variant),
    el('div', {}, el('p', { class: 'summary-name' }, item.name), el('p', { class: 'summary-variant' }, [variant.name, `${quantity} ×`].filter(Boolean).join(' · '), ` ${euro(variant.price)}`)),
    el('p', { class: 'summary-price' }, euro(variant.price * quantity)),
  );
}

function sum(name, amount, cls) {
  return el('div', { class: cls }, el('dt', {}, name), el('dd', {}, amount));
}
