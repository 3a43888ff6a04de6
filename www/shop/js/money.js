/**
 * Money in integer cents. No binary fraction ever takes part in a sum.
 */

export const CURRENCY = 'EUR';

/** 2990 → "29.90": the decimal string that Waypost is given. */
export function decimal(cents) {
  const whole = Math.trunc(cents / 100);
  return `${whole}.${String(cents % 100).padStart(2, '0')}`;
}

/** 2990 → "€29.90": what a shopper reads. */
export function euro(cents) {
  return `€${decimal(cents)}`;
}
