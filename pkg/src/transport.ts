// Requests that may outlive the page: `fetch` with `keepalive`, else `sendBeacon`; `fetchLater` for what is over their allowance.

/** HTTP status, body, and `Retry-After` in seconds (0 for none). */
export type Answer = [status: number, body: string, retryAfter: number];

/** There was no answer: offline, blocked, cut off, or too late. */
const NONE: Answer = [0, '', 0];

/** The browser took it and gives no answer, or the page was left meanwhile. The status is one that HTTP does not have. */
const HANDED: Answer = [1, '', 0];

/** The browser refused a body of that size; nor is this one of HTTP's. */
const TOO_MUCH: Answer = [2, '', 0];

/** How a body travels: with the page, beyond it, or some time later. See `Way` in crates/core/src/outbox/pack.rs. */
export type Way = 'plain' | 'keepalive' | 'later';

/** How long the browser may keep what it was given for later while the page lives on, in milliseconds. */
const LATER = 60_000;

/** Longer answers are none of a collector, and not read; in bytes. See `MAX_ANSWER_BYTES` in crates/wire/src/limits.rs. */
const LONGEST = 32_768;

/** How long an answer is awaited, in milliseconds. A connection that hangs must not hold up what comes after it. */
const PATIENCE = 20_000;

/** How long after a failure the page may prove to be left, in milliseconds: leaving ends what is under way. */
const LEAVING = 1_000;

/** Packs a body: not before that has been loaded, nor once the collector has said that it knows another dictionary. */
let pack: ((text: string) => Uint8Array<ArrayBuffer>) | undefined;

let isLeft = false;
let timesLeft = 0;

/** What has to be done at once when the page is hidden or left: send once more what Firefox would end. */
const lastActs = new Set<() => void>();

/** What the browser was given for later, while that can be taken back. */
let later = new AbortController();

/** Notes when the page is left, and has packing loaded; to be called before anything that sends then. */
export function watch(): void {
  const act = () => lastActs.forEach((last) => last());
  const left = () => {
    isLeft = true;
    timesLeft++;
    act();
  };
  import('./waypost-pack.js').then((chunk) => (pack = chunk.pack), String);
  addEventListener('pagehide', left, true);
  addEventListener('pageshow', () => (isLeft = false), true);
  addEventListener(
    'visibilitychange',
    () => {
      if (isHidden()) act();
      // The page sends it itself.
      else later.abort();
    },
    true,
  );
}

const isHidden = () => isLeft || document.visibilityState === 'hidden';

/**
 * Whether only a beacon outlives the page: in browsers without keepalive requests, and in Firefox (measured in 153), which
 * ends them when the page is left for one of another process.
 */
const needsBeacon = () => !('keepalive' in Request.prototype) || (isLeft && 'mozInnerScreenX' in window);

/** Whether the page is being left, to be asked after a failure: leaving ends what is under way, sometimes before it is told. */
export async function isLeaving(): Promise<boolean> {
  const [wasLeft, before] = [isLeft, timesLeft];
  await new Promise((resolve) => setTimeout(resolve, LEAVING));
  return wasLeft || timesLeft > before;
}

/** No answer is no failure where the page is being left; nor is one without a text, of which WebKit may have heard the head. */
export async function unlessLeft(answer: Answer): Promise<Answer> {
  const [status, body] = answer;
  return (status && (body || status !== 200)) || !(await isLeaving()) ? answer : HANDED;
}

/**
 * Posts `text`, without credentials, packed where that makes it smaller. Never rejects. Where a beacon is needed and refused,
 * `refused` is called and a request made all the same, which arrives if the page stays. A redirect is no answer, nor is a text
 * that is no JSON or too long.
 */
export async function post(url: string, text: string, way: Way, refused: () => void): Promise<Answer> {
  const keepalive = way === 'keepalive';
  // As it is: Firefox leaves a tab that is closed a few milliseconds, and packing for the first time takes as many.
  const beacon = () => !!navigator.sendBeacon?.(url, text);
  const again = () => keepalive && needsBeacon() && beacon();
  if (again()) return HANDED;
  if (keepalive && needsBeacon()) refused();
  const packed = pack?.(text) ?? text;
  // With this type browsers ask nobody first, across origins either.
  const body = new Blob([packed.length < text.length ? packed : text], { type: 'text/plain' });
  if (way === 'later' && handLater(url, body)) return HANDED;
  try {
    lastActs.add(again);
    const signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(url, { ...request(body), keepalive, signal });
    if (answer.status === 415 && pack) {
      pack = undefined;
      return post(url, text, way, refused);
    }
    const header = (name: string) => answer.headers.get(name) ?? '';
    const isAnswer = /\bjson\b/.test(header('content-type')) && +header('content-length') <= LONGEST;
    return [answer.status, isAnswer ? await answer.text() : '', Number(header('retry-after')) || 0];
  } catch {
    // What outlives the page has an allowance, of which the page may have used a part.
    if (keepalive && isHidden()) return beacon() ? HANDED : TOO_MUCH;
    // Who is offline is not refused by anybody.
    return navigator.onLine ? NONE : HANDED;
  } finally {
    lastActs.delete(again);
  }
}

const request = (body: Blob): RequestInit => ({ method: 'POST', body, credentials: 'omit', redirect: 'error' });

function handLater(url: string, body: Blob): boolean {
  type FetchLater = (url: string, init: RequestInit & { activateAfter: number }) => unknown;
  const { fetchLater } = window as { fetchLater?: FetchLater };
  try {
    if (later.signal.aborted) later = new AbortController();
    return !!fetchLater?.(url, { ...request(body), signal: later.signal, activateAfter: LATER });
  } catch {
    return false;
  }
}
