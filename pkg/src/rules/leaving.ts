// What of a visitor without a mouse looks like leaving: they come back after having been away, touch nothing though there is
// something in the cart, or fling the page back to its top.

import { listen } from '../listen';
import type { Options } from '../types';
import type { ExitSignal } from './state';

/** How long it takes, unless the site says otherwise, in milliseconds. */
const RETURN_MS = 5_000;
const IDLE_MS = 30_000;

/** Within so many milliseconds a fling is looked at, and so long after the finger it may go on. */
const FLING_MS = 400;
const GLIDE_MS = 1_500;

/** Pixels a millisecond. */
const FLING_SPEED = 1.5;

/** Keys by which people without a mouse get about. */
const WALKING = /^(Tab|Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End)$/;

/** A place that was scrolled to: milliseconds, pixels from the top. */
export type Place = [t: number, y: number];

/**
 * Whether the last of these places was reached by a fling to the top: fast, over half a screen, to the first half screen, on
 * a page whose second screen was seen.
 */
export function isFlungUp(places: readonly Place[], screen: number, deepest: number): boolean {
  const [t, y] = places.at(-1) ?? [0, 0];
  const [since, from] = places.find(([at]) => t - at <= FLING_MS) ?? [t, y];
  const rise = from - y;
  return y <= screen / 2 && deepest >= screen && rise >= screen / 2 && rise >= FLING_SPEED * (t - since);
}

export interface Leaving {
  /** Whether the visitor has used a mouse last. */
  hasMouse(): boolean;
  /** Seconds since the visitor last did something. */
  idle_s(): number;
  /** To be called now and then: looks whether the visitor has become idle. */
  tick(): void;
}

/**
 * Begins to watch, and calls `tell` with each signal, and `acted` with what the visitor does but for scrolling, which goes on by
 * itself. `hasCart` is only asked when it matters.
 */
export function watchLeaving(
  { offer = {} }: Options,
  hasCart: () => boolean,
  tell: (signal: ExitSignal) => void,
  acted: () => void,
): Leaving {
  const { returnAfterMs = RETURN_MS, idleAfterMs = IDLE_MS } = offer;
  const now = () => performance.now();
  let isMouse = !matchMedia('(pointer: coarse)').matches;
  let last = now();
  let isIdle = false;
  let hidden: number | undefined;
  let touched = -1e9;
  let places: Place[] = [];
  let deepest = 0;

  const act = () => {
    last = now();
    isIdle = false;
  };
  for (const kind of ['pointermove', 'pointerdown'])
    listen(document, kind, ({ pointerType, movementX, movementY }: PointerEvent) => {
      // A pointer that rests is told to have moved where the page moves under it.
      if (kind === 'pointermove' && !movementX && !movementY) return;
      isMouse = pointerType === 'mouse';
      act();
      acted();
    });
  for (const kind of ['touchmove', 'touchend']) listen(document, kind, () => (touched = now()));
  listen(document, 'wheel', () => {
    act();
    acted();
  });
  listen(document, 'keydown', ({ key, target }: KeyboardEvent) => {
    act();
    acted();
    if (WALKING.test(key) && !(target as Element).matches?.('input,textarea,select')) isMouse = false;
  });
  listen(document, 'scroll', () => {
    // The layout is read with the next frame, where it is known.
    requestAnimationFrame(() => {
      const t = now();
      deepest = Math.max(deepest, scrollY);
      places = [...places.filter(([at]) => t - at <= FLING_MS), [t, scrollY]];
      if (t - touched > GLIDE_MS || !isFlungUp(places, innerHeight, deepest)) return;
      deepest = 0;
      tell('scroll_up');
    });
    act();
  });
  listen(document, 'visibilitychange', () => {
    if (document.hidden) {
      hidden = now();
      return;
    }
    const away = now() - (hidden ?? now());
    act();
    acted();
    if (!isMouse && away >= returnAfterMs) tell('return');
  });

  return {
    hasMouse: () => isMouse,
    idle_s: () => (now() - last) / 1000,
    tick() {
      if (isMouse || isIdle || now() - last < idleAfterMs || !hasCart()) return;
      isIdle = true;
      tell('idle');
    },
  };
}
