/** The view of one product: picture, choices, the way into the cart, and what goes with it. */

import { add, MOST_OF_ONE } from './cart.js';
import { cardList, picture, toneClass } from './card.js';
import { category, inStock, products, variants } from './catalogue.js';
import { el, icon } from './dom.js';
import { whenValid } from './forms.js';
import { linesData, tell } from './measure.js';
import { decimal, CURRENCY, euro } from './money.js';

/** Fills `main` with a product, `first` being the variant chosen at the start. */
export function drawProduct(item, first) {
  const group = category(item.category);
  const shown = picture(item, first, { alt: altOf(item, first), eager: true });
  const price = el('p', { class: item.was ? 'product-price price-reduced' : 'product-price', 'aria-live': 'polite' });
  const stock = el('p', { class: 'product-stock' });
  const button = el('button', { type: 'submit', class: 'button button-wide', 'data-test': 'add-to-cart' });
  const quantity = el('input', { id: 'quantity', type: 'number', inputmode: 'numeric', min: 1, max: MOST_OF_ONE, value: 1, required: true, 'data-missing': 'How many?', 'data-wrong': `Any number from 1 to ${MOST_OF_ONE}.` });
  const said = el('div', { class: 'added', role: 'status' });
  const form = el(
    'form',
    { class: 'buy' },
    item.colours && choices(item, 'Colour', 'colour', first.colour, (colour) => el('span', { class: `dot ${toneClass(colour)}`, 'aria-hidden': 'true' })),
    item.sizes && choices(item, 'Size', 'size', first.size),
    stock,
    el('div', { class: 'field buy-row' }, el('label', { for: 'quantity' }, 'Quantity'), quantity, button),
    said,
  );

  let chosen = first;
  const show = () => {
    shown.className = `picture ${toneClass(chosen.colour)}`;
    shown.alt = altOf(item, chosen);
    price.replaceChildren(...(item.was ? [el('s', {}, el('span', { class: 'unseen' }, 'Was '), euro(item.was)), ' '] : []), el('span', {}, euro(chosen.price)));
    stock.textContent = chosen.inStock ? 'In stock, sent within two days' : 'Sold out in this form';
    stock.classList.toggle('is-out', !chosen.inStock);
    button.disabled = !chosen.inStock;
    button.textContent = chosen.inStock ? 'Add to cart' : 'Sold out';
  };
  form.addEventListener('change', () => {
    const colour = form.elements.colour?.value;
    const size = form.elements.size?.value;
    chosen = variants(item).find((one) => one.colour?.id === colour && one.size?.id === size);
    said.replaceChildren();
    show();
  });
  whenValid(form, () => {
    const added = add(item, chosen, quantity.valueAsNumber);
    if (added > 0) tell('track', 'add_to_cart', linesData([{ item, variant: chosen, quantity: added }]));
    said.replaceChildren(...confirmation(item, chosen, added));
  });
  show();

  document.getElementById('main').replaceChildren(
    el(
      'div',
      { class: 'wrap' },
      el('nav', { class: 'crumbs', 'aria-label': 'You are here' }, el('ol', {}, el('li', {}, el('a', { href: '/shop/' }, 'Home')), el('li', {}, el('a', { href: `/shop/category/${group.slug}/` }, group.name)), el('li', { 'aria-current': 'page' }, item.name))),
      el(
        'article',
        { class: 'product', itemscope: true, itemtype: 'https://schema.org/Product' },
        el('div', { class: 'product-picture' }, shown),
        el(
          'div',
          { class: 'product-words' },
          el('p', { class: 'eyebrow' }, group.name),
          el('h1', { itemprop: 'name' }, item.name),
          el('p', { class: 'product-line', itemprop: 'description' }, item.line),
          price,
          offerFacts(item, first),
          form,
          el('p', { class: 'product-text' }, item.text),
          el('ul', { class: 'facts' }, item.facts.map((fact) => el('li', {}, fact))),
          el('ul', { class: 'promises' }, promise('truck', 'Free delivery from €80, else €4.90'), promise('return', 'Thirty days to send it back'), promise('mend', 'Mended for as long as you own it')),
        ),
      ),
      el('section', { class: 'section', 'aria-labelledby': 'beside' }, el('h2', { id: 'beside' }, 'Goes well with'), cardList(companions(item), { listId: 'companions', listName: 'Goes well with' })),
    ),
  );
}

/** One question of two or more: `name` is `colour` or `size`. What is sold out can be looked at all the same. */
function choices(item, label, name, checked, mark = () => null) {
  return el(
    'fieldset',
    { class: 'choices' },
    el('legend', {}, label),
    el(
      'div',
      { class: 'choice-row' },
      item[`${name}s`].map((option) => {
        const out = variants(item).every((one) => one[name] !== option || !one.inStock);
        return el(
          'label',
          { class: 'choice' },
          el('input', { type: 'radio', name, value: option.id, checked: option === checked }),
          el('span', { class: out && 'is-out' }, mark(option), option.name),
          out && el('em', { class: 'unseen' }, 'sold out'),
        );
      }),
    ),
  );
}

function confirmation(item, variant, added) {
  if (added === 0) return [el('p', {}, `Your cart already holds ${MOST_OF_ONE} of these, and that is all we can send at once.`)];
  const what = [item.name, variant.name].filter(Boolean).join(', ');
  return [icon('tick'), el('p', {}, `Added ${added > 1 ? `${added} × ` : ''}${what}. `, el('a', { href: '/shop/cart/' }, 'See your cart'))];
}

/** The offer in words for search engines, as microdata: a data block would need a script element made by script, which the policy forbids. */
function offerFacts(item, variant) {
  return el(
    'div',
    { itemprop: 'offers', itemscope: true, itemtype: 'https://schema.org/Offer', hidden: true },
    el('meta', { itemprop: 'price', content: decimal(variant.price) }),
    el('meta', { itemprop: 'priceCurrency', content: CURRENCY }),
    el('link', { itemprop: 'availability', href: `https://schema.org/${inStock(item) ? 'InStock' : 'OutOfStock'}` }),
  );
}

function promise(drawing, words) {
  return el('li', {}, icon(drawing), words);
}

function companions(item) {
  const others = products().filter((one) => one !== item && inStock(one));
  const near = others.filter((one) => one.category === item.category);
  const far = others.filter((one) => one.category !== item.category);
  return [...near.slice(0, 2), ...far.slice(0, 2)];
}

/** What a picture shows, in words. */
function altOf(item, variant) {
  return variant.colour ? `${item.name} in ${variant.colour.name.toLowerCase()}` : item.name;
}
