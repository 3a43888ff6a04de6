// What the page on screen is and shows: reads all its structured data, in the order in which it is believed.

import type { Sink, Source } from '../capture';
import type { PageType } from './address';
import { typeByButtons } from './judge';
import type { Product } from './item';
import { parse, read, type Node, type Reading } from './ld';
import { MICRODATA, openGraph, RDFA, things } from './markup';
import { fromCents } from './money';
import { pageType } from './page-type';
import { orderShown } from './order';

export interface Page {
  type: PageType;
  why: string;
  /** Where the products are from. */
  source?: Source;
  /** The one that the page is about. */
  product?: Product;
  /** The ones that it lists. */
  listed: Product[];
  order?: Reading['order'];
  orderFrom?: Source;
}

/** Structured data of every kind. What it is made of changes when a single-page shop shows another product. */
export const STRUCTURED =
  'script[type="application/ld+json"],[itemtype*="schema.org/"],[typeof],[data-waypost-item-id]';

const READERS: [Source, () => unknown][] = [
  ['attribute', attributes],
  [
    'json_ld',
    () =>
      [...document.querySelectorAll('script[type="application/ld+json"]')].map((each) => parse(each.textContent ?? '')),
  ],
  ['microdata', () => things(document, MICRODATA)],
  ['rdfa', () => things(document, RDFA)],
  ['shopify', shopify],
  ['open_graph', openGraph],
];

/** Reads the page. Where `isStale`, what it shows may still be the page before, and only its address counts. */
export function readPage(sink: Sink, isStale: boolean): Page {
  const address = location.href;
  const canonical = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href;
  const query = new URLSearchParams(location.search);
  const page: Page = { type: 'other', why: 'none', listed: [] };
  let told: { type: PageType; source: string } | undefined;
  for (const [source, nodes] of isStale ? [] : READERS) {
    if (!sink.on(source)) continue;
    const reading = read(nodes(), query.get('variant') ?? undefined);
    const product = mainOf(reading, source, [address, canonical]);
    const listed = product ? reading.listed : [...reading.products, ...reading.listed];
    if (product && page.product) merge(page.product, product);
    else if (product && !page.listed.length) Object.assign(page, { product, source });
    if (!page.product && !page.listed.length && listed.length) Object.assign(page, { listed, source });
    if (reading.order && !page.order) Object.assign(page, { order: reading.order, orderFrom: source });
    const type = reading.kind ?? (product ? 'product' : listed.length ? 'category' : undefined);
    if (type && !told) told = { type, source };
  }
  const { id, className } = document.body;
  const body = isStale ? [] : [id, ...className.split(/\s+/)];
  const ogType = isStale
    ? undefined
    : (document.querySelector('meta[property="og:type"]')?.getAttribute('content') ?? undefined);
  const byButtons = () => (isStale ? undefined : typeByButtons());
  const shopify = String(isStale ? '' : shopifyMeta()?.page?.pageType);
  const place = isStale ? undefined : canonical;
  Object.assign(page, pageType({ address, canonical: place, body, shopify, told, ogType, byButtons }));
  const order = page.type === 'thank_you' && !page.order && orderShown((source) => sink.on(source));
  return order ? { ...page, order: { transaction_id: order.id }, orderFrom: order.source } : page;
}

const tail = (url = '') => /([^/]+)\/*$/.exec(url.replace(/[?#].*/s, ''))?.[1];

/** The product that the page is about, if it is about one. */
function mainOf(
  { products, listed, kind }: Reading,
  source: Source,
  here: (string | undefined)[],
): Product | undefined {
  const isHere = ({ url }: Product) => here.some((each) => each && tail(url) === tail(each));
  if (kind === 'category' || kind === 'search') return undefined;
  const [first, ...others] = products;
  if (!first) return undefined;
  const matching = products.filter(isHere);
  if (others.length)
    return matching.length === 1 || others.every((each) => each.item_name === first.item_name)
      ? (matching[0] ?? first)
      : undefined;
  // A card that leads elsewhere is the only one of its list.
  const isCard = /^(microdata|rdfa|attribute)$/.test(source) && first.url && !matching.length;
  return isCard || (listed.length && !matching.length && source !== 'json_ld') ? undefined : first;
}

/** Fills what is missing in `into` from what another source says of the same product. */
function merge(into: Product, from: Product): void {
  const isSame = from.ids.some((id) => into.ids.includes(id)) || from.item_name === into.item_name || !from.item_id;
  if (!isSame) return;
  into.ids.push(...from.ids);
  const keys = Object.keys(from) as (keyof Product)[];
  for (const key of keys) if (into[key] === undefined) Object.assign(into, { [key]: from[key] });
}

/** Products that the site marks itself. What is declared as an event is the site's own word. */
function attributes(): Node[] {
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

interface ShopifyMeta {
  product?: { id?: unknown; vendor?: unknown; type?: unknown; variants?: Record<string, unknown>[] };
  page?: { pageType?: unknown };
  currency?: unknown;
}

function shopifyMeta(): ShopifyMeta | undefined {
  const page = window as { ShopifyAnalytics?: { meta?: ShopifyMeta }; meta?: ShopifyMeta };
  return page.ShopifyAnalytics?.meta ?? page.meta;
}

/** What Shopify's scripts say: of the product, with prices in cents, and of the order that was just made. */
function shopify(): Node[] {
  const { product, currency } = shopifyMeta() ?? {};
  const variants = Array.isArray(product?.variants) ? product.variants : [];
  const [first] = variants;
  const name = String(first?.name ?? '').replace(` - ${first?.public_title}`, '');
  const hasVariant = variants.map((each) => ({
    productID: each.id,
    sku: each.sku,
    name: each.public_title,
    offers: { price: fromCents(each.price), priceCurrency: currency },
  }));
  const { id, vendor, type } = product ?? {};
  const { checkout } = (window as { Shopify?: { checkout?: Record<string, unknown> } }).Shopify ?? {};
  const { order_id, total_price, currency: paid } = checkout ?? {};
  return [
    { '@type': 'ProductGroup', productGroupID: id, name, brand: vendor, category: type, hasVariant },
    { '@type': 'Order', orderNumber: order_id, price: total_price, priceCurrency: paid },
  ];
}
