import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { checked, wrong } = await load('options');

const WORDS = "'anonymous', 'pending', 'granted', 'denied'";

test('a choice that is none is named with what is allowed', () => {
  for (const [json, shown] of [
    ['"yes"', '"yes"'],
    ['', 'undefined'],
    ['null', 'null'],
    ['["granted"]', '["granted"]'],
  ])
    assert.equal(wrong(json), `consent() was given ${shown}; it takes ${WORDS}, or an object of purposes`);
});

test('of a choice by purpose, what is wrong in it is named, and nothing else', () => {
  const allowed = `\`measurement\` ${WORDS}, \`personalisation\` 'granted', 'denied', \`marketing\` 'granted', 'denied'`;
  for (const [json, named] of [
    ['{"measurement":"granted","adverts":"granted"}', '`adverts` "granted"'],
    ['{"measurement":"Granted","marketing":"denied"}', '`measurement` "Granted"'],
    ['{"marketing":"pending","personalisation":true}', '`marketing` "pending", `personalisation` true'],
    ['{"toString":"granted"}', '`toString` "granted"'],
  ])
    assert.equal(wrong(json), `consent() was given ${named}; it takes ${allowed}`);
});

test('own hosts are names of hosts, and what is none is named with its value and what is allowed', () => {
  const told = [];
  const hostsOf = (ownHosts) => checked({ site: 'demo', ownHosts }, (code, text) => told.push([code, text])).ownHosts;
  const good = [[], ['api.shop.example'], ['a.b', 'xn--bcher-kva.example', `${'a'.repeat(250)}.bc`, '127.0.0.1']];
  for (const hosts of good) assert.deepEqual(hostsOf(hosts), hosts);
  assert.deepEqual(told, []);
  const bad = ['https://api.shop.example', 'api.shop.example:8443', 'API.shop.example', '.shop.example', 'shop.example.'];
  for (const host of [...bad, '*.shop.example', 'com', '', 7, null, `${'a'.repeat(251)}.bc`]) {
    told.length = 0;
    assert.equal(hostsOf(['good.example', host]), undefined);
    const allowed = "a list of host names in small letters, like ['api.shop.example']";
    assert.deepEqual(told, [
      ['bad_config', `option \`ownHosts\` is ${JSON.stringify(['good.example', host])}; it has to be ${allowed}`],
    ]);
  }
});
