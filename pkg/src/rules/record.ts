// What is told of decisions: each signal of leaving with its score, its offer and its arm; what held an offer back; and who is
// there again at once.

import type { Intent } from '../intent';
import type { RuledOffer } from './offer';
import type { ExitSignal } from './state';
import type { Verdict } from './verdict';

/** So long after a signal of leaving it counts that the visitor is there, in milliseconds, inclusive. */
export const RETURN_MS = 30_000;

/** The arm in which nothing is shown. */
export const HOLDOUT = 'holdout';

/** What came of a signal. Without a reason an offer is shown. */
export interface Told {
  /** `too_late`: the page was hidden, or another one, before the offer was there. */
  reason?: Verdict['reason'] | 'too_late';
  field?: string;
}

export interface Record {
  /** A signal and what came of it, for the offer that is concerned if there is one; the same veto once a page view. */
  exit(signal: ExitSignal, outcome: Told, intent: Intent, offer?: RuledOffer): void;
  /** What brings the offer has happened, and this holds it back; once a page view. */
  withheld(offer: RuledOffer, verdict: Verdict): void;
  /** The visitor does something. */
  acted(): void;
  /** Another page view. */
  begin(): void;
}

/** `tell` records an event; `now` gives milliseconds that never go back. */
export function createRecord(tell: (name: string, data: object) => void, now = () => performance.now()): Record {
  const told = new Set<string>();
  let left: number | undefined;
  const isNews = (...words: unknown[]) => {
    const key = words.join();
    return !told.has(key) && !!told.add(key);
  };
  return {
    exit(signal, { reason, field }, { score, reasons }, offer) {
      const isVeto = reason === 'veto';
      if (isVeto && !isNews(signal, field)) return;
      left = now();
      const { id, arm } = offer ?? {};
      const why = isVeto ? { veto: field } : { field };
      tell('exit_intent', { signal, shown: !reason, reason, ...why, offer: id, arm, score, reasons });
    },
    withheld({ id, arm }, { reason, field }) {
      if (isNews(id, reason, field, '')) tell('offer_withheld', { offer: id, reason, field, arm });
    },
    acted() {
      if (left === undefined) return;
      const after_ms = Math.round(now() - left);
      left = undefined;
      if (after_ms <= RETURN_MS) tell('exit_return', { after_ms });
    },
    begin: () => told.clear(),
  };
}
