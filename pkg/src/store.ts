// IndexedDB: one database a site, with what is remembered of the device and the records of unsettled events. It is made
// by the first write and deleted when everything is erased; looking makes none.

import { databaseOf, mayBeThere } from './there';

const SCHEMA = 1;
const MEMORY = 'memory';
const RECORDS = 'records';
const VISITOR = 'visitor';
const HELD = 'capture:';

/** Records with their keys. */
export type Records = [key: string, text: string][];

/** The storage of one site. Its operations run in the order of their calls; none of them rejects. */
export interface Store {
  /** What was remembered last, or nothing. */
  memory(): Promise<string | undefined>;
  /** Replaces what is remembered. */
  remember(text: string): void;
  /** Appends records, in one write. */
  put(records: Records): void;
  /** Deletes records. */
  remove(keys: string[]): void;
  /** Keeps what a visitor gave, under its id; whether it is kept. */
  hold(id: string, text: string): Promise<boolean>;
  /** What visitors gave, as it was kept. */
  held(): Promise<string[]>;
  /** Deletes one of them. */
  release(id: string): void;
  /** The streams that there are records of. */
  streams(): Promise<string[]>;
  /** The texts of a stream's records. */
  records(stream: string): Promise<string[]>;
  /** Deletes the database, and makes other tabs let go of it. */
  erase(): void;
}

/**
 * Opens nothing yet. `refused` is called when something cannot be stored, `lost` when the database was deleted by somebody
 * else: the visitor, the browser, another tab.
 */
export function createStore(site: string, refused: () => void, lost: () => void): Store {
  const name = databaseOf(site);
  let database: IDBDatabase | undefined;
  let isRefused = false;
  let last: Promise<unknown> = Promise.resolve();

  const letGo = () => {
    database?.close();
    database = undefined;
  };

  const open = async (create: boolean): Promise<IDBDatabase | undefined> => {
    if (database || isRefused) return database;
    try {
      if (!create && !(await mayBeThere(site))) return;
      const request = indexedDB.open(name, SCHEMA);
      request.onupgradeneeded = () => {
        const { result, transaction } = request;
        const missing = [MEMORY, RECORDS].filter((store) => !result.objectStoreNames.contains(store));
        if (create) missing.forEach((store) => result.createObjectStore(store));
        // Looking must not leave an empty database behind.
        else transaction!.abort();
      };
      database = await done(request).catch((error: DOMException) => {
        // A later version has been here: what it calls by our names is as we know it.
        if (error.name === 'VersionError') return done(indexedDB.open(name));
        throw error;
      });
      database.onversionchange = database.onclose = () => {
        letGo();
        lost();
      };
      database.onabort = refused;
    } catch {
      if (create) {
        isRefused = true;
        refused();
      }
    }
    return database;
  };

  /** Runs `act` on a store after what was asked before; nothing where there is no database. */
  const next = <T>(create: boolean, mode: IDBTransactionMode, name: string, act: (store: IDBObjectStore) => T) => {
    const run = last.then(async () => {
      try {
        const transaction = (await open(create))?.transaction(name, mode);
        const result = transaction && act(transaction.objectStore(name));
        // A write that is not committed when WebKit freezes the page blocks all that later pages write.
        if (mode === 'readwrite') transaction?.commit?.();
        return await result;
      } catch {
        if (create) refused();
      }
      return;
    });
    last = run;
    return run;
  };

  return {
    memory: () => next(false, 'readonly', MEMORY, (store) => done(store.get(VISITOR))) as Promise<string | undefined>,
    remember: (text) => void next(true, 'readwrite', MEMORY, (store) => void store.put(text, VISITOR)),
    put: (records) =>
      void next(true, 'readwrite', RECORDS, (store) => records.forEach(([key, text]) => store.put(text, key))),
    remove: (keys) => void next(false, 'readwrite', RECORDS, (store) => keys.forEach((key) => store.delete(key))),
    async hold(id, text) {
      return !!(await next(true, 'readwrite', MEMORY, (store) => done(store.put(text, HELD + id))));
    },
    async held() {
      const range = IDBKeyRange.bound(HELD, `${HELD}g`);
      return (await next(false, 'readonly', MEMORY, (store) => done<string[]>(store.getAll(range)))) ?? [];
    },
    release: (id) => void next(false, 'readwrite', MEMORY, (store) => void store.delete(HELD + id)),
    async streams() {
      const keys = await next(false, 'readonly', RECORDS, (store) => done(store.getAllKeys()));
      return [...new Set((keys ?? []).map((key) => String(key).split(':')[0]!))];
    },
    async records(stream) {
      const range = IDBKeyRange.bound(`${stream}:`, `${stream};`);
      return (await next(false, 'readonly', RECORDS, (store) => done<string[]>(store.getAll(range)))) ?? [];
    },
    erase() {
      last = last.then(() => {
        letGo();
        indexedDB.deleteDatabase(name);
      });
      last = last.catch(() => {});
    },
  };
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
