/** What to do first: the script tag to paste, shown while a site has never sent an event. */

import { byId } from './dom.js';
import { snippet } from './snippet.js';

const SAID_FOR_MS = 4_000;

/** The site key of the demo shop that the collector brings along. */
const DEMO_KEY = 'demo';

export class StartCard {
  #card = byId('start');
  #code = byId('start-code');
  #said = byId('start-said');

  constructor() {
    byId('start-copy').addEventListener('click', () => this.#copy());
  }

  show(site) {
    this.#code.textContent = snippet(location.origin, site.key);
    byId('start-demo').hidden = site.key !== DEMO_KEY;
    this.#card.hidden = false;
  }

  hide() {
    this.#card.hidden = true;
  }

  async #copy() {
    let words = 'Copied.';
    try {
      await navigator.clipboard.writeText(this.#code.textContent);
    } catch {
      // Refused, or not a secure page: the viewer's own keys still work.
      getSelection().selectAllChildren(this.#code);
      words = 'The line is selected: copy it with Ctrl+C or ⌘C.';
    }
    this.#said.textContent = words;
    setTimeout(() => (this.#said.textContent = ''), SAID_FOR_MS);
  }
}
