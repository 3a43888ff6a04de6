// Events that the page declares: `data-waypost-event` on an element, or a selector in the configuration.
// No field's value is read.

import type { Call } from './click';
import { warn } from './messages';
import type { Hook } from './types';

type Trigger = NonNullable<Hook['on']>;

const DECLARED = '[data-waypost-event]';

/** Attributes that describe the item and not the event. */
const ITEM = /^(item-(id|name|brand|category|variant)|price|quantity)$/;

/** Attributes that steer Waypost and are no data. */
const OWN = /^(event|on|config)$/;

const seen = new WeakSet<Element>();

/** The hooks that can be used; the others are warned about. */
export function usable(hooks: unknown): Hook[] {
  if (hooks === undefined) return [];
  const good = (hook: Partial<Hook> | null) => {
    try {
      document.querySelector(hook!.selector!);
      return typeof hook!.event === 'string' && /^(click|submit|view)$/.test(hook!.on ?? 'click');
    } catch {
      return false;
    }
  };
  return ([] as unknown[]).concat(hooks).filter((hook): hook is Hook => {
    const is = good(hook as Partial<Hook>);
    const allowed = "{ event, selector, on: 'click', 'submit' or 'view' }";
    if (!is) warn('bad_config', `option \`events\` has ${JSON.stringify(hook)}; it has to be a list of ${allowed}`);
    return is;
  });
}

/** Records what `element` or an ancestor declares for this trigger. Whether there was anything. */
export function fire(element: Element, trigger: Trigger, hooks: Hook[], call: Call): boolean {
  let fired = false;
  const declared = element.closest(DECLARED);
  // A form declares what its submission means, not what a click in it does.
  if (declared && triggerOf(declared) === trigger && (trigger === 'click' || declared === element)) {
    record(declared, declared.getAttribute('data-waypost-event')!, call);
    fired = true;
  }
  for (const { event, selector, on = 'click' } of hooks) {
    const found = on === trigger && element.closest(selector);
    if (found) {
      record(found, event, call);
      fired = true;
    }
  }
  return fired;
}

/** Records the `view` events of elements that are in the page and were not before. */
export function look(hooks: Hook[], call: Call): void {
  const see = (selector: string, event?: string) => {
    for (const element of document.querySelectorAll(selector)) {
      if (seen.has(element)) continue;
      seen.add(element);
      record(element, event ?? element.getAttribute('data-waypost-event')!, call);
    }
  };
  see(DECLARED + '[data-waypost-on=view]');
  for (const { event, selector, on } of hooks) if (on === 'view') see(selector, event);
}

function triggerOf(element: Element): string {
  return element.getAttribute('data-waypost-on') || (element.localName === 'form' ? 'submit' : 'click');
}

/** What the element and its ancestors say in `data-waypost-…`; the nearest counts. */
function record(element: Element, event: string, call: Call): void {
  const data: Record<string, unknown> = {};
  const item: Record<string, unknown> = {};
  for (let at: Element | null = element; at; at = at.parentElement) {
    for (const { name, value } of at.attributes) {
      const said = /^data-waypost-(.+)/.exec(name)?.[1];
      if (!said || OWN.test(said)) continue;
      const into = ITEM.test(said) ? item : data;
      into[said.replace(/-/g, '_')] ??= said === 'quantity' && /^\d{1,9}$/.test(value) ? +value : value;
    }
  }
  if (Object.keys(item).length) data.items = [item];
  call('track', [event, JSON.stringify(data)]);
}
