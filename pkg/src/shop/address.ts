/** What an address means in a shop: of a form, a link, a request or the page. Touches no page. */

import type { Source } from '../capture';
import { isOwn } from '../capture/own';
import { CART, saidByCode, type Act } from './phrases';
import { words } from './words';

export type PageType = 'product' | 'category' | 'search' | 'cart' | 'checkout' | 'thank_you' | 'other';

/** An act by its address. */
export interface Meant {
  act: Act | 'update';
  /** The shop system whose convention it is, if it is one's. */
  system?: Source;
  /** Said of several things, so it only confirms an act that was seen otherwise. */
  isVague?: boolean;
}

/** Path and query, from the first slash after the host on. */
const CONVENTIONS: [Source, Act, RegExp][] = [
  ['woocommerce', 'add_to_cart', /[?&](add-to-cart=\d|wc-ajax=add_to_cart)|\/wc\/store\/(v\d\/)?cart\/add-item/],
  [
    'woocommerce',
    'remove_from_cart',
    /[?&](remove_item=|wc-ajax=remove_from_cart)|\/wc\/store\/(v\d\/)?cart\/remove-item/,
  ],
  ['woocommerce', 'add_to_wishlist', /[?&]add_to_wishlist=/],
  ['magento', 'add_to_cart', /\/checkout\/cart\/add\b/],
  ['magento', 'remove_from_cart', /\/checkout\/(cart\/delete|sidebar\/removeitem)\b/],
  ['magento', 'add_to_wishlist', /\/wishlist\/index\/add\b/],
  ['prestashop', 'add_to_cart', /^(?=.*(id_product=|cart)).*[?&]add=1\b/],
  ['prestashop', 'remove_from_cart', /^(?=.*(id_product=|cart)).*[?&]delete=1\b/],
  ['opencart', 'add_to_cart', /[?&]route=checkout\/cart[./|]add\b/],
  ['opencart', 'remove_from_cart', /[?&]route=checkout\/cart[./|]remove\b/],
  ['opencart', 'add_to_wishlist', /[?&]route=account\/wishlist[./|]add\b/],
  [
    'bigcommerce',
    'add_to_cart',
    /\/cart\.php\?(.*&)?action=(add|buy)\b|\/remote\/v1\/cart\/add\b|\/api\/storefront\/carts?\/[^/]+\/items\b/,
  ],
  ['bigcommerce', 'remove_from_cart', /\/cart\.php\?(.*&)?action=remove\b/],
  ['bigcommerce', 'add_to_wishlist', /\/wishlist\.php\?(.*&)?action=add\b/],
  ['shopify', 'add_to_cart', /^(\/[a-z-]{2,6})?\/cart\/add\.js(on)?\b/],
  ['shopify', 'remove_from_cart', /\/cart\/change\b.*[?&]quantity=0\b/],
];

/** What changes how many are in the cart, in which direction ever, or also asks for other things. */
const VAGUE: [Source, Act | 'update', RegExp][] = [
  ['shopify', 'update', /^(\/[a-z-]{2,6})?\/cart\/(change|update)(\.js)?\b/],
  ['magento', 'update', /\/checkout\/(cart\/updatepost|sidebar\/updateitemqty)\b/],
  ['prestashop', 'update', /^(?=.*id_product=).*[?&]update=1\b/],
  ['opencart', 'update', /[?&]route=checkout\/cart[./|](edit|update)\b/],
  ['bigcommerce', 'update', /\/remote\/v1\/cart\/update\b|\/cart\.php\?(.*&)?action=update\b/],
  ['woocommerce', 'update', /\/wc\/store\/(v\d\/)?cart\/update-item/],
  ['bigcommerce', 'add_to_cart', /\/api\/storefront\/carts?\b/],
  ['woocommerce', 'add_to_cart', /\/wc\/store\/(v\d\/)?batch\b/],
];

/** The act that asking for this address is. `base` is the page's address. */
export function actOf(address: string, base: string): Meant | undefined {
  const url = parsed(address, base);
  if (!url || !isOfShop(url.href, base)) return undefined;
  const said = (url.pathname + url.search).toLowerCase();
  for (const [isVague, table] of [
    [false, CONVENTIONS],
    [true, VAGUE],
  ] as const) {
    const [system, act] = table.find(([, , convention]) => convention.test(said)) ?? [];
    if (act) return { act, system, isVague };
  }
  const act = saidByCode(decoded(url.pathname));
  return act && act !== 'begin_checkout' ? { act } : undefined;
}

/** Whether it is one of the shop's own pages or interfaces. */
export function isOfShop(address: string, base: string): boolean {
  const url = parsed(address);
  return !!url && /^http/.test(url.protocol) && isOwn(url.hostname, parsed(base)?.hostname);
}

/** Whether a request is about the cart, whatever it does to it. */
export const isOfCart = (address: string) => HAS_CART.test(words(decoded(parsed(address)?.pathname ?? '')));

const SEARCH =
  'search|suche|recherche|rechercher|buscar|busqueda|busca|pesquisa|cerca|ricerca|zoeken|szukaj|wyszukiwanie|poisk|поиск|пошук|arama|ara|sok|catalogsearch|search results?';
const CHECKOUT =
  'check ?outs?|one ?page ?checkout|one ?step ?checkout|kasse|kassa|caisse|commande|tramitar pedido|finalizar (?:la )?compra|finalizar pedido|cassa|afrekenen|kasa|zamowienie|oformlenie(?: zakaza)?|odeme|order';
const THANKS =
  'thank ?you|thanks|order (?:received|confirmation|confirmed|complete[d]?|success|placed)|(?:check ?out|order) (?:onepage )?success|danke|vielen dank|bestell ?bestatigung|bestellbestaetigung|merci|confirmation(?: de)? commande|gracias|pedido (?:confirmado|recibido)|grazie|obrigado|bedankt|dziekujemy|potwierdzenie zamowienia|spasibo|tesekkurler|tack';
const PRODUCT =
  'products?|produkte?|produits?|productos?|prodott[oi]|produtos?|items?|artikel|article|dp|pd|p|tovar|товар|urun|product page';
const CATEGORY =
  'categor(?:y|ies|ia|ias|ie)|collections?|kategori[ea]?|kategorien|collezion[ei]|coleccion(?:es)?|catalog(?:ue|o|us)?|katalog|каталог|c|shop all|product category|department';

const HAS_CART = new RegExp(` (?:${CART}|carts|line items?) `);

const is = (types: string) => new RegExp(`^ (?:${types}) $`);

const IS = {
  cart: is(`(?:my |mein |mon |mi |view )?(?:${CART})|checkout cart|korzina|sepetim|cart php`),
  checkout: is(CHECKOUT),
  thank_you: new RegExp(` (?:${THANKS}) `),
  search: is(`${SEARCH}|search php`),
  product: is(PRODUCT),
  category: is(CATEGORY),
};

/** Query parameters whose value is what was searched for, where the path says that it is a search. */
const QUERY = /[?&](q|s|k|query|search|search_query|keywords?|term|text|phrase)=/;

/** What the address says of its page. The home page and unknown addresses say nothing. */
export function typeOf(address: string): PageType | undefined {
  const url = parsed(address);
  if (!url) return undefined;
  const route = url.searchParams.get('route') ?? url.searchParams.get('controller');
  const path = (route ?? decoded(url.pathname)).replace(/\.(html?|aspx?|jsp)$/, '');
  const parts = path
    .split(/[/.]+/)
    .filter((part) => part && part !== 'index' && part !== 'php')
    .map((part) => words(part));
  const last = parts.at(-1) ?? '';
  const place = (kind: keyof typeof IS) => parts.map((part) => IS[kind].test(part)).lastIndexOf(true);
  const has = (kind: keyof typeof IS) => place(kind) >= 0;
  if (IS.thank_you.test(parts.slice(-3).join('').replace(/ +/g, ' '))) return 'thank_you';
  // "/checkout/cart/edit" is the cart's, "/cart/checkout" is not.
  const after = has('checkout') ? Math.max(place('cart'), place('checkout')) : parts.length - 1;
  if (has('cart') && place('cart') === after) return 'cart';
  if (has('checkout')) return 'checkout';
  if (has('search') || (last === '' && /[?&]s=/.test(url.search)))
    return QUERY.test(url.search) || IS.search.test(last) ? 'search' : undefined;
  const at = place('product');
  if (at >= 0 && (at < parts.length - 1 || route)) return 'product';
  return has('category') || at >= 0 ? 'category' : undefined;
}

function parsed(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
