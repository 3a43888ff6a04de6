import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { wrong } = await load('options');

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
