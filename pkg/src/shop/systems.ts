// What the shop systems write into their pages: one table, so that another system is another few rows.

import type { Source } from '../capture';
import { actOf, type Meant } from './asked';

/** Buttons and forms that are an act's by their system's conventions. */
const ELEMENTS: [Source, Meant['act'], string][] = [
  ['woocommerce', 'add_to_cart', '.ajax_add_to_cart,.single_add_to_cart_button,button[name=add-to-cart]'],
  ['woocommerce', 'remove_from_cart', 'a.remove[data-product_id],a.remove_from_cart_button'],
  ['woocommerce', 'update', '[name=update_cart]'],
  ['woocommerce', 'begin_checkout', 'a.checkout-button'],
  ['magento', 'add_to_cart', '#product_addtocart_form,[data-role=tocart-form],.action.tocart'],
  ['magento', 'remove_from_cart', '.action.delete[data-cart-item],.action-delete[data-post]'],
  ['magento', 'begin_checkout', '[data-role=proceed-to-checkout],#top-cart-btn-checkout'],
  ['magento', 'add_to_wishlist', '.action.towishlist'],
  ['prestashop', 'add_to_cart', '[data-button-action=add-to-cart]'],
  ['prestashop', 'remove_from_cart', '[data-link-action=delete-from-cart]'],
  ['prestashop', 'add_to_wishlist', '.wishlist-button-add'],
  ['opencart', 'add_to_cart', '#button-cart,[onclick*="cart.add("]'],
  ['opencart', 'remove_from_cart', '[onclick*="cart.remove("]'],
  ['opencart', 'add_to_wishlist', '[onclick*="wishlist.add("]'],
  ['bigcommerce', 'add_to_cart', '[data-cart-item-add],[data-button-type=add-cart],#form-action-addToCart'],
  ['bigcommerce', 'remove_from_cart', '.cart-remove[data-cart-itemid]'],
  ['shopify', 'begin_checkout', 'form[action$="/cart"] [name=checkout]'],
];

/** Attributes in which pages keep an address that a press asks for. */
const ADDRESSES = ['formaction', 'action', 'href', 'data-post', 'data-url', 'data-href', 'data-action'];

/** What an element means by a system's conventions, or by the address that it asks for. */
export function meantBy(element: Element): Meant | undefined {
  const [system, act] = ELEMENTS.find(([, , selector]) => element.matches(selector)) ?? [];
  if (act) return { act, system };
  for (const name of ADDRESSES) {
    const said = element.getAttribute(name);
    // Magento's are in JSON.
    const address = said && /[/?]/.test(said) && (/"action":"(.+?)"/.exec(said)?.[1]?.replaceAll('\\/', '/') ?? said);
    const meant = address && actOf(address, document.baseURI);
    if (meant) return { ...meant, system: systemOf(meant, address) };
  }
  return undefined;
}

/** The system of an act that is known by its address alone: others have `/cart/add` as well. */
export function systemOf({ act, system }: Meant, address: string): Source | undefined {
  return system ?? (/\/cart\/add\b/.test(address) && act === 'add_to_cart' && isShopify() ? 'shopify' : undefined);
}

export const isShopify = () =>
  'Shopify' in window ||
  !!document.querySelector(
    '[id^=shopify-section],[src*="cdn.shopify.com"],[src*="/cdn/shop/"],form[action$="/cart/add"] :is([name=form_type],[type=hidden][name=id])',
  );
