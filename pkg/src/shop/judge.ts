// What a press means: by its system's conventions, the address it asks for, what it says, how it is named in the code.

import type { Source } from '../capture';
import type { Meant } from './asked';
import { cardOf } from './card';
import { formOf } from './fields';
import { near } from './near';
import type { Page } from './page';
import { saidByCode, saidByName, type Act, type Said } from './phrases';
import { isShopify, meantBy } from './systems';
import { isOfCart, typeOf } from './waypost-shop.js';

/** A button, link or what serves as one, as it was when it was pressed: the page may change it at once. */
export interface Pressed {
  element: Element;
  /** What it says to those who read it, hear it or point at it, and what that means. */
  said?: Said;
  /** It cannot be used now, or it undoes what it did. */
  isOff: boolean;
}

const PRESSABLE =
  'button,a,summary,[role=button],[role=link],input[type=submit],input[type=button],input[type=image],[onclick],[tabindex]';

/** What was pressed, if it is anything. Reads attributes and text only, so it may run while the event does. */
export function pressed(target: Element): Pressed | undefined {
  const element = target.closest(PRESSABLE) ?? (codeOf(target) ? target : undefined);
  if (!element) return undefined;
  const attribute = (name: string) => element.getAttribute(name)?.trim();
  const names = [attribute('aria-label'), element.textContent?.trim(), attribute('value'), attribute('title')];
  const image = element.querySelector('img[alt]')?.getAttribute('alt')?.trim();
  const said = [...names, image].map((name) => (name ? saidByName(name) : undefined)).find(Boolean);
  const isOff = element.matches(':disabled,[aria-disabled=true],[aria-pressed=true],.disabled');
  return { element, said, isOff };
}

/** Whether it is a page of those that follow the cart. */
export const isLate = (type: Page['type']) => /^(checkout|thank_you)$/.test(type);

/** An act, the sources that say so, the surest first, and whether it leads to another page at once. */
export interface Judged {
  act: Act;
  sources: Source[];
  leaves: boolean;
  /** Only a request of the cart's shows that it happens. */
  isDoubtful?: boolean;
}

/** What a press is. `form` is the one that it submits, if it does; `isPrevented` where the page acts instead of the browser. */
export function judge(press: Pressed, form: Element | undefined, isPrevented: boolean, page: Page): Judged | undefined {
  const { element, said } = press;
  if ((press.isOff || said === 'no') && !form) return undefined;
  const target = isPrevented ? '' : targetOf(element, form);
  // A checkout of this shop's tells of itself once the visitor is there; then it is told once, whoever else tells of it.
  // No script of the shop's runs in Shopify's.
  const isToldThere = !isShopify() && target.startsWith(location.origin + '/') && typeOf(target) === 'checkout';
  const as = (act: Act, ...sources: (Source | undefined)[]): Judged | undefined => {
    if (act === 'begin_checkout' && (isLate(page.type) || isToldThere)) return undefined;
    return { act, sources: sources.filter((source) => !!source), leaves: form ? !isPrevented : !!target };
  };

  const own = sure(meantBy(element));
  const whole = form && (sure(meantBy(form)) ?? byCode(form));
  const act = actSaid(press, page) ?? (said === 'no' ? undefined : codeOf(element));
  const byForm = form && 'form';
  const byButton = (meant: Act) => (act === meant || said === 'buy' ? 'button' : undefined);
  if (own) return as(own.act, own.system, byForm, byForm ? byButton(own.act) : 'button');
  if (whole && (!act || act === whole.act || said === 'buy'))
    return as(whole.act, whole.system, 'form', byButton(whole.act));
  if (!act) return target && typeOf(target) === 'checkout' ? as('begin_checkout', byForm ?? 'button') : undefined;
  // A link in the menu leads to the list of wishes, and one on a card to a product with things to choose.
  const isElsewhere = !form && target && !/^(begin|remove)/.test(act) && said !== 'add_to_cart';
  const judged = isElsewhere ? undefined : as(act, byForm, 'button');
  return judged && { ...judged, isDoubtful: said === 'add' && !isOfCart(target) && !codeOf(element) };
}

function sure(meant: Meant | undefined): { act: Act; system?: Source } | undefined {
  return meant && meant.act !== 'update' && !meant.isVague ? { ...meant, act: meant.act } : undefined;
}

/** The page that a press leads to, if it leads to another one. */
function targetOf(element: Element, form: Element | undefined): string {
  const action = form?.getAttribute('action');
  if (form) return action ? new URL(action, document.baseURI).href : '';
  const bare = (url: string) => url.split('#')[0]!;
  const { href = '' } = element.closest('a') ?? {};
  return /^http/.test(href) && bare(href) !== bare(location.href) ? href : '';
}

/** Whether a page without any other sign sells one product or many, by what its buttons say. */
export function typeByButtons(): 'product' | 'category' | undefined {
  const buttons = [...document.querySelectorAll('button,input[type=submit],input[type=button]')].slice(0, 60);
  const adding = buttons.filter((each) => pressed(each)?.said === 'add_to_cart');
  if (!adding.length) return undefined;
  return adding.every((each) => cardOf(each, true)) ? 'category' : 'product';
}

/** What gives up a coupon, such as WooCommerce's link, which says no more than "Remove". */
const COUPON = '[class*=coupon i],[href*=coupon i],[href*=voucher i]';

/** What the name means here. */
function actSaid({ element, said }: Pressed, page: Page): Act | undefined {
  if (said === 'remove') return isInCart(element, page) && !element.matches(COUPON) ? 'remove_from_cart' : undefined;
  if (said === 'add_to_wishlist') return near(element, page, said) && said;
  if (said !== 'buy' && said !== 'add') return said === 'no' ? undefined : said;
  if (/^(cart|checkout|thank_you)$/.test(page.type) || !near(element, page, 'add_to_cart')) return undefined;
  if (said === 'add') return 'add_to_cart';
  // Beside a button that adds, the other one goes on to pay.
  const others = (formOf(element) ?? element.parentElement)?.querySelectorAll('button,input[type=submit]') ?? [];
  const isSecond = [...others].some((each) => each !== element && pressed(each)?.said === 'add_to_cart');
  return isSecond ? 'begin_checkout' : 'add_to_cart';
}

/** Whether it is within a cart: the page's, or one that is shown beside it. */
export function isInCart(element: Element, page: Page): boolean {
  const around = element.closest(
    '[class*=cart i],[id*=cart i],[class*=basket i],[id*=basket i],[class*=bag i],[id*=bag i]',
  );
  return page.type === 'cart' || (!!around && around !== document.body);
}

/** What an element is called in the code, by the attributes that name things. */
function codeOf(element: Element): Act | undefined {
  for (const { name, value } of element.attributes) {
    const isData = name.startsWith('data-');
    if (!isData && !/^(id|name|class|action)$/.test(name)) continue;
    for (const each of [isData ? name : '', ...(value.length < 200 ? value.split(/\s+/) : [])]) {
      const act = each && each.length < 80 ? saidByCode(each) : undefined;
      if (act) return act;
    }
  }
  return undefined;
}

function byCode(form: Element): { act: Act; system?: Source } | undefined {
  const act = codeOf(form);
  return act === 'add_to_cart' || act === 'remove_from_cart' ? { act } : undefined;
}
