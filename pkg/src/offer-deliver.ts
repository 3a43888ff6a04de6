/** The way of what a visitor gave to the collector. What does not reach it waits: on the device where the visitor lets it keep
 * something, else in the page. */

import { again, aged, isFinal } from './again';
import type { Input } from './engine';
import type { Answer } from './transport';

type Take = (input: Input, data?: string) => void;

/** What waits in this page, or is on its way. */
let waiting = new AbortController();

/** Told what became of a reply that has waited. */
let arrived: (outcome: 'stored' | 'unreachable') => void = () => {};

/** Whether what waits is kept on the device. */
export let isKept = false;

/** Calls `told` when a reply that has waited, in this page or on the device, is stored or refused. */
export function onArrival(told: typeof arrived): void {
  arrived = told;
}

/**
 * Posts a capture by `attempt` and tells the tracker the answer. Where there is none, `hold` is asked to keep it on the device,
 * if the visitor has an id there, and the tracker is told that it waits. What is not kept is tried again as long as the page is
 * open.
 */
export async function deliver(
  body: string,
  attempt: (body: string) => Promise<Answer>,
  take: Take,
  hold: (text: string, told: (answer: Answer) => void) => Promise<boolean | undefined>,
): Promise<void> {
  waiting.abort();
  const { signal } = (waiting = new AbortController());
  const at = Date.now();
  const answer = await attempt(body);
  if (signal.aborted) return;
  const [status, text, retry] = answer;
  if (isFinal(answer)) return take({ k: 'capture_answered', status, retry }, text);
  const capture = JSON.parse(body) as { visitor?: string };
  const tell = ([status]: Answer) => signal.aborted || arrived(status < 300 ? 'stored' : 'unreachable');
  isKept = !!capture.visitor && !!(await hold(JSON.stringify({ ...capture, at }), tell));
  if (signal.aborted) return;
  take({ k: 'capture_answered', status: 1 });
  if (isKept) return;
  again(async () => {
    const late = await attempt(aged(capture, at));
    if (isFinal(late)) tell(late);
    return late;
  }, signal);
}

/** Forgets what waits in this page. */
export function drop(): void {
  waiting.abort();
}
