// One offer at a time, in all tabs: who shows one holds a lock.

/**
 * Waits for the turn; gives the function that ends it, or nothing where another tab has it. A page that is left gives it up, since
 * it may wait in the back/forward cache for good; one that comes back with its offer takes it again, after who has it
 * meanwhile. Where the browser has no locks each tab is alone.
 */
export function takeTurn(site: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    if (!('locks' in navigator)) return resolve(() => {});
    const ended = new AbortController();
    const { signal } = ended;
    let giveUp = () => {};
    const release = () => {
      ended.abort();
      giveUp();
    };
    const held = (lock: unknown) => {
      if (!lock || signal.aborted) return resolve(undefined);
      resolve(release);
      return new Promise<void>((end) => (giveUp = end));
    };
    const request = (ifAvailable: boolean) =>
      // A document without an origin of its own may not lock.
      navigator.locks.request(`waypost-offer:${site}`, { ifAvailable }, held).catch(() => resolve(() => {}));
    addEventListener('pagehide', () => giveUp(), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && request(false), { signal });
    request(true);
  });
}
