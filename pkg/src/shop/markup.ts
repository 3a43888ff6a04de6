// Microdata, RDFa and Open Graph of the page in the form of JSON-LD.

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

/** The product of the page's `product:` and `og:` tags, if they tell of one. */
export function openGraph(): Node[] {
  const said = (name: string) =>
    document.querySelector(`meta[property="${name}"]`)?.getAttribute('content') || undefined;
  const price = said('product:sale_price:amount') ?? said('product:price:amount') ?? said('og:price:amount');
  if (!price && !/^(og:)?product(\.item)?$/.test(said('og:type') ?? '')) return [];
  const offers = {
    price,
    priceCurrency: said('product:price:currency') ?? said('og:price:currency'),
    availability: said('product:availability') ?? said('og:availability'),
  };
  const [sku, brand] = [
    said('product:retailer_item_id') ?? said('product:sku'),
    said('product:brand') ?? said('og:brand'),
  ];
  const about = { name: said('og:title'), url: said('og:url'), category: said('product:category') };
  return [{ '@type': 'Product', sku, brand, ...about, offers }];
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
