/** What the viewer looks at, kept in the page's own address so that a reload or a bookmark shows the same. */

import { byId, el } from './dom.js';
import { RANGES, rangeById } from './range.js';

export function readChoices() {
  const query = new URLSearchParams(location.search);
  return { siteKey: query.get('site'), range: rangeById(query.get('range')) };
}

/** Replaces the present address: Back still leaves the dashboard. */
export function keepChoices(site, range) {
  const query = new URLSearchParams({ site: site.key, range: range.id });
  history.replaceState(null, '', `?${query}`);
}

/** Draws the choice of range and calls `chosen(range)` when it changes. */
export function drawRanges(current, chosen) {
  const ranges = byId('ranges');
  ranges.append(
    ...RANGES.map((range) =>
      el(
        'label',
        {},
        el('input', {
          type: 'radio',
          name: 'range',
          value: range.id,
          checked: range === current,
          on: { change: () => chosen(range) },
        }),
        el('span', {}, range.label),
      ),
    ),
  );
  ranges.hidden = false;
}

/** Draws the choice of site, if there is one to make, and calls `chosen(site)` when it changes. */
export function drawSites(sites, current, chosen) {
  if (sites.length < 2) return;
  const select = byId('site-choice');
  select.append(...sites.map(({ key, name }) => el('option', { value: key, selected: key === current.key }, name)));
  select.addEventListener('change', () => chosen(sites.find(({ key }) => key === select.value)));
  byId('site-switch').hidden = false;
}
