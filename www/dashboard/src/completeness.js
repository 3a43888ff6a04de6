/** What became of the events that browsers recorded, in words. */

import { count, number, percent } from './format.js';

/** Groups that are shown by themselves; all others are one more. */
const MOST_GROUPS = 6;

/** Why an event was lost, by the reason that the collector tells; any other is shown as it is. */
const REASONS = {
  evicted: 'made room for later ones while the collector was out of reach',
  expired: 'waited too long to be sent',
  refused: 'were refused by the collector, see its log',
  consent: 'were discarded because the visitor withdrew consent',
  reset: 'were discarded because the shop called reset()',
  repeated_purchase: 'told an order again that was known',
  too_large: 'had more data than an event may have',
  bad_name: 'had a name that is not allowed',
  bad_data: 'had data that is not an object',
};

export const reason = (word) => REASONS[word] ?? `were dropped as “${word}”`;

/**
 * The answer of `/api/v1/completeness` in one figure and one sentence. `arrived` is the share of the events that are due:
 * those that may still be on their way count neither way.
 */
export function readCompleteness({ tracked, stored, dropped, pending, missing }) {
  const due = tracked - pending;
  const lost = Object.values(dropped).reduce((sum, n) => sum + n, 0);
  const arrived = due ? stored / due : 1;
  return { tracked, due, stored, lost, missing, pending, arrived, figure: percent(arrived), sentence: sentence() };

  function sentence() {
    if (due === 0) return 'No event is due yet.';
    if (stored === due && due === 1) return 'The one event arrived, once.';
    if (stored === due) return `All ${count(due, 'event', 'events')} arrived, each once.`;
    const parts = [`${number(stored)} of ${count(due, 'event', 'events')} arrived.`];
    if (lost) parts.push(`${number(lost)} ended for a reason that is known.`);
    if (missing) parts.push(`${number(missing)} ${missing === 1 ? 'is' : 'are'} missing.`);
    return parts.join(' ');
  }
}

/** The groups with most events first, at most six by name, the others as one; where the value is not known comes last. */
export function ranked(groups) {
  const named = groups.filter(({ value }) => value).sort((a, b) => b.tracked - a.tracked);
  const others = named.splice(MOST_GROUPS);
  const unknown = groups.filter(({ value }) => !value).map((group) => ({ ...group, value: 'unknown' }));
  return [...named, ...(others.length ? [{ ...others.reduce(sum), value: 'others' }] : []), ...unknown];

  function sum(a, b) {
    const dropped = { ...a.dropped };
    for (const [word, n] of Object.entries(b.dropped)) dropped[word] = (dropped[word] ?? 0) + n;
    const plain = ['tracked', 'stored', 'pending', 'missing', 'repeated'].map((key) => [key, a[key] + b[key]]);
    return { ...Object.fromEntries(plain), dropped };
  }
}
