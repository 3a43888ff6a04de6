/** Whether exit intent was right, by signal and device, and what each offer changed against its hold-out. */

import { byId, el } from './dom.js';
import { number, percent } from './format.js';
import { cellWords, readCalibration, readIntent, shareWords, signalName, upliftWords } from './intent.js';
import { IntentChart } from './intent-chart.js';
import { PanelView } from './panel-view.js';

export class IntentView extends PanelView {
  #chart = null;

  constructor({ retry }) {
    super('intent', retry);
  }

  /** Shows the collector's answer; `phrase` names the time it is of. */
  show(answer, phrase) {
    const all = readIntent(answer);
    if (all.isEmpty) {
      this.panel.empty(
        el('p', {}, el('strong', {}, `Nobody seemed to leave ${phrase}.`)),
        el('p', {}, 'Each time that somebody seems to leave is kept with its score, and judged by what they did next.'),
      );
      return;
    }
    // First made visible: a chart measures the room it has.
    this.panel.ready();
    byId('intent-headline').replaceChildren(
      el('span', { class: 'figure' }, all.right === null ? '–' : percent(all.right)),
      el('span', {}, all.sentences.join(' ')),
    );
    byId('intent-signals').replaceChildren(...answer.signals.map(signalRow));
    const unseen = answer.devices.filter(({ device }) => !answer.signals.some((signal) => signal.device === device));
    byId('intent-signals').append(...unseen.map(deviceRow));
    byId('intent-vetoes').replaceChildren(...vetoes(answer.signals));
    const calibration = readCalibration(answer.signals);
    byId('intent-scores').hidden = calibration.bins.length === 0;
    if (calibration.bins.length) {
      this.#chart ??= new IntentChart(byId('intent-chart'));
      this.#chart.show(calibration);
      const words = ({ label }, at) => calibration.groups.map((group) => el('li', {}, `score ${label}, ${cellWords(group, at)}`));
      byId('intent-bins').replaceChildren(...calibration.bins.flatMap(words));
    }
    byId('intent-offers').hidden = answer.offers.length === 0;
    byId('intent-arms').replaceChildren(...answer.offers.flatMap(offerRows));
  }
}

function signalRow({ signal, device, decisions, shown, vetoed, precision, recall }) {
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, signalName(signal), small(device ?? 'unknown device')),
    figure(...shareWords(precision)),
    figure(...shareWords(recall)),
    figure(number(decisions)),
    figure(number(shown)),
    figure(number(vetoed)),
  );
}

/** A kind of device on which nothing told that somebody leaves. */
function deviceRow({ device, recall }) {
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, 'No signal', small(device ?? 'unknown device')),
    figure('–'),
    figure(...shareWords(recall)),
    figure('0'),
    figure('0'),
    figure('0'),
  );
}

function vetoes(signals) {
  const all = new Map();
  for (const { vetoes } of signals) {
    for (const { veto, decisions, left } of vetoes) {
      const [before, gone] = all.get(veto) ?? [0, 0];
      all.set(veto, [before + decisions, gone + left]);
    }
  }
  const rows = [...all].sort(([, [a]], [, [b]]) => b - a);
  return rows.map(([veto, [decisions, left]]) =>
    el('li', {}, el('strong', {}, number(decisions)), ` held back by “${veto}”, ${number(left)} of them left all the same`),
  );
}

function offerRows({ offer, arms }) {
  return arms.map(({ arm, exposed, captured, purchase, returned, uplift }, at) => {
    const isHoldOut = arm === 'holdout';
    const part = (some) => (exposed ? percent(some / exposed) : '–');
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, at === 0 && el('span', { class: 'muted group' }, offer), isHoldOut ? 'held out' : arm),
      figure(number(exposed)),
      figure(part(purchase), number(purchase)),
      el('td', {}, ...(isHoldOut ? [] : difference(uplift?.purchase))),
      figure(part(returned), number(returned)),
      el('td', {}, ...(isHoldOut ? [] : difference(uplift?.returned))),
      figure(isHoldOut ? '–' : number(captured)),
    );
  });
}

function difference(of) {
  const [said, more] = upliftWords(of);
  return of && of.verdict !== 'too_few' ? [said, small(more)] : [small(said)];
}

const figure = (said, more = '') => el('td', { class: 'number' }, said, more && small(more));

const small = (text) => el('span', { class: 'muted small' }, text);
