// The drawer's size, by the pointer or the keyboard.

import type { View } from './view';

/** So far a key moves the edge, in pixels. */
const KEY = 24;

const KEYS: Record<string, number> = { ArrowUp: 1, ArrowLeft: 1, ArrowDown: -1, ArrowRight: -1 };

/** The sheet that holds the size, and what takes events: it says whether an event was meant for it. */
export function resizing({ drawer, handle }: View) {
  const sheet = new CSSStyleSheet();
  let isHeld = false;

  const isSide = () => getComputedStyle(drawer).position === 'fixed';
  const set = (size: number) => {
    const whole = isSide() ? innerWidth : innerHeight;
    const pixels = Math.round(Math.max(120, Math.min(size, whole * 0.9)));
    // A rule and no attribute: a strict policy allows no other.
    sheet.replaceSync(`.drawer { --size: ${pixels}px; }`);
    handle.setAttribute('aria-orientation', isSide() ? 'vertical' : 'horizontal');
    handle.setAttribute('aria-valuenow', `${Math.round((100 * pixels) / whole)}`);
  };

  const resize = (event: Event, target: Element): boolean => {
    if (target !== handle) return false;
    const { type } = event;
    if (type === 'pointerdown') {
      isHeld = true;
      handle.setPointerCapture((event as PointerEvent).pointerId);
    } else if (type === 'pointerup' || type === 'pointercancel') isHeld = false;
    else if (type === 'pointermove' && isHeld) {
      const { clientX, clientY } = event as PointerEvent;
      set(isSide() ? innerWidth - clientX : innerHeight - clientY);
    } else if (type === 'keydown') {
      const by = KEYS[(event as KeyboardEvent).key];
      if (by) set((isSide() ? drawer.offsetWidth : drawer.offsetHeight) + by * KEY);
    }
    return true;
  };
  return { sheet, resize, resetSize: () => sheet.replaceSync('') };
}
