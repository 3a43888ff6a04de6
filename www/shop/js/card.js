/** A product as a card, and its picture in the colour of a variant. */

import { firstVariant, inStock, variants } from './catalogue.js';
import { el } from './dom.js';
import { selectAttributes } from './measure.js';
import { CURRENCY, euro } from './money.js';

/** The drawing of a product; `alt` is empty where its name stands beside it. */
export function picture(item, variant, { alt = '', eager = false } = {}) {
  return el('img', {
    class: `picture ${toneClass(variant.colour)}`,
    src: `/shop/img/${item.slug}.svg`,
    alt,
    width: 800,
    height: 1000,
    loading: eager ? 'eager' : 'lazy',
    decoding: 'async',
  });
}

/** The class that paints a colour behind a drawing. */
export function toneClass(colour) {
  return colour ? `tone tone-${colour.id}` : '';
}

/** A list of cards; `listId` and `listName` say on which list a product was chosen. */
export function cardList(items, { listId, listName, heading = 'h3' }) {
  return el(
    'ul',
    { class: 'cards', 'data-waypost-currency': CURRENCY, 'data-waypost-item-list-id': listId, 'data-waypost-item-list-name': listName },
    items.map((item, index) => card(item, heading, index < 4)),
  );
}

function card(item, heading, eager) {
  const variant = firstVariant(item);
  return el(
    'li',
    { class: 'card' },
    el(
      'a',
      { class: 'card-link', href: `/shop/product/${item.slug}/`, 'data-test': 'product-card', ...selectAttributes(item, variant) },
      el('div', { class: 'card-picture' }, picture(item, variant, { eager }), badge(item)),
      el('div', { class: 'card-words' }, el(heading, { class: 'card-name' }, item.name), price(item, variant)),
      el('p', { class: 'card-line' }, item.line),
    ),
    item.colours && el('p', { class: 'card-tones' }, el('span', { class: 'unseen' }, `In ${item.colours.map(({ name }) => name).join(', ')}`), item.colours.map((colour) => el('span', { class: `dot ${toneClass(colour)}`, 'aria-hidden': 'true' }))),
  );
}

/** What a variant costs, with the former price when the product is reduced. */
export function price(item, variant) {
  const dearer = variants(item).some((one) => one.price !== variant.price);
  return el(
    'p',
    { class: item.was ? 'price price-reduced' : 'price' },
    dearer && el('span', { class: 'price-from' }, 'from '),
    item.was && [el('s', {}, el('span', { class: 'unseen' }, 'Was '), euro(item.was)), ' '],
    el('span', {}, item.was && el('span', { class: 'unseen' }, 'now '), euro(variant.price)),
  );
}

function badge(item) {
  if (!inStock(item)) return el('span', { class: 'badge' }, 'Sold out');
  if (item.was) return el('span', { class: 'badge badge-reduced' }, 'Reduced');
  return null;
}
