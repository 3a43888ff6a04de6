// What belongs to one form, with a <form> around it or without.

import { attribute, type Field, isTyped, nameOf, stable } from './field';
import { type Kind, kindOf } from './kind';

const FIELDS = 'input,select,textarea';
const BUTTONS = 'button,[type=submit],[type=button],[type=image],[role=button]';

/** What groups fields where there is no <form>. */
const GROUPS =
  'form,[role=form],[role=search],search,dialog,[role=dialog],fieldset,section,article,aside,nav,header,footer,main,body';

/** Buttons that change how a form looks and do not send it. */
export const TOGGLES =
  '[aria-expanded],[aria-pressed],[aria-haspopup],[aria-disabled=true],[role=tab],[role=switch],[type=reset]';

/** The field that something happened to; buttons and hidden inputs are none. */
export function fieldOf(target: EventTarget | null): Field | undefined {
  const isField = target instanceof Element && target.matches(FIELDS);
  return isField && !/^(hidden|submit|button|image|reset)$/.test((target as Field).type)
    ? (target as Field)
    : undefined;
}

/** The form that a field or button belongs to; without a <form>, the nearest thing around it that groups. */
export function groupOf(element: Element): Element {
  let group: Element = (element as Field).form ?? element.closest(GROUPS) ?? document.body;
  // A group of choices within something larger.
  if (group.localName === 'fieldset' && !group.querySelector(BUTTONS)) group = groupOf(group.parentElement!);
  return group;
}

export const fieldsOf = (group: Element) =>
  [...group.querySelectorAll(FIELDS)].filter((field) => fieldOf(field) && groupOf(field) === group) as Field[];

const textsOf = (group: Element) => fieldsOf(group).filter((field) => isTyped(field) && field.type !== 'number');

/** Whether words can be typed into it: a lone choice or quantity is for other things. */
export const isToFill = (group: Element) => textsOf(group).length > 0;

export const isForm = (group: Element) => group.localName === 'form';

/** Whether a field is empty; nothing where that cannot be seen from outside. */
export function isEmpty(field: Field): boolean | undefined {
  if (field.validity.valueMissing || field.matches(':placeholder-shown')) return true;
  return field.required || field.hasAttribute('placeholder') ? false : undefined;
}

/** What a form is called, and what it is for. */
export function describe(group: Element): { form: string; kind: Kind } {
  // Traps for robots are no fields.
  const fields = fieldsOf(group).filter(
    (field) => field.tabIndex >= 0 && !field.closest('[hidden],[aria-hidden=true]'),
  );
  const own = attribute(group, 'id', 'name', 'class', 'action', 'aria-label');
  const words = own + fields.map((field) => attribute(field, 'name', 'id')).join(' ');
  const kind = kindOf(fields, !!group.closest('search,[role=search]'), words);
  const name = stable(...['id', 'name', 'aria-label'].map((name) => attribute(group, name)), actionOf(group));
  const place = [...document.querySelectorAll(group.localName === 'form' ? 'form' : GROUPS)].indexOf(group) + 1;
  return { form: name ?? `${kind}#${place}`, kind };
}

/** The path that a form is sent to, where it is not the page's own. */
function actionOf(group: Element): string {
  const action = group.getAttribute('action');
  const { pathname } = action ? new URL(action, location.href) : location;
  return pathname[0] === '/' && pathname !== location.pathname ? pathname : '';
}

export const fieldName = (field: Field, group: Element) => nameOf(field, fieldsOf(group).indexOf(field) + 1);

/** The button that was pressed, unless it only changes how the form looks. */
export function buttonOf(target: EventTarget | null): HTMLButtonElement | undefined {
  const button = target instanceof Element && target.closest(BUTTONS);
  return button && !button.matches(TOGGLES) ? (button as HTMLButtonElement) : undefined;
}

/** Whether the browser submits a form when this button is pressed. */
export const sends = ({ form, type }: HTMLButtonElement) => form && /submit|image/.test(type);

/** Whether a form has such a button. */
export const hasSender = (group: Element) =>
  isForm(group) && group.querySelector('[type=submit],[type=image],button:not([type])');

/** Whether a button stands behind all that can be typed, as one that submits does. */
export const isBehind = (button: Element, group: Element) =>
  !!((textsOf(group).pop()?.compareDocumentPosition(button) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING);

/** How many fields hide what is typed. */
export const hidden = (group: Element) => group.querySelectorAll('[type=password]').length;
