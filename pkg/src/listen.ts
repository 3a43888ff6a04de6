// How Waypost listens: without the page noticing.

import { warn } from './messages';

/** Calls `act` for each event of this kind, before the page's own listeners; it can neither stop it nor throw into it. */
export function listen(target: EventTarget | null | undefined, kind: string, act: (event: any) => unknown): void {
  target?.addEventListener(kind, guarded(act), { capture: true, passive: true });
}

/** `act` as a function that throws nothing: what goes wrong is said once on the console. */
export function guarded<T extends unknown[]>(act: (...args: T) => unknown): (...args: T) => void {
  return (...args) => {
    try {
      act(...args);
    } catch (error) {
      warn('failed', `something went wrong inside (${error})`);
    }
  };
}

/** Runs `act` in a task of its own: reading the layout and making text belong here, never into an input handler. */
export function later(act: () => void): void {
  setTimeout(guarded(act));
}
