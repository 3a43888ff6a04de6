// The data layer of the page: what is in it already, and what is pushed later. Other readers notice nothing.

import { guarded } from '../capture';
import type { Item } from './item';
import { eventsIn, styleOf, type Told } from './layer';
import { TAG_MANAGERS } from './waypost-shop.js';

type Layer = unknown[];

const known = new WeakSet<object>();

/** So long after an act it may be told once more in another style, in milliseconds: a shop on its way from one to the next has both. */
const AGAIN_MS = 2_000;

/** Tells each event of the data layer once. Call the result when there may be a new layer: the page makes it when it likes. */
export function watchLayer(tell: (...event: Told) => void): () => void {
  const wrapped = new WeakSet<object>();
  /** In which style an act was told last, and when. */
  const last = new Map<string, [style: string, at: number]>();

  const isAgain = (entry: object, [name, data]: Told) => {
    const { items = [] } = data as { items?: Item[] };
    const act = JSON.stringify([name, items.map(({ item_id, quantity }) => [item_id, quantity])]);
    const [style, now] = [styleOf(entry as Record<string, unknown>), performance.now()];
    const [before = style, at = 0] = last.get(act) ?? [];
    const again = before !== style && now - at < AGAIN_MS;
    if (!again) last.set(act, [style, now]);
    return again;
  };

  const take = guarded((entry: unknown, isNew: boolean) => {
    if (typeof entry !== 'object' || !entry || (!isNew && known.has(entry))) return;
    known.add(entry);
    for (const event of eventsIn(entry)) if (!isAgain(entry, event)) tell(...event);
  });

  return () => {
    for (const name of names()) {
      const layer = (window as unknown as Record<string, unknown>)[name] as Layer | undefined;
      if (!Array.isArray(layer)) continue;
      if (!wrapped.has(layer)) {
        wrapped.add(layer);
        const push = layer.push;
        layer.push = function (this: unknown, ...entries: unknown[]) {
          const result = push.apply(this as Layer, entries);
          for (const entry of entries) take(entry, true);
          return result;
        };
      }
      // A wrapper that passes us by, or a new array with old entries.
      for (const entry of [...layer]) take(entry, false);
    }
  };
}

/** Tag managers may be given another name for it. */
function names(): Set<string> {
  const found = new Set(['dataLayer']);
  for (const { src } of document.querySelectorAll<HTMLScriptElement>(TAG_MANAGERS)) {
    const name = new URL(src).searchParams.get('l');
    if (name) found.add(name);
  }
  return found;
}
