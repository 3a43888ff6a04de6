/**
 * The shopper's cart: lines of `{ slug, variant, quantity }`, kept in localStorage under `shop.cart`.
 * Prices are looked up, never kept: a cart from last week costs what it costs today.
 */

import { product, variant } from './catalogue.js';
import { read, write } from './storage.js';

/** The most of one variant that a cart holds. */
export const MOST_OF_ONE = 20;

const KEY = 'shop.cart';
const changes = new EventTarget();

/** The cart's lines joined with the catalogue. */
export function lines() {
  return join(read('localStorage', KEY, []));
}

/** Kept lines joined with the catalogue: `{ item, variant, quantity }`. What is no longer sold, or is no line at all, is left out. */
export function join(some) {
  if (!Array.isArray(some)) return [];
  return some.flatMap((line) => {
    const item = product(line?.slug);
    const chosen = item && variant(item, line.variant);
    return chosen && line.quantity > 0 && Number.isInteger(line.quantity) ? [{ item, variant: chosen, quantity: line.quantity }] : [];
  });
}

/** Lines as they are kept: names only, no prices. */
export function strip(some) {
  return some.map(({ item, variant: chosen, quantity }) => ({ slug: item.slug, variant: chosen.id, quantity }));
}

/** How many things are in the cart. */
export function count() {
  return lines().reduce((sum, line) => sum + line.quantity, 0);
}

/** What they cost together, in cents, without delivery. */
export function total() {
  return totalOf(lines());
}

/** What some lines cost together, in cents. */
export function totalOf(some) {
  return some.reduce((sum, line) => sum + line.variant.price * line.quantity, 0);
}

/** Adds some of a variant, as far as `MOST_OF_ONE` allows, and returns how many were added. */
export function add(item, chosen, quantity) {
  const before = lines().find((line) => matches(line, item, chosen))?.quantity ?? 0;
  return setQuantity(item, chosen, before + quantity);
}

/** Sets the number of one variant, 0 to take it out, and returns the change (negative when there are fewer). */
export function setQuantity(item, chosen, quantity) {
  const all = lines();
  const line = all.find((one) => matches(one, item, chosen));
  const before = line?.quantity ?? 0;
  const after = Math.min(Math.max(Math.trunc(quantity) || 0, 0), MOST_OF_ONE);
  if (line) line.quantity = after;
  else all.push({ item, variant: chosen, quantity: after });
  keep(all.filter((one) => one.quantity > 0));
  return after - before;
}

export function empty() {
  keep([]);
}

/** Calls `then` whenever the cart may have changed: here, in another tab, or while the page was in the back/forward cache. */
export function onChange(then) {
  changes.addEventListener('change', then);
  window.addEventListener('storage', (event) => {
    if (event.key === KEY || event.key === null) then();
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) then();
  });
}

function keep(all) {
  write('localStorage', KEY, strip(all));
  changes.dispatchEvent(new Event('change'));
}

function matches(line, item, chosen) {
  return line.item === item && line.variant.id === chosen.id;
}
