// The cart that a signed link brings back, as a chunk of its own: loaded on a page that such a link has led to.

import type { Capture, Sink } from './capture';
import type { Restored } from './types';

/** The parameter of the link; see crates/collector/src/endpoints/restore.rs. */
const PARAMETER = 'waypost_restore';

/** Words for the collector's refusals. */
const REASONS: Record<string, Restored['reason']> = { link_expired: 'expired', link_gone: 'gone', bad_link: 'broken' };

/**
 * Asks the collector for the cart and tells the listeners of `restore`, once the page has loaded. The parameter is taken out
 * of the address as soon as there is an answer, so that a reload does not bring back what the visitor has taken out since.
 * Nothing of Waypost's own cart changes: it follows what the shop tells of the cart that it has filled.
 */
export function attach({ boot, track, warn }: Sink): Capture | void {
  const token = new URLSearchParams(location.search).get(PARAMETER);
  if (!token) return;
  ask(`${boot.collector}/v1/restore?token=${encodeURIComponent(token)}`).then(async (restored) => {
    const { cart, reason } = restored;
    if (reason !== 'unreachable') history.replaceState(history.state, '', without(location.href));
    if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve));
    if (cart) track('cart_restore', cart);
    else warn('no_restore', `the cart of the link can't be brought back (${reason})`);
    boot.tell('restore', () => structuredClone(restored));
  });
}

/** The address without the parameter; all else in it stays as it is written. */
export function without(address: string): string {
  return address.replace(/([?&])waypost_restore=[^&#]*(&?)/, (_, sign: string, more: string) => more && sign);
}

async function ask(url: string): Promise<Restored> {
  try {
    const answer = await fetch(url, { credentials: 'omit', cache: 'no-store' });
    const { cart, error } = (await answer.json()) as { cart?: Restored['cart']; error?: string };
    if (answer.ok && cart) return { cart };
    return { cart: null, reason: REASONS[error ?? ''] ?? (answer.status < 500 ? 'refused' : 'unreachable') };
  } catch {
    return { cart: null, reason: 'unreachable' };
  }
}
