/** What every page says of itself: its title and its address. */

import { BRAND } from './catalogue.js';
import { el } from './dom.js';

/** Names the page; the brand follows. */
export function nameThePage(title) {
  document.title = `${title} · ${BRAND}`;
}

/** The one address under which this page should be known, without filters. */
export function canonical(path) {
  const link = document.querySelector('link[rel=canonical]') ?? document.head.appendChild(el('link', { rel: 'canonical' }));
  link.href = path;
}

/** Fills `main` of a page whose product or category does not exist. */
export function notFound(what) {
  nameThePage('Not found');
  document.head.append(el('meta', { name: 'robots', content: 'noindex' }));
  document.getElementById('main').replaceChildren(
    el('div', { class: 'wrap notice-page' }, el('h1', {}, `We have no such ${what}`), el('p', {}, 'It may have sold out for good, or the address is a letter off.'), el('p', {}, el('a', { class: 'button', href: '/shop/category/everything/' }, 'See everything we make'))),
  );
}
