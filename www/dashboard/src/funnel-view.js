/** The funnel in words and figures, beside its chart. */

import { byId, el } from './dom.js';
import { count, number, percent } from './format.js';
import { FunnelChart } from './funnel-chart.js';
import { readFunnel } from './funnel.js';
import { PanelView } from './panel-view.js';

export class FunnelView extends PanelView {
  #chart = null;

  constructor({ retry }) {
    super('funnel', retry);
  }

  /** Shows the collector's counts; `phrase` names the time they are of, such as `today`. */
  show(counts, phrase) {
    const funnel = readFunnel(counts);
    if (funnel.visits === 0) {
      this.panel.empty(
        el('p', {}, el('strong', {}, `No visits ${phrase}.`)),
        el('p', {}, 'A visit is counted as soon as someone opens a page of your shop. You can also choose another range above.'),
      );
      return;
    }
    // First made visible: a chart measures the room it has.
    this.panel.ready();
    byId('funnel-headline').replaceChildren(...headline(funnel, phrase));
    byId('funnel-rows').replaceChildren(...funnel.steps.map((step) => row(step, step === funnel.worst)));
    this.#chart ??= new FunnelChart(byId('funnel-chart'));
    this.#chart.show(funnel);
  }
}

function headline({ visits, purchases, conversion, worst }, phrase) {
  return [
    el('span', { class: 'figure' }, percent(conversion)),
    el(
      'span',
      {},
      `${number(purchases)} of ${count(visits, 'visit', 'visits')} ${phrase} ended in a purchase.`,
      worst && ` The biggest drop-off is at “${worst.label}”: ${percent(worst.leftShare)} of those who got there left.`,
    ),
  ];
}

function row(step, worst) {
  return el(
    'tr',
    { class: worst ? 'worst' : '' },
    el('th', { scope: 'row' }, step.label),
    el('td', { class: 'number' }, number(step.sessions)),
    el('td', { class: 'number' }, percent(step.share)),
    el('td', {}, ...dropOff(step, worst)),
  );
}

function dropOff({ left, leftShare }, worst) {
  if (left === null) return [el('span', { class: 'muted' }, 'the goal')];
  if (left === 0) return [el('span', { class: 'muted' }, 'nobody left here')];
  return [`${percent(leftShare)} left here`, worst && el('strong', { class: 'mark' }, 'biggest drop-off')].filter(Boolean);
}
