// Requests that may outlive the page: `fetch` with `keepalive`, else `sendBeacon`.

/** HTTP status, body, and `Retry-After` in seconds (0 for none). */
export type Answer = [status: number, body: string, retryAfter: number];

/** There was no answer: offline, blocked, cut off, or too late. */
const NONE: Answer = [0, '', 0];

/** A beacon took it, which has no answer, or the page was left meanwhile. The status is one that HTTP does not have. */
const HANDED: Answer = [1, '', 0];

/** How long an answer is awaited, in milliseconds. A connection that hangs must not hold up what comes after it. */
const PATIENCE = 20_000;

/** How long after a failure the page may prove to be left, in milliseconds: leaving ends what is under way. */
const LEAVING = 1_000;

let isLeft = false;
let timesLeft = 0;

/** Notes when the page is left; to be called before anything that sends then. */
export function watch(): void {
  const left = () => {
    isLeft = true;
    timesLeft++;
  };
  addEventListener('pagehide', left, true);
  addEventListener('pageshow', () => (isLeft = false), true);
}

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

/** No answer is no failure where the page is being left. */
export async function unlessLeft(answer: Answer): Promise<Answer> {
  return answer[0] || !(await isLeaving()) ? answer : HANDED;
}

/**
 * Posts `body` as text, without credentials. Never rejects. Where a beacon is needed and refused, `refused` is called and
 * a request made all the same, which arrives if the page stays.
 */
export async function post(url: string, body: string, keepalive: boolean, refused: () => void): Promise<Answer> {
  try {
    if (keepalive && needsBeacon()) {
      if (navigator.sendBeacon?.(url, body)) return HANDED;
      refused();
    }
    const signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(url, { method: 'POST', body, credentials: 'omit', keepalive, signal });
    return [answer.status, await answer.text(), Number(answer.headers.get('retry-after')) || 0];
  } catch {
    return NONE;
  }
}
