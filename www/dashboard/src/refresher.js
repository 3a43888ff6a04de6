/** After an answer that took a second, at least this many seconds of rest. */
const REST = 9;

/**
 * Runs one piece of loading now, again and again, and never two at a time.
 *
 * `load(signal)` fetches and `show(result)` or `fail(error)` tells. A result that was asked for before the last
 * `now()` is thrown away, so a slow answer for yesterday never overwrites today's.
 */
export class Refresher {
  #task;
  #everyMs;
  #soonMs;
  #timer = null;
  #dueMs = Infinity;
  #running = null;
  #again = false;
  #tookMs = 0;

  /**
   * @param {{load: (signal: AbortSignal) => Promise<any>, show: (result: any) => void, fail: (error: Error) => void}} task
   * @param {{everyMs?: number, soonMs?: number}} pace the longest time between two runs (default 30 s), and the wait
   *   after `soon()` (default 2 s), which many calls share. Both grow with the time an answer takes, so that a
   *   collector with years of events is not kept busy by its dashboards.
   */
  constructor(task, { everyMs = 30_000, soonMs = 2_000 } = {}) {
    this.#task = task;
    this.#everyMs = everyMs;
    this.#soonMs = soonMs;
  }

  /** Starts over at once; an answer still on its way is dropped. */
  now() {
    this.stop();
    this.#run();
  }

  /** Something changed: runs within `soonMs`. While one run is under way, the next follows it. */
  soon() {
    if (this.#running) this.#again = true;
    else this.#schedule(this.#soonMs);
  }

  /** Ends it; `now()` begins again. */
  stop() {
    this.#running?.abort();
    this.#running = null;
    clearTimeout(this.#timer);
    this.#dueMs = Infinity;
  }

  async #run() {
    this.#dueMs = Infinity;
    this.#again = false;
    const running = (this.#running = new AbortController());
    const startMs = Date.now();
    try {
      const result = await this.#task.load(running.signal);
      if (running.signal.aborted) return;
      this.#task.show(result);
    } catch (error) {
      if (running.signal.aborted) return;
      this.#task.fail(error);
    }
    if (running.signal.aborted) return;
    this.#running = null;
    this.#tookMs = Date.now() - startMs;
    this.#schedule(this.#again ? this.#soonMs : this.#everyMs);
  }

  #schedule(delayMs) {
    const waitMs = Math.max(delayMs, this.#tookMs * REST);
    const dueMs = Date.now() + waitMs;
    if (dueMs >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => this.#run(), waitMs);
  }
}
