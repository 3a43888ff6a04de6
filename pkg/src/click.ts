// Clicks on what can be clicked, from the first moment on: the tracker may not be there yet.

import { fire } from './hook';
import type { Hook } from './types';

/** Takes a call of the client's, with when it happened being now, and the event that it comes from. */
export type Call = (method: string, args?: string[], event?: Event) => void;

/** What a click on is told. */
export const CLICKABLE =
  'a[href],button,summary,[role=button],[role=link],input[type=submit],input[type=button],input[type=image]';

/** Records a click by the visitor as what its element declares, else as a plain click. */
export function clicked(event: Event, hooks: Hook[], call: Call): void {
  const target = event.target;
  // Clicks made by scripts are not the visitor's.
  if (!event.isTrusted || !(target instanceof Element) || fire(target, 'click', hooks, call)) return;
  const element = target.closest(CLICKABLE);
  if (!element) return;
  const attribute = (name: string) => element.getAttribute(name) || '';
  const text = [element.textContent, attribute('aria-label'), attribute('value')].find((text) => text?.trim()) || '';
  call('click', [element.localName, attribute('id'), text.trim(), attribute('href')], event);
}
