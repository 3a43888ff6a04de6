// What the tracker lets JavaScript do: requests, storage, timers, messages, and the parts that are loaded late.
// A function for each kind of effect in src/effects.rs, but for those of offers, see `Offers` in capture.ts.

import type { Engine, Input } from './engine';
import type { createKeeper } from './keeper';
import type { Boot } from './loader';
import type { Word } from './tabs';
import { type Answer, post, unlessLeft, watch, type Way } from './transport';

type Keeper = ReturnType<typeof createKeeper>;

/** The functions by the kinds of effects. `engine` gives the engine once there is one. */
export function createHost(boot: Boot, keeper: Keeper, engine: () => Engine, tellTabs: (word: Word) => void) {
  const { options, collector, tell, warn, look } = boot;
  watch();
  boot.memory = keeper.memory;
  const timers: Record<string, ReturnType<typeof setTimeout>> = {};

  const take = (input: Input, data?: string) => engine().take(input, data);
  const refused = () => warn('beacon_refused', 'the browser refused a beacon; events are sent by plain requests');
  const send = (path: string, body: string, way: Way) => post(collector + path, body, way, refused);

  return {
    send(body: string, batch: number, way: Way) {
      const back = ([status, text, retry]: Answer) => take({ k: 'answered', batch, status, retry }, text);
      send('/v1/events', body, way).then(unlessLeft).then(back);
    },
    capture: (body: string) =>
      boot.offer?.then(({ deliver }) =>
        deliver(body, (body) => send('/v1/captures', body, 'keepalive'), take, keeper.hold),
      ),
    ...keeper,
    erase() {
      keeper.erase();
      boot.offer?.then(({ drop }) => drop(), String);
    },
    remember(text: string) {
      keeper.remember(text);
      tellTabs({ remembered: text });
    },
    wake(timer: string, ms: number) {
      clearTimeout(timers[timer]);
      timers[timer] = setTimeout(() => take({ k: 'woken', timer }), ms);
    },
    tell(topic: string, detail: object) {
      if (options.debug) console.debug('waypost', topic, detail);
      // In a task of its own: a listener may call the client again.
      setTimeout(() => {
        if ((detail as { name?: string }).name === 'page_view') look();
        // A copy each: a listener may change what it is given.
        tell(topic, () => structuredClone(detail));
      });
    },
    warn,
  };
}
