/** What asking for an address does in a shop: of a form, a link or a request. Touches no page. */

import type { Source } from '../capture';
import { saidByCode, type Act } from './phrases';
import { decoded, isOfShop, parsed } from './waypost-shop.js';

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
