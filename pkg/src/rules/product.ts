// What a page tells of products, and offers that are about one of them or recommend some.

import { isSafe } from '../safe-url';
import type { Block, Product, Recommended } from '../offer-content';
import type { RuledOffer } from './offer';
import type { State } from './state';

/** The product that a page is about. */
export interface OnPage extends Product {
  /** Whether the page said that it is not to be had; then it may have no id. */
  isOut?: boolean;
}

/** Most characters of a text about it, inclusive; the collector takes no longer ones. */
const MAX_CHARS = 200;

/** What is known of the page's product after another event. */
export function learned(known: OnPage | undefined, name: string, data: Record<string, unknown>): OnPage | undefined {
  if (name === 'page_view') return undefined;
  if (name !== 'view_item' && name !== 'out_of_stock') return known;
  const of = (name === 'view_item' ? (data.items as object[])?.[0] : data) as Record<string, unknown> | undefined;
  const text = (value: unknown) => String(value ?? '').slice(0, MAX_CHARS) || undefined;
  const [item_id, item_name] = [text(of?.item_id), text(of?.item_name)] as [string, string | undefined];
  // What a page says for search engines often has no id, and what its shop tells by itself has one.
  const isSame = item_id && known?.item_id ? known.item_id === item_id : item_name && known?.item_name === item_name;
  if (name === 'out_of_stock') {
    if (isSame) return { ...known, item_id: known!.item_id || item_id, isOut: true };
    return item_id || !known ? { item_id, item_name, isOut: true } : known;
  }
  if (!item_id) return known;
  const [price, currency] = [text(of!.price), text(data.currency)];
  const isMoney = /^\d+(\.\d+)?$/.test(price ?? '') && /^[A-Z]{3}$/.test(currency ?? '');
  return {
    item_id,
    item_name,
    item_variant: text(of!.item_variant),
    ...(isMoney ? { price, currency } : {}),
    isOut: !!isSame && known!.isOut,
  };
}

/** Those of the products that a page gave which can be shown. */
export function shownOf(given: unknown): Recommended[] {
  const all = Array.isArray(given) ? (given as (Recommended | null)[]) : [];
  return all.flatMap((item) => {
    const { item_id, item_name, url, image, price, currency } = item ?? ({} as Recommended);
    if (!item_id || !item_name || !isSafe(url)) return [];
    return [{ item_id: `${item_id}`, item_name: `${item_name}`, url, image, price: price && `${price}`, currency }];
  });
}

/** What of its products an offer lacks here, so that there is nothing to show; nothing where all is there. */
export function lackOf({ kind, blocks }: RuledOffer, { product, items, call }: State): string | undefined {
  if (has(blocks, 'item')) {
    if (!product?.item_id) return 'view_item';
    // By a call the shop itself says so.
    if (kind === 'restock' && !product.isOut && call === undefined) return 'out_of_stock';
  }
  return blocks.some((block) => block.type === 'items' && !block.items.length) && !items.length ? 'items' : undefined;
}

/** The offer with the product of the page, and with the products that the page recommends, which go before the collector's. */
export function filled(offer: RuledOffer, { product, items }: Pick<State, 'product' | 'items'>): RuledOffer {
  const { isOut, ...item } = product ?? ({} as OnPage);
  const fill = (block: Block): Block => {
    if (block.type === 'item') return { ...block, item };
    return block.type === 'items' && items.length ? { ...block, items } : block;
  };
  return { ...offer, blocks: offer.blocks.map(fill) };
}

const has = (blocks: Block[], type: Block['type']) => blocks.some((block) => block.type === type);
