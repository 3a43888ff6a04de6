// When a visitor has been here for long enough to be offered something.

import { listen } from '../listen';
import type { Options } from '../types';
import { type Clock, createClock } from './clock';

/** What counts as a sign of life. */
const ACTS = ['pointerdown', 'keydown', 'wheel'];

/**
 * Calls `act` once the page has been visible and focused for `armAfterMs` (default 8,000: the least of the dwell times that
 * practitioners report) and something was pressed, typed or turned `armInteractions` times (default 1). Gives the clock.
 */
export function whenArmed({ offer = {} }: Options, act: () => void): Clock {
  const { armAfterMs = 8000, armInteractions = 1 } = offer;
  let left = armInteractions;
  let isDue = !armAfterMs;
  let isArmed = false;
  const check = () => {
    if (isArmed || !isDue || left > 0) return;
    isArmed = true;
    act();
  };
  const due = () => {
    isDue = true;
    check();
  };
  const clock = createClock([armAfterMs], due);
  clock.begin();
  for (const kind of ACTS)
    listen(document, kind, ({ isTrusted }: Event) => {
      if (!isTrusted) return;
      left--;
      check();
    });
  check();
  return clock;
}
