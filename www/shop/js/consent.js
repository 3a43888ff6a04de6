/**
 * The shop's own privacy banner. The answer is the shop's to remember (`shop.consent` in localStorage: `'granted'` or
 * `'anonymous'`) and is told to Waypost on every page; until there is one, Waypost keeps to its own default.
 */

import { el } from './dom.js';
import { tell } from './measure.js';
import { read, write } from './storage.js';

const KEY = 'shop.consent';

/** Tells Waypost what was answered before, or asks; not in the dashboard's preview, where nothing is recorded. */
export function startConsent() {
  const answer = read('localStorage', KEY, null);
  if (answer === 'granted' || answer === 'anonymous') tell('consent', answer);
  else if (!new URLSearchParams(location.search).has('waypost_preview')) ask();
}

/** Shows the banner again, for a changed mind; the focus moves into it and returns when it is answered. */
export function reviewConsent() {
  const opener = document.activeElement;
  const banner = document.querySelector('.consent') ?? ask();
  banner.focus();
  banner.addEventListener('answered', () => opener.focus(), { once: true });
}

function ask() {
  const banner = el(
    'section',
    { class: 'consent', 'aria-label': 'Your privacy', tabindex: '-1' },
    el('div', {}, el('h2', {}, 'May we measure?'), el('p', {}, 'We count visits without storing anything on your device. With your leave we also recognise you on your next visit and keep your cart safe.')),
    el(
      'div',
      { class: 'consent-choices' },
      choice('anonymous', 'Only what is needed'),
      choice('granted', 'Allow measurement'),
    ),
  );
  // Early in the page, so that the keyboard meets the question first, though it is drawn at the foot.
  document.querySelector('.skip-link').after(banner);
  document.documentElement.classList.add('asks-consent');
  return banner;
}

function choice(state, label) {
  const button = el('button', { type: 'button', class: 'button button-quiet', 'data-test': `consent-${state}` }, label);
  button.addEventListener('click', () => {
    write('localStorage', KEY, state);
    tell('consent', state);
    const banner = button.closest('.consent');
    banner.remove();
    document.documentElement.classList.remove('asks-consent');
    banner.dispatchEvent(new Event('answered'));
  });
  return button;
}
