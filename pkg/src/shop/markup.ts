// What a page marks by attributes in the form of JSON-LD: microdata, RDFa, and Waypost's own.

import type { Node } from './ld';

/** The attributes of a syntax: what makes a thing, its type, its property. */
export type Syntax = readonly [thing: string, type: string, property: string];

export const MICRODATA: Syntax = ['itemscope', 'itemtype', 'itemprop'];
export const RDFA: Syntax = ['typeof', 'typeof', 'property'];

/** Most elements that are read: a page with more is no product's. */
const MAX_ELEMENTS = 3000;

/** The things in an element, or in the document, that are no property of another one. */
export function things(root: Document | Element, [thing, type, property]: Syntax): Node[] {
  const found = new Map<Element, Node>();
  const tops: Node[] = [];
  const within = [...root.querySelectorAll(`[${thing}],[${property}]`)].slice(0, MAX_ELEMENTS);
  for (const element of 'matches' in root ? [root, ...within] : within) {
    const parent = element.parentElement?.closest(`[${thing}]`);
    const owner = parent && found.get(parent);
    let value: unknown;
    if (element.hasAttribute(thing)) {
      const node = { '@type': tokens(element, type) };
      found.set(element, node);
      value = node;
      if (!owner || !element.hasAttribute(property)) tops.push(node);
    } else value = valueOf(element, property);
    if (!owner) continue;
    for (const name of tokens(element, property)) {
      const key = name.replace(/^.*[:/]/, '');
      ((owner[key] ??= []) as unknown[]).push(value);
    }
  }
  return tops;
}

/** Products that the site marks itself. What is declared as an event is the site's own word. */
export function attributes(): Node[] {
  const found = new Map<string, Node>();
  for (const element of document.querySelectorAll('[data-waypost-item-id]:not([data-waypost-event])')) {
    const said = (name: string) => element.closest(`[data-waypost-${name}]`)?.getAttribute(`data-waypost-${name}`);
    const own = (name: string) => element.getAttribute(`data-waypost-${name}`);
    const sku = own('item-id')!;
    found.set(sku, {
      '@type': 'Product',
      sku,
      name: own('item-name'),
      brand: own('item-brand'),
      category: own('item-category'),
      variant: own('item-variant'),
      offers: { price: own('price'), priceCurrency: said('currency'), availability: own('availability') },
    });
  }
  const purchase = document.querySelector('[data-waypost-transaction-id]:not([data-waypost-event])');
  const said = (name: string) => purchase?.getAttribute(`data-waypost-${name}`);
  const order = {
    '@type': 'Order',
    orderNumber: said('transaction-id'),
    price: said('value'),
    priceCurrency: said('currency'),
  };
  return purchase ? [order] : [...found.values()];
}

const tokens = (element: Element, attribute: string) => element.getAttribute(attribute)?.trim().split(/\s+/) ?? [];

/** What a property says: never what is typed into a field. */
function valueOf(element: Element, property: string): string | undefined {
  const said = (name: string) => element.getAttribute(name);
  // A link that bears a name is where the name leads, not the name.
  const address = /name/.test(said(property)!) ? null : (said('href') ?? said('src') ?? said('resource'));
  const shown = /^(input|select|textarea)$/.test(element.localName) ? '' : element.textContent;
  return (
    said('content') ??
    address ??
    said('datetime') ??
    (element.localName === 'data' ? said('value') : null) ??
    shown?.slice(0, 300)
  );
}
