/** What kind of page this is, and by which sign. Touches no page. */

import { typeOf, type PageType } from './address';

/** What is known of a page, the parts of it that tell its type. */
export interface Signs {
  address: string;
  canonical?: string;
  /** The body's id and classes. */
  body: string[];
  /** What Shopify's scripts say that the page is. */
  shopify?: string;
  /** What structured data says, and in which syntax. */
  told?: { type: PageType; source: string };
  ogType?: string;
  /** What the buttons that add to the cart say. */
  byButtons: () => PageType | undefined;
}

/** What the shop systems write on the body. */
const BODY: [PageType, RegExp][] = [
  [
    'thank_you',
    /^(woocommerce-)?order-(received|confirmation)$|^checkout-(onepage-|multishipping-)?success$|^(page-|template-)?thank-?you$/,
  ],
  ['checkout', /^(woocommerce|page|template)-checkout$|^checkout(-index-index|-checkout|-onepage-index|-page)?$/],
  ['cart', /^(woocommerce|template|page|checkout)-(shopping-)?cart(-index)?$|^cart(-page)?$/],
  ['search', /^(template|page)-search$|^(product-)?search(-results|-page)?$|^catalogsearch-result-index$/],
  [
    'product',
    /^(single|template|page|type)-product$|^catalog-product-view$|^product-product(-\d+)?$|^product(-page)?$/,
  ],
  [
    'category',
    /^(template-collection|tax-product_cat|post-type-archive-product|catalog-category-view|product-category(-[\d_]+)?|page-category|page-collection|category(-page)?)$/,
  ],
];

const SHOPIFY: Record<string, PageType> = {
  product: 'product',
  collection: 'category',
  searchresults: 'search',
  cart: 'cart',
};

/** The type, and as `why` the source that has it: a page of nothing known is 'other'. */
export function pageType({ address, canonical, body, shopify, told, ogType, byButtons }: Signs): {
  type: PageType;
  why: string;
} {
  const [known] = BODY.find(([, says]) => body.some((token) => says.test(token))) ?? [];
  if (known) return { type: known, why: 'body' };
  const asked = SHOPIFY[shopify ?? ''];
  if (asked) return { type: asked, why: 'shopify' };
  const byAddress = typeOf(address) ?? (canonical ? typeOf(canonical) : undefined);
  // These show products of which they do not speak.
  if (byAddress && !/^(product|category)$/.test(byAddress)) return { type: byAddress, why: 'url' };
  // The home page shows products, too.
  if (told && !(told.type === 'category' && new URL(address).pathname === '/'))
    return { type: told.type, why: told.source };
  if (/^(og:)?product(\.item)?$/.test(ogType ?? '')) return { type: 'product', why: 'open_graph' };
  if (ogType === 'product.group') return { type: 'category', why: 'open_graph' };
  if (byAddress) return { type: byAddress, why: 'url' };
  const shown = new URL(address).pathname === '/' ? undefined : byButtons();
  return shown ? { type: shown, why: 'button' } : { type: 'other', why: 'none' };
}
