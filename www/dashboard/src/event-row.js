/** One event of the live list: a line at a glance, and everything about it when opened. */

import { describe, pagePath } from './describe.js';
import { el } from './dom.js';
import { clock, fullTime, number } from './format.js';
import { hue, shortId } from './session.js';
import { stageOf } from './stage.js';

/** A list item for one event as the API gives it. */
export function eventRow(event, nowMs) {
  const details = el('details', {}, summary(event, nowMs));
  // Two hundred rows, few of them ever opened.
  details.addEventListener('toggle', () => details.append(facts(event)), { once: true });
  return el('li', { class: 'event' }, details);
}

function summary(event, nowMs) {
  const { text, amount } = describe(event);
  const stage = stageOf(event.name);
  return el(
    'summary',
    {},
    el('time', { dateTime: new Date(event.occurred_at_ms).toISOString() }, clock(event.occurred_at_ms, nowMs)),
    el('span', { class: 'name', data: { stage: stage ?? 'own' } }, event.name),
    el('span', { class: 'path', title: event.page?.title ?? '' }, pagePath(event.page)),
    el('span', { class: 'about', title: text }, text),
    el('span', { class: 'amount' }, amount),
    sessionChip(event.session),
  );
}

function sessionChip(session) {
  if (!session) return el('span', { class: 'session' });
  const chip = el('span', { class: 'session', title: `Session ${session}` }, shortId(session));
  chip.style.setProperty('--hue', hue(session));
  return chip;
}

function facts(event) {
  const { page, device } = event;
  const campaign = Object.entries(page?.utm ?? {}).map(([name, value]) => `${name}: ${value}`);
  const screen = device?.vw ? `${device.vw} × ${device.vh} px` : null;
  const pairs = [
    ['Page', [page?.title, page?.url].filter(Boolean).join(' · ')],
    ['Kind of page', [page?.type, page?.why && `by ${page.why}`].filter(Boolean).join(', ')],
    ['Came from', [page?.channel, page?.ref].filter(Boolean).join(' · ')],
    ['Campaign', campaign.join(', ')],
    ['Stage', stageOf(event.name) ?? 'an event of your own'],
    ['Happened', fullTime(event.occurred_at_ms)],
    ['Received', `${number(Math.round((event.received_at_ms - event.occurred_at_ms) / 100) / 10)} s later`],
    ['Session', event.session],
    ['Visitor', event.visitor],
    ['Customer', event.user],
    ['Consent', event.consent],
    ['Device', [device?.class, screen, device?.lang].filter(Boolean).join(', ')],
    ['Identity', `stream ${event.stream}, number ${event.n}, SDK ${event.sdk}`],
  ];
  const known = pairs.filter(([, value]) => value);
  return el(
    'div',
    { class: 'facts' },
    el('dl', {}, ...known.flatMap(([term, value]) => [el('dt', {}, term), el('dd', {}, value)])),
    el('pre', { tabIndex: 0, role: 'region', aria: { label: 'Event data' } }, JSON.stringify(event.data ?? {}, null, 2)),
  );
}
