// Whether an offer is shown, as one pure function: what is known in, a verdict with its reason out.

import { matches } from '../match';
import type { RuledOffer, Site, When } from './offer';
import { lackOf } from './product';
import { closedBy } from './schedule';
import { HOLDOUT } from './record';
import { inSession } from './seen';
import type { State } from './state';

/** Why an offer is not shown, in the order in which it is asked. */
export type Reason =
  | 'consent'
  | 'unusable'
  | 'converted'
  | 'open'
  | 'veto'
  | 'not_armed'
  | 'marketing'
  | 'schedule'
  | 'targeting'
  | 'no_item'
  | 'no_cart'
  | 'cart'
  | 'dismissed'
  | 'submitted'
  | 'capped'
  | 'budget'
  | 'no_trigger'
  | 'holdout';

/** Without a reason it is shown. */
export interface Verdict {
  reason?: Reason;
  /** The field of the offer, or what else it was, as in `whom.url`. */
  field?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Of one offer of the site. `offer(id)` asks neither for triggers nor for what spares the visitor's attention. */
export function verdict(offer: RuledOffer, site: Site, state: State): Verdict {
  const { kind, whom = {}, schedule, frequency } = offer;
  const isCalled = state.call !== undefined;
  const { cart } = state;
  const items = cart.items.reduce((sum, { quantity }) => sum + Number(quantity ?? 1), 0);
  const seen = inSession(state.seen, state.session);
  const { total = 0, session = 0, at = 0, end } = seen.offers?.[offer.id] ?? {};
  const isAway = end !== undefined && state.now < at + frequency.every_days * DAY_MS;

  const no = (reason: Reason, field?: string): Verdict => ({ reason, field });
  if (!state.allowed) return no('consent');
  if (state.broken.has(offer.id)) return no('unusable', state.broken.get(offer.id));
  if (state.converted) return no('converted');
  if (state.open || state.elsewhere) return no('open', state.open ? 'here' : 'elsewhere');
  if (!isCalled) {
    if (state.veto) return no('veto', state.veto);
    if (state.facts.type === 'checkout' && !state.inCheckout) return no('veto', 'checkout');
    if (!state.armed) return no('not_armed');
  }
  if (kind === 'newsletter' && state.purposes.marketing === false) return no('marketing', 'kind');
  const closed = schedule && closedBy(schedule, state.now);
  if (closed) return no('schedule', `schedule.${closed}`);
  const untargeted = missedBy(offer, state);
  if (untargeted) return no('targeting', `whom.${untargeted}`);
  const lack = lackOf(offer, state);
  if (lack) return no('no_item', lack);
  if (!items && whom.min_items) return no('no_cart', 'whom.min_items');
  const wrongCart = cartMissedBy(offer, state, items);
  if (wrongCart) return no('cart', `whom.${wrongCart}`);
  const held = offer.arm === HOLDOUT ? no('holdout', 'arm') : {};
  if (isCalled) return state.call === offer.id ? held : no('no_trigger', 'id');
  if (isAway) return no(end!, 'frequency.every_days');
  if (frequency.total && total >= frequency.total) return no('capped', 'frequency.total');
  if (session >= frequency.per_session) return no('capped', 'frequency.per_session');
  if (state.shown.has(offer.id)) return no('capped', 'page');
  if ((seen.shown ?? 0) >= site.per_session) return no('budget', 'offers_per_session');
  return isDue(offer.when, state) ? held : no('no_trigger', 'when');
}

/** Whether something that brings the offer has happened. */
export function isDue(when: When, state: Omit<State, 'call'>): boolean {
  const reached = (value: number, least?: number) => least !== undefined && value >= least;
  return (
    (!!when.exit && !!state.exit) ||
    reached(state.active_s, when.after_s) ||
    reached(state.scroll_pct, when.scroll_pct) ||
    reached(state.idle_s, when.idle_s) ||
    reached(state.views, when.page) ||
    (!!when.hesitation && state.events.has('hesitation')) ||
    !!when.events?.some((name) => state.events.has(name)) ||
    (!!when.cart_value && reached(valueOf(state), Number(when.cart_value)))
  );
}

/** Money is only compared here, which binary numbers do right. A cart of unknown worth is worth nothing that is known. */
const valueOf = ({ cart }: Pick<State, 'cart'>) => (cart.value ? Number(cart.value) : NaN);

function missedBy({ whom = {} }: RuledOffer, state: State): string | undefined {
  const { campaign, device, granted } = state;
  const isOneOf = (patterns: string[] | undefined, value = '') =>
    !patterns || patterns.some((pattern) => matches(pattern, value));
  const isIn = (segments?: string[]) => segments?.some((segment) => state.segments.includes(segment));
  const wanted: [field: keyof typeof whom, is: boolean][] = [
    ['url', isOneOf(whom.url, state.path)],
    ['not_url', !whom.not_url || !isOneOf(whom.not_url, state.path)],
    ['page_type', isOneOf(whom.page_type, state.facts.type)],
    ['device', isOneOf(whom.device, device.class)],
    ['source', isOneOf(whom.source, campaign.source)],
    ['medium', isOneOf(whom.medium, campaign.medium)],
    ['campaign', isOneOf(whom.campaign, campaign.campaign)],
    ['channel', isOneOf(whom.channel, state.channel)],
    ['visitor', !whom.visitor || whom.visitor === (device.returning ? 'returning' : 'new')],
    ['segment', !whom.segment || !!isIn(whom.segment)],
    ['not_segment', !isIn(whom.not_segment)],
    ['captured', whom.captured === undefined || whom.captured === !!state.seen.captured],
    ['consent', isOneOf(whom.consent, granted ? 'granted' : 'anonymous')],
  ];
  return wanted.find(([, is]) => !is)?.[0];
}

function cartMissedBy({ whom = {} }: RuledOffer, state: State, items: number): string | undefined {
  const value = valueOf(state);
  const wanted: [field: keyof typeof whom, is: boolean][] = [
    ['min_items', items >= (whom.min_items ?? 0)],
    ['max_items', items <= (whom.max_items ?? Infinity)],
    ['currency', !whom.currency || whom.currency === state.cart.currency],
    ['min_value', !whom.min_value || value >= Number(whom.min_value)],
    ['max_value', !whom.max_value || value <= Number(whom.max_value)],
  ];
  return wanted.find(([, is]) => !is)?.[0];
}
