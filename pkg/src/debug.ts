// The drawer "What Waypost sees", as a chunk of its own: loaded for whoever sets a shop up, never for its visitors. It shows
// what is in the events already, and what is done in it is heard by nobody else.

import type { Capture, Seen, Sink, Step } from './capture';
import { keepApart } from './debug/apart';
import { createLog, type Line } from './debug/log';
import { resizing } from './debug/resize';
import { consentNow, factsOf, pageNow } from './debug/state';
import { styleSheet } from './debug/style';
import { buildLine, buildView, renew } from './debug/view';

const HOST = 'waypost-debug';

/** Lines that are in the list at most. */
const SHOWN = 300;

/** The list is renewed at most so often, in milliseconds. */
const PACE = 100;

let reopen: (() => void) | undefined;

/** Opens the drawer, or brings it back. It takes no focus. Nothing where it is open. */
export function open(sink: Sink, seen: Seen): Capture | void {
  if (reopen) return reopen();
  const log = createLog(seen.stream);
  const view = buildView();
  const { drawer, find, kind, list, buttons } = view;
  const host = document.createElement(HOST);
  const root = host.attachShadow({ mode: 'open' });
  const { sheet, resize, resetSize } = resizing(view);
  root.adoptedStyleSheets = [styleSheet(), sheet];
  root.append(drawer);

  const elements = new Map<Line, HTMLElement>();
  const hasGpc = !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  let paused: Set<Line> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isWanted = ({ kind: is, name, stage, brief, data }: Line) => {
    const text = `${name} ${brief} ${JSON.stringify(data) ?? ''}`.toLowerCase();
    return (!kind.value || kind.value === stage || kind.value === is) && text.includes(find.value.trim().toLowerCase());
  };
  const wanted = () => log.lines.filter((line) => (!paused || paused.has(line)) && isWanted(line));

  const show = () => {
    timer = undefined;
    const lines = wanted();
    const shown = new Set(lines.slice(-SHOWN));
    for (const [line, element] of elements) {
      if (shown.has(line)) renew(element, line);
      else {
        element.remove();
        elements.delete(line);
      }
    }
    // Newest first. What is there already stays where it is, with its focus.
    let older: Element | null = null;
    for (const line of shown) {
      let element = elements.get(line);
      if (!element) {
        elements.set(line, (element = buildLine(line)));
        list.insertBefore(element, older);
      }
      older = element;
    }
    const missed = paused ? log.lines.filter((line) => !paused!.has(line)).length : 0;
    view.count(`${lines.length} of ${log.lines.length}${missed ? `, ${missed} since the pause` : ''}`);
    view.facts(factsOf(log, sink, seen, hasGpc));
  };
  const showSoon = () => {
    timer ??= setTimeout(show, PACE);
  };

  const step = (step: Step) => {
    log.take(step);
    if (host.isConnected) showSoon();
  };

  const json = () => {
    const events = wanted().map(({ at, ...line }) => ({ at: new Date(at).toISOString(), ...line }));
    const page = { address: location.origin + location.pathname, ...pageNow(log) };
    return JSON.stringify({ page, consent: consentNow(log, sink.options), events }, null, 2);
  };
  const copy = async () => {
    const text = json();
    try {
      await navigator.clipboard.writeText(text);
      buttons.copy.textContent = 'Copied';
    } catch {
      view.offer(text);
    }
  };

  const acts: Record<string, () => unknown> = {
    pause() {
      paused = paused ? undefined : new Set(log.lines);
      buttons.pause.setAttribute('aria-pressed', `${!!paused}`);
    },
    clear() {
      log.lines.length = 0;
    },
    copy,
    dock() {
      const isSide = drawer.classList.toggle('side');
      resetSize();
      buttons.dock.textContent = isSide ? 'To the bottom' : 'To the side';
    },
    fold() {
      const isFolded = drawer.classList.toggle('folded');
      buttons.fold.textContent = isFolded ? 'Unfold' : 'Fold';
      buttons.fold.setAttribute('aria-expanded', `${!isFolded}`);
    },
    close() {
      host.remove();
      stop.abort();
    },
  };

  let stop: AbortController;
  reopen = () => {
    if (host.isConnected) return;
    stop = keepApart(host, (event, target) => {
      if (resize(event, target)) return;
      if (event.type === 'click') {
        const act = target.closest('button')?.dataset.act;
        if (act) acts[act]!();
      }
      if (event.type === 'click' || event.type === 'input') showSoon();
    });
    // Beside the body, so that a page that draws its body anew does not take it away.
    document.documentElement.append(host);
    show();
  };
  // A choice from a list is told within the shadow root only, by some engines.
  kind.addEventListener('change', showSoon);
  seen.steps.forEach(step);
  reopen();
  return { step };
}
