/**
 * The offer's view, as a chunk of its own: loaded only when an offer is to be shown.
 *
 * It shows one offer in a shadow root and tells the tracker what the visitor did. It decides nothing: when to show, what to
 * record and where an address goes is the tracker's. It changes nothing of the page: no style, no scroll lock, no history
 * entry; keys and clicks inside it stay inside.
 */

import type { Input } from './engine';
import { money, type OfferCart } from './offer-cart';
import type { Boot } from './loader';
import type { Around } from './offer-blocks';
import type { FactsBlock, OfferContent, Reply } from './offer-content';
import { isKept, onArrival } from './offer-deliver';
import { attempt, focusKeeper, inLayer, inPage, keepInside, listen, onEscape, placeOf } from './offer-open';
import { styleSheet } from './offer-style';
import { buildTeaser, buildView, type OfferView, type Shape } from './offer-view';

export { deliver, drop } from './offer-deliver';
export type { OfferCart, OfferContent };

/** What became of a reply: on the collector's disk, waiting for a connection, no address, or refused. */
export type Outcome = 'stored' | 'waiting' | 'invalid' | 'unreachable';

/** What the tracker says of the offer that is to be shown. */
interface View {
  offer: OfferContent;
  cart: OfferCart | null;
  /** Whether it may hold the focus: not on touch. */
  modal: boolean;
  /** Whether marketing was not refused. */
  marketing: boolean;
}

type Take = (input: Input, data?: string) => void;

/** What draws the blocks that few offers have, once one of them was prepared. */
let more: typeof import('./offer-more') | undefined;

/** A turn for what the visitor does meanwhile: drawing an offer in one go would keep the keys of a slow phone waiting. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A browser's first price takes it as long as all else of an offer: what it loads for that comes once, ahead, and in two parts. */
let priced: Promise<void> | undefined;

async function firstPrice(locale: string): Promise<void> {
  await turn();
  new Intl.Locale('en').maximize();
  await turn();
  money('0', 'EUR', locale);
}

/** Brings what the view of this offer needs beside this chunk; to be awaited before it is shown, and worth calling ahead. */
export async function prepare({ blocks, locale }: OfferContent): Promise<void> {
  const has = (types: RegExp) => blocks.some(({ type }) => types.test(type));
  if (has(/^(items|heading|picture|link|list)$/)) more ??= await import('./waypost-offer-more.js');
  if (has(/^(items?|cart)$/)) await (priced ??= firstPrice(locale));
}

/**
 * Shows the offer that the tracker describes, a task later, and gives a function that takes the outcome of each reply.
 *
 * `take` is told `offer_shown` once it is really on screen (of an inline offer: in sight), `offer_accepted` with each
 * reply, a `survey_answer` once the reply is stored or waits, and `offer_dismissed` once, when it was closed without: by a button
 * ("close"), Esc or the system's Back ("esc"), a press beside it ("backdrop"), in any way after its code was copied ("copied"),
 * or by following one of its links ("followed"). Closed while a reply is on its way, it is told only if that comes to nothing.
 *
 * What it needs has to be there, see `prepare`. Figures are asked for at `boot`'s collector, a visitor's own by the id that the
 * device remembers. Nothing is shown where the offer is a newsletter and marketing was refused. Rejects while an offer is open,
 * even one of another copy of this module, in a page without a body, for a block of an unknown type, and in a browser without
 * constructed style sheets (Safari before 16.4).
 */
export async function show(
  view: string,
  take: Take,
  boot?: Pick<Boot, 'collector' | 'options' | 'memory'>,
): Promise<(outcome: string) => void> {
  const { offer: content, cart, modal, marketing } = JSON.parse(view) as View;
  // Where marketing was refused, the question is not asked again.
  if (!marketing) content.marketing_text = '';
  if (!marketing && content.kind === 'newsletter') return () => {};
  checkPage();
  const host = document.createElement(HOST);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [styleSheet(more?.STYLE)];
  keepInside(root);
  /** Without anybody to ask, and where there are none, no figures are drawn. */
  const facts = (block: FactsBlock, place: HTMLElement) => {
    const { id: offer, facts_key: key = '' } = content;
    if (!boot || !key) return;
    const ask = { collector: boot.collector, site: boot.options.site, offer, key, memory: boot.memory, items: cart?.items ?? [] };
    const ended = () => {
      const code = root.querySelector('.code');
      const hasFocus = code?.contains(root.activeElement);
      code?.remove();
      if (hasFocus) root.getElementById('title')?.focus();
    };
    import('./waypost-facts.js').then(({ draw }) => draw(block, place, ask, ended)).catch(() => {});
  };
  try {
    return await present({ host, root, content, cart, modal, take, facts });
  } catch (error) {
    host.remove();
    throw error;
  }
}

/**
 * Draws nothing, and calls `then` at the moment when `show` would have told `offer_shown`: with the next frame, or of an offer
 * within the page once its place is in sight. Throws where `show` would.
 */
export function ghost({ id, layout, touch_layout }: OfferContent, modal: boolean, then: () => void): void {
  checkPage();
  const isInline = (modal ? layout : touch_layout) === 'inline';
  const place = isInline && placeOf(id);
  const onScreen = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    onScreen.disconnect();
    attempt(then);
  });
  // The page itself is in sight with its next frame.
  onScreen.observe(place || document.documentElement);
}

function checkPage(): void {
  if (!document.body || document.querySelector(HOST)) throw 'the page has no body, or an offer that is open';
  if (!('adoptedStyleSheets' in document)) throw 'this browser has no adopted style sheets';
}

const HOST = 'waypost-offer';

interface Stage {
  host: HTMLElement;
  root: ShadowRoot;
  content: OfferContent;
  cart: OfferCart | null;
  modal: boolean;
  take: Take;
  facts(block: FactsBlock, place: HTMLElement): void;
}

/** Opens it in its layout and follows it from its first frame to its end. */
async function present(stage: Stage): Promise<(outcome: string) => void> {
  const { host, root, content, cart, modal, take, facts } = stage;
  const closed = new AbortController();
  const giveFocusBack = focusKeeper(root);
  let view: OfferView | undefined;
  let answer: Outcome | 'pending' | undefined;
  let reply: Reply | undefined;
  let how = '';
  let seen = false;
  let copied = false;

  const tellShown = () => {
    if (!seen) take({ k: 'offer_shown' });
    seen = true;
  };
  const isGiven = () => answer === 'stored' || answer === 'waiting';
  const tellDismissed = () => {
    if (answer !== 'pending' && !isGiven()) take({ k: 'offer_dismissed', by: copied ? 'copied' : how });
  };
  const end = (by: string) => {
    if (closed.signal.aborted) return;
    how = by;
    giveFocusBack(() => host.remove());
    closed.abort();
    tellShown();
    tellDismissed();
  };

  /** Tells once that it is on screen. What is never rendered goes again; what is only further down waits. */
  const watch = (node: Element, mayWait: boolean, then?: () => void) => {
    const onScreen = new IntersectionObserver((entries) => {
      const isSeen = entries.some((entry) => entry.isIntersecting);
      if (!isSeen && mayWait) return;
      onScreen.disconnect();
      if (!isSeen) return host.remove();
      attempt(tellShown);
      then?.();
    });
    onScreen.observe(node);
  };

  const submit = (view: OfferView) => {
    if (answer === 'pending') return;
    view.fail('');
    if (view.fault()) return;
    answer = 'pending';
    view.busy(true);
    reply = view.reply();
    take({ k: 'offer_accepted', email: reply.email, marketing: reply.marketing }, JSON.stringify(reply.given));
  };

  const around: Around = {
    copied: () => (copied = true),
    facts,
    more: (block, limit) => more?.draw(block, { id: content.id, locale: content.locale, limit, take, follow: () => end('followed') }),
  };

  const build = (shape: Shape): OfferView => {
    const close = (by: string) => (shape === 'modal' ? (view!.surface as HTMLDialogElement).close(by) : end(by));
    const built = buildView(content, cart, shape, () => close('close'), around);
    const { form, surface } = built;
    view = built;
    root.append(surface);
    if (form)
      listen(form, 'submit', (event) => {
        event.preventDefault();
        submit(built);
      });
    return built;
  };

  /** The focus goes to the heading where it is asked for, or has to be: nobody asked for a dialog that comes by itself. */
  const open = (built: OfferView, shape: 'modal' | 'sheet' | 'bar', isAsked: boolean) => {
    const { heading } = built;
    const dialog = built.surface as HTMLDialogElement;
    if (shape === 'modal') {
      // A browser that closes the dialog itself (Esc, Back on Android) leaves no reason.
      listen(dialog, 'close', () => end(dialog.returnValue || 'esc'));
      onBackdrop(dialog);
      if (!host.isConnected) document.body.append(host);
      heading.autofocus = true;
      dialog.showModal();
    } else {
      // `dialog.show()` would take the focus.
      dialog.open = true;
      inLayer(host, shape);
      onEscape(dialog, () => end('esc'), closed.signal);
    }
    if (shape === 'modal' || isAsked) heading.focus({ preventScroll: true });
    else watch(dialog, false, () => built.announce(content.title));
    if (shape === 'modal') watch(dialog, false);
  };

  /** Of what needs no place in the page. */
  const free = modal ? 'modal' : 'sheet';
  const tease = () => {
    const opened = () => {
      tab.remove();
      open(build(free), free, true);
    };
    const tab = buildTeaser(content, opened, () => end('close'));
    root.append(tab);
    inLayer(host, 'teaser');
    watch(tab, false);
  };

  const asked = (modal ? content.layout : content.touch_layout) || 'dialog';
  if (asked === 'teaser') tease();
  else {
    const shape = asked === 'dialog' ? free : asked;
    const built = build(shape);
    await turn();
    if (shape !== 'inline') open(built, shape, false);
    else if (inPage(host, content.id)) watch(built.surface, true);
    else {
      // Without a place, or without room in it, it must not push away what is being read.
      built.surface.remove();
      tease();
    }
  }

  onArrival((outcome) => view?.thank(outcome === 'stored' ? content.thanks : content.unreachable));
  return (outcome) =>
    void attempt(() => {
      answer = outcome as Outcome;
      if (isGiven() && reply?.given.reason) {
        const question = content.blocks.find(({ type }) => type === 'survey') as { id: string };
        const data = { survey: content.id, question: question.id, answer: reply.given.reason };
        take({ k: 'track', at: Date.now(), name: 'survey_answer' }, JSON.stringify(data));
      }
      if (closed.signal.aborted) return tellDismissed();
      view!.busy(false);
      if (answer === 'stored') view!.thank(content.thanks);
      else if (answer === 'waiting')
        view!.thank((isKept ? content.waiting : content.waiting_here) || content.unreachable);
      else if (answer === 'invalid') view!.fail(content.invalid, view!.form!.querySelector('input') ?? undefined);
      else view!.fail(content.unreachable);
    });
}

/** The backdrop is the dialog itself; a press that only began or only ended there was meant for something else. */
function onBackdrop(dialog: HTMLDialogElement): void {
  let down: EventTarget | null = null;
  let up: EventTarget | null = null;
  listen(dialog, 'pointerdown', (event) => (down = event.target));
  listen(dialog, 'pointerup', (event) => (up = event.target));
  listen(dialog, 'click', () => {
    if (down === dialog && up === dialog) dialog.close('backdrop');
    down = up = null;
  });
}
