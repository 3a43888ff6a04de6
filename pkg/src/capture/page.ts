// Page views: single-page navigation, hiding, and the back/forward cache.

import { guarded, listen } from '../listen';

/** What is told of the pages of a document. */
export interface PageWatcher {
  /** The address has changed to another page's. */
  navigated(referrer: string): void;
  /**
   * The page is hidden, perhaps for good, or left (`isLeft`). Both may come: where a page is left without having been
   * hidden (WebKit), `pagehide` is the last moment.
   */
  hidden(isLeft?: boolean): void;
  /** The browser is about to load another page in place of this one. */
  leaving(): void;
  /** The page is visible again. */
  visible(): void;
  /** The page comes back from the back/forward cache. */
  restored(): void;
}

/** Begins to watch. With `hashRoutes` another fragment is another page. */
export function watchPages(hashRoutes: boolean | undefined, watcher: PageWatcher): void {
  const page = () => (hashRoutes ? location.href : location.href.replace(/#.*/s, ''));
  let last = page();
  const changed = () => {
    const referrer = last;
    last = page();
    if (referrer !== last) watcher.navigated(referrer);
  };
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) {
    listen(navigation, 'currententrychange', changed);
    type Navigate = Event & { destination: { sameDocument: boolean } };
    listen(navigation, 'navigate', ({ destination }: Navigate) => destination.sameDocument || watcher.leaving());
  } else {
    for (const method of ['pushState', 'replaceState'] as const) follow(method, guarded(changed));
    listen(window, 'popstate', changed);
  }
  listen(document, 'visibilitychange', () => watcher[document.visibilityState === 'hidden' ? 'hidden' : 'visible']());
  listen(window, 'pagehide', () => watcher.hidden(true));
  listen(window, 'pageshow', ({ persisted }: PageTransitionEvent) => persisted && watcher.restored());
}

/** What the document itself says of its page. */
export function factsOfPage(): object {
  const { wasDiscarded } = document as { wasDiscarded?: boolean };
  const [entry] = performance.getEntriesByType('navigation') as { activationStart?: number }[];
  const canonical = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href;
  return {
    canonical: canonical && canonical !== location.origin + location.pathname ? canonical : undefined,
    discarded: wasDiscarded || undefined,
    prerendered: !!entry?.activationStart || undefined,
  };
}

/** Calls `changed` after each call of a method of the history, which itself works as before and throws what it threw. */
function follow(method: 'pushState' | 'replaceState', changed: () => void): void {
  const original = history[method];
  history[method] = function (...args) {
    original.apply(this, args);
    changed();
  };
}
