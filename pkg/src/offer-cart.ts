/** What the offer says of a cart: its lines and money as text, with no arithmetic on money. Touches no page. */

/** The cart as it goes into a capture. Money is decimal strings ("29.90"). */
export interface OfferCart {
  /** ISO 4217, for instance "EUR". */
  currency: string;
  value: string;
  items: OfferItem[];
}

export interface OfferItem {
  item_id: string;
  item_name?: string;
  item_variant?: string;
  /** Of one piece. */
  price?: string;
  quantity: number;
}

export interface CartSummary {
  lines: CartLine[];
  /** How many items are left out of `lines`, as "+ 3"; empty when none is. */
  more: string;
  /** The cart's value; empty when it is no decimal number. */
  total: string;
}

export interface CartLine {
  id: string;
  name: string;
  /** Empty when the item has none. */
  variant: string;
  /** "€29.90", "2 × €29.90", "2 ×" or empty: what is known of quantity and price of one piece. */
  amount: string;
}

/**
 * The first `limit` items of the cart and its total, in the locale's own numbers.
 * `null` when there is no item to show.
 */
export function summarise(cart: OfferCart | null, locale: string, limit: number): CartSummary | null {
  if (!cart?.items.length) return null;
  const left = cart.items.length - limit;
  return {
    lines: cart.items.slice(0, limit).map((item) => ({
      id: item.item_id,
      name: item.item_name || item.item_id,
      variant: item.item_variant || '',
      amount: amount(item, cart.currency, locale),
    })),
    more: left > 0 ? `+ ${numbers(locale).format(left)}` : '',
    total: money(cart.value, cart.currency, locale),
  };
}

/**
 * A decimal string as money of the locale: `money('1234.5', 'EUR', 'de')` is "1.234,50 €".
 * An unknown currency is written after the number; what is no decimal number gives an empty string.
 */
export function money(value: string | undefined, currency: string, locale: string): string {
  if (!value || !DECIMAL.test(value)) return '';
  // The standard formats decimal strings exactly; TypeScript's oldest libraries know of numbers only.
  const exact = value as unknown as number;
  try {
    return numbers(locale, { style: 'currency', currency }).format(exact);
  } catch {
    return `${value} ${currency}`.trim();
  }
}

/** Which way the locale's script runs: "rtl" for Arabic, Hebrew, Persian, Urdu and their like. */
export function direction(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr';
}

const DECIMAL = /^-?\d+(\.\d+)?$/;
const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/i;

function amount(item: OfferItem, currency: string, locale: string): string {
  const price = money(item.price, currency, locale);
  const count = item.quantity > 1 ? `${numbers(locale).format(item.quantity)} ×` : '';
  return [count, price].filter(Boolean).join(' ');
}

/** A malformed locale falls back to the browser's own: a number in another style beats no offer. */
function numbers(locale: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat {
  let known: string[] = [];
  try {
    known = Intl.getCanonicalLocales(locale);
  } catch {
    // Stays empty: the browser's own locale.
  }
  return new Intl.NumberFormat(known, options);
}
