// IndexedDB: one database a site, with what is remembered of the device and the records of unsettled events. It is made
// by the first write and deleted when everything is erased; looking makes none.

const SCHEMA = 1;
const MEMORY = 'memory';
const RECORDS = 'records';
const VISITOR = 'visitor';

/** The storage of one site. Its operations run in the order of their calls; none of them rejects. */
export interface Store {
  /** What was remembered last, or nothing. */
  memory(): Promise<string | undefined>;
  /** Replaces what is remembered. */
  remember(text: string): void;
  /** Appends a record. */
  put(key: string, text: string): void;
  /** Deletes records. */
  remove(keys: string[]): void;
  /** The texts of all records whose key begins with none of `streams`. */
  records(streams: string[]): Promise<string[]>;
  /** Deletes the database, and makes other tabs let go of it. */
  erase(): void;
}

/** Opens nothing yet. `refused` is called when something cannot be stored. */
export function createStore(site: string, refused: () => void): Store {
  const name = `waypost-${site}`;
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
      // WebKit keeps an empty database where its making was aborted, so it is not even asked to open one.
      const known = create ? undefined : await indexedDB.databases?.();
      if (known?.every((database) => database.name !== name)) return;
      const request = indexedDB.open(name, SCHEMA);
      request.onupgradeneeded = () => {
        if (create) [MEMORY, RECORDS].forEach((store) => request.result.createObjectStore(store));
        // Looking must not leave an empty database behind.
        else request.transaction!.abort();
      };
      database = await done(request);
      database.onversionchange = letGo;
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
    put: (key, text) => void next(true, 'readwrite', RECORDS, (store) => void store.put(text, key)),
    remove: (keys) => void next(false, 'readwrite', RECORDS, (store) => keys.forEach((key) => store.delete(key))),
    async records(streams) {
      const read = (store: IDBObjectStore) => Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      const found = await next(false, 'readonly', RECORDS, read);
      const [keys, texts] = found ?? [[], []];
      return (texts as string[]).filter((_, at) => !streams.some((stream) => String(keys[at]).startsWith(stream)));
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
