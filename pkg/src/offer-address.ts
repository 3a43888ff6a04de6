/** Whether a text is an e-mail address, and which address may have been meant. Touches no page. */

/**
 * Whether the text has the shape of an address: one `@`, something before it, a dotted domain behind it that ends in at
 * least two characters which are not all digits. What the collector refuses is refused here, too.
 */
export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

/** Whether the text has the shape of a phone number: 5 to 32 of digits, `+ - . / ( )` and blanks, with a digit. */
export function isPhone(text: string): boolean {
  return /^(?=.*\d)[\d+\-./() ]{5,32}$/.test(text);
}

/**
 * The address that was probably meant, or an empty text: for a domain that is one slip away from one that many use, and
 * for an ending that does not exist. Domains that exist near those of large providers (`ymail.com`, `weg.de`) are left
 * alone: a short name counts as mistyped only when two letters have changed places, a longer one only when its first
 * letter is right or has changed places with the second.
 */
export function suggest(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const typed = address.slice(at).toLowerCase();
  const dot = typed.indexOf('.');
  if (!at || dot < 1 || KNOWN.includes(typed)) return '';
  const label = typed.slice(0, dot);
  const ending = typed.slice(dot + 1).replace(/[^.]+$/, (last) => ENDINGS[last] ?? last);
  const meant = providerOf(label, ending) || `${label}.${ending}`;
  return meant === typed ? '' : address.slice(0, at) + meant;
}

const ADDRESS =
  /^[^\s@<>()[\],;:\\"\p{Cc}]{1,64}@(?:(?!-)[^\s@<>()[\],;:\\".\p{Cc}]+(?<!-)\.)+(?!-|\d+$)[^\s@<>()[\],;:\\".\p{Cc}]{2,}(?<!-)$/u;

/** Endings that do not exist, and what they were to be. */
const ENDINGS: Record<string, string> = Object.fromEntries(
  'con com cmo com ocm com comm com vom com xom com cim com coom com ent net nte net nett net ed de dee de rf fr frr fr ti it lp pl ur ru ruu ru'
    .split(' ')
    .flatMap((word, index, all) => (index % 2 ? [] : [[word, all[index + 1]!]])),
);

/** Providers at home under one ending. */
const ONE =
  'gmail.com googlemail.com icloud.com web.de freenet.de t-online.de arcor.de orange.fr wanadoo.fr laposte.net free.fr sfr.fr neuf.fr bbox.fr libero.it virgilio.it tiscali.it tin.it fastwebnet.it interia.pl onet.pl poczta.fm ukr.net bigmir.net mail.ru inbox.ru yandex.ru rambler.ru list.ru seznam.cz telenet.be skynet.be bluewin.ch ziggo.nl kpnmail.nl hetnet.nl sapo.pt uol.com.br bol.com.br mynet.com comcast.net verizon.net btinternet.com protonmail.com'.split(
    ' ',
  );

/** Providers at home under many. */
const MANY = ['yahoo', 'hotmail', 'outlook', 'gmx'];

/** Domains that are close to one of the others and are right. */
const KNOWN = ONE.concat(
  'mail.com mail.de email.com email.de email.it gmx.com gmail.ru yandex.com yandex.ua ya.ru orange.es orange.be orange.pl libero.com free.com weg.de wbe.com icloud.de interia.eu lists.ru yahoos.com'.split(
    ' ',
  ),
);

function providerOf(label: string, ending: string): string | undefined {
  const many = MANY.find((name) => isSlip(label, name));
  if (many) return `${many}.${ending}`;
  return ONE.find((domain) => {
    const dot = domain.indexOf('.');
    const [name, home] = [domain.slice(0, dot), domain.slice(dot + 1)];
    // "gmail.co" and "gmail.cm" exist and are meant by nobody; of "web.me" that is not so sure.
    if (label === name) return name.length > 4 && distance(ending, home) === 1;
    return ending === home && isSlip(label, name);
  });
}

function isSlip(typed: string, name: string): boolean {
  const slips = distance(typed, name);
  const swapped = slips === 1 && typed.length === name.length && [...typed].sort().join() === [...name].sort().join();
  if (name.length < 5) return name.length > 2 && swapped;
  return swapped || (typed[0] === name[0] && slips > 0 && slips <= (name.length > 8 ? 2 : 1));
}

/** How many letters were left out, added, mistaken, or have changed places with their neighbour. */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + same);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, (older[j - 2] ?? Infinity) + 1);
    }
    [older, old] = [old, row];
  }
  return old[b.length]!;
}
