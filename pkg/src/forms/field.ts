// What a field is called. Only attributes are looked at, and never `value`.

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** As much of a field as is looked at here. */
export type Looks = Pick<Field, 'type' | 'getAttribute'>;

/** The name of a field that is counted and never named: passwords, codes, cards and accounts. */
export const PRIVATE = '(private)';

/** What says that a field is private, in whichever of its attributes. Hiding too much does no harm. */
const SECRET = new RegExp(
  'pass|pwd|kennwor|contrase|senha|parol|has[lł]o|wachtwoord|' +
    'cc-|card|kart|kort(?!ing)|cart[aeã]|tarjeta|credit|kredit|cv[cvn]|csc|secur|pr(ü|ue)f|crypto|iban|account.?n|konto.?n|' +
    'exp(ir|.?[myda]\\w{0,4}\\b)|one-time|otp|(^|[^a-z])pin([^a-z]|$)|' +
    // Placeholders of card numbers and of their last month, and inputs as long as a card number.
    '\\d{4}[ -]?\\d{4}|mm ?/ ?[yaj]|numeric (1[3-9]|2[0-3])( |$)',
  'i',
);

/** Names made anew at each build or page view, and names that may be a person's. */
const UNSTABLE = /@|%40|\d{4}|:r\w*:|«|(?=[a-f]*\d)[\da-f]{8}|(\d+[a-z]+){3}/i;

export const attribute = (element: Pick<Element, 'getAttribute'>, ...names: string[]) =>
  names.map((name) => element.getAttribute(name) || '').join(' ');

/** Whether something is typed into it, and not ticked or chosen. */
export const isTyped = ({ type }: Looks) => !/^(check|radio|range|color|file|select)/.test(type);

export const isPrivate = (field: Looks) =>
  field.type === 'password' ||
  SECRET.test(attribute(field, 'autocomplete', 'name', 'id', 'placeholder', 'aria-label', 'inputmode', 'maxlength'));

/** The first that says the same on every visit, at most 64 characters of it. */
export const stable = (...names: string[]) => names.find((name) => name && !UNSTABLE.test(name))?.slice(0, 64);

/** What a field is called: by name, id or `autocomplete`, else by its type and place in the form. */
export function nameOf(field: Looks, place: number): string {
  if (isPrivate(field)) return PRIVATE;
  const [token = ''] = /[a-z-]+\d?$/.exec(attribute(field, 'autocomplete').replace(/ ?(webauthn|on|off)$/, '')) ?? [];
  return stable(attribute(field, 'name'), attribute(field, 'id'), token) ?? `${field.type}#${place}`;
}
