// Presses of the visitor: clicks and submissions that are commercial acts, and the requests that they cause.

import { guarded, later, listen, type Sink, type Source } from '../capture';
import { isOurs } from '../capture/observe';
import { actOf } from './asked';
import type { Product } from './item';
import { judge, pressed, type Pressed } from './judge';
import type { Ledger, Press } from './ledger';
import { formOf } from './fields';
import { near } from './near';
import type { Page } from './page';
import type { Act } from './phrases';
import { linkOf, picked } from './pick';
import { problems } from './problems';
import type { Signals } from './signals';
import { changes } from './rows';
import { meantBy, systemOf } from './systems';
import { dataOf, isOfCart, isOfShop } from './waypost-shop.js';

export interface Acts {
  /** Does at once what waits for its turn: the view ends, or the page is hidden. */
  flush(): void;
  /** What is known of the product of an act. */
  dataFor(act: Act, element: Element, better?: Partial<Product>): object;
}

/** How long a request may take to refute what a button says, in milliseconds. */
const REFUTED_MS = 1000;

/** How long a button without an address may take to lead to the checkout, in milliseconds. */
const ARRIVED_MS = 5000;

/** How long the page may take to show that the answer was a refusal, in milliseconds. */
const SHOWN_MS = 250;

/** A form whose submission the page has taken over, and which is left so soon after it, was sent by a script. */
const LEAVING_MS = 3000;

/** Watches; `speaks` tells whether a system says itself what has happened; `after` is called when a press or a request may have changed more. */
export function watchActs(
  sink: Sink,
  ledger: Ledger,
  page: () => Page,
  speaks: Signals['speaks'],
  after: () => void,
  causes: Event[],
): Acts {
  const tasks: (() => void)[] = [];
  /** What a system has said of earlier presses was not heard. */
  const since = performance.now();
  /** How many messages of what is wrong there were before the last press. */
  let shown = 0;
  const run = () => tasks.splice(0).forEach((act) => guarded(act)());
  const soon = (act: () => void) => {
    tasks.push(act);
    later(run);
  };

  const clicked = (event: MouseEvent) => {
    const target = event.composedPath()[0] ?? event.target;
    if (!event.isTrusted || !(target instanceof Element)) return;
    const press = pressed(target);
    const gesture = ledger.press(event.timeStamp, press?.element ?? target);
    const link = press && linkOf(press.element);
    soon(() => {
      after();
      if (!press) return;
      const form = formOf(press.element);
      const { type } = press.element as HTMLButtonElement;
      const submits = form && /^(submit|image)$/.test(type);
      // Its submission tells more, and does not come where a field is wrong.
      if (submits && (!event.defaultPrevented || form.matches(':invalid'))) return;
      const isAct = conclude(press, gesture, submits ? form : undefined, event.defaultPrevented);
      const choice = !isAct && link && picked(link, page());
      if (choice) ledger.tell(gesture, 'select_item', ...choice);
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

  /** Whether the press means an act. */
  const conclude = (press: Pressed, gesture: Press, form: Element | undefined, isPrevented: boolean): boolean => {
    const meant = judge(press, form, isPrevented, page());
    if (!meant) {
      const system = form && (meantBy(form) ?? meantBy(press.element))?.system;
      if (form && !isPrevented) tellChanges(gesture, system ?? 'form');
      return false;
    }
    const { act, sources, isDoubtful } = meant;
    const leaves = meant.leaves && !isDoubtful;
    const isSpoken = isPrevented && gesture.at > since && speaks(sources.find(sink.on), act, press.element);
    const needs = isSpoken ? 'signal' : isDoubtful ? 'cart' : form ? 'request' : undefined;
    // Pressing again what has shown nothing yet is another try.
    for (const each of ledger.waiting())
      if (each.element === gesture.element && each.waiting!.needs) delete each.waiting;
    gesture.waiting = { act, data: dataFor(act, press.element), sources, needs };
    if (leaves) {
      letGo();
      ledger.settle(gesture);
    } else if (!needs) settleAfter(act === 'begin_checkout' ? ARRIVED_MS : REFUTED_MS, gesture);
    shown = problems();
    return true;
  };

  /** Tells in their order what waits, as far as it would have happened by now. */
  const letGo = () => {
    for (const entry of resources.takeRecords()) requested(entry as PerformanceResourceTiming);
    for (const press of ledger.waiting()) {
      const { act, needs } = press.waiting!;
      // If the page is left for the checkout, that tells of itself.
      if (act === 'begin_checkout') continue;
      const isLeaving = performance.now() - press.at < LEAVING_MS;
      if (needs === 'request' ? isLeaving : !needs) ledger.settle(press);
    }
  };

  const settleAfter = (ms: number, gesture: Press) =>
    setTimeout(
      guarded(() => {
        if (gesture.waiting && problems() > shown) delete gesture.waiting;
        ledger.settle(gesture);
      }),
      ms,
    );

  const tellChanges = (gesture: Press, source: Source, inRow?: Element) => {
    for (const [act, data] of changes(page(), inRow)) ledger.tell(gesture, act, data, source);
  };

  const dataFor = (act: Act, element: Element, better?: Partial<Product>) => {
    const product = act !== 'begin_checkout' && near(element, page(), act);
    return product ? dataOf([{ ...product, ...JSON.parse(JSON.stringify(better ?? {})) }]) : {};
  };

  const requested = ({ name, startTime, initiatorType, responseStatus = 0 }: PerformanceResourceTiming) => {
    const gesture = ledger.causeOf(startTime);
    if (!gesture || !/^(fetch|xmlhttprequest)$/.test(initiatorType) || !isOfShop(name, location.href)) return;
    // Where the collector is on the shop's host, what Waypost sends says nothing of what was pressed.
    if (isOurs(name.replace(/\?.*/, ''))) return;
    const meant = actOf(name, location.href);
    const isCarts = !!meant || isOfCart(name);
    const { waiting } = gesture;
    if (responseStatus >= 400) {
      // The shop has refused: not enough in stock, a choice is missing.
      if (isCarts) delete gesture.waiting;
      return;
    }
    // Its answer may be a refusal, too; the system says so itself.
    if (waiting?.needs === 'signal' && !/\/wc\/store\//.test(name)) return;
    const system = meant && systemOf(meant, name);
    const source = system && sink.on(system) ? system : 'request';
    if (waiting) {
      if (isCarts) waiting.sources.push(source);
      if (isCarts && waiting.needs === 'cart') waiting.needs = 'request';
      if (isCarts || waiting.needs === 'request') settleAfter(SHOWN_MS, gesture);
    } else if (meant && meant.act !== 'update' && !meant.isVague) {
      ledger.tell(gesture, meant.act, dataFor(meant.act, gesture.element), source);
    } else if (isCarts) tellChanges(gesture, source, meant?.act === 'update' ? gesture.element : undefined);
  };

  listen(document, 'click', clicked);
  listen(document, 'submit', submitted);
  listen(
    document,
    'change',
    ({ isTrusted, timeStamp, target }: Event) =>
      isTrusted && target instanceof Element && ledger.press(timeStamp, target),
  );
  for (const cause of causes) {
    if (cause.type === 'submit') submitted(cause as SubmitEvent);
    else if (cause.type === 'click') clicked(cause as MouseEvent);
  }
  const resources = new PerformanceObserver((entries) => {
    soon(() => {
      for (const entry of entries.getEntries()) requested(entry as PerformanceResourceTiming);
      after();
    });
  });
  resources.observe({ type: 'resource', buffered: true });
  return {
    dataFor,
    flush() {
      run();
      letGo();
    },
  };
}
