// What the page on screen is and shows: reads all its structured data, in the order in which it is believed.

import type { Sink, Source } from '../capture';
import type { PageType } from './address';
import type { Product } from './item';
import { parse, read, type Node, type Reading } from './ld';
import { fromCents } from './money';
import { openGraph } from './open-graph';
import { pageType } from './page-type';
import type { Acts } from '../shop-acts';

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

/** Types of things, told by attributes, that `Acts` reads. */
const MARKED = /Product|ItemList|CollectionPage|Offer|SearchResultsPage|CheckoutPage|Order|Invoice|Vehicle|Car|Book/;

/** Whether there is something on the page that only `Acts` can read. */
export const isMarked = () =>
  !!document.querySelector('[data-waypost-item-id],[data-waypost-transaction-id]') ||
  [...document.querySelectorAll('[itemtype*="schema.org/"],[typeof]')].some((each) =>
    MARKED.test(each.getAttribute('itemtype') ?? each.getAttribute('typeof')!),
  );

const READERS: [Source, (acts?: Acts) => unknown][] = [
  ['attribute', (acts) => acts?.attributes()],
  [
    'json_ld',
    () =>
      [...document.querySelectorAll('script[type="application/ld+json"]')].map((each) => parse(each.textContent ?? '')),
  ],
  ['microdata', (acts) => acts?.microdata()],
  ['rdfa', (acts) => acts?.rdfa()],
  ['shopify', shopify],
  ['open_graph', openGraph],
];

/**
 * Reads the page. Where `isStale`, what it shows may still be the page before, and only its address counts. Without `acts`
 * neither what is marked by attributes is known, nor what buttons say, nor the number of an order that stands in the text.
 */
export function readPage(sink: Sink, isStale: boolean, acts?: Acts): Page {
  const address = location.href;
  const canonical = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href;
  const query = new URLSearchParams(location.search);
  const page: Page = { type: 'other', why: 'none', listed: [] };
  let told: { type: PageType; source: string } | undefined;
  for (const [source, nodes] of isStale ? [] : READERS) {
    if (!sink.on(source)) continue;
    const reading = read(nodes(acts), query.get('variant') ?? undefined);
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
  const shopify = String(isStale ? '' : shopifyMeta()?.page?.pageType);
  const place = isStale ? undefined : canonical;
  const byButtons = () => (isStale ? undefined : acts?.typeByButtons());
  Object.assign(page, pageType({ address, canonical: place, body, shopify, told, ogType, byButtons }));
  const order = page.type === 'thank_you' && !page.order && acts?.orderShown((source) => sink.on(source));
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
