// The product that a button or form is about.

import { text, type Item, type Product } from './item';
import { read } from './ld';
import { MICRODATA, RDFA, things } from './markup';
import { decimal, isOne } from './money';
import type { Page } from './page';
import type { Act } from './phrases';

const ID_ATTRIBUTES =
  'waypost-item-id,product-sku,product_sku,sku,product-id,product_id,id-product,productid,item-id,pid,entity-id,product,variant-id,id'
    .split(',')
    .map((name) => `data-${name}`);
const MARKED = ID_ATTRIBUTES.map((name) => `[${name}]`).join();

/** Hidden fields that carry a product's id. No other hidden field is read. */
const ID_FIELDS = ['product_id', 'id_product', 'add-to-cart', 'product', 'variation_id', 'id'];
const ID_INPUTS = ID_FIELDS.map((name) => `input[type=hidden][name=${name}]`).join();

const HEADING = 'h1,h2,h3,h4,h5,h6,[itemprop=name],[class*=title],[class*=name]';

/** What a product's id looks like, unlike JSON or a text in the same attribute. */
const ID = /^[\w.:-]{1,64}$/;

/** The product that an act at `element` is about, as far as it can be known. */
export function near(element: Element, page: Page, act: Act): Partial<Product> | undefined {
  // What is removed is in a list of what was added, whatever the page is about.
  const isOwn = act !== 'remove_from_cart';
  const isMain = isOwn && (page.product || page.type === 'product');
  const form = formOf(element) ?? partWith(element, ID_INPUTS);
  const quantity = act === 'add_to_cart' ? quantityOf(element, form) : undefined;
  const scope = element.closest('[itemscope][itemtype*=Product],[typeof*=Product]');
  const card = cardOf(element, !isMain);
  const inScope = scope && [...read(things(scope, MICRODATA)).products, ...read(things(scope, RDFA)).products][0];
  // The scope may be the whole page's.
  const marked = !card || card.root.contains(scope) || inScope?.item_name === card.name ? inScope : undefined;
  const ids = idsOf(element, form, card?.root).concat(marked?.item_id ?? []);
  const { product } = page;
  const same = product ? ids.filter((id) => product.ids.includes(id)) : [];
  if (product && (same.length || card?.name === product.item_name || (isMain && !card))) {
    const variant = same.map((id) => product.ofVariant!(id)).find((each) => each.item_variant);
    return { ...(variant ?? product), quantity };
  }
  const isListed = (each: Product) =>
    each.ids.some((id) => ids.includes(id)) || (card?.url && samePath(each.url, card.url));
  const found = page.listed.find(isListed) ?? marked;
  const name = card?.name ?? (isOwn ? text(document.querySelector('h1')?.textContent) : undefined);
  if (!found && !ids.length && !name) return undefined;
  // Rows of the cart show what all pieces of it cost.
  const shown = !found?.price && isOwn && card ? priceIn(card.root) : undefined;
  const price = found?.price ?? decimal(shown);
  const currency = found?.currency ?? currencyIn(shown) ?? page.listed[0]?.currency ?? product?.currency;
  const item: Item = { item_id: found?.item_id ?? ids[0], item_name: found?.item_name ?? name };
  return { ...found, ...item, price, currency: price ? currency : undefined, quantity };
}

export const formOf = (element: Element): HTMLFormElement | undefined =>
  (element as { form?: HTMLFormElement | null }).form ?? element.closest('form') ?? undefined;

/** The smallest part of the page around `element` that has one of these. */
function partWith(element: Element, selector: string): Element | undefined {
  let part = element.parentElement;
  for (let depth = 0; part && part !== document.body && depth < 4; depth++, part = part.parentElement) {
    if (part.querySelector(selector)) return part;
  }
  return undefined;
}

/** How many: only of a field of that name, and only a small whole number. Nothing where that field is a free text. */
function quantityOf(element: Element, form: Element | undefined): number | undefined {
  const field = [...(form?.querySelectorAll<HTMLInputElement>('select,input:not([type=hidden])') ?? [])]
    .concat([...((form as HTMLFormElement | undefined)?.elements ?? [])] as HTMLInputElement[])
    .find(({ name }) => /^(qty|quantity)(\[.*\])?$/i.test(name));
  if (field && !field.matches('select,input[type=number]')) return undefined;
  const said = field?.value ?? element.getAttribute('data-quantity') ?? '1';
  return /^\d{1,4}$/.test(said) && +said > 0 ? +said : undefined;
}

/** Ids of the product, the one that the shop calls it by first. */
function idsOf(element: Element, form: Element | undefined, card: Element | undefined): string[] {
  const around = element.parentElement?.closest(MARKED);
  const marked = [element, around === document.body ? null : around, card?.querySelector(MARKED)];
  const found: unknown[] = [];
  for (const each of marked.slice(0, 2)) found.push(...ID_ATTRIBUTES.map((name) => each?.getAttribute(name)));
  const fields = [element as HTMLInputElement, ...(form?.querySelectorAll<HTMLInputElement>(ID_INPUTS) ?? [])];
  for (const { name, value } of fields) if (ID_FIELDS.includes(name)) found.push(value);
  // Of links and of buttons with the call in an attribute: "?add-to-cart=42", "cart.add('42')", "/product/42/".
  const asked = /[?&](?:add-to-cart|product_id|id_product|product|id)=([\w-]+)|\.add\('(\w+)'|\/product\/(\d+)\//;
  for (const { value } of element.attributes) found.push(...(asked.exec(value)?.slice(1) ?? []));
  found.push(...ID_ATTRIBUTES.map((name) => marked[2]?.getAttribute(name)));
  return found.filter((id): id is string => typeof id === 'string' && ID.test(id));
}

interface Card {
  root: Element;
  name?: string;
  url?: string;
}

/** The smallest part around `element` with a name of its own; beside a main product, one that leads to another page. */
function cardOf(element: Element, isLoose: boolean): Card | undefined {
  let root = element.parentElement;
  for (let depth = 0; root && root !== document.body && depth < 8; depth++, root = root.parentElement) {
    for (const names of isLoose ? [HEADING, 'a[href]'] : [HEADING]) {
      for (const heading of root.querySelectorAll(names)) {
        if (heading.contains(element)) continue;
        if (heading.localName === 'h1') return undefined;
        const name = text(heading.textContent);
        const link = heading.closest('a') ?? heading.querySelector('a');
        const url = link && !samePath(link.href, location.href) ? link.href : undefined;
        if (name && (url || (isLoose && names === HEADING))) return { root, name, url };
      }
    }
  }
  return undefined;
}

/** The text of the price that a card shows, if it shows one. */
function priceIn(card: Element): string | undefined {
  for (const element of card.querySelectorAll('[itemprop=price],[data-price],[data-price-amount],[class*=price i]')) {
    if (element.closest('del,s,[class*=old i],[class*=non-sale],[class*=tax]')) continue;
    const said = ['content', 'data-price', 'data-price-amount'].map((name) => element.getAttribute(name)).find(Boolean);
    const shown = (said ?? element.textContent)?.trim() ?? '';
    // Two numbers are a range, or before and now.
    if (shown.length < 40 && isOne(shown))
      return said ? `${said} ${currencyIn(element.textContent ?? '') ?? ''}` : shown;
  }
  return undefined;
}

/** By its code, or by a sign that only one currency has. */
function currencyIn(price = ''): string | undefined {
  const at = '€£₽₴₺'.indexOf(/[€£₽₴₺]/.exec(price)?.[0] ?? '-');
  return /\b[A-Z]{3}\b/.exec(price)?.[0] ?? ['EUR', 'GBP', 'RUB', 'UAH', 'TRY'][at];
}

const samePath = (one: string | undefined, other: string) =>
  !!one &&
  new URL(one, document.baseURI).pathname.replace(/\/$/, '') ===
    new URL(other, document.baseURI).pathname.replace(/\/$/, '');
