/** The dashboard: one site and one range at a time, and what arrives while it is looked at. */

import * as api from './api.js';
import { CartsView } from './carts-view.js';
import { CompletenessView } from './completeness-view.js';
import { drawRanges, drawSites, keepChoices, readChoices } from './choices.js';
import { byId, el } from './dom.js';
import { days, timeZone } from './format.js';
import { FUNNEL_EVENTS } from './funnel.js';
import { FunnelView } from './funnel-view.js';
import { changesGoals } from './goals.js';
import { GoalsView } from './goals-view.js';
import { INTENT_EVENTS } from './intent.js';
import { IntentView } from './intent-view.js';
import { Live } from './live.js';
import { LiveView } from './live-view.js';
import { Panel } from './panel.js';
import { boundsOf } from './range.js';
import { Refresher } from './refresher.js';
import { StartCard } from './start-card.js';

const page = new Panel(byId('page'));
const funnelView = new FunnelView({ retry: () => funnel.now() });
const goalsView = new GoalsView({ retry: () => goals.now(), changed: () => goals.now() });
const cartsView = new CartsView({ retry: () => carts.now() });
const completenessView = new CompletenessView({ retry: () => completeness.now() });
const intentView = new IntentView({ retry: () => intent.now() });
const liveView = new LiveView();
const startCard = new StartCard();

let { siteKey, range } = readChoices();
let site = null;
let live = null;

const funnel = new Refresher({
  load: (signal) => api.funnel(site.key, boundsOf(range, Date.now()), signal),
  show: (counts) => {
    // Drawn anew each time: the day may have changed since.
    drawPeriod();
    funnelView.show(counts, range.phrase);
  },
  fail: (error) => funnelView.fail(error),
});

const goals = new Refresher({
  load: (signal) => api.goals(site.key, boundsOf(range, Date.now()), goalsView.by, signal),
  show: (counts) => goalsView.show(counts, range.phrase),
  fail: (error) => goalsView.fail(error),
});

const carts = new Refresher({
  load: (signal) => api.captures(site.key, boundsOf(range, Date.now()), signal),
  show: (captures) => cartsView.show(captures, range.phrase),
  fail: (error) => cartsView.fail(error),
});

const completeness = new Refresher({
  load: (signal) => api.completeness(site.key, boundsOf(range, Date.now()), signal),
  show: (answer) => completenessView.show(answer, range.phrase),
  fail: (error) => completenessView.fail(error),
});

const intent = new Refresher({
  load: (signal) => api.intent(site.key, boundsOf(range, Date.now()), signal),
  show: (answer) => intentView.show(answer, range.phrase),
  fail: (error) => intentView.fail(error),
});

const sites = new Refresher(
  { load: api.sites, show: begin, fail: (error) => page.fail(error, () => sites.now()) },
  { everyMs: 5_000 },
);

page.loading();
sites.now();

function begin(known) {
  if (known.length === 0) {
    page.empty(
      el('p', {}, el('strong', {}, 'No site is set up yet.')),
      el('p', {}, 'Start the collector with ', el('code', {}, '--site KEY=NAME --origin KEY=https://your.shop'), ' or add a ', el('code', {}, '[[site]]'), ' to its configuration. This page looks again by itself.'),
    );
    return;
  }
  sites.stop();
  page.ready();
  site = known.find(({ key }) => key === siteKey) ?? known[0];
  drawSites(known, site, (chosen) => {
    site = chosen;
    showSite();
  });
  drawRanges(range, (chosen) => {
    range = chosen;
    funnelView.reloading();
    goalsView.reloading();
    cartsView.reloading();
    completenessView.reloading();
    intentView.reloading();
    showRange();
  });
  document.addEventListener('visibilitychange', () => {
    for (const part of [funnel, goals, carts, completeness, intent]) {
      if (document.hidden) part.stop();
      else part.now();
    }
  });
  addEventListener('online', () => live.start());
  addEventListener('pagehide', () => live.stop());
  addEventListener('pageshow', ({ persisted }) => persisted && showSite());
  showSite();
}

function showSite() {
  byId('site-name').textContent = site.name;
  document.title = `${site.name} · Waypost`;
  startCard.hide();
  funnelView.loading();
  goalsView.loading();
  cartsView.loading();
  completenessView.loading();
  intentView.loading();
  liveView.clear();
  live?.stop();
  live = new Live(site.key, { events: arrived, state: (state, error) => liveView.state(state, error) });
  live.start();
  showRange();
}

function showRange() {
  keepChoices(site, range);
  drawPeriod();
  funnel.now();
  goals.now();
  carts.now();
  completeness.now();
  intent.now();
}

function drawPeriod() {
  const { fromMs, toMs } = boundsOf(range, Date.now());
  byId('period').textContent = `${days(fromMs, toMs)} · ${timeZone()}`;
}

function arrived(events) {
  const fresh = liveView.add(events);
  if (liveView.size === 0) startCard.show(site);
  else startCard.hide();
  // Nobody looks: all is loaded when somebody does.
  if (document.hidden) return;
  if (fresh.length) completeness.soon();
  if (fresh.some(({ name }) => FUNNEL_EVENTS.has(name))) funnel.soon();
  if (fresh.some(changesGoals)) goals.soon();
  if (fresh.some(({ name }) => INTENT_EVENTS.has(name))) intent.soon();
  if (fresh.some(({ name }) => name === 'offer_submitted')) carts.soon();
}
