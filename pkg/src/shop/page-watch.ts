// What each page view shows, told once a view. Structured data may come later than the view that it belongs to.

import { guarded, type Capture, type Sink, type Source } from '../capture';
import { typeOf } from './address';
import { dataOf } from './item';
import { isMarked, readPage, STRUCTURED, type Page } from './page';
import type { resultsOf } from './results';
import type { Acts } from '../shop-acts';

/** How long the page may go on changing before it is read again, in milliseconds. */
const SETTLED_MS = 150;

/** Tells what a page shows. */
export type Find = (name: string, data: object, source: Source) => void;

const IS_STRUCTURED = `${STRUCTURED},meta`;

/** What an address has that adds to the cart. */
const ADDS = /[?&](add-to-cart|product_id|id_product|id)=/;

/** Watches the page; `now` gives what is known of it. `acts` are those that know buttons and carts, where they have come. */
export function watchPage(
  sink: Sink,
  find: Find,
  look: () => void,
  acts: () => Acts | undefined,
  bringActs: () => Promise<Acts | undefined>,
): Required<Pick<Capture, 'begin' | 'end'>> & { now(): Page } {
  let page: Page | undefined;
  /** Path and content of the view before: content that stays after a navigation is not the new page's yet. */
  let path = '';
  let shown = '';
  let isStale = false;
  let isFirst = true;
  let told = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** What counts the results of a search. */
  let count: typeof resultsOf | undefined;

  const read = (isStale: boolean) => readPage(sink, isStale, acts());

  /** Does it once they have come, if the view is still the same. */
  const withActs = (act: (acts: Acts) => void) => {
    const view = told;
    bringActs().then(guarded((acts) => acts && view === told && act(acts)));
  };

  const once = (name: string, data: object, source: Source) => {
    if (told.has(name)) return;
    told.add(name);
    find(name, data, source);
  };

  const readAgain = () => {
    clearTimeout(timer);
    timer = undefined;
    if (acts() || !isMarked()) readNow();
    else bringActs().then(guarded(readNow));
  };

  const readNow = () => {
    look();
    const next = read(false);
    const content = contentOf(next);
    isStale &&= content === shown && content !== '';
    if (!isStale) shown = content;
    tell(withFacts(isStale ? read(true) : next));
  };

  const readLater = () => {
    timer ??= setTimeout(guarded(readAgain), SETTLED_MS);
  };

  const withFacts = (next: Page) => {
    if (next.type !== page?.type || !told.has('facts')) sink.facts({ type: next.type, why: next.why });
    told.add('facts');
    return (page = next);
  };

  /** The systems mark their pages themselves; else it is the address that says so. */
  const sourceOf = ({ why }: Page) => (sink.on(why) && SYSTEM.test(why) ? why : 'request') as Source;

  const tell = (page: Page) => {
    const { type, why, source = 'json_ld', product, listed, order, orderFrom } = page;
    const from = sourceOf(page);
    // Without what knows a cart's rows, the view is told when it ends.
    if (type === 'cart' && !told.has('view_cart')) {
      const tellRows = ({ shownIn }: Acts) => once('view_cart', isStale ? {} : dataOf(shownIn(page)), from);
      const known = acts();
      if (known) tellRows(known);
      else withActs(tellRows);
    }
    // Nothing but its buttons can tell what this page is, or nothing but its text which order was made.
    const isOpen = why === 'none' ? location.pathname !== '/' : type === 'thank_you' && !order;
    if (isOpen && !isStale && !acts()) withActs(readNow);
    if (type === 'checkout' && !acts()?.hasTold('begin_checkout') && isArrived(why)) once('begin_checkout', {}, from);
    if (type === 'thank_you' && order && orderFrom) once('purchase', order, orderFrom);
    if (type === 'search' && !isStale) {
      const results = count?.(listed.length);
      if (results !== undefined) once('search', { results }, from);
      // Without it, and where it does not come, a search is told when its page is left.
      else if (!count) import('./waypost-results.js').then(guarded(counting), String);
    }
    if (product && /^(product|other)$/.test(type)) {
      once('view_item', dataOf([product]), source);
      const { item_id, item_name } = product;
      if (product.isOut) once('out_of_stock', { item_id, item_name }, source);
    } else if (listed.length && /^(category|search|other)$/.test(type)) once('view_item_list', dataOf(listed), source);
  };

  /**
   * Whether the visitor has just come to the checkout: not by a reload, nor from one of its steps. Shopify's is led to by its
   * cart's form, whose press was told, for most of its checkouts are where no script of the shop's runs.
   */
  const isArrived = (why: string) => {
    if (!isFirst) return true;
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const { referrer } = document;
    const isWithin = referrer.startsWith(location.origin + '/');
    const wasTold = isWithin && (why === 'shopify' || typeOf(referrer) === 'checkout');
    return navigation?.type === 'navigate' && !wasTold;
  };

  const counting = (chunk: { resultsOf: typeof resultsOf }) => {
    count = chunk.resultsOf;
    readAgain();
  };

  const changed = guarded((records: MutationRecord[]) => {
    const isSearched = page?.type === 'search' && !told.has('search');
    const isOf = (node: Node) =>
      node instanceof Element && (node.matches(IS_STRUCTURED) || !!node.querySelector(STRUCTURED));
    const touches = ({ target, addedNodes, removedNodes }: MutationRecord) =>
      (target as Element).matches?.(IS_STRUCTURED) || [...addedNodes, ...removedNodes].some(isOf);
    if (isSearched || records.some(touches)) readLater();
  });
  new MutationObserver(changed).observe(document.documentElement, { childList: true, subtree: true });

  const now = () => (page ??= read(isStale));
  return {
    now,
    begin() {
      const wasCheckout = page?.type === 'checkout';
      isFirst = !path;
      told = new Set(wasCheckout ? ['begin_checkout'] : []);
      isStale = !isFirst && path !== location.pathname;
      path = location.pathname;
      // A single-page shop changes its address first, or last; what is there now may be either page's.
      if (isStale) tell(withFacts(read(true)));
      if (isStale) return readLater();
      readAgain();
      if (isFirst && ADDS.test(location.search))
        withActs(({ landing }) => {
          const added = landing(now());
          if (added) once('add_to_cart', ...added);
        });
    },
    end() {
      if (page?.type === 'search' && timer === undefined) once('search', {}, 'request');
      if (page?.type === 'cart') once('view_cart', {}, sourceOf(page));
    },
  };
}

const SYSTEM = /^(shopify|woocommerce|magento|prestashop|opencart|bigcommerce)$/;

const contentOf = ({ product, listed, order }: Page) =>
  product || listed.length || order ? JSON.stringify([product, listed.slice(0, 3), listed.length, order]) : '';
