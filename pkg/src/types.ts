import type { Source } from './capture';

/** What the visitor has allowed. See docs/privacy.md. */
export type Consent = 'anonymous' | 'pending' | 'granted' | 'denied';

/** A choice for each purpose; what is left out stays as it is. */
export interface Purposes {
  /** What is recorded, and whether anything of it is stored on the device. */
  measurement?: Consent;
  /** Whether what the visitor did may change what they are shown, like an offer with their cart. */
  personalisation?: 'granted' | 'denied';
  /** Whether advertising may learn of the visit, like by the value of a click id. */
  marketing?: 'granted' | 'denied';
}

/** An event that is found by a selector instead of a call. */
export interface Hook {
  /** Event name: `^[a-z][a-z0-9_]{0,63}$`. */
  event: string;
  /** CSS selector of the element; a click within it counts too. */
  selector: string;
  /**
   * What makes it an event: a click, the submission of the form, or that the element is in the page.
   * @defaultValue 'click'
   */
  on?: 'click' | 'submit' | 'view';
}

/** What can be captured. See docs/events.md. */
export type CaptureName =
  | 'engagement'
  | 'scroll'
  | 'sections'
  | 'clicks'
  | 'rage'
  | 'dead'
  | 'copy'
  | 'forms'
  | 'errors'
  | 'requests'
  | 'vitals'
  | 'shop';

/**
 * A conversion of the site's own: an event called `name`, once a page view, as soon as what stands beside it has happened.
 * Exactly one of the conditions is set.
 */
export interface Conversion {
  /** Event name: `^[a-z][a-z0-9_]{0,63}$`. */
  name: string;
  /**
   * Whether it is a macro-conversion, like a purchase, and not a step towards one.
   * @defaultValue false
   */
  macro?: boolean;
  /** An event of this name is recorded. */
  event?: string;
  /** An element that this selects is clicked. */
  selector?: string;
  /** The page's path is this; `*` stands for any characters. */
  url?: string;
  /** The section of this name is seen. */
  section?: string;
  /** The page has been visible and focused for so many milliseconds. */
  engagedMs?: number;
  /** A file is downloaded whose path is this; `*` stands for any characters. */
  download?: string;
}

/** What a site may set. What is wrong is named on the console, and its default used. */
export interface Options {
  /** Site key, as the collector knows it. */
  site: string;
  /**
   * Origin of the collector, like `https://collect.shop.example`.
   * @defaultValue where the script came from; the page's own origin for the npm package
   */
  collector?: string;
  /**
   * State of consent until `consent()` is called. A visitor remembered as granted stays so, unless this is 'denied'.
   * @defaultValue 'anonymous'
   */
  consent?: Consent;
  /**
   * Whether each event is shown on the console.
   * @defaultValue false
   */
  debug?: boolean;
  /**
   * Longest wait before waiting events are sent, in milliseconds. Hiding the page sends earlier, an unreachable
   * collector later.
   * @defaultValue 2000
   */
  flushMs?: number;
  /**
   * What is held at the most of events that the collector has not answered for, in memory and, with consent, on the
   * device; the least valuable go first. Default: 10,000 events, 5,000,000 bytes, 604,800,000 ms (7 days).
   */
  outbox?: { maxEvents?: number; maxBytes?: number; maxAgeMs?: number };
  /** Events found by a selector. */
  events?: Hook[];
  /** What the site itself counts as a conversion. */
  conversions?: Conversion[];
  /** Captures that are switched off, like `{ copy: false }`. All are on by default. */
  capture?: Partial<Record<CaptureName, boolean>>;
  /** Sources of commercial acts that are switched off, like `{ button: false }`. All are on by default. */
  sources?: Partial<Record<Source, boolean>>;
  /**
   * Hosts that are the shop's own beside the page's, with all their parts, like `['api.shop-cloud.example']`: links to them
   * are not outbound, requests to them are the shop's, and those that they refuse are recorded. Default: none but the page's
   * own host, hosts that it is a part of, and parts of it.
   */
  ownHosts?: string[];
  /**
   * Whether another fragment (`#/cart`) is another page.
   * @defaultValue false
   */
  hashRoutes?: boolean;
  /** Query parameters that stay in addresses, like `['page', 'sort']`. All others are dropped. */
  allowedParams?: string[];
  /**
   * Whether Global Privacy Control forbids ids and marketing. 'ignore' only where the law of all visitors allows it.
   * @defaultValue 'honour'
   */
  gpc?: 'honour' | 'ignore';
  /**
   * Whether the consent banners that Waypost knows (Google's consent mode, IAB TCF) are listened to. Who refuses there
   * that anything is stored is recorded as 'anonymous'; with 'denied', not at all.
   * @defaultValue true
   */
  banner?: boolean | 'denied';
  /** When and to whom offers are shown, as far as the page decides it. */
  offer?: {
    /** @defaultValue true */
    enabled?: boolean;
    /**
     * How long a page has to be visible and focused before anything is offered, in milliseconds.
     * @defaultValue 8000
     */
    armAfterMs?: number;
    /**
     * How often something has to be pressed, typed or scrolled by the wheel before anything is offered.
     * @defaultValue 1
     */
    armInteractions?: number;
    /**
     * How long a visitor without a mouse has to be away before the return is taken for leaving, in milliseconds.
     * @defaultValue 5000
     */
    returnAfterMs?: number;
    /**
     * How long a visitor without a mouse, with something in the cart, has to do nothing before it is taken for leaving, in
     * milliseconds.
     * @defaultValue 30000
     */
    idleAfterMs?: number;
    /**
     * Whether anything is offered in the checkout, too.
     * @defaultValue false
     */
    inCheckout?: boolean;
    /** Segments of this visitor, by the site's own names, that offers are for; `data-waypost-segment` in the page adds to them. */
    segments?: string[];
    /**
     * Products that an offer of the kind `recommendations` shows on this page, in place of those of the collector's
     * configuration. A block `<script type="application/json" data-waypost-items>` in the page goes before them.
     */
    items?: RecommendedItem[];
  };
}

/** A product that an offer recommends. Without a number, a name or a safe address it is left out. */
export interface RecommendedItem {
  item_id: string;
  item_name: string;
  /** The product's page: an address of `https` or `http`, or a path. */
  url: string;
  /** Its picture, likewise. */
  image?: string;
  /** Of one piece, as a decimal string, with its currency (ISO 4217). */
  price?: string;
  currency?: string;
}

/** What listeners are told, by topic. */
export interface Topics {
  /** The tracker runs. A listener that comes later is told at once. */
  ready: Record<string, never>;
  /** An event was recorded; it is not sent yet. */
  event: { n: number; name: string; data: Record<string, unknown> };
  /** A source has told of an act that another had told of before: there is one event of it. */
  merged: { name: string; source: string };
  /** The collector has answered for a batch: so many events are on its disk, so many will never be. */
  sent: { stored: number; dropped: number };
  /** Events ended without being stored. */
  drop: { reason: string; count: number };
  /** Something keeps this page from the collector, an ad blocker most likely: nothing more is tried until `flush()`. */
  blocked: Record<string, never>;
  /** An offer was shown, dismissed or answered. */
  offer: { offer: string; outcome: 'shown' | 'dismissed' | 'submitted' };
  /** The visitor has followed the link to a kept cart. Told once the page has loaded: listen before. */
  restore: Restored;
}

/** The cart that a link has brought back, see docs/offers.md. */
export interface Restored {
  /** As it was kept: prices are those of then, so look up what each item costs now. `null` where there is none. */
  cart: { currency: string; value: string; items: RestoredItem[]; version: number } | null;
  /**
   * Why there is none: the link is over, what it named is no longer kept, it was changed or cut, this page may not ask, or
   * the collector could not be reached.
   */
  reason?: 'expired' | 'gone' | 'broken' | 'refused' | 'unreachable';
}

export interface RestoredItem {
  item_id: string;
  item_name?: string;
  item_variant?: string;
  /** Of one piece, as a decimal string. */
  price?: string;
  quantity: number;
}

/** The client. Its methods never throw; before the tracker is loaded they are remembered and run later, in order. */
export interface Waypost {
  /** Records an event. `data` is copied at once; what JSON cannot hold, or over 16,384 bytes, is refused with a message. */
  track(name: string, data?: object): void;
  /** Records a page view of the page as it is now, even where the address has not changed. */
  page(): void;
  /** The shop's own name for the visitor, never an e-mail address. It is sent only while consent is granted. */
  identify(user: string): void;
  /** The visitor's choice, for all purposes by one word or purpose by purpose. It counts in every tab of the site. */
  consent(choice: Consent | Purposes): void;
  /** Sends what waits. Nothing is sent while consent is pending or denied. */
  flush(): void;
  /** Calls `listener` for each message of a topic; call the result to stop. What a listener throws is logged. */
  on<T extends keyof Topics>(topic: T, listener: (detail: Topics[T]) => void): () => void;
  /** Forgets ids, waiting events, cart and caps of this visitor. */
  reset(): void;
  /** Opens the drawer that lists what Waypost sees on this page, for whoever sets the shop up. Visitors have no use for it. */
  debug(): void;
  /**
   * Shows the offer of this id, without a trigger and however often others were shown; its conditions of page, visitor, cart and
   * time hold.
   */
  offer(id: string): void;
  /** A call as a list, like `['track', 'quiz_done', { score: 3 }]`. Works before the script is loaded, too. */
  push(...calls: [method: string, ...args: unknown[]][]): void;
}
