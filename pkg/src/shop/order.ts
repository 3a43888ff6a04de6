// The number of an order on the page that thanks for it, where the system shows it.

import type { Source } from '../capture';

const PLACES: [Source, string][] = [
  ['woocommerce', '.woocommerce-order-overview__order strong,.wc-block-order-confirmation-summary-list-item__value'],
  ['magento', '.checkout-success .order-number,.checkout-success p span'],
  ['prestashop', '#order-reference-value'],
  ['bigcommerce', '[data-test=order-confirmation-order-number-text] strong'],
];

/** The last word of that place, if it looks like a number of an order. */
export function orderShown(isOn: (source: Source) => boolean): { id: string; source: Source } | undefined {
  for (const [source, place] of PLACES) {
    const id = /([\w-]{2,40})\W*$/.exec(document.querySelector(place)?.textContent ?? '')?.[1];
    if (id && isOn(source)) return { id, source };
  }
  return undefined;
}
