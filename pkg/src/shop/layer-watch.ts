// The data layer of the page: what is in it already, and what is pushed later. Other readers notice nothing.

import { guarded } from '../capture';
import { eventsIn, type Told } from './layer';
import { TAG_MANAGERS } from './waypost-shop.js';

type Layer = unknown[];

const known = new WeakSet<object>();

/** Tells each event of the data layer once. Call the result when there may be a new layer: the page makes it when it likes. */
export function watchLayer(tell: (...event: Told) => void): () => void {
  const wrapped = new WeakSet<object>();

  const take = guarded((entry: unknown, isNew: boolean) => {
    if (typeof entry !== 'object' || !entry || (!isNew && known.has(entry))) return;
    known.add(entry);
    for (const event of eventsIn(entry)) tell(...event);
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
