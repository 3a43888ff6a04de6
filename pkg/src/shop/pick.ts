// Which product of a list a visitor chose by its link.

import type { Source } from '../capture';
import { around, currencyIn, headingIn, isSamePath, priceIn } from './card';
import { idsOf } from './fields';
import type { Product } from './item';
import { isInCart, isLate } from './judge';
import type { Page } from './page';
import { dataOf, decimal, isOfShop, text, typeOf } from './waypost-shop.js';

/** Most levels between a link and the card that it is in. */
const DEPTH = 5;

/**
 * The link that a press follows to another page of the shop, menus apart. Ask before a single-page shop has gone there: then
 * it is no other page any more.
 */
export function linkOf(pressed: Element): HTMLAnchorElement | undefined {
  const link = pressed.closest<HTMLAnchorElement>('button,input,a');
  const { href = '' } = link ?? {};
  const leads = isOfShop(href, location.href) && !isSamePath(href, location.href);
  return leads && !link!.closest('nav,footer,body>header') ? link! : undefined;
}

/** The choice that following this link is; nothing where it is not one of a list's products. */
export function picked(link: HTMLAnchorElement, page: Page): [data: object, source: Source] | undefined {
  const { type, listed } = page;
  const kind = typeOf(link.href);
  if (isInCart(link, page) || (kind ?? 'product') !== 'product' || isLate(type)) return undefined;
  const card = cardOf(link);
  const ids = card ? idsOf(link, card) : [];
  const at = listed.findIndex(({ url, ids: [id] }) => (url ? isSamePath(url, link.href) : ids.includes(id!)));
  if (at < 0 && !(card && (kind || ids.length))) return undefined;
  const shown = card && priceIn(card);
  const currency = currencyIn(shown);
  const item: Partial<Product> = { item_id: ids[0], item_name: headingIn(card ?? link, link), price: decimal(shown), currency };
  const { value: _, ...data } = dataOf([listed[at] ?? item]);
  Object.assign(data.items![0]!, { index: at < 0 ? undefined : at + 1 });
  // The heading of a search may be what was sought, and that of a product's page is the product.
  const list = type === 'category' ? text(document.querySelector('h1')?.textContent) : undefined;
  return [{ item_list_name: list, ...data }, (at < 0 ? undefined : page.source) ?? 'button'];
}

/** The smallest part around a link, or the link itself, that says which product it is, else what it costs; of no other one. */
function cardOf(link: HTMLAnchorElement): Element | undefined {
  let priced: Element | undefined;
  let depth = 0;
  for (const part of [link, ...around(link)]) {
    const isOther = ({ href }: HTMLAnchorElement) => typeOf(href) === 'product' && !isSamePath(href, link.href);
    const isMore = part.querySelector('h1,h2~h2') || [...part.querySelectorAll('a')].some(isOther);
    const price = priceIn(part);
    if (isMore || depth++ > DEPTH || (priced && price !== priceIn(priced))) break;
    if (idsOf(link, part).length) return part;
    if (price) priced ??= part;
  }
  return priced;
}
