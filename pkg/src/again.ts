// Trying to bring the collector what a visitor gave, until it has it: in the offer's chunk and in the one that keeps things.

import type { Answer } from './transport';

/** The first pause between two tries, and the longest, in milliseconds; each is twice as long as the one before. */
const FIRST = 5_000;
const LONGEST = 300_000;

/**
 * Whether the collector has it on its disk, or refuses it for good. What another answers in its place, like a network that
 * wants to be signed in to, is no answer.
 */
export function isFinal([status, text]: Answer): boolean {
  if (status < 300) return /"stored"/.test(text);
  return status >= 400 && status < 500 && status !== 408 && status !== 429 && /"error"/.test(text);
}

/** The capture with its age; `at` is when it was given, in milliseconds since 1970. */
export function aged(capture: object, at: number): string {
  return JSON.stringify({ ...capture, age: Math.max(0, Date.now() - at) });
}

/**
 * Calls `attempt` until it is final: first after a pause, or once the browser is online again. An answer may ask for a longer
 * pause.
 */
export function again(attempt: () => Promise<Answer>, signal: AbortSignal): void {
  let pause = FIRST;
  let timer: ReturnType<typeof setTimeout>;
  let isTrying = false;
  const next = async () => {
    if (isTrying || signal.aborted) return;
    isTrying = true;
    clearTimeout(timer);
    const answer = await attempt();
    isTrying = false;
    if (isFinal(answer)) return removeEventListener('online', next);
    timer = setTimeout(next, Math.max(pause, answer[2] * 1000));
    pause = Math.min(pause * 2, LONGEST);
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    removeEventListener('online', next);
  });
  addEventListener('online', next);
  timer = setTimeout(next, pause);
  pause *= 2;
}
