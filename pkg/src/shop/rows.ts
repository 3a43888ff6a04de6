// How many of each product the cart's page shows, and what became of that: more is added, less is removed.

import { countOf, countsIn } from './fields';
import { dataOf } from './item';
import { near } from './near';
import type { Page } from './page';
import type { Act } from './phrases';

/** What was in each field when it was last known what the cart holds. */
const known = new WeakMap<Element, number>();

const before = (field: HTMLInputElement | HTMLSelectElement) => {
  const first =
    'defaultValue' in field ? field.defaultValue : [...field.options].find((each) => each.defaultSelected)?.value;
  return known.get(field) ?? countOf(first);
};

/** What was changed in the cart's fields since the last time. */
export function changes(page: Page): [act: Act, data: object][] {
  if (page.type !== 'cart') return [];
  return countsIn(document.body).flatMap((field): [Act, object][] => {
    const [was, is] = [before(field), countOf(field.value)];
    if (was === undefined || is === undefined || was === is) return [];
    known.set(field, is);
    const product = { ...near(field, page, 'remove_from_cart'), quantity: Math.abs(is - was) };
    return [[is > was ? 'add_to_cart' : 'remove_from_cart', dataOf([product])]];
  });
}

/** How many are removed with the row around `element`. */
export function countInRow(row: Element): number | undefined {
  const [field, ...others] = countsIn(row);
  return field && !others.length ? before(field) || undefined : undefined;
}
