/** A part of the page that loads: it shows its content, or says that it loads, is empty or has failed. */

import { el } from './dom.js';
import { explain } from './explain.js';

export class Panel {
  #content;
  #notice;
  #filled = false;

  /** `root` holds `.panel-content` and `.panel-notice`. */
  constructor(root) {
    this.#content = root.querySelector('.panel-content');
    this.#notice = root.querySelector('.panel-notice');
  }

  /** Forgets what was shown. */
  loading() {
    this.#show(false);
    this.#say('loading', el('p', {}, 'Loading…'));
  }

  /** What is shown is about to be replaced: it fades, but keeps its place so that the page does not jump. */
  reloading() {
    this.#filled = false;
    this.#content.ariaBusy = 'true';
  }

  ready() {
    this.#show(true);
    this.#say();
  }

  empty(...nodes) {
    this.#show(false);
    this.#say('empty', ...nodes);
  }

  /** Says what is wrong and offers to try again; figures already shown stay, marked as the last known. */
  fail(error, retry) {
    const { what, remedy } = explain(error);
    this.#show(this.#filled);
    this.#say(
      'error',
      el('p', {}, el('strong', {}, what), ' ', remedy, this.#filled ? ' What you see is the last known state.' : null),
      el('button', { type: 'button', class: 'quiet', on: { click: retry } }, 'Try again'),
    );
  }

  #show(filled) {
    this.#filled = filled;
    this.#content.hidden = !filled;
    this.#content.ariaBusy = 'false';
  }

  #say(kind = '', ...nodes) {
    // The same words again would only disturb a reader and take the focus from the button.
    const said = nodes.map((node) => node.textContent).join('\n');
    if (this.#notice.dataset.kind === kind && this.#notice.dataset.said === said) return;
    Object.assign(this.#notice.dataset, { kind, said });
    this.#notice.hidden = nodes.length === 0;
    this.#notice.replaceChildren(...nodes);
  }
}
