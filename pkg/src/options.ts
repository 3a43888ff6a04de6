// The site's options, checked: what is wrong is named with its value and what is allowed, and its default used. What a
// site says of consent is checked here, too, once it is known to be wrong.

import type { Conversion, Options } from './types';

type Rule = [is: (value: unknown) => boolean, allowed: string];

const is = (type: string) => (value: unknown) => typeof value === type;
const isObject = (value: unknown) => typeof value === 'object' && !!value && !Array.isArray(value);
const words = (...known: string[]): Rule => [(value) => known.includes(value as string), `'${known.join("', '")}'`];
const flag: Rule = [is('boolean'), 'true or false'];
const whole = (least: number, most: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const ms: Rule = [whole(0, 2 ** 32 - 1), 'a whole number of milliseconds'];
const object: Rule = [isObject, 'an object'];
const switches: Rule = [
  (value) => isObject(value) && Object.values(value as object).every(is('boolean')),
  'an object of true and false',
];

const STATE = words('anonymous', 'pending', 'granted', 'denied');
const ANSWER = words('granted', 'denied');
const PURPOSES: Record<string, Rule> = { measurement: STATE, personalisation: ANSWER, marketing: ANSWER };

const EVENT_NAME = /^[a-z][a-z0-9_]{0,63}$/;
/** Without scheme, port and path, and no whole top-level domain. */
const HOST = /^(?=.{3,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)+$/;
const CONDITIONS = ['event', 'selector', 'url', 'section', 'engagedMs', 'download'];

const isConversion = (value: Conversion) =>
  EVENT_NAME.test(value?.name) && CONDITIONS.filter((name) => name in value).length === 1;

const RULES: Record<string, Rule> = {
  site: [(value) => /^[a-z0-9_-]{1,64}$/.test(value as string), 'a site key: 1 to 64 of a-z 0-9 _ -'],
  collector: [is('string'), 'an address'],
  consent: STATE,
  debug: flag,
  flushMs: ms,
  events: [() => true, ''], // The loader has checked it.
  conversions: [
    (value) => Array.isArray(value) && value.every(isConversion),
    `a list of { name, macro, and one of ${CONDITIONS.join(', ')} }`,
  ],
  capture: switches,
  sources: switches,
  ownHosts: [
    (value) => Array.isArray(value) && value.every((host) => HOST.test(host)),
    "a list of host names in small letters, like ['api.shop.example']",
  ],
  hashRoutes: flag,
  allowedParams: [(value) => Array.isArray(value) && value.every(is('string')), 'a list of names'],
  gpc: words('honour', 'ignore'),
  banner: [(value) => value === 'denied' || is('boolean')(value), "true, false or 'denied'"],
  outbox: object,
  offer: object,
};

const OUTBOX: Record<string, Rule> = {
  maxEvents: [whole(1, 100_000), 'a whole number from 1 to 100000'],
  maxBytes: [whole(100_000, 100_000_000), 'a whole number of bytes from 100000 to 100000000'],
  maxAgeMs: [whole(60_000, 2 ** 32 - 1), 'a whole number of milliseconds from 60000 to 4294967295'],
};
const names: Rule = [(value) => Array.isArray(value) && value.every(is('string')), 'a list of names'];
const OFFER: Record<string, Rule> = {
  enabled: flag,
  armAfterMs: ms,
  armInteractions: [whole(0, 1000), 'a whole number from 0 to 1000'],
  returnAfterMs: ms,
  idleAfterMs: ms,
  inCheckout: flag,
  segments: names,
  items: [Array.isArray, 'a list of { item_id, item_name, url, image, price, currency }'],
};

/** The options that can be used. Nothing is told of those that are not set. */
export function checked(options: Options, warn: (code: string, text: string) => void): Options {
  const right = (given: object, rules: Record<string, Rule>, within: string) => {
    const kept = Object.entries(given).filter(([name, value]) => {
      const rule = Object.hasOwn(rules, name) && rules[name];
      if (!rule) {
        warn('bad_config', `there is no option \`${within}${name}\`; there are ${Object.keys(rules).join(', ')}`);
        return false;
      }
      if (value === undefined || value === null) return false;
      if (rule[0](value)) return true;
      const shown = JSON.stringify(value);
      warn('bad_config', `option \`${within}${name}\` is ${shown}; it has to be ${rule[1]}`);
      return false;
    });
    return Object.fromEntries(kept);
  };
  const good = right(options, RULES, '') as unknown as Options;
  if (good.outbox) good.outbox = right(good.outbox, OUTBOX, 'outbox.');
  if (good.offer) good.offer = right(good.offer, OFFER, 'offer.');
  return good;
}

/** What is wrong with a choice that `consent()` was given, as JSON, and what is allowed. */
export function wrong(json: string): string {
  const choice: unknown = json ? JSON.parse(json) : undefined;
  if (!isObject(choice)) return `consent() was given ${json || choice}; it takes ${STATE[1]}, or an object of purposes`;
  const bad = Object.entries(choice as object).filter(
    ([purpose, word]) => !(Object.hasOwn(PURPOSES, purpose) && PURPOSES[purpose]![0](word)),
  );
  const allowed = Object.entries(PURPOSES).map(([purpose, [, words]]) => `\`${purpose}\` ${words}`);
  const given = bad.map(([purpose, word]) => `\`${purpose}\` ${JSON.stringify(word)}`);
  return `consent() was given ${given.join(', ')}; it takes ${allowed.join(', ')}`;
}
