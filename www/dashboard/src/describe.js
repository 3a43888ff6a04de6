/** What one event says at a glance: where it happened, about what, and for how much. */

import { count, money } from './format.js';

/** Path and query of a page's address; the address itself when it is none, and `–` without one. */
export function pagePath(page) {
  if (!page?.url) return '–';
  try {
    const url = new URL(page.url);
    return url.pathname + url.search;
  } catch {
    return page.url;
  }
}

/**
 * `{text, amount}`: the products, words or file an event is about, and its money. Both may be empty strings.
 * Data is whatever the site sent, so nothing is taken for granted.
 */
export function describe(event) {
  const data = event.data ?? {};
  const items = itemsOf(data);
  return {
    text: items.length ? products(items) : otherText(event.name, data),
    amount: money(data.value, data.currency) ?? itemAmount(items, data.currency) ?? '',
  };
}

/** `Field mug, blue × 2 and 1 more`. */
export function products(items) {
  const [first] = items;
  const name = [first.item_name ?? first.item_id, first.item_variant].filter(Boolean).join(', ') || 'unnamed product';
  const quantity = Number(first.quantity) > 1 ? ` × ${first.quantity}` : '';
  const rest = items.length > 1 ? ` and ${items.length - 1} more` : '';
  return name + quantity + rest;
}

/** The items of an event or cart that can be read; empty when there are none. */
export const itemsOf = (data) =>
  Array.isArray(data?.items) ? data.items.filter((item) => item && typeof item === 'object') : [];

/** A single piece of a single item has that item's price as its amount. */
function itemAmount(items, currency) {
  const [item] = items;
  return items.length === 1 && !(Number(item.quantity) > 1) ? money(item.price, item.currency ?? currency) : null;
}

function otherText(name, data) {
  if (name === 'search' && Number.isFinite(Number(data.results ?? NaN))) {
    return count(Number(data.results), 'result', 'results');
  }
  const said = [data.text, data.file_name, data.item_name, data.offer, data.href, data.id, data.method];
  return String(said.find((word) => typeof word === 'string' && word !== '') ?? '');
}
