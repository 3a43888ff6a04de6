// Where commercial acts are found, and how far each place is believed.

import type { Source } from '../capture';

/** How sure each source is that what it says has happened, in percent. */
export const CONFIDENCE: Record<Source, number> = {
  attribute: 95,
  data_layer: 90,
  json_ld: 85,
  microdata: 80,
  rdfa: 80,
  shopify: 80,
  woocommerce: 80,
  magento: 80,
  prestashop: 80,
  opencart: 80,
  bigcommerce: 80,
  request: 70,
  form: 65,
  open_graph: 60,
  button: 50,
};
