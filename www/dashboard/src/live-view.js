/** The list of events as they arrive, with pause and filter. */

import { byId, el } from './dom.js';
import { eventRow } from './event-row.js';
import { explain } from './explain.js';
import { count, number } from './format.js';
import { Panel } from './panel.js';
import { Rows } from './rows.js';

const STATES = { connecting: 'Connecting…', live: 'Live', lost: 'Reconnecting…' };

export class LiveView {
  #panel = new Panel(byId('live'));
  #list = byId('live-rows');
  #filter = byId('live-filter');
  #pause = byId('live-pause');
  #rows = new Rows();
  #nodes = new Map();
  #drawing = 0;
  #loaded = false;
  /** Id of the newest event that has been shown; what was there before the viewer came did not just arrive. */
  #seen = Infinity;

  constructor() {
    this.#filter.addEventListener('input', () => this.#draw());
    this.#pause.addEventListener('click', () => {
      if (this.#rows.paused) this.#rows.resume();
      else this.#rows.pause();
      this.#draw();
    });
  }

  /** Forgets all events, as for another site. */
  clear() {
    this.#rows = new Rows();
    this.#loaded = false;
    this.#panel.loading();
    this.#draw();
  }

  /** How many events are known. */
  get size() {
    return this.#rows.size;
  }

  /** Takes events and returns those that were not known yet. */
  add(events) {
    const fresh = this.#rows.add(events);
    this.#loaded = true;
    // Many events between two frames are drawn once.
    if (this.#drawing === 0) this.#drawing = requestAnimationFrame(() => this.#draw());
    return fresh;
  }

  /** Says truthfully whether events can arrive: `connecting`, `live` or `lost` with its error. */
  state(state, error) {
    const badge = byId('live-state');
    if (badge.dataset.state !== state) {
      badge.dataset.state = state;
      badge.textContent = STATES[state];
    }
    const trouble = byId('live-trouble');
    const words = error ? Object.values(explain(error)).join(' ') : '';
    if (trouble.textContent !== words) trouble.textContent = words;
    trouble.hidden = words === '';
    // Without one answer there is nothing to show but the trouble.
    if (error && !this.#loaded) this.#panel.empty(el('p', {}, 'No events can be shown yet.'));
  }

  #draw() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = 0;
    this.#drawControls();
    const shown = this.#rows.named(this.#filter.value);
    this.#drawRows(shown);
    if (!this.#loaded) return;
    if (this.#rows.all.length === 0) {
      this.#panel.empty(
        el('p', {}, el('strong', {}, 'Waiting for the first event.')),
        el('p', {}, 'Open a page of your shop in another tab: its page view appears here within seconds.'),
      );
    } else if (shown.length === 0) {
      this.#panel.empty(el('p', {}, `No event named like “${this.#filter.value}” among the last ${number(this.#rows.all.length)}.`));
    } else {
      this.#panel.ready();
    }
  }

  #drawControls() {
    const { paused, waiting, names } = this.#rows;
    this.#pause.textContent = !paused ? 'Pause' : waiting ? `Resume (${number(waiting)} new)` : 'Resume';
    const options = byId('live-names');
    const known = [...options.children].map((option) => option.value);
    if (known.join() !== names.join()) options.replaceChildren(...names.map((value) => el('option', { value })));
    byId('live-count').textContent = this.#rows.all.length ? count(this.#rows.all.length, 'event', 'events') : '';
  }

  /** Adds and removes rows but never moves one, so an opened or focused row stays as it is. */
  #drawRows(shown) {
    const wanted = new Set(shown.map((event) => event.id));
    for (const [id, node] of this.#nodes) {
      if (wanted.has(id)) continue;
      node.remove();
      this.#nodes.delete(id);
    }
    let next = this.#list.firstElementChild;
    const nowMs = Date.now();
    for (const event of shown) {
      const node = this.#nodes.get(event.id);
      if (node) {
        next = node.nextElementSibling;
      } else {
        const row = eventRow(event, nowMs);
        row.classList.toggle('arrived', event.id > this.#seen);
        this.#nodes.set(event.id, row);
        this.#list.insertBefore(row, next);
      }
    }
    this.#seen = this.#loaded ? (this.#rows.all[0]?.id ?? 0) : Infinity;
  }
}
