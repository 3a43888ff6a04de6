// Shops: what a page sells, and what the visitor does about it, found without being told by the site.

import { type Attach } from './capture';
import { takeOwnHosts } from './capture/own';
import { watchActs } from './shop/acts';
import { ledger } from './shop/ledger';
import { watchLayer } from './shop/layer-watch';
import { watchPage } from './shop/page-watch';
import { watchSignals } from './shop/signals';

/** Acts of a press, of which other sources tell, too. */
const ACT = /^(add_to_cart|remove_from_cart|add_to_wishlist|begin_checkout)$/;

export const attach: Attach = (sink, ...causes) => {
  takeOwnHosts(sink.options.ownHosts);
  const told = ledger(sink);

  const lookAtLayer = watchLayer((name, data) => {
    const press = ACT.test(name) ? told.awaiting(name, 'data_layer', data) : undefined;
    // The site's own word: told twice by it, it happened twice.
    const isAnother = press?.told.get(name)?.sources.has('data_layer');
    told.tell(isAnother ? undefined : press, name, data, 'data_layer');
  });

  const signals = watchSignals((source, act, element, product) => {
    const press = sink.on(source) && told.awaiting(act, source);
    if (!press) return;
    const data = acts.dataFor(act, element ?? press.element, product);
    if (press.waiting?.act !== act) return told.tell(press, act, data, source);
    if (product?.price) press.waiting.data = data;
    press.waiting.sources.push(source);
    told.settle(press);
  });

  const look = () => {
    if (sink.on('data_layer')) lookAtLayer();
    signals.look();
  };

  const page = watchPage(sink, told, look);
  const acts = watchActs(sink, told, page.now, signals.speaks, look, causes);
  return {
    begin: page.begin,
    end(isHidden) {
      acts.flush();
      page.end(isHidden);
    },
  };
};
