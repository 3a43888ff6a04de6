/** Thanks: the last order, and its one `purchase`. */

import { lastOrder, markTold } from '../checkout.js';
import { linesData, tell } from '../measure.js';
import { summary } from '../summary.js';

const order = lastOrder();
document.getElementById('none').hidden = order !== null;
document.getElementById('placed').hidden = order === null;

if (order) {
  document.getElementById('number').textContent = order.number;
  document.getElementById('when').textContent = `${order.delivery.name}: ${order.delivery.when.toLowerCase()}.`;
  document.getElementById('summary').append(summary(order.lines, order.delivery));
  if (!order.told) {
    tell('track', 'purchase', { transaction_id: order.number, ...linesData(order.lines) });
    markTold();
  }
}
