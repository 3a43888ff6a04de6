/**
 * The state of a checkout and the order it ends in.
 *
 * What was typed is kept in sessionStorage (`shop.checkout`) from step to step and forgotten when the order is placed;
 * the card is never kept. The last order (`shop.order` in localStorage) holds no name or address.
 */

import { empty, join, lines, strip, totalOf } from './cart.js';
import { forget, read, write } from './storage.js';

const CHECKOUT = 'shop.checkout';
const ORDER = 'shop.order';
const FREE_FROM = 8000;

/** The ways a parcel can travel; costs in cents. */
export const DELIVERIES = [
  { id: 'standard', name: 'Standard', when: 'Three to five working days', cost: 490, freeFrom: FREE_FROM },
  { id: 'express', name: 'Express', when: 'The next working day', cost: 990 },
  { id: 'collect', name: 'Collect from the workshop', when: 'From tomorrow at noon', cost: 0 },
];

/** What delivery costs for goods of `goods` cents. */
export function deliveryCost(delivery, goods) {
  return goods >= (delivery.freeFrom ?? Infinity) ? 0 : delivery.cost;
}

/** The chosen delivery, or the first one. */
export function chosenDelivery() {
  return DELIVERIES.find(({ id }) => id === kept().delivery) ?? DELIVERIES[0];
}

export function chooseDelivery(id) {
  write('sessionStorage', CHECKOUT, { ...kept(), delivery: id });
}

/** Contact and address by field id, or null when that step is still open. */
export function contact() {
  return kept().contact ?? null;
}

export function keepContact(values) {
  write('sessionStorage', CHECKOUT, { ...kept(), contact: values });
}

/** Makes the order from the cart and empties it. Does nothing and returns false when the cart is empty: an order is placed once. */
export function placeOrder() {
  const bought = lines();
  if (bought.length === 0) return false;
  write('localStorage', ORDER, {
    number: orderNumber(),
    delivery: chosenDelivery().id,
    lines: strip(bought),
    told: false,
  });
  empty();
  forget('sessionStorage', CHECKOUT);
  return true;
}

/** The last order, `{ number, delivery, lines, told }`, or null. */
export function lastOrder() {
  const order = read('localStorage', ORDER, null);
  if (order === null) return null;
  const delivery = DELIVERIES.find(({ id }) => id === order.delivery) ?? DELIVERIES[0];
  const bought = join(order.lines);
  return bought.length > 0 ? { number: order.number, delivery, lines: bought, told: order.told } : null;
}

/** Remembers that the purchase was reported, so that a reload or a way back does not report it again. */
export function markTold() {
  write('localStorage', ORDER, { ...read('localStorage', ORDER, {}), told: true });
}

function kept() {
  return read('sessionStorage', CHECKOUT, null) ?? {};
}

/** `LM-` and eight letters and digits that cannot be taken for one another. */
function orderNumber() {
  const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return `LM-${[...crypto.getRandomValues(new Uint8Array(8))].map((byte) => signs[byte % signs.length]).join('')}`;
}
