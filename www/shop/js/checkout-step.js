/** What the three steps of the checkout share: the order beside the form, and a word when there is nothing to buy. */

import { lines, onChange } from './cart.js';
import { chosenDelivery } from './checkout.js';
import { summary } from './summary.js';

/** Draws the order beside the step and keeps it right; returns whether there is anything to buy. */
export function drawStep() {
  onChange(draw);
  return draw();
}

/** Brings the order beside the step in line with the cart and the chosen delivery. */
export function draw() {
  const all = lines();
  document.getElementById('empty').hidden = all.length > 0;
  document.getElementById('full').hidden = all.length === 0;
  document.getElementById('summary').replaceChildren(summary(all, chosenDelivery()));
  return all.length > 0;
}
