/**
 * The shop in the frame of the dashboard's preview: shows the offer that the dashboard describes. Waypost itself is not on
 * the page then, so that nothing is recorded; what is given goes nowhere, and is thanked for.
 */

import { el } from './dom.js';

window.addEventListener('message', ({ origin, source, data }) => {
  if (origin === location.origin && source === window.parent && data?.preview === 'show') show(data.view);
});
tell({ preview: 'ready' });

async function show(view) {
  document.querySelectorAll('waypost-offer, [data-waypost-offer]').forEach((old) => old.remove());
  const { offer, modal } = JSON.parse(view);
  if ((modal ? offer.layout : offer.touch_layout) === 'inline') {
    const place = el('div', { class: 'wrap preview-place', 'data-waypost-offer': offer.id });
    document.getElementById('main').append(place);
    place.scrollIntoView();
  }
  try {
    const module = await import('/waypost-offer.js');
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
