/**
 * The offer's view, as a chunk of its own: loaded only when an offer is to be shown.
 *
 * It shows one offer in a shadow root, in the browser's top layer, and tells its caller what the visitor did. It
 * decides nothing: when to show, what to record and where an address goes is the caller's. It changes nothing of the
 * page: no style, no scroll lock, no history entry; keys and clicks inside it stay inside.
 */

import { type OfferCart, summarise } from './offer-cart';
import { styleSheet } from './offer-style';
import { buildView, type OfferContent, type OfferView } from './offer-view';

export type { OfferCart, OfferContent };

/** What became of an address: on the collector's disk, refused by it, or not delivered. */
export type Submitted = 'stored' | 'invalid' | 'unreachable';

/** What the caller is told. Whatever a handler throws is logged and goes no further. */
export interface OfferHandlers {
  /** Gives the address to the collector; a rejection counts as "unreachable". `marketing`: the opt-in was ticked. */
  submit(email: string, marketing: boolean): Promise<Submitted>;
  /** Called once, when the offer is really on screen. */
  shown(): void;
  /**
   * Called once, when it was closed without an address: by a button ("close"), Esc or the system's Back ("esc"), or a
   * press beside it ("backdrop"). Closed while an address is on its way, it is called only if that comes to nothing.
   */
  dismissed(how: string): void;
}

/**
 * Shows the offer and says whether it could: not while one is open, even one of another copy of this module, nor in a
 * page without a body, nor in a browser without constructed style sheets (Safari before 16.4).
 *
 * Modal: a dialog that holds the focus until it is closed and then gives it back. Not modal: a sheet at the bottom that
 * takes no focus and leaves the page usable, for touch.
 */
export function show(content: OfferContent, cart: OfferCart | null, modal: boolean, handlers: OfferHandlers): boolean {
  if (!document.body || document.querySelector(HOST)) return false;
  const host = document.createElement(HOST);
  try {
    const root = host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet()];
    const items = summarise(cart, content.locale, modal ? MODAL_ITEMS : SHEET_ITEMS);
    const view = buildView(content, items, modal, () => close('close'));
    const close = modal ? (how: string) => view.dialog.close(how) : sheetCloser(root, view.dialog);
    root.append(view.dialog);
    document.body.append(host);
    keepInside(root);
    attend(host, view, content, handlers);
    if (modal) openModal(view);
    else openSheet(host, view.dialog, close);
    return true;
  } catch (error) {
    host.remove();
    log(error);
    return false;
  }
}

const HOST = 'waypost-offer';

/** Items listed before "+ n", so that the address field is still in sight. */
const MODAL_ITEMS = 3;
const SHEET_ITEMS = 1;

/** Follows one offer from its first frame to its close. */
function attend(host: HTMLElement, view: OfferView, content: OfferContent, handlers: OfferHandlers): void {
  const { dialog, form, email } = view;
  let answer: Submitted | 'pending' | undefined;
  let seen = false;
  const tellShown = () => {
    if (!seen) attempt(() => handlers.shown());
    seen = true;
  };
  const tellDismissed = () => {
    // A browser that closes the dialog itself (Esc, Back on Android) leaves no reason.
    if (answer !== 'pending' && answer !== 'stored') attempt(() => handlers.dismissed(dialog.returnValue || 'esc'));
  };

  const onScreen = new IntersectionObserver((entries) => {
    onScreen.disconnect();
    if (entries.some((entry) => entry.isIntersecting)) {
      tellShown();
      if (!dialog.matches('.modal')) view.announce(content.title);
    } else {
      // In a page that is not rendered a modal dialog would only block it.
      host.remove();
    }
  });
  onScreen.observe(dialog);

  listen(dialog, 'close', () => {
    host.remove();
    tellShown();
    tellDismissed();
  });

  let down: EventTarget | null = null;
  let up: EventTarget | null = null;
  listen(dialog, 'pointerdown', (event) => (down = event.target));
  listen(dialog, 'pointerup', (event) => (up = event.target));
  // The backdrop is the dialog itself; a press that only began or only ended there was meant for something else.
  listen(dialog, 'click', () => {
    if (down === dialog && up === dialog) dialog.close('backdrop');
    down = up = null;
  });

  listen(form, 'submit', async (event) => {
    event.preventDefault();
    if (answer === 'pending') return;
    view.fail('', false);
    if (!email.validity.valid) return view.fail(content.invalid, true);
    answer = 'pending';
    view.busy(true);
    answer = await delivered(handlers, email.value, view.marketing());
    if (!dialog.open) return tellDismissed();
    view.busy(false);
    if (answer === 'stored') view.thank();
    else if (answer === 'invalid') view.fail(content.invalid, true);
    else view.fail(content.unreachable, false);
  });
}

async function delivered(handlers: OfferHandlers, email: string, marketing: boolean): Promise<Submitted> {
  try {
    return await handlers.submit(email, marketing);
  } catch (error) {
    log(error);
    return 'unreachable';
  }
}

/**
 * The focus goes to the heading. Nobody asked for this dialog: a screen reader then begins with what it is, a stray
 * Space or letter does nothing, and no on-screen keyboard jumps up. The field is one Tab away. Closing gives the focus
 * back to where it was, which is the browser's own doing.
 */
function openModal({ dialog, heading }: OfferView): void {
  heading.autofocus = true;
  dialog.showModal();
  heading.focus({ preventScroll: true });
}

/**
 * `dialog.show()` would take the focus, so the dialog is opened by its attribute, and the host is the popover that
 * brings it into the top layer (without popovers the highest z-index has to do).
 */
function openSheet(host: HTMLElement, dialog: HTMLDialogElement, close: (how: string) => void): void {
  dialog.open = true;
  host.popover = 'manual';
  host.showPopover?.();

  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // An Esc that the page used, or that belongs to a modal dialog of the page, is not ours.
    if (event.defaultPrevented || document.querySelector(':modal')) return;
    close('esc');
  };
  const closed = new AbortController();
  listen(document, 'keydown', escape, closed.signal);
  listen(dialog, 'keydown', escape);
  listen(dialog, 'close', () => closed.abort());
}

/** Closes a sheet; was the focus in it, it goes back to where it came from. */
function sheetCloser(root: ShadowRoot, dialog: HTMLDialogElement): (how: string) => void {
  let before: EventTarget | null = null;
  listen(root, 'focusin', (event) => {
    const from = (event as FocusEvent).relatedTarget;
    if (!root.contains(from as Node | null)) before = from;
  });
  return (how) => {
    const inside = root.activeElement;
    dialog.close(how);
    if (inside && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}

/**
 * Ends these events at the shadow root: the page's shortcuts do not see what is typed here, its smooth scrolling does
 * not take the wheel, its focus traps do not pull.
 */
function keepInside(root: ShadowRoot): void {
  for (const type of [
    'keydown',
    'keypress',
    'keyup',
    'beforeinput',
    'input',
    'paste',
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

function listen<K extends keyof GlobalEventHandlersEventMap>(
  target: EventTarget,
  type: K,
  act: (event: GlobalEventHandlersEventMap[K]) => unknown,
  signal?: AbortSignal,
): void {
  const guarded = (event: Event) => attempt(() => act(event as GlobalEventHandlersEventMap[K]));
  target.addEventListener(type, guarded, signal ? { signal } : {});
}

/** Runs it so that nothing it throws, now or later, reaches the page. */
async function attempt(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch (error) {
    log(error);
  }
}

function log(error: unknown): void {
  console.warn(`waypost: something went wrong inside the offer (${error})`);
}
