/**
 * Fills the cart again when a visitor has followed the link in their mail. Of each thing there are then as many as were
 * kept, or as there are already if that is more; prices are today's, and what is no longer sold stays away.
 */

import { lines, setQuantity } from './cart.js';
import { product, variants } from './catalogue.js';
import { el } from './dom.js';
import { linesData, tell } from './measure.js';

/** Waits for Waypost to bring a cart back. */
export function startRestore() {
  tell('on', 'restore', ({ cart, reason }) => {
    if (!cart) return say(reason === 'unreachable' ? 'Your saved cart cannot be reached just now. Please try the link again later.' : 'This link no longer leads to a saved cart.');
    const missing = cart.items.filter((line) => !putBack(line)).map((line) => line.item_name ?? line.item_id);
    tell('track', 'cart_update', linesData(lines()));
    say(['Your saved cart is back.', missing.length > 0 && `No longer sold: ${missing.join(', ')}.`].filter(Boolean).join(' '));
  });
}

/** Whether the cart holds a kept line again. */
function putBack({ item_id: slug, item_variant: name = '', quantity }) {
  const item = product(slug);
  const chosen = item && variants(item).find((one) => one.name === name && one.inStock);
  if (!chosen) return false;
  const there = lines().find((line) => line.item === item && line.variant.id === chosen.id)?.quantity ?? 0;
  setQuantity(item, chosen, Math.max(there, quantity));
  return true;
}

function say(text) {
  const said = el('p', { class: 'wrap restored', role: 'status', 'data-test': 'restored' });
  document.getElementById('main').prepend(said);
  said.textContent = text;
}
