// One offer at a time, in all tabs: who shows one holds a lock.

/**
 * Waits for the turn; gives the function that ends it, or nothing where another tab has it. A page that is left gives it up:
 * it may wait in the back/forward cache for good. Where the browser has no locks each tab is alone.
 */
export function takeTurn(site: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    if (!('locks' in navigator)) return resolve(() => {});
    const held = (lock: unknown) =>
      new Promise<void>((end) => {
        if (!lock) {
          end();
          return resolve(undefined);
        }
        addEventListener('pagehide', () => end(), { once: true });
        resolve(end);
      });
    // A document without an origin of its own may not lock.
    navigator.locks.request(`waypost-offer:${site}`, { ifAvailable: true }, held).catch(() => resolve(() => {}));
  });
}
