/** Checkout, first step: who and where. */

import { lines } from '../cart.js';
import { contact, keepContact } from '../checkout.js';
import { drawStep } from '../checkout-step.js';
import { fill, values, whenValid } from '../forms.js';
import { linesData, tell } from '../measure.js';

const form = document.getElementById('step');
if (contact()) fill(form, contact());
if (drawStep()) tell('track', 'begin_checkout', linesData(lines()));

whenValid(form, () => {
  keepContact(values(form));
  location.assign('/shop/checkout/delivery/');
});
