import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { build } from 'esbuild';

async function load(name) {
  const entry = fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

const { both, choiceOf } = await load('banner/choice');
const google = await load('banner/google');
const tcf = await load('banner/tcf');

/** What gtag() puts into dataLayer. */
function command() {
  return arguments;
}

function read(...entries) {
  const state = google.newGoogle();
  for (const entry of entries) google.take(state, entry);
  return state;
}

const granted = {
  analytics_storage: 'granted',
  ad_storage: 'granted',
  ad_user_data: 'granted',
  ad_personalization: 'granted',
};
const denied = {
  analytics_storage: 'denied',
  ad_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
};

test('only commands about consent are taken', () => {
  const state = google.newGoogle();
  const others = [
    { event: 'purchase' },
    command('js', new Date()),
    command('set', 'consent', granted),
    command('consent', 'default'),
    'consent',
    null,
    undefined,
    7,
    () => {},
  ];
  for (const other of others) assert.equal(google.take(state, other), false, String(other));
  assert.equal(google.take(state, command('consent', 'update', granted)), true);
  assert.equal(google.take(state, ['consent', 'default', denied]), true);
});

test('a choice is what was updated last', () => {
  const update = (values) => command('consent', 'update', values);
  const all = { measurement: true, marketing: true };
  assert.deepEqual(google.said(read(update(granted)), true), all);
  assert.deepEqual(google.said(read(update(granted), update({ analytics_storage: 'denied' })), true), {
    ...all,
    measurement: false,
  });
  assert.deepEqual(google.said(read(update(denied), update(granted)), true), all);
  assert.deepEqual(google.said(read(update({ personalization_storage: 'granted' })), true), { personalisation: true });
  assert.deepEqual(google.said(read(update({ analytics_storage: true, ad_storage: 'maybe' })), true), {});
});

test('marketing takes every storage that was named', () => {
  for (const key of ['ad_storage', 'ad_user_data', 'ad_personalization']) {
    const state = read(command('consent', 'update', { ...granted, [key]: 'denied' }));
    assert.deepEqual(google.said(state, true), { measurement: true, marketing: false }, key);
  }
  assert.deepEqual(google.said(read(command('consent', 'update', { ad_storage: 'granted' })), true), {
    marketing: true,
  });
});

test('a default is no choice, and the strictest default counts, whatever its region and order', () => {
  const state = read(
    command('consent', 'default', denied),
    command('consent', 'default', { ...granted, region: ['US'] }),
  );
  assert.deepEqual(google.said(state, true), {});
  assert.deepEqual(google.said(state, false), { measurement: false, marketing: false });
  const other = read(
    command('consent', 'default', granted),
    command('consent', 'default', { ...denied, region: ['ES'] }),
  );
  assert.deepEqual(google.said(other, false), { measurement: false, marketing: false });
  assert.deepEqual(google.said(read(command('consent', 'default', granted)), false), {
    measurement: true,
    marketing: true,
  });
});

test('an update beats the default, also where the default comes later', () => {
  const update = command('consent', 'update', granted);
  const initial = command('consent', 'default', denied);
  for (const entries of [
    [initial, update],
    [update, initial],
  ]) {
    assert.deepEqual(google.said(read(...entries), false), { measurement: true, marketing: true });
  }
});

test('the longest wait for a choice is kept', () => {
  const initial = (wait) => command('consent', 'default', { ...denied, wait_for_update: wait });
  assert.equal(read(initial(500), initial(2000), initial('x')).wait, 2000);
  assert.equal(read(command('consent', 'default', denied)).wait, 0);
});

const consents = (...ids) => ({ consents: Object.fromEntries(ids.map((id) => [id, true])) });
const told = (ids, more) =>
  tcf.said({ gdprApplies: true, eventStatus: 'tcloaded', purpose: consents(...ids), ...more });

test('TCF purposes are those of Waypost, and none without storing on the device', () => {
  const none = { measurement: false, personalisation: false, marketing: false };
  for (const [ids, expected] of [
    [[], none],
    [[1], none],
    [[1, 8, 9], { ...none, measurement: true }],
    [[1, 8], none],
    [[1, 9], none],
    [[1, 5, 6], { ...none, personalisation: true }],
    [[1, 5], none],
    [[1, 3, 4], { ...none, marketing: true }],
    [[1, 4], none],
    [[2, 3, 4, 5, 6, 7, 8, 9, 10, 11], none],
    [[1, 3, 4, 5, 6, 8, 9], { measurement: true, personalisation: true, marketing: true }],
  ]) {
    assert.deepEqual(told(ids), expected, String(ids));
  }
});

test('TCF says nothing while the banner is open, or where it does not apply', () => {
  assert.equal(told([1, 8, 9], { eventStatus: 'cmpuishown' }), undefined);
  assert.equal(told([1, 8, 9], { eventStatus: undefined }), undefined);
  assert.equal(told([1, 8, 9], { gdprApplies: false }), undefined);
  assert.ok(told([1, 8, 9], { eventStatus: 'useractioncomplete' }).measurement);
  assert.ok(told([1, 8, 9], { gdprApplies: undefined }).measurement);
  assert.equal(told([], { purpose: undefined }).measurement, false);
});

test('where two banners differ, the refusal counts', () => {
  assert.deepEqual(both({ measurement: true, marketing: false }, { measurement: false, marketing: true }), {
    measurement: false,
    marketing: false,
  });
  assert.deepEqual(both({ measurement: true }, { marketing: true }), { measurement: true, marketing: true });
  assert.deepEqual(both({}, {}), {});
});

test('who refuses to be stored is anonymous, or denied where the site says so', () => {
  const said = { measurement: false, personalisation: false, marketing: true };
  const others = { personalisation: 'denied', marketing: 'granted' };
  assert.deepEqual(choiceOf(said, 'anonymous'), { measurement: 'anonymous', ...others });
  assert.deepEqual(choiceOf(said, 'denied'), { measurement: 'denied', ...others });
  assert.deepEqual(choiceOf({ measurement: true }, 'denied'), { measurement: 'granted' });
  assert.deepEqual(choiceOf({}, 'denied'), {});
});
