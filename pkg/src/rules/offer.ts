// An offer as its rules see it: when it is shown, and to whom. Names and meanings are those of the collector's configuration.

import type { OfferContent } from '../offer-content';
import type { Seen } from './seen';

/** What the collector answers for a site. */
export interface Site {
  /** In order of preference. */
  offers: RuledOffer[];
  /** What became of them for the visitor of the day, see `ofToday`. */
  seen?: Seen;
  /** Offers that one visitor is shown in one session, at the most. */
  per_session: number;
}

export interface RuledOffer extends OfferContent {
  when: When;
  whom?: Whom;
  schedule?: Schedule;
  frequency: Frequency;
}

/** What brings it; one is enough. A call of `offer(id)` always does. */
export interface When {
  /** The visitor seems to leave. */
  exit?: boolean;
  /** Seconds that the page has been visible and focused. */
  after_s?: number;
  /** Percent of the page that have been in sight. */
  scroll_pct?: number;
  /** Seconds without a movement, a press or a key. */
  idle_s?: number;
  /** The n-th page of the visit. */
  page?: number;
  /** One of these events is recorded on the page. */
  events?: string[];
  /** One product was looked at again and again. */
  hesitation?: boolean;
  /** The cart is worth this or more, a decimal number. */
  cart_value?: string;
}

/** Whom it is for; all that is set has to be so. */
export interface Whom {
  /** Paths with `*` for any characters; one of them is the page's. */
  url?: string[];
  not_url?: string[];
  page_type?: string[];
  device?: string[];
  /** Of the campaign that brought the visitor. */
  source?: string[];
  medium?: string[];
  campaign?: string[];
  /** Where the visit came from: `search`, `social`, … */
  channel?: string[];
  visitor?: 'new' | 'returning';
  min_items?: number;
  max_items?: number;
  min_value?: string;
  max_value?: string;
  currency?: string;
  segment?: string[];
  not_segment?: string[];
  /** Whether an address was given before. */
  captured?: boolean;
  consent?: string[];
}

/** When it is valid, in the time of `time_zone`. */
export interface Schedule {
  /** Of the IANA's list. */
  time_zone: string;
  /** `2026-11-27T09:00`, inclusive. */
  from?: string;
  /** Likewise, exclusive. */
  until?: string;
  /** `mon` to `sun`. */
  weekdays?: string[];
  /** `09:00-18:00`, the end exclusive; over midnight where the end comes first. */
  hours?: string[];
}

export interface Frequency {
  per_session: number;
  /** Days that it stays away once it was dismissed or answered; 0 for none. */
  every_days: number;
  /** Times that it is shown to one visitor at all. */
  total?: number;
}
