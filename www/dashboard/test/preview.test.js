import assert from 'node:assert/strict';
import test from 'node:test';
import { choicesOf, viewOf } from '../src/preview-view.js';

const offer = { id: 'keep-cart', theme: 'soft', scheme: 'auto', layout: 'bar', touch_layout: 'teaser' };
const none = { theme: '', scheme: '', layout: '' };

test('an offer is shown as it is set up until another look is chosen', () => {
  const shown = JSON.parse(viewOf(offer, none, 'desktop'));
  assert.deepEqual([shown.offer, shown.modal], [offer, true]);
  const other = JSON.parse(viewOf(offer, { theme: 'plain', scheme: 'dark', layout: 'inline' }, 'phone'));
  assert.deepEqual(other.offer, { ...offer, theme: 'plain', scheme: 'dark', layout: 'inline', touch_layout: 'inline' });
  assert.equal(other.modal, false);
});

test('nothing covers the whole screen of who has no mouse', () => {
  const shown = JSON.parse(viewOf(offer, { ...none, layout: 'dialog' }, 'tablet'));
  assert.equal(shown.offer.touch_layout, 'sheet');
});

test('the site can be chosen where there are several, the present one first', () => {
  const sites = [{ key: 'a', name: 'A' }, { key: 'b', name: 'B' }];
  const [first] = choicesOf(sites, 'b', [offer]);
  assert.deepEqual([first.name, first.options[0].id], ['site', 'b']);
  assert.equal(choicesOf(sites.slice(1), 'b', [offer])[0].name, 'offer');
});
