// Who looks after a stream holds its Web Lock: its tab while that lives, also frozen in the background, and then the first
// of the other tabs that wait for it. So what a tab leaves behind is taken over at once, by one, and nobody has to tell by
// the clock whether another is alive. A page that is left gives up its locks, for it may never come back from the
// back/forward cache; what it and its heir send is stored once.

const PREFIX = 'waypost:';

/** Those of this page: they are given up together. */
let leaving = new AbortController();
const awaited = new Set<string>();

/** Whether the browser has locks: not before Safari 15.4, and not on pages without TLS. */
export const hasLocks = () => 'locks' in navigator;

/** Waits for the lock of `stream` and holds it until `done`, called then, has settled; at the most as long as the page. */
export function hold(stream: string, done: () => Promise<unknown>): void {
  if (awaited.has(stream)) return;
  awaited.add(stream);
  const { signal } = leaving;
  const left = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  navigator.locks
    .request(PREFIX + stream, { signal }, () => Promise.race([left, done()]))
    // A document without an origin of its own may not lock; nothing depends on it.
    .catch(() => {})
    .then(() => signal.aborted || awaited.delete(stream));
}

/** Gives up all locks. */
export function release(): void {
  leaving.abort();
  leaving = new AbortController();
  awaited.clear();
}
