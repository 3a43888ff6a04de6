import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.js';

const { counted } = await load('capture/clock');
const { goesOn, isRage } = await load('capture/rage');
const { isFollowed } = await load('capture/dead');
const { isOwn, takeOwnHosts } = await load('capture/own');
const { factsOf } = await load('capture/error');
const { isOurs } = await load('capture/observe');
const { ration } = await load('capture/pace');
const { isMet } = await load('conversions');
const { matches } = await load('match');

test('engaged time is what passed between two looks, and nothing of it when the second came far too late', () => {
  const second = 1000;
  // from, to, due, lively, expected
  for (const [from, to, due, lively, expected] of [
    [0, 3, 15, 0, [3, 0]],
    [0, 15, 15, 5, [15, 5]],
    [3, 8, 15, 5, [5, 2]],
    [6, 8, 15, 5, [2, 0]],
    [0, 4, 15, 5, [4, 4]],
    [0, 20, 15, 5, [20, 5]],
    [0, 20.001, 15, 5, [0, 0]],
    [0, 8 * 3600, 15, 5, [0, 0]],
  ])
    assert.deepEqual(
      counted(...[from, to, due, lively].map((s) => s * second)),
      expected.map((s) => s * second),
      `${from} to ${to}`,
    );
});

test('three clicks within a second and 30 pixels are rage', () => {
  const burst = (...clicks) => {
    let burst = [];
    for (const click of clicks) burst = goesOn(burst, click) ? [...burst, click] : [click];
    return burst;
  };
  for (const [clicks, count, rage] of [
    [
      [
        [0, 0, 0],
        [200, 0, 0],
      ],
      2,
      false,
    ],
    [
      [
        [0, 0, 0],
        [500, 0, 0],
        [1000, 0, 0],
      ],
      3,
      true,
    ],
    [
      [
        [0, 0, 0],
        [500, 0, 0],
        [1001, 0, 0],
      ],
      3,
      false,
    ],
    [
      [
        [0, 0, 0],
        [900, 0, 0],
        [1100, 0, 0],
        [1300, 0, 0],
      ],
      4,
      true,
    ],
    [
      [
        [0, 0, 0],
        [100, 30, 0],
        [200, 0, 30],
      ],
      3,
      true,
    ],
    [
      [
        [0, 0, 0],
        [100, 0, 0],
        [200, 22, 22],
      ],
      1,
      false,
    ],
    [
      [
        [0, 0, 0],
        [100, 0, 0],
        [1101, 0, 0],
      ],
      1,
      false,
    ],
  ]) {
    const found = burst(...clicks);
    assert.equal(found.length, count, JSON.stringify(clicks));
    assert.equal(isRage(found), rage, JSON.stringify(clicks));
  }
});

test('a link is followed by the browser, unless a script keeps it from it and has another place to go', () => {
  const here = 'https://shop.example/a';
  const link = (href) => ({ href, protocol: href ? new URL(href).protocol : ':' });
  for (const [href, isPrevented, expected] of [
    ['https://shop.example/b', false, true],
    ['https://shop.example/b', true, false],
    [here, true, true],
    ['mailto:help@shop.example', false, true],
    ['mailto:help@shop.example', true, true],
    ['javascript:void(0)', false, false],
    ['javascript:void(0)', true, false],
    ['', false, false],
    ['', true, false],
  ])
    assert.equal(isFollowed(link(href), isPrevented, here), expected, `${href} ${isPrevented}`);
});

test('hosts of one shop are told from those of others', () => {
  for (const [host, page, expected] of [
    ['shop.example', 'shop.example', true],
    ['www.shop.example', 'shop.example', true],
    ['shop.example', 'www.shop.example', true],
    ['checkout.shop.example', 'www.shop.example', true],
    ['shop.example', 'de.shop.example', true],
    ['myshop.example', 'shop.example', false],
    ['other.example', 'shop.example', false],
    ['shop.co.uk', 'shop.co.uk', true],
    ['www.shop.co.uk', 'pay.shop.co.uk', true],
    ['evil.co.uk', 'shop.co.uk', false],
    ['api.shop.example', 'de.shop.example', false],
    ['localhost', 'localhost', true],
    ['', 'shop.example', false],
  ])
    assert.equal(isOwn(host, page), expected, `${host} on ${page}`);
});

test('hosts that the site lists are its own, with their parts and nothing else', () => {
  const listed = ['api.cloud.example', 'shop-pay.example'];
  takeOwnHosts(listed);
  const known = ['api.cloud.example', 'eu.api.cloud.example', 'shop-pay.example', 'www.shop-pay.example', 'shop.example'];
  const foreign = ['cloud.example', 'other.cloud.example', 'myshop-pay.example', 'shop-pay.example.evil', ''];
  for (const host of known) assert.equal(isOwn(host, 'shop.example'), true, host);
  for (const host of foreign) assert.equal(isOwn(host, 'shop.example'), false, host);
  takeOwnHosts(undefined);
  for (const host of listed) assert.equal(isOwn(host, 'shop.example'), false, host);
});

test('an error is told by its class and the first frame of the page, never by its message', () => {
  const origin = 'https://shop.example';
  const secret = 'jane@example.org is not a function';
  const named = (name, ...lines) => ({ name, message: secret, stack: [`${name}: ${secret}`, ...lines].join('\n') });
  for (const [error, message, place, expected] of [
    [
      named(
        'TypeError',
        '    at add (https://shop.example/js/cart.js?v=3:12:7)',
        '    at https://cdn.example/x.js:1:1',
      ),
      `Uncaught TypeError: ${secret}`,
      '',
      { class: 'TypeError', frame: '/js/cart.js:12', own: true },
    ],
    [
      named('RangeError', '    at f (https://cdn.example/x.js:1:1)', '    at go (https://shop.example/js/a.js:2:3)'),
      '',
      '',
      { class: 'RangeError', frame: '/js/a.js:2', own: false },
    ],
    [
      { name: 'TypeError', stack: 'add@https://shop.example/js/cart.js:12:7\n@https://shop.example/:40:1' },
      '',
      '',
      { class: 'TypeError', frame: '/js/cart.js:12', own: true },
    ],
    [undefined, 'Script error.', ':0', { class: 'Script error', frame: undefined, own: false }],
    [
      null,
      `Uncaught SyntaxError: ${secret}`,
      'https://shop.example/a.js:3',
      { class: 'SyntaxError', frame: '/a.js:3', own: true },
    ],
    [secret, undefined, undefined, { class: 'Error', frame: undefined, own: false }],
    [{ name: secret }, undefined, undefined, { class: 'Error', frame: undefined, own: false }],
    [
      named('Error', '    at chrome-extension://abc/x.js:1:2'),
      '',
      '',
      { class: 'Error', frame: undefined, own: false },
    ],
    [named('Error', '    at http://127.0.0.1:80/x.js:1:2'), '', '', { class: 'Error', frame: undefined, own: false }],
  ]) {
    const facts = factsOf(error, message, place, origin);
    assert.deepEqual(facts, expected);
    assert.ok(!JSON.stringify(facts).includes('jane'));
  }
  const local = factsOf(named('Error', '    at http://127.0.0.1:80/x.js:1:2'), '', '', 'http://127.0.0.1:80');
  assert.deepEqual(local, { class: 'Error', frame: '/x.js:1', own: true });
});

test('what Waypost asks for itself is known', () => {
  for (const path of ['/v1/events', '/v1/config', '/waypost.js', '/sdk/waypost-sdk.js', '/waypost.wasm'])
    assert.ok(isOurs(path), path);
  for (const path of ['/v1/products', '/events', '/js/mywaypost.css', '/api/v1/events/7'])
    assert.ok(!isOurs(path), path);
});

test('five things are told of a view, and each once', () => {
  const [isNew, begin] = ration();
  const told = (keys) => keys.split('').filter(isNew).join('');
  assert.equal(told('aabacbdefg'), 'abcde');
  assert.equal(told('z'), '');
  begin();
  assert.equal(told('za'), 'za');
});

test('a pattern stands for the whole path, and * for any part of it', () => {
  for (const [pattern, path, expected] of [
    ['/thanks/', '/thanks/', true],
    ['/thanks/', '/thanks/you', false],
    ['/thanks/', '/de/thanks/', false],
    ['*/thanks/*', '/de/thanks/', true],
    ['/guide/*.pdf', '/guide/sizes.pdf', true],
    ['/guide/*.pdf', '/guide/sizesXpdf', false],
    ['/a+(b)', '/a+(b)', true],
    ['*', '/', true],
    ['/größe/*', '/größe/xl', true],
  ])
    assert.equal(matches(pattern, path), expected, `${pattern} ${path}`);
});

test('an event is the condition of a conversion, a section, or a download', () => {
  const name = 'won';
  for (const [conversion, event, data, expected] of [
    [{ event: 'quiz_done' }, 'quiz_done', {}, true],
    [{ event: 'quiz_done' }, 'quiz', {}, false],
    [{ section: 'reviews' }, 'section_view', { section: 'reviews' }, true],
    [{ section: 'reviews' }, 'section_view', { section: 'prices' }, false],
    [{ section: 'reviews' }, 'quiz_done', { section: 'reviews' }, false],
    [{ download: '*.pdf' }, 'file_download', { file: '/sizes.pdf' }, true],
    [{ download: '*.pdf' }, 'file_download', { file: '/sizes.zip' }, false],
    [{ selector: '#quiz' }, 'click', {}, false],
  ])
    assert.equal(isMet({ name, ...conversion }, event, data), expected, JSON.stringify(conversion));
});
