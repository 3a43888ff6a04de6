// Work that is put off or refused, so that a busy page makes little of it.

import { guarded } from '../capture';

/** A function that runs `act` once, `ms` milliseconds after it was first called; calls meanwhile add nothing. */
export function soon(act: () => void, ms: number): () => void {
  let timer: unknown;
  const run = guarded(() => {
    timer = 0;
    act();
  });
  return () => (timer ||= setTimeout(run, ms));
}

/** Most errors, and most failed requests, told of one view. */
const MOST = 5;

/** What to tell of a view, each thing once and at most five in all: a function that says whether to, and one for the next view. */
export function ration(): [isNew: (key: string) => boolean, begin: () => void] {
  const told = new Set<string>();
  return [(key) => told.size < MOST && told.size < told.add(key).size, () => told.clear()];
}
