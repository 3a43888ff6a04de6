// How many of each product the cart's page shows, and what becomes of that: more is added, less is removed.

import { around } from './card';
import { countOf, countsIn } from './fields';
import type { Product } from './item';
import { near } from './near';
import type { Page } from './page';
import type { Act } from './phrases';
import { dataOf } from './waypost-shop.js';

/** What was in each field when it was last known what the cart holds. */
const known = new WeakMap<Element, number>();

const before = (field: HTMLInputElement | HTMLSelectElement) => {
  const first =
    'defaultValue' in field ? field.defaultValue : [...field.options].find((each) => each.defaultSelected)?.value;
  return known.get(field) ?? countOf(first);
};

/** What was changed in the cart's fields since the last time: those of its page, elsewhere those of the row around `inRow`. */
export function changes(page: Page, inRow?: Element): [act: Act, data: object][] {
  const parts = page.type === 'cart' ? [document.body] : inRow ? around(inRow) : [];
  const fields = [...parts].map(countsIn).find((fields) => fields.length) ?? [];
  return fields.flatMap((field): [Act, object][] => {
    const [was, is] = [before(field), countOf(field.value)];
    const row = near(field, page, 'remove_from_cart');
    // On other pages a field without a row is that of what is to be added.
    if (was === undefined || is === undefined || was === is || (!row && page.type !== 'cart')) return [];
    known.set(field, is);
    const product = { ...row, quantity: Math.abs(is - was) };
    return [[is > was ? 'add_to_cart' : 'remove_from_cart', dataOf([product])]];
  });
}

/** What the cart's page shows: which products, and how many of each. */
export function shownIn(page: Page): Partial<Product>[] {
  return countsIn(document.body).flatMap((field) => {
    const [product, quantity] = [near(field, page, 'remove_from_cart'), before(field)];
    return product && quantity ? { ...product, quantity } : [];
  });
}

/** How many are removed with the row around `element`. */
export function countInRow(row: Element): number | undefined {
  const [field, ...others] = countsIn(row);
  return field && !others.length ? before(field) || undefined : undefined;
}
