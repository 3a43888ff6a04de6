/** What was found for `?q=`. The words stay in the page: neither the title nor an event repeats them. */

import { cardList } from '../card.js';
import { find, products } from '../catalogue.js';
import { el } from '../dom.js';
import { tell } from '../measure.js';

const typed = new URLSearchParams(location.search).get('q')?.trim() ?? '';
const found = find(typed);
const list = document.getElementById('list');

if (typed) {
  document.getElementById('heading').textContent = `Results for “${typed}”`;
  document.getElementById('number').textContent = ['Nothing found', '1 product'][found.length] ?? `${found.length} products`;
  tell('track', 'search', { results: found.length });
} else {
  document.getElementById('number').textContent = 'Type a word or two above: a thing, a colour, a material.';
}

if (found.length > 0) {
  list.append(cardList(found, { listId: 'search', listName: 'Search results', heading: 'h2' }));
} else {
  list.append(el('h2', {}, typed ? 'Perhaps one of these?' : 'Often looked for'), cardList(products().filter(({ featured }) => featured), { listId: 'suggested', listName: 'Suggested' }));
}
