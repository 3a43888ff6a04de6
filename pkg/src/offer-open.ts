/** How an offer comes into the page and leaves it, and what of the page's events and focus it keeps to itself. */

/** Adds the host to the page, in the top layer where there are popovers, else with the highest z-index; takes no focus. */
export function inLayer(host: HTMLElement, shape: string): void {
  host.setAttribute('shape', shape);
  if (!host.isConnected) document.body.append(host);
  host.popover = 'manual';
  if (host.showPopover && !host.matches(':popover-open')) host.showPopover();
}

/** The page's element for the offer `id`. */
export const placeOf = (id: string) =>
  document.querySelector<HTMLElement>(`[data-waypost-offer="${CSS.escape(id)}"]`);

/**
 * Puts the host into the page's element for the offer `id` and says whether it may stay: there is such an element, and
 * nothing in sight is pushed away, because the element has the room or is out of sight.
 */
export function inPage(host: HTMLElement, id: string): boolean {
  const place = placeOf(id);
  if (!place) return false;
  host.setAttribute('shape', 'inline');
  const { top, bottom, height } = place.getBoundingClientRect();
  place.append(host);
  // WebKit lays out at once without the sheets that a root adopted before it was in the page.
  const root = host.shadowRoot!;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets];
  // Before the next frame, so that nobody sees it move if it has to go again.
  const grows = place.getBoundingClientRect().height > height + 1;
  if (!grows || bottom < 0 || top > innerHeight) return true;
  host.remove();
  return false;
}

/** Calls `act` for an Esc that the page has not used and that belongs to no modal dialog of the page. */
export function onEscape(surface: HTMLElement, act: () => void, signal: AbortSignal): void {
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    if (event.defaultPrevented || document.querySelector(':modal')) return;
    act();
  };
  listen(document, 'keydown', escape, signal);
  listen(surface, 'keydown', escape, signal);
}

/**
 * Remembers where the focus was before it came in. The function it returns removes the offer by `remove` and gives the focus
 * back, if it was inside or is nowhere now.
 */
export function focusKeeper(root: ShadowRoot): (remove: () => void) => void {
  let before: EventTarget | null = null;
  listen(root, 'focusin', (event) => {
    const from = (event as FocusEvent).relatedTarget;
    // From nowhere it also comes where a part of the offer that had it was taken away.
    if (from && !root.contains(from as Node)) before = from;
  });
  return (remove) => {
    const inside = root.activeElement;
    remove();
    const isNowhere = document.activeElement === document.body;
    if ((inside || isNowhere) && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}

/**
 * Ends these events at the shadow root: the page's shortcuts do not see what is typed here, its smooth scrolling does
 * not take the wheel, its focus traps do not pull.
 */
export function keepInside(root: ShadowRoot): void {
  for (const type of [
    'keydown',
    'keypress',
    'keyup',
    'beforeinput',
    'input',
    'change',
    'paste',
    'copy',
    'click',
    'mousedown',
    'mouseup',
    'pointerdown',
    'pointerup',
    'touchstart',
    'touchmove',
    'touchend',
    'wheel',
    'focusin',
    'focusout',
  ])
    root.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
}

export function listen<K extends keyof GlobalEventHandlersEventMap>(
  target: EventTarget,
  type: K,
  act: (event: GlobalEventHandlersEventMap[K]) => unknown,
  signal?: AbortSignal,
): void {
  const guarded = (event: Event) => attempt(() => act(event as GlobalEventHandlersEventMap[K]));
  target.addEventListener(type, guarded, signal ? { signal } : {});
}

/** Runs it so that nothing it throws, now or later, reaches the page. */
export async function attempt(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    console.warn(`waypost: something went wrong inside the offer (${error})`);
  }
}
