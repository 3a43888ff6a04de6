// A mouse that leaves the window through its top edge.

import { listen } from '../listen';

/**
 * Calls `left` when it does. On the root element all three engines tell it, with the real place outside: above the top edge
 * `y` is negative. On the document only Chromium does. A fast mouse gives no move near the edge before it.
 */
export function watchPointer(left: () => void): void {
  listen(document.documentElement, 'pointerleave', ({ pointerType, relatedTarget, clientY }: PointerEvent) => {
    if (pointerType === 'mouse' && !relatedTarget && clientY < 0) left();
  });
}
