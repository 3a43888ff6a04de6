// What banners say, as choices for Waypost's purposes.

import type { Consent, Purposes } from '../types';

/** Everything granted or refused so far; a purpose of which nothing was said is left out. */
export type Said = Partial<Record<keyof Purposes, boolean>>;

/** `refused`: what measurement is where storing is refused. */
export function choiceOf(said: Said, refused: Consent): Purposes {
  const { measurement, ...others } = said;
  const choice: Purposes = {};
  if (measurement !== undefined) choice.measurement = measurement ? 'granted' : refused;
  for (const [purpose, isGranted] of Object.entries(others)) {
    choice[purpose as keyof typeof others] = isGranted ? 'granted' : 'denied';
  }
  return choice;
}

/** What both banners of a page allow: where they differ, the refusal counts. */
export function both(one: Said, other: Said): Said {
  const said = { ...one, ...other };
  for (const purpose in said) {
    const key = purpose as keyof Said;
    said[key] = (one[key] ?? true) && (other[key] ?? true);
  }
  return said;
}
