// What became of offers so far: kept by the tracker as long as consent lets it.

/** How an offer ended. */
export type End = 'dismissed' | 'submitted';

export interface Seen {
  /** The session that is counted; empty without consent. */
  session?: string;
  /** Offers shown in it without being called for. */
  shown?: number;
  /** Whether an address was given. */
  captured?: boolean;
  /** By their ids. */
  offers?: Record<string, SeenOffer>;
}

export interface SeenOffer {
  /** Times it was shown at all, and in the session. */
  total: number;
  session: number;
  /** When it ended last, and how. */
  at?: number;
  end?: End;
  /** How long ago that was, as the collector told it. The clock of the device may be another. */
  age_ms?: number;
}

/** What the collector tells of the visitor of the day, who may be one without consent, as it stands at the time `now`. */
export function ofToday(seen: Seen, now: number): Seen {
  for (const offer of Object.values(seen.offers ?? {})) offer.at = now - (offer.age_ms ?? 0);
  return seen;
}

/** The same with the counts of the session that is on: those of another one are none. Where ids begin, counts go on. */
export function inSession(seen: Seen, session: string): Seen {
  if (!seen.session || seen.session === session) return { ...seen, session };
  const offers = Object.entries(seen.offers ?? {}).map(([id, offer]) => [id, { ...offer, session: 0 }] as const);
  return { ...seen, session, shown: 0, offers: Object.fromEntries(offers) };
}

/** The same after something became of the offer `id` at the time `now`. What was called for costs no attention. */
export function after(seen: Seen, id: string, outcome: 'shown' | 'called' | End, now: number): Seen {
  const old = seen.offers?.[id] ?? { total: 0, session: 0 };
  const isShown = outcome === 'shown' || outcome === 'called';
  const offer = isShown
    ? { ...old, total: old.total + 1, session: old.session + 1 }
    : { ...old, at: now, end: outcome };
  return {
    ...seen,
    shown: (seen.shown ?? 0) + (outcome === 'shown' ? 1 : 0),
    offers: { ...seen.offers, [id]: offer },
  };
}
