/** How complete the figures are: what arrived, what was lost and why, by browser, version and day. */

import { ranked, readCompleteness, reason } from './completeness.js';
import { byId, el } from './dom.js';
import { count, number } from './format.js';
import { PanelView } from './panel-view.js';

const GROUPS = [
  ['by_browser', 'Browser', ranked],
  ['by_sdk', 'Waypost', ranked],
  ['by_day', 'Day (UTC)', (groups) => groups],
];

export class CompletenessView extends PanelView {
  constructor({ retry }) {
    super('completeness', retry);
  }

  /** Shows the collector's answer; `phrase` names the time it is of. */
  show(answer, phrase) {
    const all = readCompleteness(answer);
    if (all.tracked === 0) {
      this.panel.empty(
        el('p', {}, el('strong', {}, `No events ${phrase}.`)),
        el('p', {}, 'Browsers number their events, so that the collector can tell when one is missing.'),
      );
      return;
    }
    byId('completeness-headline').replaceChildren(
      el('span', { class: 'figure' }, all.figure),
      el('span', {}, all.sentence, all.pending > 0 && ` ${number(all.pending)} more may still be on the way.`),
    );
    byId('completeness-reasons').replaceChildren(...reasons(answer));
    byId('completeness-rows').replaceChildren(...GROUPS.flatMap((group) => rows(answer, group)));
    this.panel.ready();
  }
}

function reasons({ dropped, repeated }) {
  const known = Object.entries(dropped).sort(([, a], [, b]) => b - a);
  const items = known.map(([word, n]) => el('li', {}, el('strong', {}, number(n)), ` ${reason(word)}`));
  if (repeated) {
    items.push(el('li', { class: 'muted' }, `${number(repeated)} came a second time and were stored once`));
  }
  return items;
}

function rows(answer, [key, title, order]) {
  const groups = order(answer[key]);
  // What is the same of all says nothing.
  if (groups.length < 2 && key !== 'by_browser') return [];
  return groups.map((group, at) => {
    const { due, missing, lost, figure } = readCompleteness(group);
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, at === 0 && el('span', { class: 'muted group' }, title), group.value),
      el('td', { class: 'number' }, number(due)),
      el('td', { class: 'number' }, figure),
      el('td', { class: 'number' }, number(lost)),
      el('td', { class: missing ? 'number missing' : 'number' }, number(missing)),
    );
  });
}
