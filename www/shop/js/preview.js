/**
 * The shop in the frame of the dashboard's preview: shows the offer that the dashboard describes. Waypost itself is not on
 * the page then, so that nothing is recorded; what is given goes nowhere, and is thanked for.
 */

import { el } from './dom.js';

/** The turn that is to be seen: who chooses faster than the offer's code comes sees only the last choice. */
let latest = 0;

window.addEventListener('message', ({ origin, source, data }) => {
  if (origin === location.origin && source === window.parent && data?.preview === 'show') show(data.view);
});
tell({ preview: 'ready' });

async function show(view) {
  const turn = ++latest;
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
    if (turn !== latest) return;
    const outcome = module.show(view, ({ k, by }) => {
      if (k === 'offer_accepted') setTimeout(() => outcome('stored'));
      if (k === 'offer_dismissed') tell({ preview: 'told', text: `Closed (${by}). “Show again” brings it back.` });
    });
  } catch (error) {
    tell({ preview: 'told', text: `The offer cannot be shown: ${error}` });
  }
}

function tell(message) {
  window.parent.postMessage(message, location.origin);
}
