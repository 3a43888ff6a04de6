/** A product as events have it: GA4's names, money as decimal strings. */

import { times } from './money';

export interface Item {
  item_id?: string;
  item_name?: string;
  item_brand?: string;
  item_category?: string;
  item_variant?: string;
  /** Of one piece. */
  price?: string;
  quantity?: number;
}

/** A product with what only Waypost itself needs to know of it. */
export interface Product extends Item {
  currency?: string;
  url?: string;
  /** Every id that the page has for it or for one of its variants. */
  ids: string[];
  isOut?: boolean;
  /** The same as the variant with this id. */
  ofVariant?(id: string): Product;
}

/** Most items of one event. */
export const MAX_ITEMS = 50;

const FIELDS = [
  'item_id',
  'item_name',
  'item_brand',
  'item_category',
  'item_variant',
  'price',
  'quantity',
] as const satisfies (keyof Item)[];

/** What an event says of the products; its value is that of a single one. */
export function dataOf(products: Partial<Product>[]): { currency?: string; value?: string; items?: Item[] } {
  const items = products.slice(0, MAX_ITEMS).map((product) => {
    const item: Record<string, unknown> = {};
    for (const field of FIELDS) if (product[field] !== undefined) item[field] = product[field];
    return item as Item;
  });
  const [first] = products;
  if (!first) return {};
  const value = products.length === 1 ? times(first.price, first.quantity) : undefined;
  return JSON.parse(JSON.stringify({ currency: first.currency, value, items }));
}

/** A text of the page on one line and not too long; nothing for an empty one. */
export function text(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return String(value).replace(/\s+/g, ' ').trim().slice(0, 200) || undefined;
}

/** A currency's code, whatever its case. */
export const currencyOf = (value: unknown) => /^\s*([a-z]{3})\s*$/i.exec(text(value) ?? '')?.[1]?.toUpperCase();
