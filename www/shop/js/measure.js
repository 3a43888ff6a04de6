/**
 * What the shop tells Waypost. Calls wait in a plain array until Waypost has loaded; without it they stay there, unread.
 * No name, address or typed word is ever passed on.
 */

import { BRAND, category } from './catalogue.js';
import { totalOf } from './cart.js';
import { CURRENCY, decimal } from './money.js';

/** One call of Waypost's queue: `tell('track', 'view_cart', {…})`. */
export function tell(...call) {
  (window.waypost = window.waypost || []).push(call);
}

/** An item in the fields of the recommended events; the price of one, as a decimal string. */
export function itemData(item, variant, quantity) {
  const data = {
    item_id: item.slug,
    item_name: item.name,
    item_brand: BRAND,
    item_category: category(item.category).name,
    item_variant: variant.name,
    price: decimal(variant.price),
    quantity,
  };
  if (!variant.name) delete data.item_variant;
  return data;
}

/** Currency, value and items of some cart lines. */
export function linesData(lines) {
  return {
    currency: CURRENCY,
    value: decimal(totalOf(lines)),
    items: lines.map((line) => itemData(line.item, line.variant, line.quantity)),
  };
}

/** The attributes that make a link to a product report `select_item` when it is clicked. */
export function selectAttributes(item, variant) {
  return {
    'data-waypost-event': 'select_item',
    'data-waypost-item-id': item.slug,
    'data-waypost-item-name': item.name,
    'data-waypost-item-brand': BRAND,
    'data-waypost-item-category': category(item.category).name,
    'data-waypost-price': decimal(variant.price),
  };
}
