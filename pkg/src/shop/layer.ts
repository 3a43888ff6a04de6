/** Entries of the data layer that speak of commerce: GA4's, Universal Analytics' and Yandex's. Touches no page. */

import type { Item } from './item';
import { currencyOf, decimal, MAX_ITEMS, text } from './waypost-shop.js';

type Fields = Record<string, unknown>;

/** An event's name and data. */
export type Told = [name: string, data: object];

const GA4 =
  /^(view_item_list|select_item|view_item|add_to_wishlist|add_to_cart|remove_from_cart|view_cart|begin_checkout|add_shipping_info|add_payment_info|purchase|refund|view_promotion|select_promotion)$/;

/** What Universal Analytics calls them. */
const ACTIONS: Record<string, string> = {
  impressions: 'view_item_list',
  click: 'select_item',
  detail: 'view_item',
  add: 'add_to_cart',
  remove: 'remove_from_cart',
  checkout: 'begin_checkout',
  purchase: 'purchase',
  refund: 'refund',
};

/** Copied as they are. No other field is read: there may be user data in it. */
const TEXTS = [
  'transaction_id',
  'coupon',
  'shipping_tier',
  'payment_type',
  'item_list_id',
  'item_list_name',
  'promotion_id',
  'promotion_name',
  'creative_name',
  'creative_slot',
];
const AMOUNTS = ['value', 'tax', 'shipping'];

/** The events in an entry, none for what is no commerce. */
export function eventsIn(entry: unknown): Told[] {
  if (!isObject(entry)) return [];
  if (entry[0] === 'event') return ga4(entry[1], entry[2]);
  const { event, ecommerce } = entry;
  if (isObject(ecommerce)) {
    const found = universal(ecommerce);
    if (found.length) return found;
  }
  return ga4(event, isObject(ecommerce) ? ecommerce : entry);
}

/** Whose way of telling an entry follows: that of Google's tag, of Universal Analytics, or of GA4. */
export function styleOf(entry: Fields): 'tag' | 'universal' | 'ga4' {
  if (entry[0] === 'event') return 'tag';
  return isObject(entry.ecommerce) && universal(entry.ecommerce).length ? 'universal' : 'ga4';
}

function ga4(name: unknown, said: unknown): Told[] {
  if (typeof name !== 'string' || !GA4.test(name)) return [];
  const fields = isObject(said) ? said : {};
  return event(name, fields, fields.items, fields.currency);
}

function universal(ecommerce: Fields): Told[] {
  return Object.keys(ACTIONS).flatMap((action) => {
    const said = ecommerce[action];
    if (!isObject(said)) return [];
    const field: Fields = isObject(said.actionField) ? said.actionField : {};
    // The later steps are no beginning.
    if (action === 'checkout' && Number(field.step ?? 1) !== 1) return [];
    const { id, revenue, list, tax, shipping, coupon } = field;
    const fields = { transaction_id: id, value: revenue, item_list_name: list, tax, shipping, coupon };
    const products = Array.isArray(said) ? said : said.products;
    return event(ACTIONS[action]!, fields, products, ecommerce.currencyCode ?? field.currency);
  });
}

function event(name: string, fields: Fields, products: unknown, money: unknown): Told[] {
  const data: Fields = {};
  const currency = currencyOf(money);
  for (const key of TEXTS) data[key] = text(fields[key]);
  for (const key of AMOUNTS) data[key] = decimal(fields[key], currency);
  // It could not be told from the same one seen again.
  if (name === 'purchase' && !data.transaction_id) return [];
  const items = (Array.isArray(products) ? products : []).slice(0, MAX_ITEMS).filter(isObject);
  data.currency = currency;
  data.items = items.length ? items.map((each) => item(each, currency)) : undefined;
  return [[name, JSON.parse(JSON.stringify(data)) as object]];
}

/** An item in either form: `item_brand` or `brand`. */
function item(said: Fields, currency?: string): Item {
  const either = (name: string) => text(said[`item_${name}`]) ?? text(said[name]);
  const quantity = Number(said.quantity);
  return {
    item_id: either('id'),
    item_name: either('name'),
    item_brand: either('brand'),
    item_category: either('category'),
    item_variant: either('variant'),
    price: decimal(said.price, currency),
    quantity: Number.isInteger(quantity) && quantity > 0 ? quantity : undefined,
  };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
