/** The nodes of the offer, built one by one: texts are only ever text. Knows nothing of when it opens or closes. */

import { node } from './node';
import { type Around, fields, type Question, survey, told } from './offer-blocks';
import { direction, type OfferCart } from './offer-cart';
import type { OfferContent, Reply } from './offer-content';

export interface OfferView {
  /** The dialog, bar or sheet; within the page a section. */
  surface: HTMLElement;
  /** What is sent; without a question there is none. */
  form: HTMLFormElement | null;
  heading: HTMLElement;
  /** What keeps the reply from being sent, shown and announced, with the focus on it; else `undefined`. */
  fault(): unknown;
  reply(): Reply;
  /** Marks the offer as sending; its texts stay as they are and the button keeps the focus. */
  busy(on: boolean): void;
  /** Announces what is wrong, or nothing with an empty text. `field`: what it is about. */
  fail(text: string, field?: HTMLElement): void;
  /** Announces without showing: for what opens without taking the focus. */
  announce(text: string): void;
  /** Puts this text in place of everything else, announced, with the focus on a button that closes. */
  thank(text: string): void;
}

/** The surfaces that are drawn; a teaser opens one of them. */
export type Shape = 'modal' | 'sheet' | 'bar' | 'inline';

/** Items listed before "+ n", so that the address field is still in sight. */
const ITEMS = { modal: 3, inline: 3, sheet: 1, bar: 1 };

/**
 * Builds the surface, closed. `onClose` is called by each of its closing buttons.
 */
export function buildView(
  content: OfferContent,
  cart: OfferCart | null,
  shape: Shape,
  onClose: () => void,
  around: Around,
): OfferView {
  const heading = node('h2', { id: 'title', tabindex: '-1' }, content.title);
  const error = node('p', { id: 'error', class: 'error', role: 'alert' });
  const optIn = node('input', { type: 'checkbox', name: 'marketing' });
  const send = node('button', { class: 'send' }, content.submit);
  const questions: Question[] = [];
  const about: (Node | null)[] = [];
  for (const block of content.blocks) {
    if (block.type === 'survey') questions.push(survey(block));
    else if (block.type === 'fields') questions.push(fields(block));
    else about.push(told(block, cart, ITEMS[shape], content.locale, around));
  }
  const later = closing({ class: 'later' }, onClose, content.close);
  const form = questions.length
    ? node(
        'form',
        { novalidate: '', class: questions[0]!.isOne ? 'quick' : '' },
        ...questions.flatMap(({ nodes }) => nodes),
        error,
        node('p', { class: 'fine' }, content.consent_text),
        content.marketing_text && node('label', { class: 'choice' }, optIn, node('span', {}, content.marketing_text)),
        send,
        later,
      )
    : null;
  const isWide = shape === 'modal' && form && about.some((node) => (node as Element | null)?.className === 'cart');
  const panel = node(
    'div',
    { class: form ? 'panel' : 'panel lone' },
    node('div', { class: 'about' }, heading, ...about),
    form ?? later,
    closing({ class: 'cross', 'aria-label': content.close }, onClose, icon('M6 6l12 12M18 6L6 18')),
  );
  const status = node('p', { id: 'status', class: 'quiet', role: 'status' });
  const done = node('div', {}, status);
  const surface = node(
    shape === 'inline' ? 'section' : 'dialog',
    {
      class: `surface ${shape}${isWide ? ' wide' : ''} ${content.theme || 'plain'} ${content.scheme || 'auto'}`,
      lang: content.locale,
      dir: direction(content.locale),
      'aria-labelledby': 'title',
    },
    panel,
    done,
  );
  const intro = panel.querySelector('.intro');
  if (intro) {
    intro.id = 'body';
    surface.setAttribute('aria-describedby', 'body');
  }
  let wrong: HTMLElement | undefined;

  const view: OfferView = {
    surface,
    form,
    heading,
    fault() {
      for (const question of questions) {
        const fault = question.fault(content);
        if (!fault) continue;
        view.fail(...fault);
        return fault;
      }
      return undefined;
    },
    reply() {
      const reply: Reply = { email: '', marketing: optIn.checked, given: {} };
      questions.forEach((question) => question.read(reply));
      for (const block of content.blocks) if (block.type === 'item') reply.given.item = block.item;
      return reply;
    },
    busy(on) {
      // Not `disabled`, which would drop the focus.
      send.setAttribute('aria-disabled', `${on}`);
      questions.forEach((question) => question.hold(on));
    },
    fail(text, field) {
      for (const name of ['aria-invalid', 'aria-describedby']) wrong?.removeAttribute(name);
      // One choice of several is not wrong by itself.
      wrong = text ? (field?.closest<HTMLElement>('fieldset') ?? field) : undefined;
      wrong?.setAttribute('aria-invalid', 'true');
      wrong?.setAttribute('aria-describedby', 'error');
      error.textContent = text;
      field?.focus();
      if (text) error.scrollIntoView({ block: 'nearest' });
    },
    announce(text) {
      status.textContent = text;
    },
    thank(text) {
      // What has waited is told of once more.
      if (!panel.isConnected) {
        status.textContent = text;
        return;
      }
      const ok = closing({ class: 'send' }, onClose, content.done || 'OK');
      const tick = icon('M12 2a10 10 0 1 0 0 20a10 10 0 0 0 0-20M7.5 12.5l3 3l6-6.5');
      done.className = 'panel thanks';
      status.className = '';
      done.prepend(tick);
      done.append(ok);
      surface.classList.remove('wide');
      surface.setAttribute('aria-labelledby', 'status');
      surface.removeAttribute('aria-describedby');
      ok.focus();
      panel.remove();
      status.textContent = text;
    },
  };
  return view;
}

/** The small tab: a button with the title that opens the offer, and one that closes it. */
export function buildTeaser(content: OfferContent, onOpen: () => void, onClose: () => void): HTMLElement {
  const open = node('button', { type: 'button', class: 'open' }, content.title);
  open.addEventListener('click', onOpen);
  return node(
    'section',
    {
      class: `surface teaser ${content.theme || 'plain'} ${content.scheme || 'auto'}`,
      lang: content.locale,
      dir: direction(content.locale),
      'aria-label': content.title,
    },
    open,
    closing({ class: 'cross', 'aria-label': content.close }, onClose, icon('M6 6l12 12M18 6L6 18')),
  );
}

function closing(attributes: Record<string, string>, onClose: () => void, content: Node | string): HTMLButtonElement {
  const button = node('button', { type: 'button', ...attributes }, content);
  button.addEventListener('click', onClose);
  return button;
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

const SVG = 'http://www.w3.org/2000/svg';
