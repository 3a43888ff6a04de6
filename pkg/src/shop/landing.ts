// What was put into the cart by the address of the page that is on screen: a link of a newsletter, an advertisement.

import type { Source } from '../capture';
import { actOf } from './asked';
import { near } from './near';
import { problems } from './problems';
import type { Page } from './page';
import { dataOf, isOfShop } from './waypost-shop.js';

const ID = /[?&](?:add-to-cart|product_id|id_product|id)=([\w-]{1,64})/;

/** Messages of what is wrong. WooCommerce's of success has the role of an alert, too. */
const REFUSED = '[class*=error],[class*=danger]';

/**
 * What coming to this page has added. Links within the shop were told where they were pressed, and a reload or the way back
 * adds nothing that the visitor meant.
 */
export function landing(page: Page): [data: object, source: Source] | undefined {
  const { act, system = 'request', isVague } = actOf(location.href, location.href) ?? {};
  const id = ID.exec(location.search)?.[1];
  if (act !== 'add_to_cart' || isVague || !id || isOfShop(document.referrer, location.href)) return undefined;
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation?.type !== 'navigate' || problems(REFUSED)) return undefined;
  const button = document.querySelector(`[name=add-to-cart][value="${id}"],[data-product_id="${id}"]`);
  const product = button && near(button, page, act);
  const quantity = +(/[?&](?:quantity|qty)=(\d{1,4})\b/.exec(location.search)?.[1] ?? 1);
  return [dataOf([{ item_id: id, ...product, quantity: quantity || 1 }]), system];
}
