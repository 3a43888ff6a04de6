import assert from 'node:assert/strict';
import test from 'node:test';
import { choicesOf, viewOf } from '../src/preview-view.js';

const offer = { id: 'keep-cart', arm: 'a', theme: 'soft', scheme: 'auto', layout: 'bar', touch_layout: 'teaser', blocks: [], arms: [] };
const none = { theme: '', scheme: '', layout: '' };

test('an offer is shown as it is set up until another look is chosen', () => {
  const shown = JSON.parse(viewOf(offer, none, 'desktop'));
  const { arms, ...plain } = offer;
  assert.deepEqual([shown.offer, shown.modal, arms], [plain, true, []]);
  const other = JSON.parse(viewOf(offer, { theme: 'plain', scheme: 'dark', layout: 'inline' }, 'phone'));
  assert.deepEqual(other.offer, { ...plain, theme: 'plain', scheme: 'dark', layout: 'inline', touch_layout: 'inline' });
  assert.equal(other.modal, false);
});

test('nothing covers the whole screen of who has no mouse', () => {
  const shown = JSON.parse(viewOf(offer, { ...none, layout: 'dialog' }, 'tablet'));
  assert.equal(shown.offer.touch_layout, 'sheet');
});

test('an offer is shown as in the arm that is chosen, the first one until then', () => {
  const arms = [
    { name: 'a', theme: 'soft', layout: 'bar' },
    { name: 'b', theme: 'contrast', layout: 'sheet' },
  ];
  const looks = (chosen) => {
    const { arm, theme, layout, arms: rest } = JSON.parse(viewOf({ ...offer, arms }, { ...none, ...chosen }, 'desktop')).offer;
    return [arm, theme, layout, rest];
  };
  assert.deepEqual(looks({}), ['a', 'soft', 'bar', undefined]);
  assert.deepEqual(looks({ arm: 'b' }), ['b', 'contrast', 'sheet', undefined]);
  assert.deepEqual(looks({ arm: 'gone' }), ['a', 'soft', 'bar', undefined]);
  assert.deepEqual(looks({ arm: 'b', theme: 'plain' }), ['b', 'plain', 'sheet', undefined]);
  const names = (offers, id) => choicesOf([], 'a', offers, id).map(({ name }) => name);
  assert.equal(names([offer]).includes('arm'), false);
  assert.equal(names([offer, { ...offer, id: 'other', arms }], 'other').includes('arm'), true);
  assert.equal(names([offer, { ...offer, id: 'other', arms }], 'keep-cart').includes('arm'), false);
});

test('what the page would have put in is put in', () => {
  const blocksOf = (blocks) => JSON.parse(viewOf({ ...offer, blocks }, none, 'desktop')).offer.blocks;
  assert.equal(blocksOf([{ type: 'item' }])[0].item.item_id, 'quarry-bowl');
  assert.equal(blocksOf([{ type: 'items', items: [] }])[0].items.length, 3);
  assert.deepEqual(blocksOf([{ type: 'items', items: [{ item_id: 'a' }] }])[0].items, [{ item_id: 'a' }]);
});

test('the site can be chosen where there are several, the present one first', () => {
  const sites = [{ key: 'a', name: 'A' }, { key: 'b', name: 'B' }];
  const [first] = choicesOf(sites, 'b', [offer]);
  assert.deepEqual([first.name, first.options[0].id], ['site', 'b']);
  assert.equal(choicesOf(sites.slice(1), 'b', [offer])[0].name, 'offer');
});
