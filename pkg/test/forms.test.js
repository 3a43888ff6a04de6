import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

async function load(name) {
  const { outputFiles } = await build({
    entryPoints: [at(`../src/${name}.ts`)],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

const { kindOf } = await load('forms/kind');
const { isTyped, nameOf } = await load('forms/field');
const fill = await load('forms/fill');

/** A field as kinds and names see it: `'email autocomplete=username name=login'`. */
function field(text) {
  const [type, ...attributes] = text.split(/ (?=[a-z-]+=)/);
  const all = Object.fromEntries(attributes.map((attribute) => attribute.split(/=(.*)/s)));
  return { type, getAttribute: (name) => all[name] ?? null };
}

const kind = (fields, words = '', isSearch = false) => kindOf(fields.map(field), isSearch, words);

for (const [expected, what, fields, words, isSearch] of [
  ['newsletter', 'one e-mail field alone', ['email name=EMAIL']],
  ['newsletter', 'one e-mail field with a box to tick', ['email name=correo', 'checkbox name=gdpr']],
  ['newsletter', 'an e-mail field by its name only', ['text name=mail']],
  ['newsletter', 'name and e-mail where words say so', ['text name=fname', 'email name=e'], 'mc-newsletter'],
  ['other', 'name and e-mail alone', ['text name=fname', 'email name=e']],
  ['other', 'a forgotten password', ['email name=email'], '/account/recover'],
  ['login', 'a link to log in by', ['email name=email'], '/login'],
  ['login', 'current-password', ['email name=a', 'password autocomplete=current-password']],
  ['login', 'e-mail and password without tokens', ['email name=a', 'password name=b', 'checkbox name=stay']],
  ['login', 'the first step of a login', ['text autocomplete=username webauthn']],
  ['login', 'a code of the second step', ['text autocomplete=one-time-code']],
  ['sign_up', 'new-password', ['email name=a', 'password autocomplete=new-password']],
  ['sign_up', 'two passwords without tokens', ['email name=a', 'password name=b', 'password name=c']],
  ['sign_up', 'many fields and a password', ['text name=a', 'text name=b', 'tel name=c', 'password name=d']],
  ['sign_up', 'e-mail and password where words say so', ['email name=a', 'password name=b'], '/konto/registrieren'],
  [
    'sign_up',
    'new-password beside an address',
    ['password autocomplete=new-password', 'text autocomplete=postal-code', 'text name=x'],
  ],
  ['other', 'another password', ['password autocomplete=current-password', 'password autocomplete=new-password']],
  ['other', 'two passwords alone', ['password name=a', 'password name=b']],
  ['contact', 'e-mail and text', ['text name=n', 'email name=e', 'textarea name=m']],
  ['contact', 'telephone and text', ['tel name=t', 'textarea name=m']],
  ['other', 'a text alone', ['textarea name=m']],
  ['checkout', 'a card', ['text autocomplete=cc-number', 'text autocomplete=cc-exp']],
  ['checkout', 'a shipping section', ['text autocomplete=section-a shipping given-name']],
  ['checkout', 'an address by its tokens', ['email name=e', 'text autocomplete=address-line1']],
  ['checkout', 'an address by its names', ['email name=e', 'text name=billing_city', 'text name=billing_postcode']],
  [
    'checkout',
    'an address with an order note',
    ['email name=e', 'text name=plz', 'text name=strasse', 'textarea name=note'],
  ],
  ['checkout', 'the e-mail step of a checkout', ['email name=e'], '/checkout/contact'],
  ['checkout', 'a card beside a new account', ['text autocomplete=cc-number', 'password autocomplete=new-password']],
  ['other', 'a single word of an address', ['text name=city']],
  ['search', 'type=search', ['search name=x']],
  ['search', 'name=q', ['text name=q']],
  ['search', 'name=s with a category', ['text name=s', 'select-one name=cat']],
  ['search', 'role=search', ['text name=frage'], '', true],
  ['other', 'a name that only begins with q', ['text name=quote']],
  ['contact', 'a field called s in a contact form', ['text name=s', 'email name=e', 'textarea name=m']],
  ['other', 'a size and a quantity', ['select-one name=size', 'number name=quantity']],
  ['other', 'nothing', []],
]) {
  test(`${what}: ${expected}`, () => assert.equal(kind(fields, words, isSearch), expected));
}

test('a field is called by its name, id or token, in this order', () => {
  for (const [text, expected] of [
    ['text name=city id=c autocomplete=address-level2', 'city'],
    ['text id=c autocomplete=address-level2', 'c'],
    ['text autocomplete=shipping address-line1', 'address-line1'],
    ['email autocomplete=email webauthn', 'email'],
    ['text name=address[line-1]', 'address[line-1]'],
    ['text name=größe', 'größe'],
    ['text autocomplete=off', 'text#3'],
    ['select-one', 'select-one#3'],
    [`text name=${'ab '.repeat(40)}`, 'ab '.repeat(40).slice(0, 64)],
    ['text name=jane@example.org', 'text#3'],
    ['text name=jane%40example.org', 'text#3'],
    ['text name=field-48213 id=city', 'city'],
    ['text name=:r1a: id=radix-:r4:', 'text#3'],
    ['text name=b_5f3c9a1e77', 'text#3'],
    ['text name=a1b2c3d4', 'text#3'],
    ['text name=input_1_3', 'input_1_3'],
    ['text name=address2', 'address2'],
    ['text name=dedicated', 'dedicated'],
  ]) {
    assert.equal(nameOf(field(text), 3), expected, text);
  }
});

test('passwords, codes and cards are never named', () => {
  for (const text of [
    'password name=login',
    'text name=show-password',
    'text name=user_pwd',
    'text name=contraseña',
    'text autocomplete=cc-name name=holder',
    'text autocomplete=billing cc-exp-month',
    'tel name=cardnumber',
    'text id=Kartennummer',
    'text id=numero-tarjeta',
    'text name=cvc',
    'text name=card_cvv2',
    'text name=expiry',
    'text name=expDate',
    'select-one name=exp_month',
    'text name=iban',
    'text name=a placeholder=1234 1234 1234 1234',
    'text name=a placeholder=MM / YY',
    'text name=a placeholder=MM/JJ',
    'text name=a inputmode=numeric maxlength=19',
    'text name=a aria-label=Card number',
    'text name=pin',
    'text autocomplete=one-time-code name=code',
  ]) {
    assert.equal(nameOf(field(text), 1), '(private)', text);
  }
});

test('other fields are named', () => {
  for (const name of [
    'email',
    'expect',
    'quantity',
    'kortingscode',
    'shipping',
    'company',
    'opinion',
    'happy',
    'vat',
  ]) {
    assert.equal(nameOf(field(`text name=${name}`), 1), name);
  }
  assert.equal(nameOf(field('text name=a inputmode=numeric maxlength=6'), 1), 'a');
  assert.equal(nameOf(field('text name=a placeholder=2024'), 1), 'a');
});

test('what is typed is told apart from what is ticked or chosen', () => {
  for (const type of ['text', 'email', 'textarea', 'number', 'date', 'password']) assert.ok(isTyped({ type }), type);
  for (const type of ['checkbox', 'radio', 'select-one', 'select-multiple', 'range', 'color', 'file'])
    assert.ok(!isTyped({ type }), type);
});

/** A form of fields a, b, c with what is done to them: `a+` typed, `a-` deleted, `a0` emptied as seen, `a.` left, `a~` pasted. */
function filled(acts) {
  const filling = { ...fill.newFilling(), isStarted: true };
  for (const act of acts.split(' ')) {
    const [name, what] = act;
    if (!filling.entries.has(name)) filling.entries.set(name, fill.newEntry(name, true));
    const entry = filling.entries.get(name);
    if (what === '.') fill.leave(entry);
    else if (what === '0') fill.change(filling, entry, 'deleteByCut', true);
    else fill.change(filling, entry, { '+': 'insertText', '-': 'deleteContentBackward', '~': 'insertFromPaste' }[what]);
  }
  return filling;
}

test('a refill is a field filled again once emptied, or changed again once left', () => {
  for (const [acts, refills] of [
    ['a+ a+ a+', 0],
    ['a+ a+ a- a+', 0],
    ['a+ a- a+ a+', 1],
    ['a+ a+ a- a- a+', 1],
    ['a+ a0 a+ a+ a0 a+', 2],
    ['a~ a- a+', 0],
    ['a+ a. a+ a+', 1],
    ['a+ a. a. a+ a. a+', 2],
    ['a+ a. b+ b.', 0],
    ['a+ a. a0 a+', 1],
    ['a. a+', 0],
  ]) {
    assert.equal(filled(acts).entries.get('a').refills, refills, acts);
  }
});

test('fields are numbered in the order in which they are filled in', () => {
  const filling = filled('b. c+ a+ c+ b+');
  assert.deepEqual(
    [...filling.entries.values()].map(({ name, n }) => [name, n]),
    [
      ['b', 3],
      ['c', 1],
      ['a', 2],
    ],
  );
});

test('a field is told once it is changed, or was hesitated over; sums stay right', () => {
  const filling = filled('a+ b.');
  const [a, b] = filling.entries.values();
  fill.spend(filling, a, 1200.4);
  assert.deepEqual(fill.told(filling, a), { field: 'a', n: 1, ms: 1200, refills: 0 });
  assert.equal(fill.told(filling, a), undefined);
  fill.spend(filling, a, 400);
  fill.spend(filling, b, 999);
  assert.equal(fill.told(filling, b), undefined);
  fill.spend(filling, b, 1);
  assert.deepEqual(fill.told(filling, b), { field: 'b', n: 2, ms: 1000, refills: 0 });
  fill.leave(a);
  fill.change(filling, a, 'insertText');
  assert.deepEqual(fill.told(filling, a), { field: 'a', n: 1, ms: 400, refills: 0 });
  assert.deepEqual(fill.summary(filling), { ms: 2600, fields: 1 });
});

test('nothing of a form is told before it is started', () => {
  const filling = { ...filled('a+'), isStarted: false };
  assert.equal(fill.told(filling, filling.entries.get('a')), undefined);
});

test('a field is wrong once an attempt, or once more after it was changed and left', () => {
  const filling = filled('a+ b+');
  const [a, b] = filling.entries.values();
  fill.attempt(filling);
  assert.deepEqual(
    [a, a, b, undefined].map((entry) => fill.isNewError(filling, entry)),
    [true, false, true, false],
  );
  fill.attempt(filling);
  assert.deepEqual(
    [undefined, undefined, a].map((entry) => fill.isNewError(filling, entry)),
    [true, false, true],
  );
  fill.leave(a);
  assert.equal(fill.isNewError(filling, a), true);
  fill.leave(a);
  fill.told(filling, a);
  fill.leave(a);
  assert.equal(fill.isNewError(filling, a), true);
  assert.equal(fill.isNewError(filling, a), false);
});

test('what was refused is not submitted', () => {
  const filling = { ...filled('a+'), isSubmitted: true };
  fill.isNewError(filling, filling.entries.get('a'));
  assert.equal(filling.isSubmitted, false);
});

test('the sources never read what was typed', async () => {
  const names = (await readdir(at('../src/forms'))).map((name) => `forms/${name}`);
  for (const name of ['forms.ts', ...names]) {
    const code = (await readFile(at(`../src/${name}`), 'utf8')).replace(/\/\*\*?[^]*?\*\/|\/\/.*/g, '');
    const reads =
      /(?<!\.)\.(value(As\w+)?|data|key|code|checked|selected\w*|files|formData|selection\w+|validationMessage|defaultValue)\b/;
    assert.doesNotMatch(code, reads, name);
    assert.doesNotMatch(
      code,
      /FormData|['"`]value|\{[^{}]*\b(value|data|key|code|formData)\b[^{}]*\}\s*\)\s*(=>|\{)/,
      name,
    );
  }
});
