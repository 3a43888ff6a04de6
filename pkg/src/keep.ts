// What is kept on the device, as a chunk of its own: loaded where a visitor has agreed to it, now or on an earlier page.

import type { Engine } from './engine';
import { createHeirs, type Heirs } from './heirs';
import { createStore, type Store } from './store';
import type { Word } from './tabs';

export type Keep = Pick<Store, 'memory' | 'remember' | 'put' | 'remove' | 'erase'> & Pick<Heirs, 'own' | 'met'>;

/** Opens nothing yet. `refused` is called when something cannot be stored. */
export function keep(site: string, refused: () => void, engine: () => Engine, tellTabs: (word: Word) => void): Keep {
  const store = createStore(site, refused, () => engine().queue({ k: 'storage_lost' }));
  const heirs = createHeirs(site, store, engine, tellTabs);
  return {
    ...store,
    own: heirs.own,
    met: heirs.met,
    remove(keys) {
      store.remove(keys);
      heirs.settled(keys);
    },
  };
}
