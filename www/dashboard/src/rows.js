/** The events the live list holds: newest first, each once, a limited number, and still while paused. */

export const ROW_LIMIT = 200;

export class Rows {
  #byId = new Map();
  #sorted = [];
  #frozen = null;
  #waiting = 0;
  #limit;

  constructor(limit = ROW_LIMIT) {
    this.#limit = limit;
  }

  /**
   * Takes events in any order, seen before or not, and returns those that are new.
   * Beyond the limit the oldest make way; one older than all of a full list is not taken.
   */
  add(events) {
    const floor = this.#sorted.length < this.#limit ? -Infinity : this.#sorted.at(-1).id;
    const fresh = [];
    for (const event of events) {
      if (this.#byId.has(event.id) || event.id < floor) continue;
      this.#byId.set(event.id, event);
      fresh.push(event);
    }
    if (fresh.length === 0) return fresh;
    this.#sorted = [...fresh, ...this.#sorted].sort((a, b) => b.id - a.id);
    for (const gone of this.#sorted.splice(this.#limit)) this.#byId.delete(gone.id);
    if (this.paused) this.#waiting += fresh.length;
    return fresh;
  }

  /** How many events are held, shown or waiting. */
  get size() {
    return this.#sorted.length;
  }

  get paused() {
    return this.#frozen !== null;
  }

  /** How many events have come since the pause began; 0 when not paused. */
  get waiting() {
    return this.#waiting;
  }

  /** Keeps what is shown as it is; events still arrive and wait. */
  pause() {
    this.#frozen = this.#sorted;
  }

  resume() {
    this.#frozen = null;
    this.#waiting = 0;
  }

  /** All that may be shown, newest first. */
  get all() {
    return this.#frozen ?? this.#sorted;
  }

  /** Those whose name holds `words`, in any case; all of them when `words` is blank. */
  named(words) {
    const wanted = words.trim().toLowerCase();
    return wanted === '' ? this.all : this.all.filter((event) => event.name.toLowerCase().includes(wanted));
  }

  /** The event names that may be shown, in alphabetical order. */
  get names() {
    return [...new Set(this.all.map((event) => event.name))].sort();
  }
}
