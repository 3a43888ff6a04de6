// What the captures share: whom they tell, and how they listen without the page noticing.

import type { Clock } from './capture/clock';
import type { Effect, Engine } from './engine';
import type { Boot } from './loader';
import type { Judged } from './rules';
import type { Consent, Options, Purposes } from './types';

export { guarded, later, listen } from './listen';

/** Where a commercial act was found. */
export type Source =
  | 'attribute'
  | 'data_layer'
  | 'json_ld'
  | 'microdata'
  | 'rdfa'
  | 'open_graph'
  | 'shopify'
  | 'woocommerce'
  | 'magento'
  | 'prestashop'
  | 'opencart'
  | 'bigcommerce'
  | 'request'
  | 'form'
  | 'button';

/** What a capture tells. Nothing of it throws. */
export interface Sink {
  /** An event that Waypost finds by itself; `data` is plain JSON. `at`: milliseconds since 1970, now by default. */
  track(name: string, data: object, at?: number): void;
  /**
   * A commercial act found in the page. Several sources may find the same act: core makes one event of it, from the one
   * of the highest confidence (0 to 100), and fills in what only the others know.
   */
  found(name: string, data: object, source: Source, confidence: number): void;
  /** What became known of the page on screen, merged into its facts, like `{ type: 'product', why: 'json_ld' }`. */
  facts(facts: object): void;
  /** The visitor's choice, told by a banner. */
  consent(choice: Consent | Purposes): void;
  /** What the tracker was started with. */
  boot: Boot;
  /** The site's options. */
  options: Options;
  /** Whether a capture or a source is switched on. */
  on(name: string): boolean;
  /** One message on the console, once a page and code. */
  warn(code: string, text: string): void;
  /** A chunk did not come: says so, unless the page is being left, which ends what is being loaded. Whether it is. */
  failed(error: unknown): Promise<boolean>;
  engine: Engine;
  offers: Offers;
}

/** What carries out the effects of offers. All but the first two come with the rules, which are loaded when first needed. */
export interface Offers {
  /** Brings the rules. */
  prepare(): void;
  /** Shows the offer of this id, where it may be shown. */
  call(id: string): void;
  /** The ids called for before the rules came. */
  calls: string[];
  /** The last steps, oldest first. */
  steps: readonly Step[];
  /** The time given to the page, where somebody reckons it. */
  clock?: Clock;
  offer_state?(state: string): void;
  show?(view: string): void;
  outcome?(word: string): void;
  /** Why each offer is shown or not, now. */
  explain?(): Judged[];
}

/** What a capture wants to know of page views. */
export interface Capture {
  /** A view begins: the first, by navigation, or restored. The document has been parsed at the first one. */
  begin?(): void;
  /** The view ends, or the page is hidden: the last moment to track. Comes several times a view when hidden. */
  end?(isHidden: boolean): void;
  /** An event was recorded, whoever tracked it. A chunk is told the last ones from before it came, too, each `page_view` among them. */
  event?(name: string, data: Record<string, unknown>): void;
  /** The tracker did something that can be shown. */
  step?(step: Step): void;
}

/** What the tracker told or sent, or what was chosen (`['consent', choice as JSON]`). `batch` is the one answered for. */
export type Step = [at: number, effect: Effect, batch?: unknown];

/** What there is to be seen of a page, for the drawer that shows it. */
export interface Seen {
  /** The last steps, oldest first. */
  steps: readonly Step[];
  /** The chunks that were asked for, also those that are switched off. */
  chunks: ReadonlyMap<string, unknown>;
  /** Id of this document's stream. */
  stream: string;
}

/**
 * How a capture begins. A chunk that an event caused to be loaded is given it, to be taken as heard, and those of its
 * kind that came while it was on its way.
 */
export type Attach = (sink: Sink, ...causes: Event[]) => Capture | void;

/** Parts of ids and classes that a build or a framework makes anew: long runs of digits, hashes, colons. */
const GENERATED = /\d{3}|[:@]|^[^a-z]/i;

const STABLE = ['id', 'data-test', 'data-testid', 'name'];

/** A short selector that finds the element again on the next visit: by a stable attribute, else by its place. */
export function selectorOf(element: Element): string {
  const path: string[] = [];
  for (
    let at: Element | null = element;
    at && path.length < 4 && at !== document.documentElement;
    at = at.parentElement
  ) {
    const found = STABLE.find((name) => {
      const value = at!.getAttribute(name);
      return value && value.length < 40 && !GENERATED.test(value);
    });
    const tag = at.localName;
    if (found) {
      const value = at.getAttribute(found)!;
      path.unshift(found === 'id' ? `#${value}` : `${tag}[${found}=${value}]`);
      break;
    }
    let place = 1;
    for (let before = at.previousElementSibling; before; before = before.previousElementSibling)
      if (before.localName === tag) place++;
    path.unshift(place > 1 ? `${tag}:nth-of-type(${place})` : tag);
  }
  return path.join('>').slice(0, 80);
}
