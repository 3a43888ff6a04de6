// Text copied from a product's page, as those do who compare prices: `copy`.

import { type Attach, later, listen, selectorOf } from '../capture';
import { elementOf } from './text';

export const attach: Attach = (sink) => {
  let isProduct = false;
  listen(document, 'copy', () => {
    if (isProduct)
      later(() => {
        const selection = getSelection();
        const length = String(selection).length;
        const element = elementOf(selection?.anchorNode);
        if (length && element) sink.track('copy', { length, sel: selectorOf(element) });
      });
  });
  return {
    begin: () => void (isProduct = false),
    event: (name) => void (isProduct ||= name === 'view_item'),
  };
};
