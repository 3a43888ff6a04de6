/**
 * Nodes built one by one: text is always text, never markup.
 */

/**
 * An element with attributes and children.
 * `class` is an ordinary attribute; an attribute that is `false`, `null` or `undefined` is left out, `true` is written empty.
 * A child is a node or a string; `null` and `false` are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

/** One of the drawings in `img/icons.svg`, hidden from assistive technology: the words beside it, or its control's label, say it. */
export function icon(name) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(ns, 'use');
  use.setAttribute('href', `/shop/img/icons.svg#${name}`);
  svg.append(use);
  return svg;
}
