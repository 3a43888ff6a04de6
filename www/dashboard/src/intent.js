/** What the collector's judgement of exit intent and offers says, in words. */

import { count, number, percent, points } from './format.js';

/** The events that can change it. */
export const INTENT_EVENTS = new Set(['exit_intent', 'exit_return', 'offer_shown', 'offer_submitted', 'offer_withheld', 'purchase']);

const SIGNALS = {
  pointer_top: 'Mouse left at the top',
  return: 'Came back after being away',
  idle: 'Idle with a cart',
  scroll_up: 'Flung back to the top',
};

/** What a signal is called; one that is not known as it is. */
export const signalName = (word) => SIGNALS[word] ?? word;

const VERDICTS = {
  too_few: 'too few to tell',
  unclear: 'may be chance',
  more: 'more than without it',
  less: 'less than without it',
};

/**
 * The answer of `/api/v1/intent` in one figure and its sentences. `right` is the share of the judged decisions after which
 * the visitor left, null where nothing has been judged.
 */
export function readIntent({ signals, devices, offers }) {
  const sum = (key) => signals.reduce((all, signal) => all + signal[key], 0);
  const [left, stayed, pending, decisions] = ['left', 'stayed', 'pending', 'decisions'].map(sum);
  const judged = left + stayed;
  const leavings = devices.reduce((all, device) => all + device.leavings, 0);
  const predicted = devices.reduce((all, device) => all + device.predicted, 0);
  const right = judged ? left / judged : null;
  return { decisions, judged, left, right, leavings, predicted, isEmpty: !decisions && !offers.length, sentences: sentences() };

  function sentences() {
    const said = [];
    const judgedWords = `${count(judged, 'decision', 'decisions')} where nothing was shown ${judged === 1 ? 'was' : 'were'} right`;
    if (judged) said.push(`of ${judgedWords}: the visitor left within 30 s.`);
    else said.push('No decision can be judged yet: those where nothing was shown, 30 s later.');
    if (leavings) said.push(`${number(predicted)} of ${count(leavings, 'visit', 'visits')} that ended ${predicted === 1 ? 'was' : 'were'} foreseen.`);
    if (pending) said.push(`${count(pending, 'decision is', 'decisions are')} too young to tell.`);
    return said;
  }
}

/** A share and its interval, such as `['68%', '57% to 77%']`; a dash where there is nothing to share. */
export function shareWords(share) {
  return share ? [percent(share.share), `${percent(share.low)} to ${percent(share.high)}`] : ['–', ''];
}

/** By how much an arm differs from the hold-out, such as `['+4.1 points', '-4.9 to +10.5, may be chance']`. */
export function upliftWords(difference) {
  if (!difference) return ['no hold-out', ''];
  const verdict = VERDICTS[difference.verdict] ?? difference.verdict;
  if (difference.verdict === 'too_few') return [verdict, ''];
  const [low, high] = [difference.low, difference.high].map(points);
  return [`${points(difference.difference)} points`, `${low} to ${high}, ${verdict}`];
}

/**
 * What the chart shows: the tenths of the score from the first to the last that any decision had, and for each signal and
 * device that has scores the share that left in each of them, null where there were none.
 */
export function readCalibration(signals) {
  const scored = signals.filter(({ calibration }) => calibration.length);
  const tenths = scored.flatMap(({ calibration }) => calibration.map(tenth));
  const first = Math.min(...tenths);
  const bins = scored.length ? Array.from({ length: Math.max(...tenths) - first + 1 }, (_, at) => first + at) : [];
  return {
    bins: bins.map((at) => ({ label: `${at / 10}–${(at + 1) / 10}`, ideal: (at + 0.5) / 10 })),
    groups: scored.map(({ signal, device, calibration }) => ({
      label: `${signalName(signal)}, ${device ?? 'unknown device'}`,
      cells: bins.map((at) => calibration.find((bin) => tenth(bin) === at) ?? null),
    })),
  };
}

/** What one bar of the chart says. */
export function cellWords({ label, cells }, at) {
  const cell = cells[at];
  if (!cell) return `${label}: no decision`;
  return `${label}: ${percent(cell.left / cell.decisions)} of ${count(cell.decisions, 'decision', 'decisions')} left`;
}

const tenth = ({ from }) => Math.round(from * 10);
