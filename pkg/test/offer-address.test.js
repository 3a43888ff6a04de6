import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('../src/offer-address.ts', import.meta.url));
const {
  outputFiles: [bundle],
} = await build({ entryPoints: [source], format: 'esm', write: false });
const { isAddress, isPhone, suggest } = await import(`data:text/javascript,${encodeURIComponent(bundle.text)}`);

test('an address has a name and a dotted domain', () => {
  for (const good of ['a@b.cd', "jane.o'neil+x@mail.example.org", 'ü@exämple.de', 'a@b-c.de', 'ім’я@пошта.укр']) {
    assert.ok(isAddress(good), good);
  }
  for (const bad of [
    '',
    'a',
    '@b.cd',
    'a@',
    'a@b',
    'a@b.',
    'a@.b',
    'a b@c.de',
    'a@b@c.de',
    'a@-b.de',
    'a@b-.de',
    'a@b..de',
    '<a@b.de>',
    'a,b@c.de',
    'a@1.2.3.4',
    'a@b.c',
  ]) {
    assert.ok(!isAddress(bad), bad);
  }
});

test('an address ends at sixty-four and at two hundred and fifty-four characters', () => {
  assert.ok(isAddress(`${'a'.repeat(64)}@b.de`));
  assert.ok(!isAddress(`${'a'.repeat(65)}@b.de`));
  const long = (length) => `a@${'b'.repeat(length - 5)}.de`;
  assert.ok(isAddress(long(254)));
  assert.ok(!isAddress(long(255)));
});

test('a phone number has five to thirty-two characters, one of them a digit', () => {
  for (const good of ['12345', '+49 (30) 1/2-3.4', '1'.repeat(32)]) assert.ok(isPhone(good), good);
  for (const bad of ['', '1234', '1'.repeat(33), '-----', 'call me', '12345 x']) assert.ok(!isPhone(bad), bad);
});

test('a slip is seen, in regional domains, too', () => {
  for (const [typed, meant] of [
    ['gmial.com', 'gmail.com'],
    ['gamil.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['gnail.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['GMAIL.CON', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gmail.cm', 'gmail.com'],
    ['gmial.con', 'gmail.com'],
    ['goglemial.com', 'googlemail.com'],
    ['hotmial.com', 'hotmail.com'],
    ['hotmal.fr', 'hotmail.fr'],
    ['hotmail.com.rt', ''],
    ['yaho.co.uk', 'yahoo.co.uk'],
    ['yahooo.de', 'yahoo.de'],
    ['outlok.com', 'outlook.com'],
    ['outlook.ti', 'outlook.it'],
    ['icluod.com', 'icloud.com'],
    ['gxm.de', 'gmx.de'],
    ['gmx.ed', 'gmx.de'],
    ['wbe.de', 'web.de'],
    ['web.ed', 'web.de'],
    ['t-onlin.de', 't-online.de'],
    ['frenet.de', 'freenet.de'],
    ['orage.fr', 'orange.fr'],
    ['orange.rf', 'orange.fr'],
    ['wanado.fr', 'wanadoo.fr'],
    ['libreo.it', 'libero.it'],
    ['liber.it', 'libero.it'],
    ['wp.lp', 'wp.pl'],
    ['intera.pl', 'interia.pl'],
    ['urk.net', 'ukr.net'],
    ['ukr.ent', 'ukr.net'],
    ['mial.ru', 'mail.ru'],
    ['mail.ur', 'mail.ru'],
    ['yandx.ru', 'yandex.ru'],
    ['example.con', 'example.com'],
  ]) {
    assert.equal(suggest(`Jane.Doe@${typed}`), meant && `Jane.Doe@${meant}`, typed);
  }
});

test('domains that are right are left alone, however rarely they are seen', () => {
  for (const right of [
    ...['gmail.com', 'googlemail.com', 'gmx.de', 'gmx.at', 'gmx.ch', 'gmx.net', 'gmx.com', 'web.de', 'weg.de', 'wed.de'],
    ...['mail.com', 'mail.de', 'email.com', 'email.de', 'ymail.com', 'fmail.com', 'hmail.com', 'rocketmail.com'],
    ...['yahoo.co.jp', 'hotmail.com.tr', 'outlook.de', 'live.nl', 'love.com', 'msn.com', 'me.com', 'em.com', 'mac.com'],
    ...['wp.pl', 'op.pl', 'vp.pl', 'o2.pl', 'pw.pl', 'onet.eu', 'ukr.net', 'i.ua', 'meta.ua', 'mail.ru', 'bk.ru', 'ya.ru'],
    ...['list.ru', 'last.ru', 'mall.ru', 'mail.ee', 'orange.fr', 'orange.es', 'grange.fr', 'libero.it', 'tin.it', 'ten.it'],
    ...['free.fr', 'tree.fr', 'sfr.fr', 'sfk.fr', 'fastmail.com', 'proton.me', 'pm.me', 'hey.com', 'duck.com', 'tele2.nl'],
    ...['example.co', 'example.cm', 'web.me', 'uni-web.de', 'mail.example.org', 'bmail.com', 'jmail.com', 'gail.org'],
  ]) {
    assert.equal(suggest(`jane@${right}`), '', right);
  }
});

test('what is no address yet is not corrected', () => {
  for (const text of ['', 'jane', 'gmial.com', 'jane@', 'jane@gmial', 'jane@.con']) assert.equal(suggest(text), '', text);
});
