/** Prices as decimal strings, however a page writes them. No arithmetic in binary floats. */

/** Currencies with three decimal places: there "1.250" is one and a quarter, elsewhere over a thousand. */
const MILS = /^(BHD|IQD|JOD|KWD|LYD|OMR|TND)$/;

const NUMBER = /\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?|[1-9]\d{0,2}(?:[ .,'’]\d{3})+(?:[.,]\d{1,4})?(?!\d)|\d+(?:[.,]\d+)?/;

/** "1.299,00 €", "1,299.00", "12 990 ₽" or 1299 as "1299.00", "1299.00", "12990", "1299". Nothing where there is no number. */
export function decimal(value: unknown, currency = ''): string | undefined {
  if (typeof value === 'number') {
    const text = value.toFixed(4).replace(/\.?0+$/, '');
    return /^\d+(\.\d+)?$/.test(text) ? text : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const found = NUMBER.exec(value.slice(0, 99).replace(/\s/g, ' '))?.[0];
  if (!found) return undefined;
  const at = Math.max(found.lastIndexOf('.'), found.lastIndexOf(','));
  const whole = found.slice(0, Math.max(at, 0));
  const rest = found.slice(at + 1);
  // Three digits after the only mark are thousands, but for "0.125", "1299.000" and "1,299.000".
  const isDecimal =
    at > 0 &&
    (rest.length !== 3 ||
      /^(0|\d{4,})$/.test(whole) ||
      (/\D/.test(whole) ? !whole.includes(found[at]!) : MILS.test(currency)));
  return (isDecimal ? whole : found).replace(/\D/g, '') + (isDecimal ? `.${rest}` : '');
}

/** The code of a currency in a text: of one that there is, unlike "SKU" and "REF". */
export const codeIn = (text: string) =>
  text.match(/\b[A-Z]{3}\b/g)?.find((code) => Intl.supportedValuesOf?.('currency').includes(code) ?? true);

/** Whether a text has one number, no more. */
export const isOne = (text: string) => /\d/.test(text) && !/\d/.test(text.replace(/\s/g, ' ').replace(NUMBER, ''));

/** An amount in minor units, as Shopify's scripts have it: 2990 is "29.90". */
export function fromCents(value: unknown): string | undefined {
  const digits = /^\d{1,15}$/.test(String(value)) && String(value).padStart(3, '0');
  return digits ? `${digits.slice(0, -2)}.${digits.slice(-2)}` : undefined;
}

/** `price` so many times, exactly. */
export function times(price: string | undefined, count = 1): string | undefined {
  if (!price) return undefined;
  const [whole, rest = ''] = price.split('.');
  const digits = String(BigInt(whole + rest) * BigInt(count)).padStart(rest.length + 1, '0');
  return rest ? `${digits.slice(0, -rest.length)}.${digits.slice(-rest.length)}` : digits;
}
