// What a visitor gave in an offer and the collector has not got yet, on the device of a visitor who lets it keep something.

import { again, aged, isFinal } from './again';
import { hasLocks } from './locks';
import type { Store } from './store';
import type { Answer } from './transport';

export interface Held {
  /**
   * Keeps a capture, as JSON with the time `at` when it was given; whether it is kept. It is sent as soon as that can be; `tell`
   * hears the answer, unless another tab gets it.
   */
  hold(text: string, tell: Told): Promise<boolean>;
  /** Sends what was kept before. */
  look(): void;
  /** Sends nothing more from this page. */
  stop(): void;
}

type Told = (answer: Answer) => void;

/** One tab at a time sends. */
const LOCK = 'waypost:captures';

export function createHeld(store: Store, collector: string): Held {
  let going: AbortController | undefined;
  const told: Record<string, Told> = {};

  const post = async (body: string): Promise<Answer> => {
    try {
      const request = { method: 'POST', body, credentials: 'omit', redirect: 'error', keepalive: true } as const;
      const answer = await fetch(`${collector}/v1/captures`, request);
      return [answer.status, await answer.text(), Number(answer.headers.get('retry-after')) || 0];
    } catch {
      return [0, '', 0];
    }
  };
  /** Sends one after another; the answer to the last one that could be sent. */
  const send = async () => {
    let answer: Answer = [200, '"stored"', 0];
    for (const text of await store.held()) {
      const { at, ...capture } = JSON.parse(text) as { id: string; at: number };
      answer = await post(aged(capture, at));
      if (!isFinal(answer)) break;
      store.release(capture.id);
      told[capture.id]?.(answer);
    }
    return answer;
  };
  // A document without an origin of its own may not lock; what two tabs send is stored once.
  const alone = async () => (hasLocks() ? ((await navigator.locks.request(LOCK, send).catch(send)) as Answer) : send());
  const go = () => {
    going?.abort();
    going = new AbortController();
    again(alone, going.signal);
  };
  return {
    async hold(text, tell) {
      const { id } = JSON.parse(text) as { id: string };
      told[id] = tell;
      const isHeld = await store.hold(id, text);
      if (isHeld) go();
      return isHeld;
    },
    async look() {
      if ((await store.held()).length && !isFinal(await alone())) go();
    },
    stop: () => going?.abort(),
  };
}
