// Brings what keeps things on the device when there is something to keep, or something that was kept.

import type { Engine } from './engine';
import type { Keep } from './keep';
import type { Boot } from './loader';
import type { Records } from './store';
import type { Word } from './tabs';
import { mayBeThere } from './there';
import { isLeaving } from './transport';

/** How long the start waits for what was remembered, in milliseconds. Storage may hang; the visit may not. */
const PATIENCE = 1_000;

/** What `keep.ts` does, once it has come; in the order of the calls. Without it, memory keeps what there is. */
export function createKeeper(boot: Boot, engine: () => Engine, tellTabs: (word: Word) => void) {
  const { options, warn } = boot;
  const { site } = options;
  let keep: Promise<Keep | undefined> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** Records that are about to be written. Those of one turn are one write: the page may be gone before the second of many. */
  let joined: Records | undefined;

  const refused = () =>
    warn('storage_refused', 'the browser refuses to store events (private window, blocked or full); memory keeps them');
  const bring = () =>
    (keep ??= import('./waypost-keep.js')
      .then((chunk) => chunk.keep(boot, refused, engine, tellTabs))
      .catch(async (error) => {
        // Leaving ends what is being loaded; who comes back asks again.
        if (await isLeaving()) keep = undefined;
        else warn('no_chunk', `a part of Waypost can't be loaded (${error})`);
        return undefined;
      }));
  const then = (act: (keep: Keep) => void, makes = true) => {
    joined = undefined;
    last = last.then(async () => {
      if (!makes && !keep && !(await mayBeThere(site))) return;
      const kept = await bring();
      if (kept) act(kept);
    });
  };
  return {
    /** What was remembered last, or nothing; also where the storage hangs. */
    async memory() {
      if (options.consent !== 'granted' && !(await mayBeThere(site))) return;
      const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE));
      return bring().then((kept) => kept && Promise.race([kept.memory(), late]));
    },
    put(key: string, text: string) {
      if (joined) return void joined.push([key, text]);
      const records: Records = [[key, text]];
      then(({ put }) => {
        if (joined === records) joined = undefined;
        put(records);
      });
      joined = records;
    },
    remove: (...keys: string[]) => then(({ remove }) => remove(keys), false),
    remember: (text: string) => then(({ remember }) => remember(text)),
    erase: () => then(({ erase }) => erase(), false),
    adopt: (stream: string) => then(({ own }) => own(stream)),
    /** Keeps what a visitor gave until the collector has it; whether it is kept on the device. */
    hold: async (...capture: Parameters<Keep['hold']>) => (await keep)?.hold(...capture),
    /** Another tab looks after `stream`; of interest to those who keep something. */
    met: (stream: string) => keep && then(({ met }) => met(stream)),
  };
}
