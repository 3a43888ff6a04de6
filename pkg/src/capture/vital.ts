// How fast a page shows, answers and stands still, as Core Web Vitals measure it: `web_vital`.

import { type Attach, guarded, listen, selectorOf } from '../capture';
import { measures, navigation, observe } from './observe';
import { elementOf } from './text';

/** Up to the first it is good, over the second poor. Milliseconds, but CLS has no unit. */
const LIMITS = {
  LCP: [2500, 4000],
  CLS: [0.1, 0.25],
  INP: [200, 500],
  FCP: [1800, 3000],
  TTFB: [800, 1800],
};

type Metric = keyof typeof LIMITS;

/** Events are told from this duration on, in milliseconds. */
const SHORTEST = 40;

/** How a value is rated. */
export function ratingOf(metric: Metric, value: number): string {
  const [good, poor] = LIMITS[metric] as [number, number];
  return value > poor ? 'poor' : value > good ? 'needs_improvement' : 'good';
}

/** A window of shifts of the layout: its sum, and when its first and last shift was. */
export type Shifts = [sum: number, first: number, last: number];

/** The window that a shift belongs to, the shift added: at most 1 s after its last shift, and 5 s after its first. */
export function windowOf([sum, first, last]: Shifts, value: number, at: number): Shifts {
  return sum && at - last < 1000 && at - first < 5000 ? [sum + value, first, at] : [value, at, at];
}

/** An interaction: its id, how long its longest event took, and on what it was. */
export type Interaction = [id: number, ms: number, target?: string];

/** The ten longest interactions, longest first, with what one more event makes of them. */
export function longestOf(longest: Interaction[], event: Interaction): Interaction[] {
  const same = longest.find(([id]) => id === event[0]);
  if (same && same[1] >= event[1]) return longest;
  return [...longest.filter((other) => other !== same), event].sort((a, b) => b[1] - a[1]).slice(0, 10);
}

/** The interaction that counts among `count`: of each 50 the longest is left out as an outlier. */
export function typical(longest: Interaction[], count: number): Interaction | undefined {
  return longest[Math.min(longest.length - 1, Math.floor(count / 50))];
}

const targetOf = (node?: Node | null) => {
  const element = elementOf(node);
  return element ? selectorOf(element) : undefined;
};

export const attach: Attach = (sink) => {
  type Found = Partial<Record<Metric, [value: number, target?: string]>>;
  let found: Found = {};
  let shifts: Shifts = [0, 0, 0];
  let longest: Interaction[] = [];
  let told: Found = {};
  /** Views begun. The document was loaded for the first. */
  let views = 0;
  let hiddenAt = document.hidden ? 0 : Infinity;
  const { activationStart = 0, responseStart } = navigation();

  const clock = performance as { interactionCount?: number };
  let countBefore = 0;
  // Where the browser does not count interactions, the longest is told.
  const count = () => clock.interactionCount ?? 0;

  /** Something that was drawn before the page was hidden, in the view it was loaded for. */
  const drawn = (metric: Metric, at: number, element?: Element) => {
    if (views < 2 && at < hiddenAt) found[metric] = [Math.max(0, at - activationStart), targetOf(element)];
  };

  const interacted = ({ interactionId: id, duration, target }: any) => {
    // What is no interaction, like a pointer that moves, has no id.
    if (id) longest = longestOf(longest, [id, duration, targetOf(target)]);
  };

  const takes = [
    observe('paint', ({ name, startTime }) => /content/.test(name) && drawn('FCP', startTime)),
    observe('largest-contentful-paint', ({ startTime, element }) => drawn('LCP', startTime, element)),
    observe('layout-shift', ({ value, startTime, hadRecentInput, sources }) => {
      if (hadRecentInput) return;
      shifts = windowOf(shifts, value, startTime);
      if (shifts[0] > (found.CLS?.[0] ?? 0)) found.CLS = [shifts[0], targetOf(sources?.[0]?.node)];
    }),
    observe('event', interacted, SHORTEST),
    observe('first-input', interacted),
  ];

  listen(document, 'visibilitychange', ({ timeStamp }) => {
    if (document.hidden) hiddenAt = Math.min(hiddenAt, timeStamp);
  });
  // Restored, the page is drawn at once: the second frame begins when the first is on the screen.
  listen(window, 'pageshow', ({ persisted, timeStamp }) => {
    const shown = guarded(() => {
      found.TTFB = [0];
      found.FCP = found.LCP = [performance.now() - timeStamp];
    });
    if (persisted) requestAnimationFrame(() => requestAnimationFrame(shown));
  });

  return {
    begin() {
      if (!views++) return;
      countBefore = count();
      shifts = [0, 0, 0];
      longest = [];
      found = {};
      told = {};
    },
    end() {
      takes.forEach((take) => take());
      if (views < 2 && responseStart) found.TTFB = [Math.max(0, responseStart - activationStart)];
      if (measures('layout-shift') && (found.FCP || views > 1)) found.CLS ??= [0];
      const since = count() - countBefore;
      // Of a later view even the first may have been too short to be heard of.
      const worst = typical(longest, since) ?? (since && views > 1 && [0, 8]);
      if (worst) found.INP = [worst[1], worst[2]];
      for (const metric of Object.keys(found) as Metric[]) {
        if (told[metric]) continue;
        const [exact, target] = (told[metric] = found[metric]!);
        const value = metric === 'CLS' ? String(Math.round(exact * 1e4) / 1e4) : Math.round(exact);
        sink.track('web_vital', { metric, value, rating: ratingOf(metric, exact), target });
      }
    },
  };
};
