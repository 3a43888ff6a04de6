// Brings the tracker its inputs, one after another, and has its effects run.

import type { Handle } from './wasm';

/** An input of src/input.rs: its kind and its small parts. */
export type Input = { k: string } & Record<string, unknown>;

/** An effect of src/effects.rs: its kind and its arguments. */
export type Effect = [kind: string, ...args: unknown[]];

type Made = () => [input: Input, data: string];

export interface Engine {
  /** Takes an input in the next task, so that no work is added to the handler that brings it. */
  queue(input: Input, data?: string): void;
  /** The same with data that is only made then: reading the layout is no work for a handler either. */
  queueLate(input: Made): void;
  /** Takes an input at once, after those that wait: the page may be gone in the next task. */
  take(input: Input, data?: string): void;
  /**
   * The same where the page is hidden or left, or with no input where it is about to be. No other script of the page is
   * running then, so what seems to run was ended: Firefox ends what runs as it begins to navigate, and tells nobody.
   */
  takeLast(input?: Input): void;
}

/**
 * `handle` is the tracker's; `run` runs an effect of an input. `safely` runs both and goes quiet after a trap.
 */
export function createEngine(
  handle: Handle,
  run: (effect: Effect, input: Input) => void,
  safely: (act: () => void) => void,
): Engine {
  const inbox: Made[] = [];
  /** The one that the tracker is handling; still there after that only where it was ended. */
  let underWay: Made | undefined;
  /** The effects of the last input that are still to be run: also those of one whose run was ended. */
  let effects: Effect[] = [];
  let input: Input;
  let isRunning = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const drain = () => {
    clearTimeout(timer);
    timer = undefined;
    isRunning = true;
    const finish = () => {
      for (let effect; (effect = effects.shift());) run(effect, input);
    };
    safely(finish);
    const ended = underWay;
    if (ended) inbox.unshift(ended);
    for (let next; (next = inbox.shift());) {
      const made = next;
      safely(() => {
        let data;
        underWay = made;
        [input, data] = made();
        // A single-page shop sets the title after the address.
        if (input.k === 'page') input.title ||= document.title;
        effects = JSON.parse(handle(Date.now(), JSON.stringify(input), data, made === ended)) as Effect[];
        underWay = undefined;
        finish();
      });
    }
    isRunning = false;
  };

  const queueLate = (input: Made) => {
    inbox.push(input);
    timer ??= setTimeout(drain);
  };
  const put = (input: Input, data = '') => inbox.push(() => [input, data]);
  return {
    queueLate,
    queue: (input, data = '') => queueLate(() => [input, data]),
    take(input, data) {
      put(input, data);
      // What the effects bring waits its turn.
      if (!isRunning) drain();
    },
    takeLast(input) {
      if (input) put(input);
      drain();
    },
  };
}
