// What is read of forms: ids of products and how many of them. No other field's value is read.

import { around } from './card';

const ID_ATTRIBUTES =
  'waypost-item-id,product-sku,product_sku,sku,product-id,product_id,id-product,productid,item-id,pid,entity-id,product,variant-id,quantity-variant-id,cart-item-id,id'
    .split(',')
    .map((name) => `data-${name}`);
const MARKED = ID_ATTRIBUTES.map((name) => `[${name}]`).join();

/** Hidden fields that carry a product's id. */
const ID_FIELDS = ['product_id', 'id_product', 'add-to-cart', 'product', 'variation_id', 'id'];
const ID_INPUTS = ID_FIELDS.map((name) => `input[type=hidden][name=${name}]`).join();

/** What a product's id looks like, unlike JSON or a text in the same attribute, and no zero for none. */
const ID = /^(?!0$)[\w.:-]{1,64}$/;

const IS_QUANTITY = /qt[ye]|quantity|^updates\[|menge|quantit|cantidad|aantal|ilosc|antal|adet|колич|кільк/i;

/** Fields that may hold a quantity. */
const COUNTS = 'select,input[type=number],input[type=tel],input[type=text],input:not([type])';

const NAMES = ['name', 'id', 'aria-label', 'class'];

type Field = HTMLInputElement | HTMLSelectElement;

export const formOf = (element: Element): HTMLFormElement | undefined =>
  (element as { form?: HTMLFormElement | null }).form ?? element.closest('form') ?? undefined;

/** The form of an element, else what serves as one: the smallest part of its card with a field that fits. */
function partOf(element: Element, selector: string, card: Element | undefined): Element | undefined {
  const form = formOf(element);
  if (form) return form;
  for (const part of around(element)) {
    if (card && !card.contains(part)) return undefined;
    if (part.querySelector(selector)) return part;
  }
  return undefined;
}

/** The fields of a quantity in a part of the page, told by their names; those of a form may stand outside of it. */
export function countsIn(part: Element): Field[] {
  const fields = [...part.querySelectorAll<Field>(COUNTS), ...((part as HTMLFormElement).elements ?? [])] as Field[];
  const isNamed = (field: Field) => NAMES.some((name) => IS_QUANTITY.test(field.getAttribute(name) ?? ''));
  return [...new Set(fields)].filter((field) => field.matches(COUNTS) && isNamed(field));
}

/** The number in a field: small and whole, else nothing. */
export const countOf = (value: string | null | undefined) => (/^\d{1,4}$/.test(value ?? '') ? +value! : undefined);

/** How many an act at `element` is about. */
export function quantityOf(element: Element, card: Element | undefined): number | undefined {
  const said = element.getAttribute('data-quantity');
  const part = said ? undefined : partOf(element, COUNTS, card);
  const [field] = part ? countsIn(part) : [];
  return countOf(said ?? field?.value ?? '1') || undefined;
}

/** Ids of the product of an act at `element`, the one that the shop calls it by first. */
export function idsOf(element: Element, card: Element | undefined): string[] {
  const parent = element.parentElement?.closest(MARKED);
  // Around a card there may be the list's own.
  const isIts = card ? card.contains(parent ?? null) : parent !== document.body;
  const marked = [element, isIts ? parent : null].map(attributesOf);
  const fields = [
    element as HTMLInputElement,
    ...(partOf(element, ID_INPUTS, card)?.querySelectorAll<HTMLInputElement>(ID_INPUTS) ?? []),
  ];
  const hidden = fields.filter(({ name }) => ID_FIELDS.includes(name)).map(({ value }) => value);
  // Of links and of buttons with the call in an attribute: "?add-to-cart=42", "cart.add('42')", "/product/42/".
  const asked = /[?&](?:add-to-cart|product_id|id_product|product|id)=([\w-]+)|\.add\('(\w+)'|\/product\/(\d+)\//;
  const linked = [...element.attributes].flatMap(({ value }) => asked.exec(value)?.slice(1) ?? []);
  const within = [...(card?.querySelectorAll(MARKED) ?? [])].map(attributesOf);
  const found = [...marked, hidden, linked, ...within].flat();
  return found.filter((id): id is string => typeof id === 'string' && ID.test(id));
}

const attributesOf = (element: Element | null | undefined) => ID_ATTRIBUTES.map((name) => element?.getAttribute(name));
