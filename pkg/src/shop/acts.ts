// Presses of the visitor: clicks and submissions that are commercial acts, and the requests that they cause.

import { guarded, later, listen, type Sink } from '../capture';
import { actOf } from './address';
import { dataOf } from './item';
import { judge, pressed, type Pressed } from './judge';
import type { Ledger } from './ledger';
import { formOf, near } from './near';
import type { Page } from './page';
import type { Act } from './phrases';
import { systemOf } from './systems';

export interface Acts {
  /** Does at once what waits for its turn: the page is left. */
  flush(): void;
  /** What is known of the product of an act. */
  dataFor(act: Act, element: Element): object;
}

/** Watches; `after` is called when a press or a request may have changed more. */
export function watchActs(sink: Sink, ledger: Ledger, page: () => Page, after: () => void, cause?: Event): Acts {
  const waiting: (() => void)[] = [];
  const flush = () => waiting.splice(0).forEach((act) => guarded(act)());
  const soon = (act: () => void) => {
    waiting.push(act);
    later(flush);
  };

  const clicked = (event: MouseEvent) => {
    const target = event.composedPath()[0] ?? event.target;
    if (!event.isTrusted || !(target instanceof Element)) return;
    const press = pressed(target);
    const gesture = ledger.press(event.timeStamp, press?.element ?? target);
    soon(() => {
      after();
      if (!press) return;
      const form = formOf(press.element);
      const { type } = press.element as HTMLButtonElement;
      const submits = form && /^(submit|image)$/.test(type);
      // Its submission tells more, and does not come where a field is wrong.
      if (submits && (!event.defaultPrevented || form.matches(':invalid'))) return;
      conclude(press, gesture, submits ? form : undefined, event.defaultPrevented);
    });
  };

  const submitted = (event: SubmitEvent) => {
    const form = event.target;
    if (!event.isTrusted || !(form instanceof HTMLFormElement)) return;
    const button = event.submitter ?? form.querySelector('[type=submit],button:not([type])');
    const press = (button && pressed(button)) || { element: form, isOff: false };
    const gesture = ledger.press(event.timeStamp, press.element, true);
    soon(() => {
      after();
      conclude(press, gesture, form, event.defaultPrevented);
    });
  };

  const conclude = (
    press: Pressed,
    gesture: ReturnType<Ledger['press']>,
    form: Element | undefined,
    isPrevented: boolean,
  ) => {
    // What is off now was not when its form was submitted: pages switch buttons off so that nobody presses twice.
    const meant = judge(
      form ? { ...press, isOff: press.isOff && isPrevented && !form } : press,
      form,
      isPrevented,
      page(),
      sink,
    );
    if (meant) ledger.tell(gesture, meant.act, dataFor(meant.act, press.element), meant.source);
  };

  const dataFor = (act: Act, element: Element) => {
    const isOwn = /^add/.test(act);
    const product = act !== 'begin_checkout' && near(element, page(), isOwn);
    return product ? dataOf([isOwn ? { ...product, quantity: product.quantity ?? 1 } : product]) : {};
  };

  const requested = ({ name, startTime, initiatorType, responseStatus = 0 }: PerformanceResourceTiming) => {
    if (!/^(fetch|xmlhttprequest)$/.test(initiatorType) || responseStatus >= 400) return;
    const meant = actOf(name, location.href);
    const gesture = meant && ledger.causeOf(startTime);
    if (!gesture || (meant.isVague && !gesture.told.has(meant.act))) return;
    ledger.tell(gesture, meant.act, dataFor(meant.act, gesture.element), systemOf(meant, name) ?? 'request');
  };

  listen(document, 'click', clicked);
  listen(document, 'submit', submitted);
  listen(
    document,
    'change',
    ({ isTrusted, timeStamp, target }: Event) =>
      isTrusted && target instanceof Element && ledger.press(timeStamp, target),
  );
  if (cause?.type === 'submit') submitted(cause as SubmitEvent);
  else if (cause?.type === 'click') clicked(cause as MouseEvent);
  const resources = new PerformanceObserver((entries) => {
    soon(() => {
      flush();
      for (const entry of entries.getEntries()) requested(entry as PerformanceResourceTiming);
      after();
    });
  });
  resources.observe({ type: 'resource', buffered: true });
  return { flush, dataFor };
}
