// What the loader has recorded before the tracker is there, and how it sends that by itself when the visitor leaves
// first. The body is the one of crates/wire/PROTOCOL.md; tests/vectors holds what both ends make of it.

/** A call that waits for the tracker. `view` is the page as it was loaded. */
export interface Early {
  at: number;
  method: string;
  args: string[];
  /** What it comes from. */
  event?: Event;
}

/** Facts for the head of a batch. */
export interface Head {
  site: string;
  stream: string;
  device: object;
}

/** Version of the SDK; as in Cargo.toml, which a test compares. */
export const VERSION = '0.1.0';

/**
 * An e-mail address, or what the tracker's redactor tells apart by check digits and more rules than there is room for here: nine
 * digits, perhaps in groups, letters and digits in a row, UUIDs. These are all taken, whatever they are. What may be long without
 * being found has an end, so that a long text takes no longer than its length.
 */
const SECRET =
  /([^\s/:@]{1,64}(@|%40)[^\s/:@%]+\.[^\s/:@]+)|\d(\W{0,2}\d){8,}|(?=\w{0,64}\d)\w{20,}|[\da-f-]{20,}/gu;

/** Of a shop's own id, by its key, only e-mail addresses are taken: without its digits it means nothing. */
const redact = (text: string, key = '') =>
  text.replace(SECRET, (found, email) => (email ? '[email]' : /_id$/.test(key) ? found : '[number]'));

const cleanUrl = (url: string) => redact(url.replace(/[?#].*/s, '').replace(/^([a-z]+:\/\/)[^/]*@/, '$1'));

/** A number of thirteen digits, from the first range of card numbers on, is no amount. */
const redacted = (key: string, value: any) =>
  typeof value === 'string' ? redact(value, key) : value > 2e12 ? '[number]' : value;

const cut = (text: string, length: number) => [...text].slice(0, length).join('');

/** The `utm_` parameters that are known, or nothing. */
function campaign(url: string): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [name, value] of new URL(url).searchParams) {
    const key = /^utm_(source|medium|campaign|term|content|id)$/.exec(name)?.[1];
    if (key && value && !found[key]) found[key] = cut(redact(value), 100);
  }
  return Object.keys(found).length ? found : undefined;
}

/** Class of the device, its viewport in CSS pixels, its language. A coarse pointer with a short side under 600 is a phone. */
export function screen(): object {
  const { innerWidth: vw, innerHeight: vh } = window;
  const kind = matchMedia('(pointer: coarse)').matches ? (Math.min(vw, vh) < 600 ? 'phone' : 'tablet') : 'desktop';
  return { class: kind, vw, vh, lang: navigator.language || undefined };
}

/** The body of a batch with the page views, clicks and events among `early`, numbered as the tracker will number them. */
export function encode({ site, stream, device }: Head, early: Early[], now: number): string {
  const pages: object[] = [];
  const events: object[] = [];
  for (const { at, method, args } of early) {
    const [first = '', second = '', third = '', fourth = ''] = args;
    let event: object | undefined;
    if (method === 'page') {
      const title = cut(redact(second), 200);
      const page = { id: pages.length + 1, url: cleanUrl(first), title: title || undefined };
      pages.push({ ...page, ref: cleanUrl(third) || undefined, utm: campaign(first) });
      event = { e: 'page_view' };
    } else if (method === 'track') {
      event = { e: first, d: second ? JSON.parse(second, redacted) : undefined };
    } else if (method === 'click') {
      const text = cut(redact(third.replace(/\s+/g, ' ')), 64);
      const d = {
        tag: first,
        id: redact(second) || undefined,
        text: text || undefined,
        href: cleanUrl(fourth.replace(/^(tel:|sms:).*/i, '$1')) || undefined,
      };
      event = { e: 'click', d };
    }
    if (event) events.push({ n: events.length + 1, age: Math.max(0, now - at), p: pages.length, ...event });
  }
  return JSON.stringify({ v: 1, site, stream, sdk: VERSION, consent: 'anonymous', device, pages, events });
}
