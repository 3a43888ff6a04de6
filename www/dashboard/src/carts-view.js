/** The carts visitors asked to be kept for them, with their address and what they agreed to; and what they answered. */

import { itemsOf, products } from './describe.js';
import { byId, el } from './dom.js';
import { count, money, shortClock } from './format.js';
import { PanelView } from './panel-view.js';

export class CartsView extends PanelView {
  constructor({ retry }) {
    super('carts', retry);
  }

  loading() {
    byId('carts-count').textContent = '';
    super.loading();
  }

  /** Shows captures as the API gives them; `phrase` names the time they are of. */
  show(captures, phrase) {
    byId('carts-count').textContent = captures.length ? count(captures.length, 'address', 'addresses') : '';
    if (captures.length === 0) {
      this.panel.empty(
        el('p', {}, el('strong', {}, `No carts saved ${phrase}.`)),
        el('p', {}, 'When a visitor is about to leave with a filled cart, Waypost offers to send it to them. The addresses they give appear here.'),
      );
      return;
    }
    const nowMs = Date.now();
    byId('carts-rows').replaceChildren(...captures.toSorted(latestFirst).map((capture) => row(capture, nowMs)));
    this.panel.ready();
  }
}

const latestFirst = (a, b) => b.occurred_at_ms - a.occurred_at_ms;

function row(capture, nowMs) {
  const { email, name, phone, reason, answer, item, occurred_at_ms: ms, cart, consent } = capture;
  const items = itemsOf(cart);
  const value = money(cart?.value, cart?.currency) ?? 'value unknown';
  return el(
    'li',
    { class: 'cart' },
    // An answer to a survey comes without an address.
    email
      ? el('a', { class: 'email', href: `mailto:${encodeURIComponent(email)}` }, email)
      : el('span', { class: 'email' }, `Survey: ${reason || 'no reason'}`),
    el(
      'span',
      { class: 'about' },
      el('strong', {}, value),
      [items.length ? products(items) : '', item ? `waits for ${item.item_name || item.item_id}` : '', name, phone, answer].filter(Boolean).map((text) => ` · ${text}`).join(''),
    ),
    el('time', { dateTime: new Date(ms).toISOString() }, shortClock(ms, nowMs)),
    email ? consentMark(consent) : null,
  );
}

function consentMark(consent) {
  const yes = consent?.marketing === true;
  return el('span', { class: yes ? 'consent yes' : 'consent no' }, yes ? 'Marketing: yes' : 'Marketing: no');
}
