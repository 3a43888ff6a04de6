// How a form is being filled in: which fields, in which order, how long, and how often again. Knows no page and no value.

/** Focus on a field that was not changed is told from this on, in milliseconds: passing through is no hesitation. */
const PAUSE = 1_000;

export interface Entry {
  name: string;
  /** Whether something is typed into it. */
  isText: boolean;
  /** Its place in the order in which fields were filled in, from 1; 0 as long as it was not. */
  n: number;
  /** How long it had the focus since it was told last. */
  ms: number;
  /** How often it was filled in again since it was told last. */
  refills: number;
  /** Characters typed less characters deleted; not a number once something else changed it. */
  size: number;
  isChanged?: boolean;
  /** Changed since it was told last. */
  isNews?: boolean;
  /** Left since it was changed last. */
  isLeft?: boolean;
  /** Emptied and not filled again. */
  isEmptied?: boolean;
  /** An error of it was told in this attempt. */
  isWrong?: boolean;
}

export interface Filling {
  entries: Map<unknown, Entry>;
  /** How many fields have a place in the order. */
  count: number;
  /** How many fields were changed. */
  fields: number;
  /** The field that had the focus last. */
  last?: Entry;
  ms: number;
  isStarted?: boolean;
  isSubmitted?: boolean;
  /** The visitor tried to submit it, and has changed nothing since. */
  isTried?: boolean;
  /** An error was told in this attempt. */
  isWrong?: boolean;
  /** The page took what is in it, and nothing was changed since. */
  isTaken?: boolean;
}

export const newFilling = (): Filling => ({ entries: new Map(), count: 0, fields: 0, ms: 0 });

export const newEntry = (name: string, isText: boolean): Entry => ({ name, isText, n: 0, ms: 0, refills: 0, size: 0 });

/** `isEmpty`: whether the field is empty now, where that can be seen without reading it. */
export function change(filling: Filling, entry: Entry, inputType: string | undefined, isEmpty?: boolean): void {
  const isDeleted = /^deleteContent/.test(inputType ?? '');
  entry.size += isDeleted ? -1 : inputType === 'insertText' ? 1 : NaN;
  if (isEmpty ?? (isDeleted && entry.size === 0)) entry.isEmptied = true;
  else if (entry.isEmptied || entry.isLeft) {
    entry.refills++;
    entry.isEmptied = false;
  }
  entry.isLeft = filling.isTried = filling.isTaken = false;
  if (!entry.isChanged) filling.fields++;
  entry.isChanged = entry.isNews = true;
  entry.n ||= ++filling.count;
}

/** The focus leaves a field that had it for `ms`. */
export function spend(filling: Filling, entry: Entry, ms: number): void {
  entry.ms += ms;
  filling.ms += ms;
}

/** A field is left for another one. What is wrong with it after the next change is another error. */
export function leave(entry: Entry): void {
  if (!entry.isNews) return;
  entry.isLeft = true;
  entry.isWrong = false;
}

/** What is to be told of a field: nothing of one that was only passed through. */
export function told(filling: Filling, entry: Entry): object | undefined {
  if (!filling.isStarted || (!entry.isNews && entry.ms < PAUSE)) return;
  const { name: field, ms, refills } = entry;
  entry.n ||= ++filling.count;
  entry.ms = entry.refills = 0;
  entry.isNews = false;
  return { field, n: entry.n, ms: Math.round(ms), refills };
}

/** The visitor tries to submit: what is wrong now is another error. */
export function attempt(filling: Filling): void {
  filling.isTried = true;
  filling.isWrong = false;
  for (const entry of filling.entries.values()) entry.isWrong = false;
}

/** Whether an error is to be told: one a field and attempt, and without a field only when no field has one. */
export function isNewError(filling: Filling, entry: Entry | undefined): boolean {
  const at = entry ?? filling;
  if (at.isWrong) return false;
  at.isWrong = filling.isWrong = true;
  // What was refused may still be left.
  filling.isSubmitted = filling.isTaken = false;
  return true;
}

/** Whether something was typed, and not only chosen. */
export const isTyped = ({ entries }: Filling) =>
  [...entries.values()].some(({ isText, isChanged }) => isText && isChanged);

/** How much was filled in. */
export const summary = ({ ms, fields }: Filling) => ({ ms: Math.round(ms), fields });
