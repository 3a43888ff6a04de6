// Figures that press a visitor to decide, as a chunk of its own: loaded by an offer that has any. Nothing is drawn that the
// site's collector has not signed for this very question, and nothing once it is older than it may become.

import { node } from './node';
import type { OfferItem } from './offer-cart';
import type { FactsBlock } from './offer-content';

/** What the collector sends: a JSON text, and its signature in hexadecimal digits. */
export interface Signed {
  text: string;
  signature: string;
}

/** What a figure has to be about to be believed. */
export interface Wanted {
  site: string;
  offer: string;
  /** 32 hexadecimal digits, made up for one question. */
  nonce: string;
  key: CryptoKey;
  /** When the question was asked, on the clock of `performance.now()`. */
  asked: number;
}

type Said = Record<'kind' | 'site' | 'nonce' | 'offer' | 'item', string> &
  Record<'v' | 'at' | 'until' | 'count' | 'age' | 'max_age', number>;

/**
 * A figure that is signed and not too old. Only `checked` makes one: there is no way to draw a number that was not signed.
 * The visitor's own clock plays no part in it.
 */
export class Fact {
  private constructor(
    readonly kind: 'countdown' | 'stock' | 'bought_today',
    /** Id of the item that is counted. */
    readonly item: string,
    readonly count: number,
    /** When it is over, on the clock of `performance.now()`. */
    readonly until: number,
  ) {}

  /** The figure, or nothing where it was not signed with this key, is about something else, too old, or of the future. */
  static async checked({ text, signature }: Signed, wanted: Wanted): Promise<Fact | undefined> {
    const { site, offer, nonce, key, asked } = wanted;
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const isSigned = await crypto.subtle.verify(algorithm, key, bytes(signature), new TextEncoder().encode(text));
    if (!isSigned) return undefined;
    const { v, kind, at, item, count, age, max_age, until, ...about } = JSON.parse(text) as Said;
    if (v !== 1 || about.site !== site || about.nonce !== nonce) return undefined;
    if (kind === 'countdown') return about.offer === offer ? new Fact(kind, '', 0, asked + (until - at)) : undefined;
    if (kind !== 'stock' && kind !== 'bought_today') return undefined;
    const left = max_age - age;
    const isFresh = age >= 0 && left >= 0 && performance.now() <= asked + left;
    return isFresh && count > 0 ? new Fact(kind, item, count, asked + left) : undefined;
  }
}

/** The collector's public key, an uncompressed point in hexadecimal digits. */
export function keyOf(digits: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes(digits), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
}

/** Whom to ask for what. */
export interface Ask {
  collector: string;
  site: string;
  offer: string;
  /** See `keyOf`. */
  key: string;
  /** What the device remembers of the visitor, with their id; nothing without consent. */
  memory: (() => Promise<string | undefined>) | undefined;
  items: OfferItem[];
}

/** So many items are asked for at once. */
const MOST = 20;

/** So many items are told of, so that the address field stays in sight. */
const LINES = 2;

/**
 * Draws the figures of `block` into `place`; nothing where the collector cannot be asked or the browser cannot check them (no
 * WebCrypto, as on pages without TLS). `ended` is called once the countdown is over.
 */
export async function draw(block: FactsBlock, place: HTMLElement, ask: Ask, ended: () => void): Promise<void> {
  for (const fact of await facts(ask)) {
    if (fact.kind === 'countdown') count(fact, block, place, ended);
    else if (place.childElementCount < LINES) tell(fact, block, place, ask.items);
  }
}

async function facts({ collector, site, offer, key, memory, items }: Ask): Promise<Fact[]> {
  try {
    const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const { visitor = '' } = JSON.parse((await memory?.()) ?? '{}') as { visitor?: string };
    const asked = performance.now();
    const ids = items.slice(0, MOST).map(({ item_id }) => item_id);
    // Not in the address, which is logged on the way.
    const body = JSON.stringify({ site, offer, nonce, visitor, items: ids });
    const answer = await fetch(`${collector}/v1/facts`, { method: 'POST', body, credentials: 'omit' });
    const { facts } = (await answer.json()) as { facts: Signed[] };
    const wanted = { site, offer, nonce, key: await keyOf(key), asked };
    const checked = await Promise.all(facts.map((signed) => Fact.checked(signed, wanted)));
    return checked.filter((fact) => fact !== undefined);
  } catch {
    return [];
  }
}

function tell({ kind, item, count, until }: Fact, block: FactsBlock, place: HTMLElement, items: OfferItem[]): void {
  const name = items.find(({ item_id }) => item_id === item)?.item_name || item;
  const [before, between, after] = (kind === 'stock' ? block.stock : block.bought).split(/\{(?:count|item)\}/);
  // Whichever of the two the language has first.
  const values = (kind === 'stock' ? block.stock : block.bought).match(/\{(?:count|item)\}/g) ?? [];
  const bdi = (value?: string) => node('bdi', {}, value === '{count}' ? `${count}` : name);
  const line = node('p', { class: 'fact' }, before!, bdi(values[0]), between ?? '', bdi(values[1]), after ?? '');
  place.append(line);
  setTimeout(() => line.remove(), until - performance.now());
}

function count({ until }: Fact, block: FactsBlock, place: HTMLElement, ended: () => void): void {
  const [before, after] = block.countdown.split('{time}');
  const time = node('bdi', { class: 'time' });
  const line = node('p', { class: 'fact', role: 'timer' }, before!, time, after ?? '');
  place.prepend(line);
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left > 0) {
      time.textContent = clock(left);
      if (line.isConnected) setTimeout(tick, (until - performance.now()) % 1000 || 1000);
      return;
    }
    line.textContent = block.ended;
    line.setAttribute('role', 'status');
    ended();
  };
  tick();
}

/** Seconds as `0:29:05`. */
export function clock(seconds: number): string {
  const two = (number: number) => `${Math.floor(number)}`.padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function bytes(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
