// The tracker's JavaScript side: starts the WebAssembly, hands calls to it, and begins to capture.

import { startCaptures } from './captures';
import { device } from './capture/device';
import type { Early } from './early';
import { createEngine, type Effect, type Engine, type Input } from './engine';
import { createHost } from './host';
import { createKeeper } from './keeper';
import type { Boot } from './loader';
import { explainAt } from './messages';
import { joinTabs } from './tabs';
import type { Options } from './types';
import { load } from './wasm';

const GRANT = /^"granted|"measurement":"granted/;
/** What `consent()` takes. Of an object with anything else in it, the rest counts. */
const CHOICE =
  /^("(anonymous|pending|granted|denied)"|{("(measurement":"(anonymous|pending|granted|denied)|(personalisation|marketing)":"(granted|denied))",?)*})$/;

/** Whether there is nothing in the options to check: what most script tags have, and right. */
function isPlain({ site, consent = 'anonymous', ...others }: Options): boolean {
  const isRight = /^[a-z0-9_-]{1,64}$/.test(site) && /^(anonymous|pending|granted|denied)$/.test(consent);
  return isRight && Object.keys(others).every((name) => name === 'collector' || name === 'debug');
}

/** Starts the tracker; gives the function that takes calls, or nothing where the site's options cannot be used. */
export async function start(boot: Boot): Promise<((call: Early) => void) | undefined> {
  const { collector, stream, seed, warn } = boot;
  if (!isPlain(boot.options)) {
    const { checked } = await import('./waypost-options.js');
    boot.options = checked(boot.options, warn);
  }
  const { options } = boot;
  if (!options.site) return;
  explainAt(collector);
  const keeper = createKeeper(
    boot,
    () => engine,
    (word) => tellTabs(word),
  );
  const [handle, memory] = await Promise.all([
    load(new URL('./waypost.wasm', import.meta.url)),
    keeper.memory(),
  ]);

  let isQuiet = false;
  /** Runs `act`; after a trap nothing of the tracker runs any more. */
  const safely = (act: () => void) => {
    if (isQuiet) return;
    try {
      act();
    } catch (error) {
      isQuiet = true;
      warn('failed', `something went wrong inside (${error}); nothing more is recorded on this page`);
    }
  };

  const gpc = options.gpc !== 'ignore' && !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  const choose = (choice: string, isOwn = true) => {
    engine.queue({ k: 'consent', choice: JSON.parse(choice) as unknown });
    captures?.step(['consent', choice]);
    // A grant comes to the other tabs with what is remembered from then on, which they heed once they know that there is one.
    if (isOwn) tellTabs({ choice: GRANT.test(choice) ? '{}' : choice });
  };
  const tellTabs = joinTabs(options.site, (word) => {
    if ('remembered' in word) engine.queue({ k: 'remembered' }, word.remembered);
    else if ('stream' in word) keeper.met(word.stream);
    else if ('choice' in word) choose(word.choice, false);
    else engine.queue({ k: 'reset', elsewhere: true });
  });
  const host: Record<string, (...args: never[]) => void> = createHost(boot, keeper, () => engine, tellTabs);
  let captures: ReturnType<typeof startCaptures> | undefined;
  const run = (effect: Effect, { batch }: Input) => {
    const [kind, ...args] = effect;
    const act = host[kind] ?? (captures?.offers as unknown as typeof host)[kind];
    act?.(...(args as never[]));
    if (kind === 'tell' || kind === 'send') captures?.step(effect, batch);
  };
  const engine: Engine = createEngine(handle, run, safely);

  engine.take({ k: 'start', options: { ...options, gpc }, device: device(), stream, seed }, memory);
  captures = startCaptures(boot, engine, choose);
  // What failed for want of a network need not wait for its turn.
  addEventListener('online', () => engine.queue({ k: 'flush' }));
  return (call) => {
    const { at, method, args } = call;
    const [first = '', second = '', third = ''] = args;
    if (method === 'track') engine.queue({ k: 'track', at, name: first }, second);
    else if (method === 'page') captures!.page(at, first, second, third);
    else if (method === 'click') captures!.click(call);
    else if (method === 'identify') engine.queue({ k: 'identify', user: first });
    else if (method === 'flush') engine.queue({ k: 'flush' });
    else if (method === 'debug') captures!.debug();
    else if (method === 'offer') captures!.offers.call(first);
    else if (method === 'reset') {
      engine.queue({ k: 'reset' });
      tellTabs({ reset: true });
    } else {
      if (!CHOICE.test(first))
        import('./waypost-options.js').then(({ wrong }) => warn('bad_consent', wrong(first)), String);
      // The tracker passes over what is wrong, and takes the rest.
      if (first) choose(first);
    }
  };
}
