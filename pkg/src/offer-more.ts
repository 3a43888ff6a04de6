/** The blocks that few offers have, as a chunk of its own: recommended products, and what a shop makes itself. */

import type { Input } from './engine';
import { node } from './node';
import { money } from './offer-cart';
import type { LinkBlock, MoreBlock, Recommended } from './offer-content';
import { isSafe } from './safe-url';

export { STYLE } from './offer-more-style';

/** What they are drawn for. */
export interface Frame {
  /** Of the offer. */
  id: string;
  locale: string;
  /** Items of a cart that there is room for in this layout. */
  limit: number;
  take(input: Input, data: string): void;
  /** A link is followed here, so that the offer is over. */
  follow(): void;
}

/** Products shown where there is room for one item of a cart, and where there is room for more. */
const FEW = 3;
const MOST = 6;

/** The node of a block; `null` where its address is not safe, nothing for a type that is unknown. */
export function draw(block: MoreBlock, frame: Frame): Node | null | undefined {
  switch (block.type) {
    case 'heading':
      return node('h3', {}, block.text);
    case 'list':
      return node('ul', { class: 'list' }, ...block.items.map((line) => node('li', {}, line)));
    case 'picture':
      return isSafe(block.url) ? image(block.url, 'wide-picture', block.alt) : null;
    case 'link':
      return link(block, frame);
    case 'items':
      return items(block.items, frame);
    default:
      return undefined;
  }
}

function link({ text, url, button }: LinkBlock, frame: Frame): Node | null {
  if (!isSafe(url)) return null;
  const made = node('a', { class: button ? 'send' : 'plain-link', href: url }, text);
  told(made, 'select_promotion', { promotion_id: frame.id, creative_name: text }, frame);
  return made;
}

function items(all: Recommended[], frame: Frame): Node {
  const safe = all.filter(({ url }) => isSafe(url)).slice(0, frame.limit > 1 ? MOST : FEW);
  const cards = safe.map((item, at) => {
    const { item_id, item_name, url } = item;
    const price = money(item.price, item.currency ?? '', frame.locale);
    // `bdi`: names and money keep their own direction inside a text that runs the other way.
    const card = node(
      'a',
      { class: 'card', href: url },
      item.image && isSafe(item.image) ? image(item.image, 'card-picture', '') : null,
      node('bdi', { class: 'card-name' }, item_name),
      price && node('bdi', { class: 'card-price' }, price),
    );
    const data = { item_list_id: frame.id, items: [{ item_id, item_name, index: at + 1 }] };
    told(card, 'select_item', data, frame);
    return node('li', {}, card);
  });
  // Safari takes the list's role away with its bullets, unless it is given.
  return node('ul', { class: 'items', role: 'list' }, ...cards);
}

/** Records a press of the link. One that opens the page elsewhere leaves the offer as it is. */
function told(link: HTMLElement, name: string, data: object, { take, follow }: Frame): void {
  link.addEventListener('click', ({ metaKey, ctrlKey, shiftKey, altKey }) => {
    take({ k: 'track', at: Date.now(), name }, JSON.stringify(data));
    if (!metaKey && !ctrlKey && !shiftKey && !altKey) follow();
  });
}

/** A picture, for which its place is kept; a gap is better than the browser's sign for a missing one. */
function image(src: string, name: string, alt: string): HTMLElement {
  const made = node('img', { class: name, alt, src });
  made.addEventListener('error', () => (made.hidden = true));
  return made;
}
