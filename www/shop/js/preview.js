/**
 * The shop in the frame of the dashboard's preview: shows the offer that the dashboard describes. Waypost itself is not on
 * the page then, so that nothing is recorded; what is given goes nowhere, and is thanked for.
 */

import { el } from './dom.js';

/** The turn that is to be seen: who chooses faster than an offer is drawn sees only the last choice. */
let latest = 0;

/** When the one before has been drawn: two at once would both find the page free. */
let drawn = Promise.resolve();

window.addEventListener('message', ({ origin, source, data }) => {
  if (origin === location.origin && source === window.parent && data?.preview === 'show') choose(data.view);
});
// Not before the page stands: an offer that is drawn into one that is not laid out yet goes again.
if (document.readyState === 'complete') tell({ preview: 'ready' });
else window.addEventListener('load', () => tell({ preview: 'ready' }));

// A link would lead to a page that records. At the document, before the offer keeps it to itself.
document.addEventListener(
  'click',
  (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || !document.querySelector('waypost-offer')?.shadowRoot.contains(link)) return;
    event.preventDefault();
    tell({ preview: 'told', text: `That leads to ${link.href}` });
  },
  { capture: true },
);

/** So often an offer is shown again that went before it was on screen. */
const TRIES = 10;

function choose(view, tries = TRIES) {
  const turn = ++latest;
  const isLatest = () => turn === latest;
  drawn = drawn.then(() => isLatest() && show(view, tries, isLatest));
}

async function show(view, tries, isLatest) {
  document.querySelectorAll('waypost-offer, [data-waypost-offer]').forEach((old) => old.remove());
  const { offer, modal } = JSON.parse(view);
  if ((modal ? offer.layout : offer.touch_layout) === 'inline') {
    const place = el('div', { class: 'wrap preview-place', 'data-waypost-offer': offer.id });
    // Not within it: the shop's pages draw that anew.
    document.getElementById('main').after(place);
    place.scrollIntoView();
  }
  try {
    const module = await import('/waypost-offer.js');
    await module.prepare(offer);
    if (!isLatest()) return;
    let isSeen = false;
    const outcome = await module.show(view, ({ k, by }) => {
      isSeen ||= k === 'offer_shown';
      if (k === 'offer_accepted') setTimeout(() => outcome('stored'));
      // That a link was pressed has been said.
      if (k === 'offer_dismissed' && by !== 'followed')
        tell({ preview: 'told', text: `Closed (${by}). “Show again” brings it back.` });
    });
    const host = document.querySelector('waypost-offer');
    const gone = new MutationObserver(() => {
      if (host.isConnected) return;
      gone.disconnect();
      if (!isSeen && isLatest() && tries > 1) requestAnimationFrame(() => isLatest() && choose(view, tries - 1));
    });
    if (host) gone.observe(host.parentNode, { childList: true });
  } catch (error) {
    tell({ preview: 'told', text: `The offer cannot be shown: ${error}` });
  }
}

function tell(message) {
  window.parent.postMessage(message, location.origin);
}
