/** The nodes of the offer, built one by one: texts are only ever text. Knows nothing of when it opens or closes. */

import { node } from './node';
import { type CartSummary, direction } from './offer-cart';

/** One offer of the collector's configuration: texts in one language. */
export interface OfferContent {
  id: string;
  kind: 'keep_cart';
  /** BCP 47; decides how numbers are written and which way the text runs. */
  locale: string;
  version: string;
  title: string;
  body: string;
  /** Of the address field. */
  label: string;
  submit: string;
  /** Of the buttons that close it without an address. */
  close: string;
  /** Shown exactly as given: it is what the receipt keeps. */
  consent_text: string;
  /** Of the opt-in, never ticked beforehand; empty leaves the opt-in out. */
  marketing_text: string;
  thanks: string;
  invalid: string;
  unreachable: string;
  /** Names the cart's total. Default: the figure stands alone under its rule. */
  total?: string;
  /** Of the button that closes the thanks. Default: "OK", which needs no translation. */
  done?: string;
}

export interface OfferView {
  dialog: HTMLDialogElement;
  form: HTMLFormElement;
  email: HTMLInputElement;
  heading: HTMLElement;
  /** Whether the visitor ticked the opt-in; false when there is none. */
  marketing(): boolean;
  /** Marks the offer as sending; its texts stay as they are and the button keeps the focus. */
  busy(on: boolean): void;
  /** Announces what is wrong, or nothing with an empty text. `invalid`: it is the address. */
  fail(text: string, invalid: boolean): void;
  /** Announces without showing: for a sheet that opens without taking the focus. */
  announce(text: string): void;
  /** Puts the thanks in place of everything else, announced, with the focus on a button that closes. */
  thank(): void;
}

/** Builds the dialog, closed. `onClose` is called by each of its closing buttons. */
export function buildView(
  content: OfferContent,
  cart: CartSummary | null,
  modal: boolean,
  onClose: () => void,
): OfferView {
  const heading = node('h2', { id: 'title', tabindex: '-1' }, content.title);
  const email = node('input', {
    id: 'email',
    type: 'email',
    name: 'email',
    autocomplete: 'email',
    inputmode: 'email',
    enterkeyhint: 'send',
    required: '',
    dir: 'ltr',
    'aria-describedby': 'error',
  });
  const error = node('p', { id: 'error', class: 'error', role: 'alert' });
  const optIn = node('input', { type: 'checkbox', name: 'marketing' });
  const send = node('button', { class: 'send' }, content.submit);
  const form = node(
    'form',
    { novalidate: '' },
    node('div', { class: 'field' }, node('label', { for: 'email' }, content.label), email, error),
    node('p', { class: 'fine' }, content.consent_text),
    content.marketing_text && node('label', { class: 'choice' }, optIn, node('span', {}, content.marketing_text)),
    send,
    closing({ class: 'later' }, onClose, content.close),
  );
  const panel = node(
    'div',
    { class: 'panel' },
    node(
      'div',
      { class: 'about' },
      heading,
      node('p', { id: 'body', class: 'intro' }, content.body),
      cart && cartBlock(cart, content.total),
    ),
    form,
    closing({ class: 'cross', 'aria-label': content.close }, onClose, icon('M6 6l12 12M18 6L6 18')),
  );
  const status = node('p', { id: 'status', class: 'quiet', role: 'status' });
  const done = node('div', {}, status);
  const dialog = node(
    'dialog',
    {
      class: modal ? `modal${cart ? ' wide' : ''}` : 'sheet',
      lang: content.locale,
      dir: direction(content.locale),
      'aria-labelledby': 'title',
      'aria-describedby': 'body',
    },
    panel,
    done,
  );

  return {
    dialog,
    form,
    email,
    heading,
    marketing: () => optIn.checked,
    busy(on) {
      // Not `disabled`, which would drop the focus.
      send.setAttribute('aria-disabled', `${on}`);
      email.readOnly = on;
    },
    fail(text, invalid) {
      error.textContent = text;
      email.setAttribute('aria-invalid', `${invalid}`);
      if (invalid) email.focus();
      if (text) error.scrollIntoView({ block: 'nearest' });
    },
    announce(text) {
      status.textContent = text;
    },
    thank() {
      const ok = closing({ class: 'send' }, onClose, content.done || 'OK');
      const tick = icon('M12 2a10 10 0 1 0 0 20a10 10 0 0 0 0-20M7.5 12.5l3 3l6-6.5');
      done.className = 'panel thanks';
      status.className = '';
      done.prepend(tick);
      done.append(ok);
      dialog.classList.remove('wide');
      dialog.setAttribute('aria-labelledby', 'status');
      dialog.removeAttribute('aria-describedby');
      ok.focus();
      panel.remove();
      status.textContent = content.thanks;
    },
  };
}

function cartBlock(cart: CartSummary, totalLabel: string | undefined): HTMLElement {
  // `bdi`: names and money keep their own direction inside a text that runs the other way.
  const rows = cart.lines.map(({ name, variant, amount }) =>
    node(
      'li',
      { class: 'row' },
      node(
        'span',
        { class: 'name' },
        node('bdi', {}, name),
        variant && node('span', { class: 'variant' }, node('bdi', {}, variant)),
      ),
      amount && node('bdi', { class: 'amount' }, amount),
    ),
  );
  return node(
    'div',
    { class: 'cart' },
    // Safari takes the list's role away with its bullets, unless it is given.
    node('ul', { role: 'list' }, ...rows, cart.more && node('li', { class: 'row more' }, node('bdi', {}, cart.more))),
    cart.total &&
      node(
        'p',
        { class: 'row total' },
        totalLabel ? node('span', {}, totalLabel) : null,
        node('bdi', { class: 'amount' }, cart.total),
      ),
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
