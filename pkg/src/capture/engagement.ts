// How long a page is really looked at, and how much of it: `engagement` and `scroll`.

import { type Attach, guarded, listen } from '../capture';
import { soon } from './pace';

/** So long after an interaction the visitor is taken as active, in milliseconds. */
const ACTIVE = 5_000;

/**
 * First wait for a look at the clock, in milliseconds. Each wait is twice the one before while nothing happens, so that
 * a page that nobody touches wakes eight times in an hour.
 */
const TICK = 15_000;

/** A look that comes so much later than it should means that the device was asleep. */
const LATE = 5_000;

/** Scrolling is measured at most so often, in milliseconds. */
const MEASURE = 250;

/**
 * What counts of the time between two looks at a page that is visible and focused, all in milliseconds. The later look
 * should have come at `due`; up to `lively` the visitor is active.
 */
export function counted(from: number, to: number, due: number, lively: number): [engaged: number, active: number] {
  return to > due + LATE ? [0, 0] : [to - from, Math.max(0, Math.min(to, lively) - from)];
}

const marks: [ms: number, act: () => void][] = [];

/** Calls `act` in each view that has been engaged for `ms` milliseconds, as soon as it has. */
export function whenEngaged(ms: number, act: () => void): void {
  marks.push([ms, act]);
}

export const attach: Attach = (sink) => {
  let isOn = false;
  let last = 0;
  let due = 0;
  let lively = 0;
  let wait = TICK;
  /** All of the view, and what has not been told of it. */
  let total = 0;
  let engaged = 0;
  let active = 0;

  let began = 0;
  let first: number | undefined;
  let bottom = 0;
  let height = 0;
  let isDeep = false;
  let timer: ReturnType<typeof setTimeout>;

  /** Counts the time up to now. No event tells when the window is left while a frame in it has the focus. */
  const look = (isReal = document.hasFocus()) => {
    const now = performance.now();
    const before = total;
    if (isOn && isReal) {
      const [more, moreActive] = counted(last, now, due, lively);
      total += more;
      engaged += more;
      active += moreActive;
    }
    last = now;
    for (const [ms, reached] of marks) if (before < ms && total >= ms) reached();
  };

  const schedule = () => {
    clearTimeout(timer);
    isOn = !document.hidden && document.hasFocus();
    if (!isOn) return;
    const next = marks.reduce((next, [ms]) => (ms > total ? Math.min(next, ms - total) : next), wait);
    due = last + next;
    wait *= 2;
    timer = setTimeout(tick, next);
  };

  const tick = guarded(() => {
    look();
    schedule();
  });

  const turned = () => {
    look(true);
    wait = TICK;
    schedule();
  };

  const touched = ({ type, isTrusted }: Event) => {
    if (!isTrusted) return;
    look();
    lively = last + ACTIVE;
    wait = TICK;
    if (type !== 'pointermove') first ??= Math.round(last - began);
  };

  const measure = () => {
    height = document.documentElement.scrollHeight;
    bottom = Math.max(bottom, scrollY + innerHeight);
  };

  const scrolled = soon(() => {
    measure();
    if (isDeep || bottom < 0.9 * height) return;
    isDeep = true;
    if (sink.on('scroll')) sink.track('scroll', { percent_scrolled: 90 });
  }, MEASURE);

  // A view may begin before there is anything in it.
  const settled = soon(measure, 1000);

  listen(document, 'visibilitychange', turned);
  for (const kind of ['focus', 'blur']) listen(window, kind, turned);
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel']) listen(document, kind, touched);
  listen(document, 'scroll', scrolled);

  return {
    begin() {
      turned();
      began = last;
      total = engaged = active = bottom = 0;
      first = undefined;
      isDeep = false;
      settled();
    },
    end() {
      look(true);
      const engaged_ms = Math.round(engaged);
      if (engaged_ms && sink.on('engagement'))
        sink.track('engagement', {
          engaged_ms,
          active_ms: Math.round(active),
          scroll_pct: height && Math.min(100, Math.round((100 * bottom) / height)),
          first_ms: first,
        });
      engaged = active = 0;
    },
  };
};
