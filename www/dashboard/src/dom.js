/** Making nodes one by one; text is always text, never markup. */

export const byId = (id) => document.getElementById(id);

/**
 * A new element. `props` are properties of the element, but `class`, `data` (a map), `aria` (a map) and `on` (a map of
 * listeners) do what their names say. Children are nodes or strings; null and false are left out.
 */
export function el(tag, { class: className, data = {}, aria = {}, on = {}, ...props } = {}, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  if (className) node.className = className;
  Object.assign(node.dataset, data);
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value);
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  node.append(...children.filter((child) => child !== null && child !== false));
  return node;
}
