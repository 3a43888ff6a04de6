/** Home: the categories and what is featured. */

import { cardList, picture } from '../card.js';
import { categories, product, products } from '../catalogue.js';
import { el } from '../dom.js';
import { brochure } from '../footer.js';

document.getElementById('featured').append(cardList(products().filter(({ featured }) => featured), { listId: 'featured', listName: 'Featured' }));
document.getElementById('categories').append(
  el(
    'ul',
    { class: 'tiles' },
    categories().map(({ slug, name, line, picture: shown, tone }) =>
      el('li', {}, el('a', { class: 'tile', href: `/shop/category/${slug}/` }, picture(product(shown), { colour: tone && { id: tone } }), el('span', { class: 'tile-words' }, el('strong', {}, name), el('span', {}, line)))),
    ),
  ),
);
document.getElementById('reduced').append(cardList(products().filter(({ was }) => was), { listId: 'reduced', listName: 'Reduced' }));
document.getElementById('brochure').append(brochure({ class: 'button button-quiet' }));
