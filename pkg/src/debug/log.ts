// The steps of the tracker as lines that can be listed. Knows nothing of how they look.

import type { Step } from '../capture';
import { meaningOf, whyDropped } from './meaning';
import { type Stage, stageOf } from './stage';

/**
 * What became of an event: 'settled' where its batch was answered with drops that are not told by their numbers, 'discarded'
 * where it was not to be sent any more, since consent was refused or everything forgotten.
 */
export type Fate = 'waiting' | 'sent' | 'stored' | 'settled' | 'discarded';

/** One line. */
export interface Line {
  /** Milliseconds since 1970. */
  at: number;
  kind: 'event' | 'drop' | 'merged' | 'sent' | 'consent';
  /** Of the event; else what to call the line. */
  name: string;
  /** 'own' for events that Waypost does not know. */
  stage?: Stage | 'own';
  /** One sentence for people. */
  meaning: string;
  /** What tells it from others of its name. */
  brief: string;
  data?: Record<string, unknown>;
  fate?: Fate;
}

/** What a batch says of itself; see crates/wire/PROTOCOL.md. */
export interface Batch {
  stream: string;
  consent: string;
  purposes?: Record<string, boolean>;
  pages: { facts?: Record<string, unknown> }[];
  events: { n: number }[];
}

/** The lines so far, and what is to be known of the page beside them. */
export interface Log {
  /** Newest last. */
  lines: Line[];
  /** The batch sent last, if any. */
  last?: Batch;
  /** Choices made on this page since the last batch: purposes, `measurement` among them, and what was said. */
  chosen: Record<string, unknown>;
  /** Adds a step; gives its line, where it has one. */
  take(step: Step): Line | undefined;
  /** Events recorded on this page that no answer has settled. */
  waiting(): number;
}

/** Most lines that are kept. */
export const LINES = 1000;

/** A log of the document that begins with this stream. */
export function createLog(stream: string): Log {
  let own: string | undefined = stream;
  let lastN = 0;
  const events = new Map<number, Line>();
  const batches = new Map<unknown, number[]>();

  const settle = (batch: unknown, fate: Fate) => {
    for (const n of batches.get(batch) ?? []) {
      const line = events.get(n);
      if (line) line.fate = fate;
      if (fate !== 'sent') events.delete(n);
    }
  };

  /** What waited is gone, and another stream begins. */
  const discard = () => {
    for (const line of events.values()) line.fate = 'discarded';
    events.clear();
    batches.clear();
    own = undefined;
    lastN = 0;
  };

  const told = (at: number, topic: string, detail: Record<string, unknown>, batch: unknown): Line | undefined => {
    const name = String(detail.name ?? topic);
    if (topic === 'event') {
      const data = detail.data as Record<string, unknown>;
      const [meaning, stage] = [meaningOf(name), stageOf(name) ?? ('own' as const)];
      const line: Line = { at, kind: 'event', name, stage, meaning, brief: briefOf(data), data, fate: 'waiting' };
      const n = detail.n as number;
      if (n <= lastN) discard();
      events.set((lastN = n), line);
      return line;
    }
    if (topic === 'drop') {
      const reason = String(detail.reason);
      if (reason === 'evicted') events.delete(Math.min(...events.keys()));
      return { at, kind: 'drop', name: reason, meaning: whyDropped(reason), brief: `${detail.count} dropped` };
    }
    if (topic === 'merged') {
      const meaning = 'A second source told of the same act. It stays one event, with what both know.';
      return { at, kind: 'merged', name, meaning, brief: `also told by ${detail.source}`, stage: stageOf(name) };
    }
    if (topic === 'sent') {
      const { stored, dropped } = detail as { stored: number; dropped: number };
      settle(batch, dropped ? 'settled' : 'stored');
      const meaning = 'The collector has answered: what is stored is safe on its disk.';
      return { at, kind: 'sent', name, meaning, brief: `${stored} stored${dropped ? `, ${dropped} dropped` : ''}` };
    }
    return;
  };

  const read = (at: number, kind: string, first: unknown, second: unknown, batch: unknown): Line | undefined => {
    if (kind === 'tell') return told(at, first as string, second as Record<string, unknown>, batch);
    if (kind === 'send') {
      // What a batch does not say again is as the one before it said.
      log.last = { ...log.last, ...(JSON.parse(first as string) as Batch) };
      log.chosen = {};
      // Of an earlier page, which this one has taken over.
      if (log.last.stream !== (own ??= log.last.stream)) return;
      batches.set(
        second,
        log.last.events.map(({ n }) => n),
      );
      settle(second, 'sent');
      return;
    }
    const choice = understood(JSON.parse(first as string));
    if (!choice) return;
    if (typeof choice === 'object') Object.assign(log.chosen, choice);
    else log.chosen = { measurement: choice, personalisation: said(choice), marketing: said(choice) };
    if (log.chosen.measurement === 'denied') discard();
    const brief = typeof choice === 'object' ? pairs(choice) : choice;
    return { at, kind: 'consent', name: 'consent', meaning: 'The visitor or the shop made a choice.', brief };
  };

  const log: Log = {
    lines: [],
    chosen: {},
    take([at, [kind, first, second], batch]) {
      const line = read(at, kind, first, second, batch);
      if (line && log.lines.push(line) > LINES) log.lines.shift();
      return line;
    },
    waiting: () => events.size,
  };
  return log;
}

/** What the tracker takes of a choice: a known word, or known purposes with such words. */
function understood(choice: unknown): string | Record<string, string> | undefined {
  const isKnown = (word: unknown) => /^(anonymous|pending|granted|denied)$/.test(String(word));
  if (typeof choice === 'string') return isKnown(choice) ? choice : undefined;
  const isPurpose = (purpose: string) => /^(measurement|personalisation|marketing)$/.test(purpose);
  const known = Object.entries(choice ?? {}).filter(([purpose, word]) => isPurpose(purpose) && isKnown(word));
  return known.length ? Object.fromEntries(known) : undefined;
}

/** What one word for all purposes says of those beside measurement. */
const said = (word: string) => (word === 'granted' || word === 'denied' ? word : 'not asked');

/** Values as `key value, key value`. */
export function pairs(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}

/** Fields that tell an event from others of its name, the most telling first. */
const TELLING = [
  'text',
  'sel',
  'field',
  'form',
  'section',
  'metric',
  'item_name',
  'item_id',
  'class',
  'path',
  'reason',
];

/** The most telling parts of an event's data, in a few words. */
export function briefOf(data: Record<string, unknown>): string {
  const items = (Array.isArray(data.items) ? data.items : []) as Record<string, unknown>[];
  const named = items.slice(0, 2).map((item) => {
    const count = Number(item?.quantity) > 1 ? `${item.quantity} × ` : '';
    return count + String(item?.item_name ?? item?.item_id ?? '');
  });
  if (items.length > 2) named.push(`${items.length - 2} more`);
  const money = data.value !== undefined && data.currency ? `${data.value} ${data.currency}` : data.value;
  const telling = TELLING.map((key) => data[key]).find((value) => typeof value === 'string');
  const parts = [items.length ? named.filter(Boolean).join(', ') : telling, money];
  return parts
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
    .slice(0, 80);
}
