/** The head of every page: the name, the categories, the search and the cart with its count. */

import { BRAND, categories } from './catalogue.js';
import { count, onChange } from './cart.js';
import { el, icon } from './dom.js';

export function drawHeader() {
  const cart = cartLink();
  onChange(() => cart.update());
  document.querySelector('.site-header').replaceChildren(
    el('p', { class: 'ribbon' }, 'Free delivery from €80', el('span', { class: 'ribbon-more' }, ' · Thirty days to change your mind')),
    el(
      'div',
      { class: 'wrap masthead' },
      el('a', { class: 'brand', href: '/shop/', 'aria-label': `${BRAND}, home` }, BRAND),
      el('nav', { class: 'site-nav', 'aria-label': 'Categories' }, el('ul', {}, categories().map(entry))),
      search(),
      el('a', { class: 'tool', href: '/shop/account/' }, icon('person'), el('span', { class: 'tool-name' }, 'Account')),
      cart.node,
    ),
  );
}

function entry({ slug, name }) {
  const href = `/shop/category/${slug}/`;
  return el('li', {}, el('a', { href, 'aria-current': location.pathname === href && 'page' }, name));
}

function search() {
  const typed = location.pathname === '/shop/search/' ? new URLSearchParams(location.search).get('q') : null;
  return el(
    'form',
    { class: 'search', role: 'search', action: '/shop/search/' },
    el('label', { class: 'unseen', for: 'q' }, 'Search the shop'),
    el('input', { id: 'q', name: 'q', type: 'search', placeholder: 'Search the shop', autocomplete: 'off', enterkeyhint: 'search', value: typed, 'data-test': 'search' }),
    el('button', { type: 'submit', 'aria-label': 'Search' }, icon('search')),
  );
}

function cartLink() {
  const number = el('span', { class: 'cart-count' });
  const unit = el('span', { class: 'unseen' });
  const node = el('a', { class: 'tool', href: '/shop/cart/', 'data-test': 'go-to-cart' }, icon('basket'), el('span', { class: 'tool-name' }, 'Cart'), ' ', number, ' ', unit);
  const update = () => {
    const things = count();
    number.textContent = things || '';
    unit.textContent = things === 1 ? 'item' : things === 0 ? 'is empty' : 'items';
  };
  update();
  return { node, update };
}
