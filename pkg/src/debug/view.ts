// The nodes of the drawer, built one by one.

import { node } from '../node';
import type { Line } from './log';
import type { Fact } from './state';

/** What a list can be narrowed to, beside the stages. */
export const KINDS: [value: string, label: string][] = [
  ['', 'Everything'],
  ['awareness', 'Awareness'],
  ['consideration', 'Consideration'],
  ['purchase', 'Purchase'],
  ['retention', 'Retention'],
  ['own', 'The shop’s own events'],
  ['merged', 'Merged'],
  ['drop', 'Dropped'],
  ['sent', 'Answered by the collector'],
  ['consent', 'Choices'],
];

const FATES = {
  waiting: 'waiting',
  sent: 'sent',
  stored: 'stored',
  settled: 'answered',
  discarded: 'discarded',
};

export interface View {
  drawer: HTMLElement;
  handle: HTMLElement;
  find: HTMLInputElement;
  kind: HTMLSelectElement;
  list: HTMLElement;
  /** Buttons by what they do. */
  buttons: Record<'pause' | 'clear' | 'copy' | 'dock' | 'fold' | 'close', HTMLButtonElement>;
  /** Replaces what is known of the page. */
  facts(facts: Fact[]): void;
  /** Says how many lines there are. */
  count(text: string): void;
  /** Shows text to be copied by hand. */
  offer(json: string): void;
}

/** Builds the drawer. It is in no page yet. */
export function buildView(): View {
  const button = (act: string, text: string) => node('button', { type: 'button', 'data-act': act }, text);
  const buttons = {
    pause: button('pause', 'Pause'),
    clear: button('clear', 'Clear'),
    copy: button('copy', 'Copy as JSON'),
    dock: button('dock', 'To the side'),
    fold: button('fold', 'Fold'),
    close: button('close', 'Close'),
  };
  buttons.fold.setAttribute('aria-expanded', 'true');
  buttons.fold.setAttribute('aria-controls', 'body');
  buttons.pause.setAttribute('aria-pressed', 'false');
  const find = node('input', { id: 'find', type: 'search', autocomplete: 'off', spellcheck: 'false' });
  const kind = node('select', { id: 'kind' });
  for (const [value, label] of KINDS) kind.append(node('option', { value }, label));
  const handle = node('div', {
    class: 'handle',
    role: 'separator',
    tabindex: '0',
    'aria-label': 'Size of the drawer',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
  });
  const total = node('span', { class: 'count' });
  const state = node('dl', {});
  const list = node('ol', { role: 'list', class: 'lines', 'aria-label': 'What happened, newest first' });
  const copied = node('textarea', { readonly: '', 'aria-label': 'The list as JSON', rows: '6', hidden: '' });
  const body = node(
    'div',
    { id: 'body', class: 'body' },
    node(
      'div',
      { class: 'bar' },
      node('span', { class: 'pair' }, node('label', { for: 'find' }, 'Name or word'), find),
      node('span', { class: 'pair' }, node('label', { for: 'kind' }, 'Show'), kind),
      node('span', { class: 'acts' }, buttons.pause, buttons.clear, buttons.copy),
    ),
    copied,
    node('details', { class: 'state' }, node('summary', {}, 'This page'), state, node('p', {}, NOTE)),
    list,
  );
  const drawer = node(
    'section',
    { class: 'drawer', lang: 'en', dir: 'ltr', 'aria-labelledby': 'title' },
    handle,
    node(
      'header',
      {},
      node('h2', { id: 'title' }, 'What Waypost sees'),
      total,
      node('span', { class: 'acts' }, buttons.dock, buttons.fold, buttons.close),
    ),
    body,
  );
  return {
    drawer,
    handle,
    find,
    kind,
    list,
    buttons,
    facts: (facts) =>
      state.replaceChildren(...facts.flatMap(([name, value]) => [node('dt', {}, name), node('dd', {}, value)])),
    count: (text) => {
      if (total.textContent !== text) total.textContent = text;
    },
    offer(json) {
      copied.hidden = false;
      copied.value = json;
      copied.focus();
      copied.select();
    },
  };
}

const NOTE =
  'This drawer stays for this page only: Waypost may store nothing on the device without consent. Add ?waypost=debug to ' +
  'the address of a page to have it there from the beginning. What you do in this drawer is not recorded.';

/** One line, folded; its data is built when it is opened for the first time. */
export function buildLine(line: Line): HTMLElement {
  const { at, kind, name, stage, meaning, brief, data } = line;
  const time = new Date(at);
  const more = node('div', { class: 'more' });
  const details = node(
    'details',
    {},
    node(
      'summary',
      {},
      node('time', { datetime: time.toISOString() }, time.toTimeString().slice(0, 8)),
      node('span', { class: 'name' }, name),
      node('span', { class: `tag ${stage ?? kind}` }, kind === 'event' ? stage! : WORDS[kind]),
      data?.source ? node('span', { class: 'source' }, `${data.source}, ${data.confidence} % sure`) : null,
      line.fate ? node('span', { class: 'fate' }, FATES[line.fate]) : null,
      node('span', { class: 'meaning' }, meaning),
      brief && node('span', { class: 'brief' }, brief),
    ),
    more,
  );
  details.addEventListener(
    'toggle',
    () => {
      const { source } = data ?? {};
      const found = source
        ? `Waypost found it by itself (${source}).`
        : 'Told by the shop, or recorded as it happened.';
      if (data) more.append(node('p', {}, found), node('pre', { tabindex: '0' }, JSON.stringify(data, null, 2)));
    },
    { once: true },
  );
  return node('li', { class: kind }, details);
}

const WORDS = { event: '', drop: 'dropped', merged: 'merged', sent: 'answered', consent: 'choice' };

/** Says anew what became of a line's event. */
export function renew(element: HTMLElement, { fate }: Line): void {
  const said = element.querySelector('.fate');
  if (said && fate && said.textContent !== FATES[fate]) said.textContent = FATES[fate];
}
