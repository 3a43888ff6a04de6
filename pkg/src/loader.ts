// The part that every page has at once: it takes calls, records the page view, and loads the tracker. If the visitor
// leaves before the tracker is there, it sends what it has.

import { type Call, clicked } from './click';
import { encode, type Early, screen } from './early';
import { fire, look, usable } from './hook';
import { listen } from './listen';
import { explainAt, warn } from './messages';
import type { Options, Topics, Waypost } from './types';

/** What `waypost-sdk.js` gives: takes the calls so far, and those to come. */
export interface Sdk {
  start(boot: Boot): Promise<((call: Early) => void) | undefined>;
}

/** What the tracker is started with. */
export interface Boot {
  options: Options;
  collector: string;
  /** Id of this document's stream, and the seed of all that is random in it: 32 hexadecimal digits each. */
  stream: string;
  seed: string;
  /** Tells the listeners of a topic. */
  tell(topic: string, detail: () => object): void;
  /** One message on the console, once a page and code. */
  warn(code: string, text: string): void;
  /** What the device remembers of the visitor; nothing without consent. */
  memory?(): Promise<string | undefined>;
  /** The view of offers, once it was needed. */
  offer?: Promise<Pick<typeof import('./offer'), 'prepare' | 'show' | 'ghost' | 'deliver' | 'drop'>>;
  /** Looks for what the page declares by being there; after a page view there may be more. */
  look(): void;
}

const METHODS = ['track', 'page', 'identify', 'consent', 'flush', 'reset', 'debug', 'offer'] as const;

type Listener = (detail: object) => void;

/** Most calls kept for a tracker that does not come; no batch may have more events. */
const MAX_EARLY = 500;

/** A client whose calls do nothing: for a server, or a page without a site key. */
export function inert(): Waypost {
  const client = { on: () => () => {}, push: () => {} } as Partial<Waypost>;
  for (const method of METHODS) client[method] = () => {};
  return client as Waypost;
}

/** Starts recording this page. `load` brings the tracker. */
export function create(options: Options, origin: string, load: () => Promise<Sdk>): Waypost {
  const collector = String(options.collector || origin).replace(/\/+$/, '');
  explainAt(collector);
  const stream = randomHex();
  const listeners: Record<string, Set<Listener>> = Object.create(null);
  const early: Early[] = [];
  let deliver: ((call: Early) => void) | undefined;
  let consent: string = options.consent || 'anonymous';
  let isSilent = false;

  const call: Call = (method, args = [], event) => {
    // These end the stream: what comes after them is the tracker's to number.
    isSilent ||= consent === 'denied' || method === 'reset';
    const entry = { at: Date.now(), method, args, event };
    if (deliver) deliver(entry);
    else if (early.length < MAX_EARLY) early.push(entry);
  };

  const page = () => call('page', [location.href, document.title, document.referrer]);

  const client = {
    track(name, data) {
      let json = '';
      try {
        json = data === undefined ? '' : JSON.stringify(data);
      } catch (error) {
        return warn('bad_data', `the data of '${name}' is no JSON (${error}); it is not sent`);
      }
      call('track', [String(name), json ?? '']);
    },
    page,
    consent(choice) {
      consent = (typeof choice === 'object' ? choice?.measurement : choice) ?? consent;
      call('consent', [JSON.stringify(choice) ?? '']);
    },
    on(topic, listener) {
      const heard = (listeners[topic] ??= new Set());
      heard.add(listener as Listener);
      if (topic === 'ready' && deliver) tell('ready', () => ({}), [listener as Listener]);
      return () => void heard.delete(listener as Listener);
    },
    push(...calls) {
      for (const each of calls) {
        const [method, ...args] = Array.isArray(each) ? each : [each];
        const methods = client as unknown as Record<string, (...args: unknown[]) => void>;
        if (Object.hasOwn(client, method)) methods[method]!(...args);
        else warn('bad_call', `there is no '${method}' to push`);
      }
    },
  } as Waypost;
  // All others take one word or none.
  for (const method of METHODS) client[method] ??= (word?: unknown) => call(method, [String(word)]);

  const tell = (topic: string, detail: () => object, to: Iterable<Listener> = listeners[topic] ?? []) => {
    for (const listener of [...to]) {
      try {
        listener(detail() as Topics[keyof Topics]);
      } catch (error) {
        warn('listener_threw', `a listener of '${topic}' threw: ${error}`);
      }
    }
  };

  /** Sends what there is. Both events of leaving do, since no engine keeps both; what comes twice is stored once. */
  const leave = () => {
    // Anonymous or granted: a word that is none does not say that what is pending may be sent.
    if (deliver || isSilent || !/^(an|gr)/.test(consent)) return;
    const body = encode({ site: options.site, stream, device: screen() }, early, Date.now());
    const url = `${collector}/v1/events`;
    // Not the other way round: Firefox ends such requests when the page is left for one of another process.
    if (!navigator.sendBeacon?.(url, body)) {
      fetch(url, { method: 'POST', body, credentials: 'omit', keepalive: true }).catch(() => {});
    }
  };

  const hooks = usable(options.events);
  const lookAgain = () => look(hooks, call);

  const start = () => {
    page();
    // Calls made while the page was being prerendered are calls of this view.
    early.unshift(early.pop()!);
    listen(document, 'visibilitychange', () => document.hidden && leave());
    listen(window, 'pagehide', () => (clearTimeout(warning), leave()));
    // A page that was left too early to have its tracker comes back from the back/forward cache without it.
    listen(window, 'pageshow', ({ persisted }: PageTransitionEvent) => persisted && !deliver && bring());
    listen(document, 'click', (event) => clicked(event, hooks, call));
    listen(document, 'submit', ({ target }) => target instanceof Element && fire(target, 'submit', hooks, call));
    if (document.readyState === 'loading') listen(document, 'DOMContentLoaded', lookAgain);
    else lookAgain();
    bring();
  };

  let warning: ReturnType<typeof setTimeout>;
  const bring = () =>
    load()
      .then((sdk) => sdk.start({ options, collector, stream, seed: randomHex(), tell, warn, look: lookAgain }))
      .then((take) => {
        if (!take) return;
        early.splice(0).forEach((deliver = take));
        tell('ready', () => ({}));
      })
      .catch((error) => {
        const text = `the tracker can't be loaded (${error}); only the loader records`;
        // Not where the visitor has only left meanwhile, which ends what is being loaded.
        warning = setTimeout(() => warn('no_tracker', text), 1000);
      });

  // By which any consent banner can speak.
  listen(document, 'waypost:consent', ({ detail }) => client.consent(detail));
  const { prerendering } = document as { prerendering?: boolean };
  if (prerendering) listen(document, 'prerenderingchange', start);
  else start();
  return client;
}

/** 128 random bits. */
function randomHex(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
