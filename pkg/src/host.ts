// What the tracker lets JavaScript do: requests, storage, messages, and the parts that are loaded late.

import type * as Wasm from '../wasm/waypost.js';
import type { Boot } from './loader';
import { hold } from './locks';
import type { OfferCart, OfferContent, Submitted } from './offer';
import type { Store } from './store';
import { type Answer, post, watch } from './transport';

type OfferModule = Pick<typeof import('./offer'), 'show'>;

/** Runs something of the tracker's so that nothing is thrown. */
type Safely = <T>(act: () => T) => T | undefined;

/** The object of src/host.rs. */
export function createHost(boot: Boot, wasm: typeof Wasm, store: Store, safely: Safely) {
  const { options, collector, tell, warn, look } = boot;
  watch();
  let offer: Promise<OfferModule> | undefined;
  let answered: ((outcome: Submitted) => void) | undefined;

  const refused = () => warn('beacon_refused', 'the browser refused a beacon; events are sent by plain requests');
  const send = (path: string, body: string, keepalive: boolean, then: (...answer: Answer) => void) => {
    post(collector + path, body, keepalive, refused).then((answer) => safely(() => then(...answer)));
  };

  return {
    send(batch: number, body: string, keepalive: boolean) {
      send('/v1/events', body, keepalive, (...answer) => wasm.answered(batch, ...answer));
    },
    capture: (body: string) => send('/v1/captures', body, true, wasm.capture_answered),
    remember: store.remember,
    put: store.put,
    remove: (keys: string) => store.remove(keys.split('\n')),
    erase: store.erase,
    adopt(stream: string) {
      hold(stream)
        .then(store.records)
        .then((records) => records.length && safely(() => wasm.adopted(records.join('\n'))));
    },
    prepare() {
      offer ??= import('./waypost-offer.js');
      offer.catch(() => {});
      fetch(`${collector}/v1/config?site=${options.site}`, { credentials: 'omit' })
        .then((answer) => (answer.ok ? answer.text() : undefined))
        .catch(() => undefined)
        .then((body) => safely(() => wasm.site_config(body)));
    },
    show(view: string) {
      type View = { offer: OfferContent; cart: OfferCart; modal: boolean };
      const { offer: content, cart, modal } = JSON.parse(view) as View;
      const submit = (email: string, marketing: boolean) =>
        new Promise<Submitted>((resolve) => {
          answered = resolve;
          safely(() => wasm.offer_accepted(email, marketing));
        });
      const shown = () => safely(wasm.offer_shown);
      const dismissed = (how: string) => safely(() => wasm.offer_dismissed(how));
      offer
        ?.then(({ show }) => {
          if (!show(content, cart, modal, { submit, shown, dismissed }))
            throw 'this browser has no adopted style sheets';
        })
        .catch((error) => warn('no_offer', `the offer can't be shown (${error})`));
    },
    outcome: (word: Submitted) => answered?.(word),
    tell(topic: string, detail: string) {
      const parsed = () => JSON.parse(detail) as object;
      if (options.debug) console.debug('waypost', topic, parsed());
      // In a task of its own: a listener may call the client again.
      setTimeout(() => {
        if (detail.includes('"name":"page_view"')) look();
        tell(topic, parsed);
      });
    },
    warn,
    guard:
      (handler: (...args: unknown[]) => unknown) =>
      (...args: unknown[]) =>
        safely(() => handler(...args)),
  };
}
