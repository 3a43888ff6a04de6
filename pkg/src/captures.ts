// Begins the captures, tells them of page views, and loads those that few pages need.

import { isOnPage } from './banner-sign';
import type { Attach, Capture, Offers, Sink, Step } from './capture';
import { whenArmed } from './capture/arm';
import { describe, kindOf } from './capture/click';
import { captures } from './capture/index';
import { takeOwnHosts } from './capture/own';
import { factsOfPage, watchPages } from './capture/page';
import { textOf } from './capture/text';
import { CLICKABLE } from './click';
import type { Early } from './early';
import type { Effect, Engine } from './engine';
import { guarded, later, listen } from './listen';
import type { Boot } from './loader';
import { isLeaving } from './transport';
import type { Options } from './types';

/** Parts that are loaded when first needed, each a chunk of its own. */
const CHUNKS = {
  shop: (): Promise<{ attach: Attach }> => import('./waypost-shop.js'),
  forms: () => import('./waypost-forms.js'),
  banner: () => import('./waypost-banner.js'),
  conversions: () => import('./waypost-conversions.js'),
  friction: () => import('./waypost-friction.js'),
  restore: () => import('./waypost-restore.js'),
  rules: () => import('./waypost-rules.js'),
};

/** What a page may mark products with that only `waypost-acts.js` reads. */
const MARKS = '[itemtype*="schema.org"],[typeof],[data-waypost-item-id]';

/** What else a page has that sells something, and how a cart is called in addresses. A press loads the chunk as well. */
const SHOP_SIGNS = 'script[type*="ld+json"],meta[property^="product:"],[data-product-id],[data-product_id]';

const CART_WORDS =
  /(^|\/)bag|cart|basket|checkout|thank|order|kasse|warenkorb|danke|panier|commande|carr(?:it|ell|inh)|cesta|winkelwagen|koszyk|zamow|sepet|korzin/i;

/** Whether a link or form leads to a cart, as it is written. A field called "action" hides the form's own. */
const leadsToCart = (each: Element) => CART_WORDS.test(each.getAttribute('href') ?? each.getAttribute('action')!);

/** So many of the last steps are kept for the chunks, the drawer among them, which may come late. */
const STEPS = 300;

/** Starts them all; gives what takes the calls of `page()` and the clicks that the loader hears. */
export function startCaptures(boot: Boot, engine: Engine, choose: (choice: string) => void) {
  const { options, warn } = boot;
  takeOwnHosts(options.ownHosts);
  const running: Capture[] = [];
  const steps: Step[] = [];
  const offers: Offers = {
    calls: [],
    steps,
    prepare: () => bring('rules'),
    call(id) {
      offers.calls.push(id);
      bring('rules');
    },
  };
  const failed = async (error: unknown) => {
    const isLeft = await isLeaving();
    if (!isLeft) warn('no_chunk', `a part of Waypost can't be loaded (${error})`);
    return isLeft;
  };
  const sink: Sink = {
    track: (name, data, at = Date.now()) => engine.queue({ k: 'track', at, name }, JSON.stringify(data)),
    found: (name, data, source, confidence) =>
      engine.queue({ k: 'found', at: Date.now(), name, source, confidence }, JSON.stringify(data)),
    facts: (facts) => engine.queue({ k: 'facts' }, JSON.stringify(facts)),
    consent: (choice) => choose(JSON.stringify(choice)),
    boot,
    options,
    on: (name) => isOn(options, name),
    warn,
    failed,
    engine,
    offers,
  };

  const begin = () => running.forEach((capture) => guarded(() => capture.begin?.())());
  const end = (isHidden: boolean) => running.forEach((capture) => guarded(() => capture.end?.(isHidden))());
  const attach = (attach: Attach, ...causes: Event[]) => {
    const capture = attach(sink, ...causes);
    if (capture) running.push(capture);
    return capture;
  };

  const told = ([, [, topic, detail]]: Step, capture: Capture) => {
    if (topic !== 'event') return;
    const { name, data } = detail as { name: string; data: Record<string, unknown> };
    capture.event?.(name, data);
  };

  /** The chunks that were asked for; each that is on its way with what it is to be told. */
  const asked = new Map<string, Event[] | undefined>();
  /** Loads a chunk once; without it the page works on, and what it would have found is not recorded. */
  const bring = (name: keyof typeof CHUNKS, cause?: Event) => {
    const isFirst = !asked.has(name);
    if (isFirst) asked.set(name, sink.on(name) ? [] : undefined);
    const causes = asked.get(name);
    if (cause) causes?.push(cause);
    if (!isFirst || !causes) return;
    CHUNKS[name]()
      .finally(() => asked.set(name, undefined))
      .then(
        guarded(({ attach: start }) => {
          const capture = attach(start, ...causes);
          capture?.begin?.();
          // What happened counts although it was faster than the chunk.
          if (capture) steps.forEach((step) => told(step, capture));
        }),
      )
      // Who comes back is asked again.
      .catch(async (error) => (await failed(error)) && asked.delete(name));
  };
  /** Brings what knows shops, and at the same time what that will ask for. */
  const bringShop = (cause?: Event, needsActs = !!cause) => {
    bring('shop', cause);
    if (needsActs && sink.on('shop')) import('./waypost-acts.js').catch(String);
  };
  const debug = () => {
    if (mayOffer) bring('rules');
    import('./waypost-debug.js')
      .then(guarded(({ open }) => attach((sink) => open(sink, { steps, chunks: asked, stream: boot.stream }))))
      .catch(failed);
  };

  const lookForSigns = () => {
    const isOfShop = () =>
      CART_WORDS.test(location.href) || [...document.querySelectorAll('a,form')].some(leadsToCart);
    const isMarked = !!document.querySelector(MARKS);
    if (isMarked || 'dataLayer' in window || document.querySelector(SHOP_SIGNS) || isOfShop())
      bringShop(undefined, isMarked);
    if (options.banner !== false && isOnPage()) bring('banner');
  };

  const view = (at: number, url: string, title: string, ref: string, again: boolean, facts?: object) => {
    engine.queue({ k: 'page', at, url, title, ref, again });
    if (facts) sink.facts(facts);
  };
  const newView = (referrer: string, again: boolean, facts?: object) => {
    end(false);
    view(Date.now(), location.href, again ? document.title : '', referrer, again, facts);
    later(() => {
      begin();
      lookForSigns();
    });
  };

  watchPages(options.hashRoutes, {
    navigated: (referrer) => newView(referrer, false),
    hidden(isLeft) {
      end(!isLeft);
      engine.takeLast({ k: 'hidden' });
    },
    leaving: () => engine.takeLast(),
    visible: () => engine.queue({ k: 'visible' }),
    restored: () => newView(document.referrer, true, { restored: true }),
  });
  for (const [start, name] of captures) if (!name || sink.on(name)) guarded(() => attach(start))();

  const parsed = guarded(() => {
    sink.facts(factsOfPage());
    begin();
    lookForSigns();
  });
  if (document.readyState === 'loading') listen(document, 'DOMContentLoaded', parsed);
  else later(parsed);
  listen(window, 'load', lookForSigns);
  if (options.conversions) bring('conversions');
  const mayOffer = options.offer?.enabled !== false;
  if (mayOffer) offers.clock = whenArmed(options, () => engine.queue({ k: 'armed' }));
  if (/[?&]waypost=debug\b/.test(location.search)) debug();
  if (/[?&]waypost_restore=/.test(location.search)) bring('restore');
  listen(document, 'pointerdown', (event) => bring('friction', event));
  for (const kind of ['focusin', 'input']) listen(document, kind, (event) => bring('forms', event));
  listen(document, 'submit', (event) => {
    bring('forms', event);
    bringShop(event);
  });

  let isFirst = true;
  return {
    /** Opens the drawer. */
    debug,
    offers,
    /** The tracker told or sent something, or a choice was made. */
    step(effect: Effect, batch?: unknown) {
      const step: Step = [Date.now(), effect, batch];
      if (steps.push(step) > STEPS) steps.shift();
      const tell = (capture: Capture) => {
        told(step, capture);
        capture.step?.(step);
      };
      running.forEach((capture) => guarded(tell)(capture));
    },
    /** The first view, as the loader saw it, and those that the site tells of by `page()`. */
    page(at: number, url: string, title: string, referrer: string) {
      if (!isFirst) end(false);
      view(at, url, title, referrer, true);
      if (!isFirst) later(begin);
      isFirst = false;
    },
    /** A click on something clickable, as the loader heard it. What takes reading the layout waits for a later task. */
    click({ at, args: [tag, id, , href = ''], event }: Early) {
      const element = (event!.target as Element).closest(CLICKABLE);
      if (!element || !sink.on('clicks')) return;
      bringShop(event);
      engine.queueLate(() => {
        const [name, more] = kindOf(element);
        // What follows a question mark may be a search, what follows `mailto:` is an address.
        const link = href.replace(/[?#].*/s, '').replace(/^((?!https?)[a-z]+:).*/is, '$1');
        const where = describe(element, event as MouseEvent);
        const data = { tag, id: id || undefined, text: textOf(element) || undefined, href: link || undefined };
        return [{ k: 'track', at, name }, JSON.stringify({ ...data, ...where, ...more })];
      });
    },
  };
}

function isOn({ capture, sources }: Options, name: string): boolean {
  return (
    (capture as Record<string, boolean>)?.[name] !== false && (sources as Record<string, boolean>)?.[name] !== false
  );
}
