/**
 * A category: `/shop/category/<slug>/`, or `everything`.
 *
 * Sorting and filtering are part of the address: `?sort=price-up` or `?sort=price-down` (absent: our own order) and
 * `?stock=in` (absent: everything). A change is a `history.pushState`, so each view is a page of its own: Back undoes it,
 * and Waypost sees a page view and hears of the list again.
 */

import { cardList } from '../card.js';
import { categories, category, firstVariant, inStock, products } from '../catalogue.js';
import { el } from '../dom.js';
import { itemData, tell } from '../measure.js';
import { CURRENCY } from '../money.js';
import { canonical, nameThePage, notFound } from '../page.js';

const ALL = { slug: 'everything', name: 'Everything', line: 'All that we make, in one place. There is not much of it, on purpose.' };
const SORTS = {
  '': { name: 'Our own order', sort: (items) => items },
  'price-up': { name: 'Price, lowest first', sort: (items) => items.toSorted((a, b) => cost(a) - cost(b)) },
  'price-down': { name: 'Price, highest first', sort: (items) => items.toSorted((a, b) => cost(b) - cost(a)) },
};

const slug = location.pathname.split('/')[3];
const shown = slug === ALL.slug ? ALL : category(slug);

if (shown) start();
else notFound('category');

function start() {
  nameThePage(shown.name);
  canonical(`/shop/category/${shown.slug}/`);
  document.getElementById('name').textContent = shown.name;
  document.getElementById('line').textContent = shown.line;
  document.getElementById('siblings').append(
    el('ul', {}, [ALL, ...categories()].map((one) => el('li', {}, el('a', { href: `/shop/category/${one.slug}/`, 'aria-current': one === shown && 'page' }, one.name)))),
  );

  const form = document.getElementById('filter');
  form.sort.append(...Object.entries(SORTS).map(([value, { name }]) => el('option', { value }, name)));
  form.addEventListener('change', () => {
    history.pushState(null, '', address(form));
    draw(form);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  window.addEventListener('popstate', () => draw(form));
  draw(form);
}

/** Shows what the address asks for. */
function draw(form) {
  const asked = new URLSearchParams(location.search);
  const sort = SORTS[asked.get('sort')] ? asked.get('sort') : '';
  form.sort.value = sort;
  form.stock.checked = asked.get('stock') === 'in';

  const all = products().filter((item) => shown === ALL || item.category === shown.slug);
  const items = SORTS[sort].sort(form.stock.checked ? all.filter(inStock) : all);
  document.getElementById('number').textContent = items.length === 1 ? '1 product' : `${items.length} products`;
  document.getElementById('list').replaceChildren(cardList(items, { listId: shown.slug, listName: shown.name, heading: 'h2' }));
  tell('track', 'view_item_list', {
    item_list_id: shown.slug,
    item_list_name: shown.name,
    currency: CURRENCY,
    items: items.map((item) => itemData(item, firstVariant(item), 1)),
  });
}

function address(form) {
  const asked = new URLSearchParams();
  if (form.sort.value) asked.set('sort', form.sort.value);
  if (form.stock.checked) asked.set('stock', 'in');
  const query = asked.toString();
  return location.pathname + (query && `?${query}`);
}

function cost(item) {
  return firstVariant(item).price;
}
