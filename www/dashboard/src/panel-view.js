/** A view of figures in a panel: what it says while they load and where they could not be had. */

import { byId } from './dom.js';
import { Panel } from './panel.js';

export class PanelView {
  panel;
  #retry;

  /** `id` is the panel's; `retry` is called when the viewer asks to try again. */
  constructor(id, retry) {
    this.panel = new Panel(byId(id));
    this.#retry = retry;
  }

  loading() {
    this.panel.loading();
  }

  reloading() {
    this.panel.reloading();
  }

  fail(error) {
    this.panel.fail(error, this.#retry);
  }
}
