// The product that a button or form is about.

import { text, type Item, type Product } from './item';
import { read } from './ld';
import { MICRODATA, RDFA, things } from './markup';
import { decimal } from './money';
import type { Page } from './page';

const ID_ATTRIBUTES =
  'waypost-item-id,product-sku,product_sku,sku,product-id,product_id,id-product,productid,item-id,pid,entity-id,cart-itemid,product,variant-id,id'
    .split(',')
    .map((name) => `data-${name}`);
const MARKED = ID_ATTRIBUTES.map((name) => `[${name}]`).join();

/** Hidden fields that carry a product's id. No other hidden field is read. */
const ID_FIELDS = /^(product_id|id_product|add-to-cart|product|variation_id|id)$/;

const HEADING = 'h1,h2,h3,h4,h5,h6,[itemprop=name],[class*=title],[class*=name]';

/** What a product's id looks like, unlike JSON or a text in the same attribute. */
const ID = /^[\w.:-]{1,64}$/;

/** The product next to `element`, as far as it can be known; `isOwn` where it can be the page's without standing by it. */
export function near(element: Element, page: Page, isOwn: boolean): Partial<Product> | undefined {
  const form = formOf(element);
  const quantity = quantityOf(form);
  const scope = element.closest('[itemscope][itemtype*=Product],[typeof*=Product]');
  const marked = scope && [...read(things(scope, MICRODATA)).products, ...read(things(scope, RDFA)).products][0];
  const card = cardOf(element, !page.product);
  const ids = idsOf(element, form, card?.root).concat(marked?.item_id ?? []);
  const isMain =
    page.product && (!card || card.name === page.product.item_name || ids.some((id) => page.product!.ids.includes(id)));
  if (isMain) return isOwn || ids.length ? { ...page.product, quantity } : undefined;
  const known = page.listed.find(
    (each) => each.ids.some((id) => ids.includes(id)) || (card?.url && samePath(each.url, card.url)),
  );
  const found = known ?? marked;
  if (!found && !ids.length && !card?.name) return undefined;
  const price = found?.price ?? (card && priceIn(card.root));
  const currency = found?.currency ?? page.listed[0]?.currency ?? page.product?.currency;
  const item: Item = { item_id: found?.item_id ?? ids[0], item_name: found?.item_name ?? card?.name };
  return { ...found, ...item, price, currency: price ? currency : undefined, quantity };
}

export const formOf = (element: Element) =>
  (element as { form?: HTMLFormElement | null }).form ?? element.closest('form');

/** How many: only a field of that name, and only a small whole number. */
function quantityOf(form: HTMLFormElement | null): number | undefined {
  for (const field of form?.elements ?? []) {
    const { name, value } = field as HTMLInputElement;
    if (!field.matches('select,input[type=number]') || !/^(qty|quantity)(\[.*\])?$/i.test(name)) continue;
    return /^\d{1,4}$/.test(value) && +value > 0 ? +value : undefined;
  }
  return undefined;
}

/** Ids of the product, the most specific first. */
function idsOf(element: Element, form: HTMLFormElement | null, card: Element | undefined): string[] {
  const found: unknown[] = [];
  const attributesOf = (each: Element) => ID_ATTRIBUTES.map((name) => each.getAttribute(name));
  found.push(...attributesOf(element));
  const fields = form ? [...form.querySelectorAll<HTMLInputElement>('input[type=hidden]')] : [];
  for (const { name, value } of [element as HTMLButtonElement, ...fields]) if (ID_FIELDS.test(name)) found.push(value);
  // Of links and of buttons with the call in an attribute: "?add-to-cart=42", "cart.add('42')", "/product/42/".
  const asked = /[?&](?:add-to-cart|product_id|id_product|product|id)=([\w-]+)|\.add\('(\w+)'|\/product\/(\d+)\//;
  for (const { value } of element.attributes) found.push(...(asked.exec(value)?.slice(1) ?? []));
  const around = element.parentElement?.closest(MARKED);
  if (around && around !== document.body) found.push(...attributesOf(around));
  const inside = card?.querySelector(MARKED);
  if (inside) found.push(...attributesOf(inside));
  return found.filter((id): id is string => typeof id === 'string' && ID.test(id));
}

interface Card {
  root: Element;
  name?: string;
  url?: string;
}

/** The smallest part of the page around `element` that has a name of its own; beside a main product one that leads to another. */
function cardOf(element: Element, isLoose: boolean): Card | undefined {
  let root = element.parentElement;
  for (let depth = 0; root && root !== document.body && depth < 8; depth++, root = root.parentElement) {
    for (const heading of root.querySelectorAll(HEADING)) {
      if (heading.contains(element)) continue;
      const name = text(heading.textContent);
      const link = heading.closest('a') ?? heading.querySelector('a');
      const url = link && !samePath(link.href, location.href) ? link.href : undefined;
      if (name && (url || isLoose)) return { root, name, url };
      if (name && heading.localName === 'h1') return undefined;
    }
  }
  return undefined;
}

function priceIn(card: Element): string | undefined {
  const shown = card.querySelector('[itemprop=price],[data-price],[class*=price]');
  const price = shown?.getAttribute('content') ?? shown?.getAttribute('data-price') ?? shown?.textContent?.trim();
  // Two numbers are a range, or before and now.
  return price && price.length < 30 && !/\d[^\d]*\D{3,}\d/.test(price) ? decimal(price) : undefined;
}

const samePath = (one: string | undefined, other: string) =>
  !!one &&
  new URL(one, document.baseURI).pathname.replace(/\/$/, '') ===
    new URL(other, document.baseURI).pathname.replace(/\/$/, '');
