// What is kept on the device, as a chunk of its own: loaded where a visitor has agreed to it, now or on an earlier page.

import type { Engine } from './engine';
import { createHeirs, type Heirs } from './heirs';
import { createHeld, type Held } from './held';
import type { Boot } from './loader';
import { createStore, type Store } from './store';
import type { Word } from './tabs';

export type Keep = Pick<Store, 'memory' | 'remember' | 'put' | 'remove' | 'erase'> &
  Pick<Heirs, 'own' | 'met'> &
  Pick<Held, 'hold'>;

/** Opens nothing yet. `refused` is called when something cannot be stored. */
export function keep(boot: Boot, refused: () => void, engine: () => Engine, tellTabs: (word: Word) => void): Keep {
  const { site } = boot.options;
  const store = createStore(site, refused, () => engine().queue({ k: 'storage_lost' }));
  const heirs = createHeirs(boot, store, engine, tellTabs);
  const held = createHeld(store, boot.collector);
  return {
    ...store,
    own(stream) {
      heirs.own(stream);
      held.look();
    },
    met: heirs.met,
    hold: held.hold,
    erase() {
      held.stop();
      store.erase();
    },
    remove(keys) {
      store.remove(keys);
      heirs.settled(keys);
    },
  };
}
