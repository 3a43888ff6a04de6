/** Checkout, second step: how the parcel travels. */

import { lines, onChange, total } from '../cart.js';
import { chooseDelivery, chosenDelivery, contact, DELIVERIES, deliveryCost } from '../checkout.js';
import { draw, drawStep } from '../checkout-step.js';
import { el } from '../dom.js';
import { whenValid } from '../forms.js';
import { linesData, tell } from '../measure.js';
import { euro } from '../money.js';

const form = document.getElementById('step');
const options = document.getElementById('options');

drawOptions();
onChange(drawOptions);
if (drawStep() && !contact()) location.replace('/shop/checkout/');

form.addEventListener('change', () => {
  chooseDelivery(form.elements.delivery.value);
  draw();
});
whenValid(form, () => {
  chooseDelivery(form.elements.delivery.value);
  tell('track', 'add_shipping_info', { ...linesData(lines()), shipping_tier: chosenDelivery().name });
  location.assign('/shop/checkout/payment/');
});

function drawOptions() {
  options.replaceChildren(...DELIVERIES.map(option));
}

function option(delivery) {
  const cost = deliveryCost(delivery, total());
  return el(
    'label',
    { class: 'option' },
    el('input', { type: 'radio', name: 'delivery', value: delivery.id, checked: delivery === chosenDelivery() }),
    el('span', { class: 'option-words' }, el('strong', {}, delivery.name), el('span', {}, delivery.when)),
    el('span', { class: 'option-price' }, cost === 0 ? 'Free' : euro(cost)),
  );
}
