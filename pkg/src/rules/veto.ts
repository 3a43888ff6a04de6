// What the visitor is at that forbids an offer.

import { isOnPage } from '../banner-sign';
import { listen } from '../listen';
import type { ExitSignal } from './state';

/** How long a field counts as just used, and a page as just restored, in milliseconds. */
const FIELD_MS = 2_000;
const RESTORED_MS = 3_000;

/** How long scrolling takes to settle. Some browsers tell of a pointer that left only when it has. */
const SCROLL_MS = 500;

const FIELDS =
  'input:not([type=button],[type=submit],[type=reset],[type=checkbox],[type=radio],[type=image],[type=range],[type=color]),textarea,select,[contenteditable]:not([contenteditable=false i])';
const DIALOGS = 'dialog[open],[aria-modal=true],[popover]:popover-open';

/** Begins to watch; gives the function that tells what forbids to answer now, empty for nothing. */
export function watchVetoes(): (signal?: ExitSignal) => string {
  const moments = { field: -1e9, scroll: -1e9, restored: -1e9 };
  let isComposing = false;
  let isDragging = false;
  const now = () => performance.now();

  listen(document, 'scroll', () => (moments.scroll = now()));
  for (const kind of ['input', 'keydown'])
    listen(document, kind, ({ target }) => {
      if ((target as Element).matches?.(FIELDS)) moments.field = now();
    });
  listen(document, 'compositionstart', () => (isComposing = true));
  listen(document, 'compositionend', () => (isComposing = false));
  listen(document, 'dragstart', () => (isDragging = true));
  listen(document, 'dragend', () => (isDragging = false));
  listen(window, 'pageshow', ({ persisted }: PageTransitionEvent) => {
    if (persisted) moments.restored = now();
  });

  return (signal) => {
    const t = now();
    const focused = document.activeElement;
    // The top edge of a frame is not the window's.
    if (signal === 'pointer_top' && self !== top) return 'framed';
    if (t - moments.restored < RESTORED_MS) return 'restored';
    if (isComposing) return 'ime';
    if (isDragging) return 'drag';
    if (focused?.matches('select')) return 'select';
    if (focused?.matches(FIELDS) || t - moments.field < FIELD_MS) return 'field';
    // There scrolling is the signal itself.
    if (signal !== 'scroll_up' && t - moments.scroll < SCROLL_MS) return 'scroll';
    if (getSelection()?.isCollapsed === false) return 'selection';
    if (document.querySelector(DIALOGS)) return 'dialog';
    if (isOnPage() && isBannerOpen()) return 'banner';
    return '';
  };
}

/** Whether a banner of a known kind asks for consent: IAB TCF says so, of others only their dialogs are seen. */
function isBannerOpen(): boolean {
  let isOpen = false;
  const { __tcfapi: ask } = window as { __tcfapi?: (...args: unknown[]) => void };
  ask?.('ping', 2, ({ displayStatus }: { displayStatus?: string }) => (isOpen = displayStatus === 'visible'));
  return isOpen;
}
