/**
 * The stream of events as they arrive, without a gap.
 *
 * The newest stored events are fetched at once, because a browser may call a quiet stream open only after a while
 * (Firefox waits for its first byte), and again each time it opens, so that what was stored before is not missed. The
 * same event may therefore be told twice.
 */

import { ApiError, latestEvents, liveUrl } from './api.js';
import { ROW_LIMIT } from './rows.js';

const FIRST_LOOK = 50;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export class Live {
  #site;
  #tell;
  #source = null;
  #asking = null;
  #timer = null;
  #retryMs = FIRST_RETRY_MS;
  #wanted = FIRST_LOOK;

  /**
   * @param {string} site site key
   * @param {{events: (events: object[]) => void, state: (state: string, error?: Error) => void}} tell `state` is
   *   `connecting`, `live` (only while the stream is open and caught up) or `lost` (it tries again by itself)
   */
  constructor(site, tell) {
    this.#site = site;
    this.#tell = tell;
  }

  start() {
    this.stop();
    this.#tell.state('connecting');
    this.#open();
  }

  /** Ends the stream and says nothing more. */
  stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#source?.close();
  }

  #open() {
    const source = (this.#source = new EventSource(liveUrl(this.#site)));
    source.onopen = () => this.#catchUp();
    source.onmessage = ({ data }) => this.#tell.events([JSON.parse(data)]);
    source.onerror = () => (source.readyState === EventSource.CLOSED ? this.#refused() : this.#cut());
    this.#catchUp();
  }

  /** The browser reconnects by itself, with Last-Event-ID. */
  #cut() {
    this.#asking?.abort();
    this.#tell.state('lost', new ApiError('unreachable'));
  }

  /** An EventSource does not say why it was refused; the ordinary request of `#catchUp` does. */
  #refused() {
    this.#catchUp(new ApiError('refused', { detail: 'the live stream was refused' }));
  }

  async #catchUp(trouble) {
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    try {
      this.#tell.events(await latestEvents(this.#site, this.#wanted, signal));
    } catch (error) {
      if (signal.aborted) return;
      trouble = error;
    }
    if (trouble) {
      this.#retry(trouble);
    } else if (this.#source.readyState === EventSource.OPEN) {
      this.#wanted = ROW_LIMIT;
      this.#retryMs = FIRST_RETRY_MS;
      this.#tell.state('live');
    }
  }

  #retry(error) {
    this.stop();
    this.#tell.state('lost', error);
    this.#timer = setTimeout(() => this.#open(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}
