// A Web Lock tells other tabs that the owner of a stream is alive, also while it is frozen in the background. A page that
// is left gives it up, for it may never come back from the back/forward cache; if it does, it takes the lock again, and
// what was adopted meanwhile is sent twice and stored once.

const PREFIX = 'waypost:';

let held: string | undefined;
let release = () => {};

/**
 * Holds the lock of `stream` while its page is there, and gives the streams of all living documents. Where there are no
 * locks only this one is known, with the same effect.
 */
export async function hold(stream: string): Promise<string[]> {
  if (!held) {
    addEventListener('pagehide', () => release());
    addEventListener('pageshow', ({ persisted }) => persisted && request());
  }
  release();
  held = stream;
  request();
  try {
    const { held: taken = [], pending = [] } = await navigator.locks.query();
    const names = [...taken, ...pending].map(({ name = '' }) => name);
    return [stream, ...names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length))];
  } catch {
    return [stream];
  }
}

function request(): void {
  const forever = () => new Promise<void>((resolve) => (release = resolve));
  // A document without an origin of its own may not lock; nothing depends on it.
  navigator.locks?.request(PREFIX + held, forever).catch(() => {});
}
