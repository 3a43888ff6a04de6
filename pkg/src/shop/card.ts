// Parts of a page that are one product's: its name, where it leads, what it costs there.

import { saidByName } from './phrases';
import { codeIn, isOne, text } from './waypost-shop.js';

export interface Card {
  root: Element;
  name: string;
  url?: string;
}

/** The surest first. */
const NAMES = [
  'h1,h2,h3,h4,h5,h6,[itemprop=name]',
  '[class*=name],[class*=title]',
  'a[href]:not([class*=btn],[class*=button])',
];

/** The parts around an element, from the smallest on. */
export function* around(element: Element): Generator<Element> {
  let part = element.parentElement;
  for (let depth = 0; part && depth < 10; depth++, part = part.parentElement) yield part;
}

/** The smallest part around `element` with a name of its own; where it is not loose, the name has to lead elsewhere. */
export function cardOf(element: Element, isLoose: boolean): Card | undefined {
  for (const root of around(element)) {
    if (root === document.body) return undefined;
    for (const names of NAMES) {
      for (const heading of root.querySelectorAll(names)) {
        if (heading.contains(element)) continue;
        if (heading.localName === 'h1') return undefined;
        const name = nameIn(heading);
        if (!name || saidByName(name)) continue;
        const link = heading.closest('a') ?? heading.querySelector('a');
        const url = link && !isSamePath(link.href, location.href) ? link.href : undefined;
        if (url || (isLoose && names !== NAMES[2])) return { root, name, url };
      }
    }
  }
  return undefined;
}

/** What the product of a card is called; `link` leads to it. */
export function headingIn(card: Element, link: Element): string | undefined {
  const names = NAMES.slice(0, 2).map((names) => [...card.querySelectorAll(names)]);
  const image = text(card.querySelector('img[alt]')?.getAttribute('alt')) ?? '';
  return [...[...names.flat(), link].map(nameIn), image].find((name) => name && !saidByName(name) && !isMoney(name));
}

/** What money is told by, its code apart. `\b` knows Latin letters only. */
const MONEY = /[€£₽₴₺$]|руб|грн|zł(?![a-z])|\b(?:kr|TL)\b/;

/** Whether a text has an amount of money with its sign or code. */
const isMoney = (text: string) => MONEY.test(text) || !!codeIn(text);

/** Struck through, or of something else: tax, what is in the cart. The body's classes say what the shop is set to. */
const NO_PRICE =
  'body :is(del,s,strike,[style*=line-through],[class~=old],[class*=old-p i],[class*=oldp i],[class*=-old i],[class*=_old i],[class*=non-sale],[class*=cart-c i],[class*=tax]:not(.price-container),header,nav)';

/** The first texts of a part of the page. */
function* textsIn(part: Element): Generator<Node> {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let count = 0, node = texts.nextNode(); node && count < 400; count++, node = texts.nextNode()) yield node;
}

/** What a heading or link calls its product; the price may stand in it as well. */
function nameIn(heading: Element): string {
  const whole = text(heading.textContent) ?? '';
  if (isMoney(whole))
    for (const { nodeValue } of textsIn(heading)) {
      const name = text(nodeValue);
      if (name && !isMoney(name)) return name;
    }
  return whole;
}

/** The text of the price that a part of the page shows, if it shows one. */
export function priceIn(part: Element): string | undefined {
  for (const { parentElement: parent, nodeValue } of textsIn(part)) {
    if (!/\d/.test(nodeValue!) || !parent || parent.closest(NO_PRICE)) continue;
    // The sign may stand in an element of its own.
    const around = [parent, parent.parentElement!].map(({ childElementCount, childNodes }) =>
      childElementCount < 4 ? [...childNodes].map((each) => each.textContent).join(' ') : '',
    );
    // Two numbers are a range, or before and now.
    const price = [nodeValue, ...around].find((text) => text && text.length < 60 && isOne(text) && isMoney(text));
    if (price) return price.trim();
  }
  return undefined;
}

/** By its code or sign. The dollar is that of the page's country, which in English is the United States unless told. */
export function currencyIn(price = ''): string | undefined {
  const code = codeIn(price);
  if (code || !price) return code;
  const at = '€£₽₴₺z'.indexOf(/[€£₽₴₺]|z(?=ł)/.exec(price)?.[0] ?? '-');
  const isDollar = /\$/.test(price) && /^en(-US)?$/.test(document.documentElement.lang);
  return isDollar ? 'USD' : ['EUR', 'GBP', 'RUB', 'UAH', 'TRY', 'PLN'][at];
}

const pathOf = (url: string) => new URL(url, document.baseURI).pathname.replace(/\/$/, '');

export const isSamePath = (one: string | undefined, other: string) => !!one && pathOf(one) === pathOf(other);
