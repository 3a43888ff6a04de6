// Which errors a form shows. What they say is not read: it may repeat what was typed.

import { type Field } from './field';
import { fieldOf, fieldsOf } from './group';

/** Alerts that tell of success. */
const GOOD = /succ|thank|confirm|alert-(info|primary)/i;

/** The name of what the browser finds wrong with a field, else 'message': the page finds something. */
export function whyOf({ validity }: Field): string {
  for (const key in validity) if (key !== 'valid' && validity[key as keyof ValidityState]) return key;
  return 'message';
}

/** Whether the browser shows a field as wrong; a browser that cannot say it does not. */
export const isShownWrong = (field: Field) => CSS.supports('selector(:user-invalid)') && field.matches(':user-invalid');

/** The fields that were marked as wrong by these changes, and the alert that came up. */
export function found(changes: MutationRecord[]): { fields: Field[]; alert: Element | undefined } {
  const fields: Field[] = [];
  let alert: Element | undefined;
  for (const { type, target, addedNodes } of changes) {
    const isMark = type === 'attributes';
    for (const node of isMark ? [target] : addedNodes) {
      if (!(node instanceof Element)) continue;
      for (const marked of within(node, '[aria-invalid=true]')) {
        const field = fieldOf(marked) ?? fieldsOf(marked)[0];
        if (field) fields.push(field);
      }
      if (!isMark) alert ??= within(node, '[role=alert]').find(isBad);
    }
    // Where only its text was put in, or changed.
    const around = !isMark && (target instanceof Element ? target : target.parentElement)?.closest('[role=alert]');
    if (around && isBad(around)) alert ??= around;
  }
  return { fields, alert };
}

/** The field that an alert describes. */
export function described(alert: Element, group: Element): Field | undefined {
  const is = (field: Field) =>
    ['aria-describedby', 'aria-errormessage'].some((name) =>
      field
        .getAttribute(name)
        ?.split(' ')
        .includes(alert.id || '-'),
    );
  return fieldsOf(group).find(is);
}

const within = (node: Element, css: string) =>
  [node, ...node.querySelectorAll(css)].filter((element) => element.matches(css));

const isBad = (alert: Element) => !!alert.textContent?.trim() && !GOOD.test(alert.className);
