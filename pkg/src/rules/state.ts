// What is known at the moment of a decision.

import type { OfferCart } from '../offer-cart';
import type { Recommended } from '../offer-content';
import type { OnPage } from './product';
import type { Seen } from './seen';

/** What looked like leaving. */
export type ExitSignal = 'pointer_top' | 'return' | 'idle' | 'scroll_up';

/** What the tracker knows. */
export interface Known {
  /** Whether consent lets anything be offered. */
  allowed: boolean;
  armed: boolean;
  /** Whether an offer is on screen here. */
  open: boolean;
  /** Whether the visitor has bought since the page was loaded. */
  converted: boolean;
  /** Whether consent is granted; else it is anonymous. */
  granted: boolean;
  /** What was said of the purposes beside measurement; not there where nothing was. */
  purposes: { personalisation?: boolean; marketing?: boolean };
  /** Empty without consent, as the session. */
  visitor: string;
  session: string;
  /** The how manieth page of the session this is; of this document, without consent. */
  views: number;
  device: { class?: string; returning?: boolean };
  campaign: { source?: string; medium?: string; campaign?: string };
  /** What the page turned out to be. */
  facts: { type?: string };
  cart: OfferCart;
  seen: Seen;
}

/** What the page itself shows. */
export interface Here {
  /** Milliseconds since 1970. */
  now: number;
  path: string;
  /** What the visitor is at that forbids an offer; empty for nothing. */
  veto: string;
  /** Whether an offer is open in another tab. */
  elsewhere: boolean;
  segments: string[];
  /** Where the visit came from; empty where it is not known, or no offer asks for it. */
  channel: string;
  active_s: number;
  idle_s: number;
  scroll_pct: number;
  /** The product that the page is about. */
  product?: OnPage;
  /** Products that the page recommends. */
  items: Recommended[];
  /** Names of the events recorded on this page view. */
  events: ReadonlySet<string>;
  /** Ids of the offers that this page view has shown. */
  shown: ReadonlySet<string>;
  /** Offers that could not be shown, by their ids: what was wrong. */
  broken: ReadonlyMap<string, string>;
  /** Whether offers come in the checkout, too. */
  inCheckout: boolean;
  exit?: ExitSignal;
  /** The id that `offer(id)` was called with. */
  call?: string;
}

export type State = Known & Here;
