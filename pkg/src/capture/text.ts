// Elements, and what of their text may leave the page.

/** The element that a node is, or is in. */
export function elementOf(node?: Node | null): Element | null | undefined {
  return node instanceof Element ? node : node?.parentElement;
}

/** What the visitor may have written, or what may be about them. */
const PRIVATE = '[data-waypost-private],[contenteditable]:not([contenteditable=false])';

const FIELD = 'input,textarea,select,option';

/** Text of an element as it is seen, at most 64 characters; nothing where it may be personal. */
export function textOf(element: Element): string {
  const isButton = element.matches('input:is([type=submit],[type=button],[type=reset])');
  if (element.closest(PRIVATE) || element.querySelector(`${PRIVATE},${FIELD}`) || (!isButton && element.matches(FIELD)))
    return '';
  const said = [isButton && element.getAttribute('value'), element.textContent, element.getAttribute('aria-label')];
  return (said.find((text) => text && text.trim()) || '').replace(/\s+/g, ' ').trim().slice(0, 64);
}
