/** The nodes of an offer's blocks, built one by one: texts are only ever text. */

import { node } from './node';
import { isAddress, isPhone, suggest } from './offer-address';
import { type OfferCart, summarise } from './offer-cart';
import type { Block, CodeBlock, FactsBlock, FieldsBlock, MoreBlock, OfferContent, Reply, SurveyBlock } from './offer-content';
import { picture } from './offer-picture';

/** A block that asks for something. */
export interface Question {
  nodes: Node[];
  /** Whether it is one field, which may stand in a line with its button. */
  isOne?: boolean;
  /** Why it cannot be sent yet: a text and the field that it is about. `undefined` when it can. */
  fault(content: OfferContent): [text: string, field: HTMLElement] | undefined;
  /** Adds what was given. */
  read(reply: Reply): void;
  /** Keeps it from being changed while it is on its way. */
  hold(on: boolean): void;
}

/** What the blocks tell of, and what draws those that this chunk does not. */
export interface Around {
  /** Its code was copied. */
  copied(): void;
  /** Draws figures into their place. */
  facts(block: FactsBlock, place: HTMLElement): void;
  /** Draws a block of another chunk; nothing for a type that is unknown there, too. */
  more(block: MoreBlock, limit: number): Node | null | undefined;
}

/** The node of a block that only tells; `null` where it has nothing to tell. Throws for a type that nobody knows. */
export function told(
  block: Exclude<Block, SurveyBlock | FieldsBlock>,
  cart: OfferCart | null,
  limit: number,
  locale: string,
  around: Around,
): Node | null {
  switch (block.type) {
    case 'facts': {
      const place = node('div', { class: 'facts' });
      around.facts(block, place);
      return place;
    }
    case 'text':
      return node('p', { class: 'intro' }, block.text);
    case 'cart':
      return cartNode(cart, limit, locale, block.total);
    case 'code':
      return codeNode(block, around.copied);
    case 'item': {
      const { item } = block;
      const one = item && { currency: item.currency ?? '', value: '', items: [{ ...item, quantity: 1 }] };
      return cartNode(one ?? null, 1, locale, '');
    }
    default: {
      const drawn = around.more(block, limit);
      if (drawn === undefined) throw `it has a block of the unknown type ${JSON.stringify((block as Block).type)}`;
      return drawn;
    }
  }
}

function cartNode(cart: OfferCart | null, limit: number, locale: string, totalLabel: string): Node | null {
  const summary = summarise(cart, locale, limit);
  if (!summary) return null;
  // `bdi`: names and money keep their own direction inside a text that runs the other way.
  const rows = summary.lines.map(({ id, name, variant, amount }) =>
    node(
      'li',
      { class: 'row' },
      picture(id, name),
      node(
        'span',
        { class: 'name' },
        node('bdi', {}, name),
        variant && node('span', { class: 'variant' }, node('bdi', {}, variant)),
      ),
      amount && node('bdi', { class: 'amount' }, amount),
    ),
  );
  const more = summary.more && node('li', { class: 'row more' }, node('bdi', {}, summary.more));
  return node(
    'div',
    { class: 'cart' },
    // Safari takes the list's role away with its bullets, unless it is given.
    node('ul', { role: 'list' }, ...rows, more),
    summary.total &&
      node(
        'p',
        { class: 'row total' },
        node('span', {}, totalLabel),
        node('bdi', { class: 'amount' }, summary.total),
      ),
  );
}

function codeNode({ code, copy, copied: done }: CodeBlock, copied: () => void): Node {
  const text = node('bdi', { class: 'text', id: 'code', dir: 'ltr' }, code);
  const button = node('button', { type: 'button', class: 'send', 'aria-describedby': 'code' }, copy);
  const said = node('span', { class: 'quiet', role: 'status' });
  button.addEventListener('click', async () => {
    copied();
    // Who may not write to the clipboard finds the code selected.
    getSelection()?.selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(code);
      button.textContent = said.textContent = done;
    } catch {
      // It stays selected.
    }
  });
  return node('div', { class: 'code' }, text, button, said);
}

/** A choice of reasons, and a text. */
export function survey({ reasons, more }: SurveyBlock): Question {
  const choices = reasons.map(({ id }) => node('input', { type: 'radio', name: 'reason', value: id }));
  const text = node('textarea', { id: 'more', name: 'more', rows: '2', maxlength: '2000' });
  const list = node(
    'fieldset',
    { role: 'radiogroup', 'aria-labelledby': 'title' },
    ...reasons.map((reason, index) =>
      node('label', { class: 'choice' }, choices[index]!, node('span', {}, reason.text)),
    ),
  );
  return {
    nodes: [list, more ? field('more', more, text) : ''].filter(Boolean) as Node[],
    fault: ({ invalid }) => (choices.some(({ checked }) => checked) ? undefined : [invalid, choices[0]!]),
    read({ given }) {
      given.reason = choices.find(({ checked }) => checked)?.value ?? '';
      if (text.value.trim()) given.text = text.value.trim();
    },
    hold: (on) => (text.readOnly = on),
  };
}

/** How long typing has to rest before a slip in the address is pointed out, in milliseconds. */
const REST_MS = 700;

/** The address and, where the shop asks for them, name and phone. */
export function fields(block: FieldsBlock): Question {
  const email = input('email', 'email', 254, { type: 'email', inputmode: 'email', required: '', dir: 'ltr' });
  const name = input('name', 'name', 100, { type: 'text' });
  const phone = input('phone', 'tel', 32, { type: 'tel', inputmode: 'tel', dir: 'ltr' });
  const hint = node('div', { role: 'status' });
  const optional = (label: string) => `${label} ${block.optional}`;
  let rest: ReturnType<typeof setTimeout>;
  /** The address that was pointed out last: sent as it is, it was meant. */
  let pointedOut = '';
  const pointOut = () => {
    const typed = email.value.trim();
    const meant = isAddress(typed) ? suggest(typed) : '';
    hint.replaceChildren();
    if (!meant) return;
    pointedOut = typed;
    const [before, after] = block.suggest.split('{address}');
    const take = node('button', { type: 'button', class: 'hint' }, before!, node('bdi', { dir: 'ltr' }, meant), after!);
    take.addEventListener('click', () => {
      email.value = meant;
      email.focus();
      hint.replaceChildren();
    });
    hint.append(take);
  };
  // Not on leaving the field: what moves under a press on the way to the button makes it miss.
  email.addEventListener('input', () => {
    clearTimeout(rest);
    hint.replaceChildren();
    rest = setTimeout(pointOut, REST_MS);
  });
  return {
    isOne: !block.name && !block.phone,
    nodes: [
      field('email', block.email, email),
      hint,
      block.name && field('name', optional(block.name), name),
      block.phone && field('phone', optional(block.phone), phone),
    ].filter(Boolean) as Node[],
    fault({ invalid }) {
      clearTimeout(rest);
      const typed = email.value.trim();
      if (!isAddress(typed)) return [invalid, email];
      if (phone.value.trim() && !isPhone(phone.value.trim())) return [block.invalid_phone || invalid, phone];
      if (typed === pointedOut) return undefined;
      pointOut();
      const take = hint.querySelector('button');
      return take ? ['', take] : undefined;
    },
    read(reply) {
      reply.email = email.value.trim();
      if (name.value.trim()) reply.given.name = name.value.trim();
      if (phone.value.trim()) reply.given.phone = phone.value.trim();
    },
    hold: (on) => [email, name, phone].forEach((field) => (field.readOnly = on)),
  };
}

function input(id: string, autocomplete: string, length: number, more: Record<string, string>): HTMLInputElement {
  return node('input', {
    id,
    name: id,
    autocomplete,
    maxlength: `${length}`,
    enterkeyhint: 'send',
    ...more,
  });
}

function field(id: string, label: string, input: HTMLElement): Node {
  return node('div', { class: 'field' }, node('label', { for: id }, label), input);
}
