/** Numbers, money and times in the viewer's own language and time zone. */

const WHOLE = new Intl.NumberFormat();
const COMPACT = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const POINTS = new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const SHORT_CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const SHORT_DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export const number = (n) => WHOLE.format(n);

/** A number where there is little room: `1.2M` from a hundred thousand on. */
export const shortNumber = (n) => (n < 100_000 ? WHOLE : COMPACT).format(n);

/** A share between 0 and 1 in percent. Never rounded to a whole 0 % or 100 % that it is not. */
export function percent(share) {
  if (share > 0 && share < 0.005) return `under ${PERCENT.format(0.01)}`;
  if (share < 1 && share >= 0.995) return `over ${PERCENT.format(0.99)}`;
  return PERCENT.format(share);
}

/** A difference of two shares in percentage points, with its sign: `+4.1`. */
export const points = (difference) => POINTS.format(100 * difference);

/** `one` for 1, `many` for every other count, after the number itself. */
export const count = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;

/**
 * An amount of money. `value` is a decimal string and is not turned into a binary float on the way.
 * Null when it is no number; the bare number and the code when the code is no currency.
 */
export function money(value, currency) {
  const amount = String(value ?? '').trim();
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return null;
  try {
    return new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(amount);
  } catch {
    return [amount, currency].filter(Boolean).join(' ');
  }
}

/** Time of day with seconds; with the date before it when that is not today's. */
export const clock = (ms, nowMs) => dated(ms, nowMs, CLOCK);

/** Time of day without seconds; with the date before it when that is not today's. */
export const shortClock = (ms, nowMs) => dated(ms, nowMs, SHORT_CLOCK);

/** Date and time to the second. */
export const fullTime = (ms) => FULL.format(ms);

/** `Friday, 21 November 2026`, or two such days. `toMs` is the first moment after the range. */
export const days = (fromMs, toMs) => DAY.formatRange(fromMs, toMs - 1);

/** The viewer's time zone, such as `Europe/Berlin`. */
export const timeZone = () => DAY.resolvedOptions().timeZone;

function dated(ms, nowMs, time) {
  const sameDay = new Date(ms).toDateString() === new Date(nowMs).toDateString();
  return sameDay ? time.format(ms) : `${SHORT_DAY.format(ms)}, ${time.format(ms)}`;
}
