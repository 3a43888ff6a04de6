// Which act has been told of which press: several signs of one act are told once a source.

import type { Sink, Source } from '../capture';
import type { Item } from './item';
import type { Act } from './phrases';
import { CONFIDENCE } from './waypost-shop.js';

/** Acts of a press, of which the data layer tells, too. */
const ACT = /^(add_to_cart|remove_from_cart|add_to_wishlist|begin_checkout)$/;

/** Core makes one act of what two sources say within 1.5 s; what comes later would be taken for another one. */
const MERGED_MS = 1400;

/** So many presses are remembered: more than anybody makes in the time that one waits for what it shows. */
const PRESSES = 50;

/** How long after a press what happens may be its doing. */
const CAUSED_MS = 6000;

/** Something that the visitor pressed, chose or submitted. Times are those of `performance.now()`. */
export interface Press {
  at: number;
  element: Element;
  told: Map<string, { at: number; sources: Set<Source>; item?: Item }>;
  waiting?: Waiting;
}

/** An act that is told once it has shown that it happens. */
export interface Waiting {
  act: Act;
  data: object;
  /** Those that say so, the surest first. */
  sources: Source[];
  /** What has to come: the system's own word, any request of the page or one of the cart's, or nothing that would speak against it. */
  needs?: 'signal' | 'request' | 'cart';
}

export type Ledger = ReturnType<typeof ledger>;

export function ledger(sink: Sink) {
  /** The newest first. */
  const presses: Press[] = [];
  const recent = () => presses.filter(({ at }) => performance.now() - at < CAUSED_MS);

  return {
    /** Notes a press. A submission and the click that caused it are one. */
    press(at: number, element: Element, isSame = false): Press {
      const [last] = presses;
      if (isSame && last && at - last.at < 300) return last;
      const press: Press = { at, element, told: new Map() };
      presses.unshift(press);
      presses.length = Math.min(presses.length, PRESSES);
      return press;
    },

    /** The press that may have caused what began at `at`; some browsers round the times. */
    causeOf: (at: number) => presses.find((press) => press.at <= at + 20 && at - press.at < CAUSED_MS),

    /** The last press of which this act was told, if not by this source and not of another product; else the last one. */
    awaiting(name: string, source: Source, data: object = {}): Press | undefined {
      const fits = ({ told }: Press) => {
        const { sources, item } = told.get(name) ?? {};
        return sources && !sources.has(source) && isLike(item, itemOf(data));
      };
      return recent().find(fits) ?? recent()[0];
    },

    /** Tells an act, unless this source has told it of this press, or another one so long ago that it would count twice. */
    tell(press: Press, name: string, data: object, source: Source): void {
      if (!sink.on(source)) return;
      const now = performance.now();
      const told = press.told.get(name);
      if (told && (told.sources.has(source) || now - told.at > MERGED_MS)) return;
      if (told) told.sources.add(source);
      else press.told.set(name, { at: now, sources: new Set([source]), item: itemOf(data) });
      sink.found(name, data, source, CONFIDENCE[source]);
    },

    /** Tells an event of the data layer's. */
    tellOfLayer(name: string, data: object): void {
      const press = ACT.test(name) ? this.awaiting(name, 'data_layer', data) : undefined;
      // The site's own word: told twice by it, it happened twice.
      if (press && !press.told.get(name)?.sources.has('data_layer')) this.tell(press, name, data, 'data_layer');
      else sink.found(name, data, 'data_layer', CONFIDENCE.data_layer);
    },

    /** Tells what a press waits with, as found by the surest source that is on. */
    settle(press: Press): void {
      const { waiting } = press;
      if (!waiting) return;
      delete press.waiting;
      const [source] = waiting.sources
        .filter((each) => sink.on(each))
        .sort((one, other) => CONFIDENCE[other] - CONFIDENCE[one]);
      if (source) this.tell(press, waiting.act, waiting.data, source);
    },

    /** The presses that still wait, the first first. */
    waiting: () => presses.filter(({ waiting }) => waiting).reverse(),

    /** Whether a press was told as this act just now. What still waits with it will not be told any more. */
    hasTold(name: string): boolean {
      for (const press of presses) if (press.waiting?.act === name) delete press.waiting;
      return recent().some((press) => press.told.has(name));
    },
  };
}

const itemOf = (data: { items?: Item[] }) => data.items?.[0];

/** Whether two sources may speak of one product: they need not have the same ids for it. */
const isLike = (one?: Item, other?: Item) =>
  !one?.item_name || !other?.item_name || one.item_name === other.item_name || one.item_id === other.item_id;
