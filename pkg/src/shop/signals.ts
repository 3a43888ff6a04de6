// What the shop systems tell other scripts of the page once the cart has changed.

import { guarded, type Source } from '../capture';
import type { Product } from './item';
import type { Act } from './phrases';
import { decimal, text } from './waypost-shop.js';

/** Tells of an act; `element` is what was pressed, where the system knows it. */
export type Signal = (source: Source, act: Act, element?: Element, product?: Partial<Product>) => void;

interface Globals {
  jQuery?: (target: Element) => { on?(kinds: string, act: (...args: any[]) => void): void };
  prestashop?: { on?(kind: string, act: (event: any) => void): void };
  wc_add_to_cart_params?: { cart_redirect_after_add?: string };
}

/** What PrestaShop says of a change of its cart, as far as it is read. */
interface Reason {
  linkAction?: string;
  idProduct?: unknown;
  idProductAttribute?: unknown;
  cart?: { products?: Line[] };
}

interface Line {
  id_product?: unknown;
  id_product_attribute?: unknown;
  reference?: unknown;
  price_wt?: unknown;
}

export interface Signals {
  /** Listens once there is something to listen to: call it when there may be. */
  look(): void;
  /** Whether the system says itself what comes of pressing this, so that its requests need not be believed. */
  speaks(source: Source | undefined, act: Act, element: Element): boolean;
}

export function watchSignals(signal: Signal): Signals {
  const heard = new Set<unknown>();
  const isNew = <T>(thing: T) => !!thing && !heard.has(thing) && !!heard.add(thing);
  const globals = window as Globals;
  return {
    look() {
      const { jQuery, prestashop } = globals;
      if (isNew(jQuery)) {
        const act = guarded(({ type }: Event, _fragments: unknown, _hash: unknown, button?: Element[]) =>
          signal('woocommerce', type === 'added_to_cart' ? 'add_to_cart' : 'remove_from_cart', button?.[0]),
        );
        for (const kind of ['added_to_cart', 'removed_from_cart']) jQuery!(document.body).on?.(kind, act);
      }
      if (isNew(prestashop)) {
        const act = guarded((event?: { reason?: Reason }) => {
          const { linkAction, idProduct, idProductAttribute, cart } = event?.reason ?? {};
          const isIt = (each: Line) =>
            each.id_product === idProduct && (each.id_product_attribute ?? 0) === (idProductAttribute ?? 0);
          const { reference, price_wt } = cart?.products?.find(isIt) ?? {};
          const product = { item_id: text(reference), price: decimal(price_wt) };
          if (linkAction === 'add-to-cart') signal('prestashop', 'add_to_cart', undefined, product);
          if (linkAction === 'delete-from-cart') signal('prestashop', 'remove_from_cart');
        });
        prestashop!.on?.('updateCart', act);
      }
    },
    speaks(source, act, element) {
      if (source === 'prestashop') return !!globals.prestashop?.on && element.matches('[data-button-action]');
      const { cart_redirect_after_add } = globals.wc_add_to_cart_params ?? {};
      return source === 'woocommerce' && /_cart$/.test(act) && !!globals.jQuery && cart_redirect_after_add === 'no';
    },
  };
}
