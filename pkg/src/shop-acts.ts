// What visitors do in a shop: their presses and what comes of them, what the shop's system says of it, what their link has
// added. And what few pages need, or what takes the same knowledge: products marked by attributes, what a cart's page holds, the
// number of an order, what a page sells whose buttons alone tell.

import { watchActs } from './shop/acts';
import { typeByButtons } from './shop/judge';
import { landing } from './shop/landing';
import { ledger } from './shop/ledger';
import { attributes, MICRODATA, RDFA, things } from './shop/markup';
import { orderShown } from './shop/order';
import { shownIn } from './shop/rows';
import { watchSignals } from './shop/signals';
import type { Shop } from './shop';

export type Acts = ReturnType<typeof watch>;

/** Watches from now on, and takes `early` as just heard: presses of a page to which this has come late. */
export function watch({ sink, page, look }: Shop, early: Event[]) {
  const told = ledger(sink);
  const signals = watchSignals((source, act, element, product) => {
    const press = sink.on(source) && told.awaiting(act, source);
    if (!press) return;
    const data = acts.dataFor(act, element ?? press.element, product);
    if (press.waiting?.act !== act) return told.tell(press, act, data, source);
    if (product?.price) press.waiting.data = data;
    press.waiting.sources.push(source);
    told.settle(press);
  });
  const lookAgain = () => {
    look();
    signals.look();
  };
  signals.look();
  const acts = watchActs(sink, told, page, signals.speaks, lookAgain, early);
  return {
    flush: acts.flush,
    hasTold: told.hasTold,
    tellOfLayer: (name: string, data: object) => told.tellOfLayer(name, data),
    attributes,
    microdata: () => things(document, MICRODATA),
    rdfa: () => things(document, RDFA),
    landing,
    orderShown,
    shownIn,
    typeByButtons,
  };
}
