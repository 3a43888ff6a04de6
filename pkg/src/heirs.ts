// What a tab leaves unsent is taken over by another one: at once by one that lives, else by the next.

import type { Engine } from './engine';
import type { Boot } from './loader';
import { hasLocks, hold, release } from './locks';
import type { Store } from './store';
import type { Word } from './tabs';
import { mayBeThere } from './there';

export interface Heirs {
  /** Looks after `stream` from now on, and after the streams of all tabs that are gone or will be. */
  own(stream: string): void;
  /** Another tab looks after `stream`. */
  met(stream: string): void;
  /** These records are settled. */
  settled(keys: string[]): void;
}

export function createHeirs(
  { collector, options: { site } }: Boot,
  store: Store,
  engine: () => Engine,
  tellTabs: (word: Word) => void,
): Heirs {
  let own: string | undefined;
  /** How many records of a stream are not settled, and what gives up its lock when they are. */
  const adopted = new Map<string, [count: number, done: () => void]>();

  /**
   * The records of a stream that is nobody's any more, without those that the collector has: what a page sends as it is left has an
   * answer that nobody hears. Where the collector does not say, all of them; it stores none twice.
   */
  const unsettled = async (stream: string) => {
    const records = await store.records(stream);
    if (!records.length) return records;
    const numbers = records.map((record) => (JSON.parse(record) as { n: number }).n);
    const ranges = await settledOf(`${collector}/v1/settled?site=${site}&stream=${stream}`);
    const isSettled = numbers.map((n) => ranges.some(([first, last]) => first <= n && n <= last));
    store.remove(numbers.filter((_, at) => isSettled[at]).map((n) => `${stream}:${n}`));
    return records.filter((_, at) => !isSettled[at]);
  };

  const adopt = (records: string[], sure: boolean) =>
    records.length && engine().take({ k: 'adopted', sure }, records.join('\n'));

  const inherit = (stream: string) =>
    hold(stream, async () => {
      // What a page stores as it is left may come a little later than its lock.
      for (let records; (records = await unsettled(stream)).length; ) {
        const { length } = records;
        const settled = new Promise<void>((done) => adopted.set(stream, [length, done]));
        adopt(records, true);
        await settled;
      }
    });

  const begin = async (stream: string) => {
    if (hasLocks()) {
      // Others wait for the lock once it is held: earlier they would be given it themselves.
      hold(stream, () => {
        tellTabs({ stream });
        return new Promise(() => {});
      });
    }
    for (const other of await store.streams()) {
      if (other === own) continue;
      if (hasLocks()) inherit(other);
      else adopt(await unsettled(other), false);
    }
  };

  addEventListener('pagehide', () => own && hasLocks() && release());
  addEventListener('pageshow', async ({ persisted }) => {
    if (!persisted || !own) return;
    if (await mayBeThere(site)) begin(own);
    // The visitor has taken the grant back meanwhile, or cleared what it had led to.
    else engine().queue({ k: 'consent', choice: 'anonymous' });
  });

  return {
    own(stream) {
      if (own && hasLocks()) release();
      begin((own = stream));
    },
    met(stream) {
      if (own && hasLocks()) inherit(stream);
    },
    settled(keys) {
      for (const key of keys) {
        const stream = key.split(':')[0]!;
        const [count, done] = adopted.get(stream) ?? [];
        if (!done) continue;
        adopted.set(stream, [count! - 1, done]);
        if (count === 1) {
          adopted.delete(stream);
          done();
        }
      }
    },
  };
}

/** How long the collector's word is awaited, in milliseconds. */
const PATIENCE = 5_000;

/** What the collector says of a stream, as ranges of numbers; none where it says nothing. */
async function settledOf(url: string): Promise<[first: number, last: number][]> {
  try {
    const answer = await fetch(url, { credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout?.(PATIENCE) });
    const { settled } = (await answer.json()) as { settled: [number, number][] };
    return answer.ok && settled.every(([first, last]) => first <= last) ? settled : [];
  } catch {
    return [];
  }
}
