// What the shop systems tell other scripts of the page once the cart has changed.

import { guarded, type Source } from '../capture';
import type { Act } from './phrases';

/** Tells of an act; `element` is what was pressed, where the system knows it. */
export type Signal = (source: Source, act: Act, element?: Element) => void;

interface Globals {
  jQuery?: (target: Element) => { on?(kinds: string, act: (...args: any[]) => void): void };
  prestashop?: { on?(kind: string, act: (event: any) => void): void };
}

/** Listens once there is something to listen to. Call the result when there may be. */
export function watchSignals(signal: Signal): () => void {
  const heard = new Set<unknown>();
  const isNew = <T>(thing: T) => !!thing && !heard.has(thing) && !!heard.add(thing);
  return () => {
    const { jQuery, prestashop } = window as Globals;
    if (isNew(jQuery)) {
      const act = guarded(({ type }: Event, _fragments: unknown, _hash: unknown, button?: Element[]) =>
        signal('woocommerce', type === 'added_to_cart' ? 'add_to_cart' : 'remove_from_cart', button?.[0]),
      );
      jQuery!(document.body).on?.('added_to_cart removed_from_cart', act);
    }
    if (isNew(prestashop)) {
      const act = guarded((event?: { reason?: { linkAction?: string } }) => {
        const said = event?.reason?.linkAction;
        if (said === 'add-to-cart') signal('prestashop', 'add_to_cart');
        if (said === 'delete-from-cart') signal('prestashop', 'remove_from_cart');
      });
      prestashop!.on?.('updateCart', act);
    }
  };
}
