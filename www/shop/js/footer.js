/** The foot of every page: the newsletter, the links, the brochure and the way back to the privacy question. */

import { categories } from './catalogue.js';
import { reviewConsent } from './consent.js';
import { el, icon } from './dom.js';
import { whenValid } from './forms.js';

export function drawFooter() {
  const privacy = el('button', { type: 'button', class: 'link-button' }, 'Privacy choices');
  privacy.addEventListener('click', reviewConsent);
  document.querySelector('.site-footer').replaceChildren(
    el(
      'div',
      { class: 'wrap footer-grid' },
      el('section', { class: 'footer-news', 'aria-labelledby': 'news-title' }, el('h2', { id: 'news-title' }, 'A letter from the workshop'), el('p', {}, 'Four times a year: what we are making, what we got wrong, and a recipe.'), newsletter()),
      el('nav', { 'aria-labelledby': 'shop-links' }, el('h2', { id: 'shop-links' }, 'Shop'), el('ul', {}, categories().map(({ slug, name }) => link(`/shop/category/${slug}/`, name)), link('/shop/category/everything/', 'Everything'))),
      el('nav', { 'aria-labelledby': 'help-links' }, el('h2', { id: 'help-links' }, 'Help'), el('ul', {}, link('/shop/account/', 'Your account'), link('/shop/cart/', 'Your cart'), el('li', {}, brochure()), el('li', {}, privacy))),
    ),
    el('p', { class: 'wrap footer-small' }, 'Larkmoor is a made-up shop that shows Waypost at work: nothing is sold, charged or sent. ', el('a', { href: '?waypost=debug' }, 'See what Waypost sees'), ' on this page.'),
  );
}

/** The link to the printed brochure; its click is a `file_download`. */
export function brochure(attributes = {}) {
  return el(
    'a',
    { href: '/shop/brochure.pdf', download: true, 'data-waypost-event': 'file_download', 'data-waypost-file-name': 'brochure.pdf', 'data-waypost-file-extension': 'pdf', ...attributes },
    icon('down'),
    'Brochure (PDF)',
  );
}

function link(href, text) {
  return el('li', {}, el('a', { href }, text));
}

function newsletter() {
  const form = el(
    'form',
    { class: 'newsletter', 'data-waypost-event': 'generate_lead', 'data-waypost-lead-source': 'newsletter', 'data-test': 'newsletter' },
    el(
      'div',
      { class: 'field' },
      el('label', { for: 'news-email' }, 'E-mail address'),
      el('input', { id: 'news-email', type: 'email', autocomplete: 'email', required: true, pattern: '.+@.+\\..+', 'data-missing': 'Tell us where to write.', 'data-wrong': 'That does not look like an e-mail address: name@example.org' }),
    ),
    el('button', { type: 'submit', class: 'button button-light' }, 'Write to me'),
  );
  const thanks = el('p', { class: 'newsletter-thanks', role: 'status' });
  whenValid(form, () => {
    form.hidden = true;
    thanks.replaceChildren(icon('tick'), 'Thank you. The next letter is yours.');
  });
  return [form, thanks];
}
