/** The preview: one offer of a site, as it is set up or in another look, in the demo shop as in a window of its own. */

import * as api from './api.js';
import { byId, el } from './dom.js';
import { Panel } from './panel.js';
import { choicesOf, LANGUAGES, viewOf } from './preview-view.js';
import { Refresher } from './refresher.js';

const frame = byId('shop');
const panel = new Panel(byId('page'));
let site = new URLSearchParams(location.search).get('site');
let sites = [];
let offers = [];
let isReady = false;
let isInSight = false;
/** What is to be shown: an offer that comes up out of sight goes again. */
let due = null;

const known = new Refresher({ load: api.sites, show: begin, fail: (error) => panel.fail(error, () => known.now()) }, { everyMs: 5_000 });
const asked = new Refresher({
  load: (signal) => api.offers(site, chosen('language') || LANGUAGES[0].id, signal),
  show(found) {
    asked.stop();
    offers = found;
    draw();
    show();
  },
  fail: (error) => panel.fail(error, () => asked.now()),
});

panel.loading();
known.now();

// The shop in the frame says when it can show something, on each of its pages.
addEventListener('message', ({ origin, source, data }) => {
  if (origin !== location.origin || source !== frame.contentWindow) return;
  if (data?.preview === 'ready') {
    isReady = true;
    show();
  } else if (data?.preview === 'told') say(data.text);
});

new IntersectionObserver(([entry]) => {
  isInSight = entry.isIntersecting;
  showDue();
}, { threshold: 0.25 }).observe(frame);

function begin(found) {
  known.stop();
  panel.ready();
  sites = found;
  site = sites.find(({ key }) => key === site)?.key ?? sites[0].key;
  draw();
  if (matchMedia('(max-width: 700px)').matches) byId('choices').elements.namedItem('device').value = frame.dataset.device = 'phone';
  open();
  asked.now();
}

/** Draws the choices, each as it was chosen before where that is still one. */
function draw() {
  const before = Object.fromEntries(new FormData(byId('choices')));
  byId('choices').replaceChildren(
    ...choicesOf(sites, site, offers, before.offer).map(({ name, label, options }) =>
      el(
        'label',
        {},
        label,
        el('select', { name, on: { change: () => changed(name) } }, ...options.map(({ id, text }) => el('option', { value: id, selected: id === before[name] }, text))),
      ),
    ),
    el('button', { type: 'button', on: { click: show } }, 'Show again'),
  );
}

function changed(name) {
  if (name === 'site') site = chosen('site');
  if (name === 'device') frame.dataset.device = chosen('device');
  // Another offer has other arms.
  if (name === 'offer') draw();
  if (name === 'page') open();
  else if (name === 'site' || name === 'language') asked.now();
  else show();
}

function open() {
  isReady = false;
  frame.src = `${chosen('page')}?waypost_preview=1`;
}

function show() {
  const offer = offers.find(({ id }) => id === chosen('offer')) ?? offers[0];
  if (!offer) return say(offers.length === 0 ? 'This site has no offer.' : '');
  say('');
  const look = { arm: chosen('arm'), theme: chosen('theme'), scheme: chosen('scheme'), layout: chosen('layout') };
  due = { preview: 'show', view: viewOf(offer, look, chosen('device')) };
  showDue();
}

function showDue() {
  if (!due || !isReady || !isInSight) return;
  frame.contentWindow.postMessage(due, location.origin);
  due = null;
}

function chosen(name) {
  return byId('choices').elements.namedItem(name)?.value ?? '';
}

function say(text) {
  byId('said').textContent = text;
}
