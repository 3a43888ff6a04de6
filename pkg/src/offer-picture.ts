/** Pictures of what lies in the cart: those that the page shows already, so nothing foreign is asked for. */

import { node } from './node';

/** An element that names an item by its id, in the words of Waypost and of shop systems. */
const NAMES_ITEM = ['data-waypost-item-id', 'data-product-id', 'data-product_id', 'data-item-id', 'data-sku'];

/** The picture that stands with the item's id, links to it, or is described by its name; `null` where the page has none. */
export function picture(id: string, name: string): HTMLElement | null {
  const isOf = (image: HTMLImageElement) => isLoaded(image) && (image.alt.trim() === name || linksTo(image, id));
  const image = withId(id) ?? [...document.images].find(isOf);
  if (!image) return null;
  const copy = node('img', { class: 'picture', alt: '', width: '48', height: '48', src: image.currentSrc });
  // A gap is better than the browser's sign for a missing picture.
  copy.addEventListener('error', () => copy.remove());
  return copy;
}

function withId(id: string): HTMLImageElement | undefined {
  const value = JSON.stringify(id).replace(/[\n\r\f]/g, '');
  for (const attribute of NAMES_ITEM) {
    const near = [...document.querySelectorAll(`[${attribute}=${value}]`)];
    const images = near.flatMap((element) => [...element.querySelectorAll('img')]);
    const found = images.find(isLoaded);
    if (found) return found;
  }
  return undefined;
}

/** Whether its link has the id as a part of its path or as a parameter. */
function linksTo(image: HTMLImageElement, id: string): boolean {
  return image.closest('a')?.href.split(/[/?&=#]/).includes(encodeURIComponent(id)) ?? false;
}

/** Whether it is there and no spacer or counting pixel. */
function isLoaded(image: HTMLImageElement): boolean {
  return image.naturalWidth >= 24 && /^(https?:|data:image\/|blob:)/.test(image.currentSrc);
}
