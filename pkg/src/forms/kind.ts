// What a form is for. Structure decides, which is the same in every language; words only where structure leaves it open.

import { attribute, isTyped, type Looks } from './field';

export type Kind = 'newsletter' | 'sign_up' | 'login' | 'contact' | 'checkout' | 'search' | 'other';

const SEARCH = /^(q|s|search|query|keywords?)$/i;
const MAIL = /mail|correo|courriel|pocht/i;
const ADDRESS = /street|stra(ß|ss)e|addr|postc|postal|zip|plz|city|ciudad|ville|shipping|billing|liefer/i;
const NEW = /regist|sign.?up|create|creat|join|neu|nuev|nouv|inscri|cadastr|rejestr/i;
const KNOWN = /log.?in|sign.?in|anmeld|einlog|connexion|acced|entrar|iniciar|zaloguj/i;
const LOST = /forg|reset|recover|lost|vergess|oubli|olvid|track/i;
const NEWS = /news|subscri|suscri|abonn|iscri/i;
const BUY = /checkout|kasse|commande|pago/i;

/** `fields`: what the visitor can fill in. `isSearch`: it is within a search landmark. `words`: names, ids, action. */
export function kindOf(fields: Looks[], isSearch: boolean, words: string): Kind {
  const tokens = fields.map((field) => attribute(field, 'autocomplete')).join(' ');
  const typed = fields.filter(isTyped);
  const count = (is: (field: Looks) => boolean) => typed.filter(is).length;
  const passwords = count((field) => field.type === 'password' || /-password/.test(attribute(field, 'autocomplete')));
  const mails = count((field) => field.type === 'email' || MAIL.test(attribute(field, 'autocomplete', 'name', 'id')));
  const texts = count((field) => field.type === 'textarea');

  if (/\bcc-|\b(shipping|billing)\b/.test(tokens)) return 'checkout';
  if (passwords) {
    const isNew = /new-password/.test(tokens);
    if (/current-password/.test(tokens)) return isNew ? 'other' : 'login';
    // Two passwords alone set another one.
    if (passwords > 1 && passwords === typed.length) return NEW.test(words) ? 'sign_up' : 'other';
    return isNew || passwords > 1 || typed.length > 3 || (NEW.test(words) && !KNOWN.test(words)) ? 'sign_up' : 'login';
  }
  if (/username|one-time-code/.test(tokens)) return 'login';
  if (
    isSearch ||
    (!mails && !texts && count((field) => field.type === 'search' || SEARCH.test(attribute(field, 'name'))))
  )
    return 'search';
  const addresses = count(
    (field) => ADDRESS.test(attribute(field, 'name', 'id')) && !MAIL.test(attribute(field, 'name', 'id')),
  );
  if (/street-address|address-l|postal-code/.test(tokens) || addresses > 1 || (BUY.test(words) && mails))
    return 'checkout';
  if (texts && (mails || count((field) => field.type === 'tel'))) return 'contact';
  if (mails && (typed.length < 2 || NEWS.test(words))) {
    return LOST.test(words)
      ? 'other'
      : NEW.test(words) && !NEWS.test(words)
        ? 'sign_up'
        : KNOWN.test(words)
          ? 'login'
          : 'newsletter';
  }
  return 'other';
}
