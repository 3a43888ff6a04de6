import assert from 'node:assert/strict';
import test from 'node:test';
import { ApiError } from '../src/api.js';
import { explain } from '../src/explain.js';
import { hue, shortId } from '../src/session.js';
import { snippet } from '../src/snippet.js';
import { STAGES, stageOf } from '../src/stage.js';

test('a collector that is down is named, with what to check', () => {
  const { what, remedy } = explain(new ApiError('unreachable'));
  assert.equal(what, 'The collector does not answer.');
  assert.match(remedy, /waypost serve/);
});

test('a refusal repeats the collector’s own words with one full stop', () => {
  const refused = (detail) => explain(new ApiError('refused', { status: 503, code: 'busy', detail })).what;
  assert.equal(refused('the queue is 85 % full'), 'The collector says: the queue is 85 % full.');
  assert.equal(refused('the queue is 85 % full.'), 'The collector says: the queue is 85 % full.');
  assert.equal(refused(''), 'The collector says: busy.');
});

test('a refusal without words says its status', () => {
  assert.match(explain(new ApiError('refused', { status: 500 })).what, /500/);
});

test('every kind of error has a remedy', () => {
  const errors = [new ApiError('unreachable'), new ApiError('unreadable'), new TypeError('x is not a function')];
  for (const status of [400, 403, 404, 429, 500, 503]) errors.push(new ApiError('refused', { status }));
  for (const error of errors) assert.match(explain(error).remedy, /\.$/);
});

test('a session always has the same short id and hue', () => {
  const session = '0123456789abcdef0123456789abcdef';
  assert.equal(shortId(session), '012345');
  assert.equal(hue(session), hue(session));
  assert.notEqual(hue(session), hue(session.replace('f', 'e')));
  for (const id of ['', 'a', 'f'.repeat(32)]) assert.ok(hue(id) >= 0 && hue(id) < 360);
});

test('the script tag cannot be broken out of', () => {
  assert.equal(
    snippet('https://shop.example', 'demo'),
    '<script async src="https://shop.example/waypost.js" data-site="demo"></script>',
  );
  assert.doesNotMatch(snippet('https://shop.example', 'a"><b'), /a">/);
});

test('the steps of the funnel are each in their stage', () => {
  assert.deepEqual(
    ['page_view', 'view_item', 'add_to_cart', 'begin_checkout', 'purchase', 'sign_up'].map(stageOf),
    ['awareness', 'consideration', 'purchase', 'purchase', 'purchase', 'retention'],
  );
});

test('an event only this site knows has no stage', () => {
  assert.equal(stageOf('colour_picked'), null);
  assert.equal(stageOf('constructor'), null);
  assert.equal(STAGES.length, 4);
});
