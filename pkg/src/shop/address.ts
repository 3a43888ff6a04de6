/** Which page of a shop an address is. Touches no page. */

import { isOwn } from '../capture/own';
import { words } from './words';

export type PageType = 'product' | 'category' | 'search' | 'cart' | 'checkout' | 'thank_you' | 'other';

/** Words that name the cart; buttons say them, and the addresses of its page. */
export const CART =
  '(?:shopping ?)?(?:cart|bag|basket|trolley)|warenkorb|einkaufs(?:wagen|korb|tasche)|panier|sac|carrito|carro|cesta|bolsa|carrello|borsa|carrinho|sacola|cesto|winkel(?:wagen|mand|mandje|wagentje)|mandje|koszyka?|torby|корзин[ауы]|кошика?|sepet(?:e|im|ime|ine)?|(?:varu|shopping|handle|indkøbs|ostos)?kor(?:g|gen|i|iin)|(?:kund|handle)vagn(?:en)?|(?:handle|indkøbs)?kurv(?:en)?|kosik[ua]?|kosar(?:ba)?|cos|ال(?:سله|سلة|عربه|عربة|حقيبة)|لل?سل[ةه]|سل[ةه]|عرب[ةه]';

/** Whether it is one of the shop's own pages or interfaces. */
export function isOfShop(address: string, base: string): boolean {
  const url = parsed(address);
  return !!url && /^http/.test(url.protocol) && isOwn(url.hostname, parsed(base)?.hostname);
}

/** Whether a request is about the cart, whatever it does to it. */
export const isOfCart = (address: string) => HAS_CART.test(words(decoded(parsed(address)?.pathname ?? '')));

const SEARCH =
  'search|suche|recherche|rechercher|buscar|busqueda|busca|pesquisa|cerca|ricerca|zoeken|szukaj|wyszukiwanie|poisk|поиск|пошук|arama|ara|sok|catalogsearch|search results?';
const CHECKOUT =
  'check ?outs?|one ?page ?checkout|one ?step ?checkout|kasse|kassa|caisse|commande|tramitar pedido|finalizar (?:la )?compra|finalizar pedido|cassa|afrekenen|kasa|zamowienie|oformlenie(?: zakaza)?|odeme|order';
const THANKS =
  'thank ?you|thanks|order ?(?:received|confirmation|confirmed|placed)|(?:check ?out|order) (?:\\S+ )?(?:finish|completed?|success)|danke|vielen dank|bestell ?bestatigung|bestellbestaetigung|merci|confirmation(?: de)? commande|gracias|pedido (?:confirmado|recibido)|grazie|obrigado|bedankt|dziekujemy|potwierdzenie zamowienia|spasibo|tesekkurler|tack';
const PRODUCT =
  'products?|produkte?|produits?|productos?|prodott[oi]|produtos?|items?|artikel|article|dp|pd|p|tovar|товар|urun|product page';
const CATEGORY =
  'categor(?:y|ies|ia|ias|ie)|collections?|kategori[ea]?|kategorien|collezion[ei]|coleccion(?:es)?|catalog(?:ue|o|us)?|katalog|каталог|c|shop all|product category|department';

const HAS_CART = new RegExp(` (?:${CART}|carts|line items?) `);

const is = (types: string) => new RegExp(`^ (?:${types}) $`);

const IS = {
  cart: is(`(?:my |mein |mon |mi |view )?(?:${CART})|checkout cart|cart page|korzina|sepetim|cart php`),
  checkout: is(CHECKOUT),
  thank_you: new RegExp(` (?:${THANKS}) `),
  search: is(`${SEARCH}|search php`),
  product: is(PRODUCT),
  category: is(CATEGORY),
};

/** Query parameters whose value is what was searched for, where the path says that it is a search. */
const QUERY = /[?&](q|s|k|query|search|search_query|keywords?|term|text|phrase)=/;

/** What the address says of its page. The home page and unknown addresses say nothing. */
export function typeOf(address: string): PageType | undefined {
  const url = parsed(address);
  if (!url) return undefined;
  const route = url.searchParams.get('route') ?? url.searchParams.get('controller');
  const path = (route ?? decoded(url.pathname)).replace(/\.(html?|aspx?|jsp)$/, '');
  const parts = path
    .split(/[/.]+/)
    .filter((part) => part && part !== 'index' && part !== 'php')
    .map((part) => words(part));
  const last = parts.at(-1) ?? '';
  const place = (kind: keyof typeof IS) => parts.map((part) => IS[kind].test(part)).lastIndexOf(true);
  const has = (kind: keyof typeof IS) => place(kind) >= 0;
  if (IS.thank_you.test(parts.slice(-3).join('').replace(/ +/g, ' '))) return 'thank_you';
  // "/checkout/cart/edit" is the cart's, "/cart/checkout" is not.
  const after = has('checkout') ? Math.max(place('cart'), place('checkout')) : parts.length - 1;
  if (has('cart') && place('cart') === after) return 'cart';
  if (has('checkout')) return 'checkout';
  if (has('search') || (last === '' && /[?&]s=/.test(url.search)))
    return QUERY.test(url.search) || IS.search.test(last) ? 'search' : undefined;
  const at = place('product');
  if (at >= 0 && (at < parts.length - 1 || route)) return 'product';
  return has('category') || at >= 0 ? 'category' : undefined;
}

/** Nothing where it is no address. */
export function parsed(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}

export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
