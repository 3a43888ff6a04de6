/** One product: `/shop/product/<slug>/`. */

import { firstVariant, product } from '../catalogue.js';
import { linesData, tell } from '../measure.js';
import { canonical, nameThePage, notFound } from '../page.js';
import { drawProduct } from '../product.js';

const item = product(location.pathname.split('/')[3]);

if (item) {
  nameThePage(item.name);
  canonical(`/shop/product/${item.slug}/`);
  const variant = firstVariant(item);
  drawProduct(item, variant);
  tell('track', 'view_item', linesData([{ item, variant, quantity: 1 }]));
} else {
  notFound('product');
}
