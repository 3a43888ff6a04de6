/** Checkout, third step: a card form that is looked at and forgotten; nothing leaves the page. */

import { lines } from '../cart.js';
import { contact, placeOrder } from '../checkout.js';
import { drawStep } from '../checkout-step.js';
import { whenValid } from '../forms.js';
import { linesData, tell } from '../measure.js';

const form = document.getElementById('step');

if (drawStep() && !contact()) location.replace('/shop/checkout/');

whenValid(form, () => {
  const bought = linesData(lines());
  if (!placeOrder()) return;
  tell('track', 'add_payment_info', { ...bought, payment_type: 'card' });
  location.assign('/shop/thanks/');
});
