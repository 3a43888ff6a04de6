// Shops: what a page sells, found without being told by the site. What the visitor does about it is another chunk's, which comes
// once the page is at rest, or with the first sign of a person; what the data layer says is a third one's.

import { guarded, listen, type Attach, type Sink } from './capture';
import { takeOwnHosts } from './capture/own';
import { hasLayer } from './shop/layer-sign';
import type { Page } from './shop/page';
import { watchPage, type Find } from './shop/page-watch';
import { CONFIDENCE } from './shop/source';
import type { Acts } from './shop-acts';

// What the other two need as well.
export { CART, decoded, isOfCart, isOfShop, parsed, typeOf } from './shop/address';
export { currencyOf, dataOf, MAX_ITEMS, text } from './shop/item';
export { TAG_MANAGERS } from './shop/layer-sign';
export { read } from './shop/ld';
export { decimal, codeIn, isOne } from './shop/money';
export { CONFIDENCE } from './shop/source';
export { words } from './shop/words';

/** What is known of a shop before anybody does anything. */
export interface Shop {
  sink: Sink;
  /** The page on screen. */
  page(): Page;
  /** Looks whether the data layer has changed: call it when something may have changed it. */
  look(): void;
}

/** Signs that somebody is there, who may press something next. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'scroll', 'focusin'];

/** Longest wait for a moment in which the page does nothing, in milliseconds. */
const REST_MS = 2000;

/** What may be an act. */
const PRESSES = ['click', 'submit'];

/** `early` are presses from before what knows them has come: first the one that brought this chunk, if one did. */
export const attach: Attach = (sink, ...early) => {
  takeOwnHosts(sink.options.ownHosts);
  const find: Find = (name, data, source) => sink.on(source) && sink.found(name, data, source, CONFIDENCE[source]);

  let acts: Acts | undefined;
  let lookAtLayer: (() => void) | undefined;
  let layer: Promise<unknown> | undefined;
  const look = () => {
    lookAtLayer?.();
    if (!sink.on('data_layer') || !hasLayer()) return;
    layer ??= import('./waypost-layer.js')
      .then(
        guarded(({ watchLayer }) => {
          lookAtLayer = watchLayer((name, data) => (acts ? acts.tellOfLayer(name, data) : find(name, data, 'data_layer')));
          lookAtLayer();
        }),
      )
      .catch(async (error) => (await sink.failed(error)) && (layer = undefined));
  };

  let coming: Promise<Acts | undefined> | undefined;
  const bringActs = () =>
    (coming ??= import('./waypost-acts.js')
      .then(({ watch }) => (acts = watch({ sink, page: page.now, look }, early)))
      .catch(async (error) => {
        if (await sink.failed(error)) coming = undefined;
        return undefined;
      }));

  const pressed = (event: Event) => {
    if (acts) return;
    early.push(event);
    bringActs();
  };
  for (const kind of PRESSES) listen(document, kind, pressed);
  for (const kind of SIGNS)
    document.addEventListener(kind, guarded(bringActs), { capture: true, passive: true, once: true });
  const page = watchPage(sink, find, look, () => acts, bringActs);
  if (early.length) bringActs();
  // A press may leave the page at once, by a form: too late to load what knows it.
  else whenAtRest(bringActs);
  return {
    begin: page.begin,
    end(isHidden) {
      acts?.flush();
      page.end(isHidden);
    },
  };
};

/** Runs `act` once the page has been loaded and has nothing to do, or after a while. */
function whenAtRest(act: () => unknown): void {
  // Safari has no such call.
  const { requestIdleCallback: idle } = window as Partial<Window>;
  const soon = () => (idle ? idle(guarded(act), { timeout: REST_MS }) : setTimeout(guarded(act), REST_MS));
  if (document.readyState === 'complete') soon();
  else listen(window, 'load', soon);
}
