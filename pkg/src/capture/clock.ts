// The time that a visitor gives to a page: while it is visible and focused, and the device awake.

import { guarded, listen } from '../capture';

/** So long after an interaction the visitor is taken as active, in milliseconds. */
const ACTIVE = 5_000;

/**
 * First wait for a look at the time, in milliseconds. Each wait is twice the one before while nothing happens, so that
 * a page that nobody touches wakes eight times in an hour.
 */
const TICK = 15_000;

/** A look that comes so much later than it should means that the device was asleep. */
const LATE = 5_000;

/**
 * What counts of the time between two looks at a page that is visible and focused, all in milliseconds. The later look
 * should have come at `due`; up to `lively` the visitor is active.
 */
export function counted(from: number, to: number, due: number, lively: number): [engaged: number, active: number] {
  return to > due + LATE ? [0, 0] : [to - from, Math.max(0, Math.min(to, lively) - from)];
}

export interface Clock {
  /** Counts the time up to now. */
  look(): void;
  /** Begins anew. */
  begin(): void;
  /** Milliseconds engaged and active since `begin()`. */
  times: [engaged: number, active: number];
  /** Milliseconds from `begin()` to the first press, key or turn of the wheel, if there was one. */
  first?: number;
}

/** Starts a clock. `marked` is called once in each view that has been engaged for one of `marks`, with that. */
export function createClock(marks: number[] = [], marked?: (ms: number) => void): Clock {
  let isOn = false;
  let last = 0;
  let due = 0;
  let lively = 0;
  let wait = TICK;
  let began = 0;
  let timer: ReturnType<typeof setTimeout>;

  /** No event tells when the window is left while a frame in it has the focus. */
  const look = (isReal = document.hasFocus()) => {
    const now = performance.now();
    const [engaged, active] = clock.times;
    const [more, moreActive] = isOn && isReal ? counted(last, now, due, lively) : [0, 0];
    clock.times = [engaged + more, active + moreActive];
    last = now;
    for (const mark of marks) if (engaged < mark && engaged + more >= mark) marked!(mark);
  };

  const schedule = () => {
    clearTimeout(timer);
    isOn = !document.hidden && document.hasFocus();
    if (!isOn) return;
    const next = Math.min(wait, ...marks.map((mark) => mark - clock.times[0]).filter((left) => left > 0));
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
    if (type !== 'pointermove') clock.first ??= Math.round(last - began);
  };

  listen(document, 'visibilitychange', turned);
  for (const kind of ['focus', 'blur']) listen(window, kind, turned);
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel']) listen(document, kind, touched);

  const clock: Clock = {
    look: () => look(true),
    begin() {
      turned();
      began = last;
      clock.times = [0, 0];
      clock.first = undefined;
      schedule();
    },
    times: [0, 0],
  };
  return clock;
}
