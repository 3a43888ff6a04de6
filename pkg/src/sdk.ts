// The tracker's JavaScript side: starts the WebAssembly and hands calls to it.

import init, * as wasm from '../wasm/waypost.js';
import type { Early } from './early';
import { createHost } from './host';
import type { Boot } from './loader';
import { createStore } from './store';

/** Starts the tracker; gives the function that takes calls, or nothing where the site's options cannot be used. */
export async function start(boot: Boot): Promise<((call: Early) => void) | undefined> {
  const { options, stream, seed, warn } = boot;
  const store = createStore(options.site, () => {
    warn('storage_refused', 'the browser refuses to store events (private window, blocked or full); memory keeps them');
  });
  const [, memory] = await Promise.all([
    init({ module_or_path: new URL('./waypost.wasm', import.meta.url) }),
    Promise.race([store.memory(), new Promise<undefined>((resolve) => setTimeout(resolve, MEMORY_PATIENCE))]),
  ]);

  let isQuiet = false;
  /** Runs `act`; after a trap nothing of the tracker runs any more. */
  const safely = <T>(act: () => T): T | undefined => {
    if (isQuiet) return;
    try {
      return act();
    } catch (error) {
      isQuiet = true;
      warn('failed', `something went wrong inside (${error}); nothing more is recorded on this page`);
    }
    return;
  };

  if (!safely(() => wasm.start(options, memory, stream, seed, createHost(boot, wasm, store, safely)))) return;
  return ({ at, method, args }) => {
    const [first = '', second = '', third = '', fourth = ''] = args;
    safely(() => {
      if (method === 'track') wasm.track(at, first, second);
      else if (method === 'page') wasm.page(at, first, second, third, true);
      else if (method === 'click') wasm.click(at, first, second, third, fourth);
      else if (method === 'identify') wasm.identify(first);
      else if (method === 'consent') wasm.consent(first);
      else if (method === 'flush') wasm.flush();
      else wasm.reset();
    });
  };
}

/** How long the start waits for what was remembered, in milliseconds. Storage may hang; the visit may not. */
const MEMORY_PATIENCE = 1_000;
