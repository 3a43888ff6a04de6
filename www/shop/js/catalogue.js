/**
 * Questions about what the shop sells. A variant is one buyable form of a product:
 * `{ id, name, colour, size, price, inStock }`, its id made of the colour's and the size's (`'ember-24'`, or `'only'`).
 */

import { CATEGORIES, PRODUCTS } from './products.js';

export const BRAND = 'Larkmoor';

/** Every product, in the order the shop shows them. */
export function products() {
  return PRODUCTS;
}

export function categories() {
  return CATEGORIES;
}

/** The product of this slug, or undefined. */
export function product(slug) {
  return PRODUCTS.find((one) => one.slug === slug);
}

/** The category of this slug, or undefined. */
export function category(slug) {
  return CATEGORIES.find((one) => one.slug === slug);
}

/** All variants of a product, colours first: at least one. */
export function variants(item) {
  const colours = item.colours ?? [null];
  const sizes = item.sizes ?? [null];
  return colours.flatMap((colour) => sizes.map((size) => variantOf(item, colour, size)));
}

/** One variant by its id, or undefined. */
export function variant(item, id) {
  return variants(item).find((one) => one.id === id);
}

/** The variant a page shows first: the first that can be bought, else the first. */
export function firstVariant(item) {
  const all = variants(item);
  return all.find((one) => one.inStock) ?? all[0];
}

export function inStock(item) {
  return variants(item).some((one) => one.inStock);
}

/** Products whose words all the words of `query` begin, best (in the name) first. An empty query finds nothing. */
export function find(query) {
  const wanted = words(query);
  if (wanted.length === 0) return [];
  const found = PRODUCTS.map((item) => ({ item, score: score(item, wanted) })).filter(({ score }) => score > 0);
  return found.sort((a, b) => b.score - a.score).map(({ item }) => item);
}

function variantOf(item, colour, size) {
  const parts = [colour, size].filter(Boolean);
  const id = parts.map((part) => part.id).join('-') || 'only';
  return {
    id,
    name: parts.map((part) => part.name).join(', '),
    colour,
    size,
    price: size?.price ?? item.price,
    inStock: item.soldOut !== true && !item.soldOut?.includes(id),
  };
}

function words(text) {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** 0 when a wanted word is nowhere; 3 for a word of the name, 1 for one elsewhere. */
function score(item, wanted) {
  const name = words(item.name);
  const rest = words([item.line, item.text, category(item.category).name, ...item.facts, ...(item.colours ?? []).map((one) => one.name)].join(' '));
  let total = 0;
  for (const word of wanted) {
    if (name.some((one) => one.startsWith(word))) total += 3;
    else if (rest.some((one) => one.startsWith(word))) total += 1;
    else return 0;
  }
  return total;
}
