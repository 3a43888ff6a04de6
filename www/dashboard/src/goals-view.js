/** The goals of the shop in a table. */

import { byId, el } from './dom.js';
import { number, percent } from './format.js';
import { readGoals } from './goals.js';
import { PanelView } from './panel-view.js';

export class GoalsView extends PanelView {
  #by = byId('goals-by');

  /** `changed` is called when the sessions are to be told apart by something else. */
  constructor({ retry, changed }) {
    super('goals', retry);
    this.#by.addEventListener('change', changed);
  }

  /** What the sessions are to be told apart by; empty for nothing. */
  get by() {
    return this.#by.value;
  }

  /** Shows the collector's answer, which was asked for with `by`; `phrase` names the time it is of. */
  show({ answer, by }, phrase) {
    const rows = readGoals(answer, by);
    if (rows.length === 0) {
      this.panel.empty(
        el('p', {}, el('strong', {}, `No goal was reached ${phrase}.`)),
        el('p', {}, 'Orders, leads and sign-ups are goals, and every conversion that your configuration calls ', el('code', {}, '"macro": true'), '.'),
      );
      return;
    }
    byId('goals-rows').replaceChildren(...rows.map(row));
    this.panel.ready();
  }
}

function row({ label, events, sessions, share, isGroup }) {
  return el(
    'tr',
    { class: isGroup ? 'part' : '' },
    el('th', { scope: 'row' }, label),
    el('td', { class: 'number' }, number(events)),
    el('td', { class: 'number' }, number(sessions)),
    el('td', { class: 'number' }, share === null ? '–' : percent(share)),
  );
}
