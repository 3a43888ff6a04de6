// What a page's meta tags say of its product, in the form of JSON-LD.

import type { Node } from './ld';

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
