// What is to be known of the page beside its events, as names and values for people.

import type { Seen, Sink } from '../capture';
import type { Judged } from '../rules';
import type { CaptureName, Options } from '../types';
import { type Log, pairs } from './log';
import { whyWithheld } from './meaning';

/** Name and value. */
export type Fact = [name: string, value: string];

const CAPTURES: CaptureName[] = [
  'engagement',
  'scroll',
  'sections',
  'clicks',
  'rage',
  'dead',
  'copy',
  'forms',
  'errors',
  'requests',
  'vitals',
  'shop',
];

const PURPOSES = ['personalisation', 'marketing'] as const;

/** What each purpose is at now, as the last batch and the choices since tell it. */
export function consentNow({ last, chosen }: Log, options: Options): Record<string, string> {
  const said = (purpose: string) => {
    const is = last?.purposes?.[purpose];
    return is === undefined ? 'not asked' : is ? 'granted' : 'denied';
  };
  return {
    measurement: String(chosen.measurement ?? last?.consent ?? options.consent ?? 'anonymous'),
    ...Object.fromEntries(PURPOSES.map((purpose) => [purpose, String(chosen[purpose] ?? said(purpose))])),
  };
}

/** What the page turned out to be, as the last batch tells it. */
export function pageNow({ last }: Log): Record<string, unknown> {
  return last?.pages.at(-1)?.facts ?? {};
}

/** Everything, in the order in which it is shown. */
export function factsOf(log: Log, { options, offers }: Sink, { chunks, stream }: Seen, hasGpc: boolean): Fact[] {
  const off = (switches: object = {}) =>
    Object.entries(switches)
      .filter(([, isOn]) => !isOn)
      .map(([name]) => name);
  const captures = CAPTURES.filter((name) => options.capture?.[name] !== false);
  const isOff = (name: string) => off({ ...options.capture, ...options.sources }).includes(name);
  const loaded = [...chunks.keys()].filter((name) => !isOff(name));
  const gpc = options.gpc === 'ignore' ? 'sent by the browser, ignored by the site' : 'honoured: no ids, no marketing';
  const judged = offers.explain?.() ?? [{ offer: '', reason: 'not_ready' as const }];
  return [
    ['Consent', pairs(consentNow(log, options))],
    ['Global Privacy Control', hasGpc ? gpc : 'not sent by the browser'],
    ['Page', pairs(pageNow(log)) || 'nothing known yet'],
    ['Waiting', log.waiting() === 1 ? 'one event' : `${log.waiting()} events`],
    ['Stream', log.last?.stream ?? stream],
    ...offersOf(options, judged),
    ['Captures on', captures.join(', ')],
    ['Switched off', [...off(options.capture), ...off(options.sources)].join(', ') || 'nothing'],
    ['Parts loaded', loaded.join(', ') || 'none'],
  ];
}

/** Each offer of the site with what is to be said of it now. */
function offersOf({ offer }: Options, judged: Judged[]): Fact[] {
  if (offer?.enabled === false) return [['Offers', 'switched off']];
  if (!judged.length) return [['Offers', 'the site has none']];
  return judged.map((each) => [each.offer ? `Offer ${each.offer}` : 'Offers', whyWithheld(each)]);
}
