/**
 * What a button says that it does, in the languages of European and American shops. Touches no page.
 *
 * All texts are compared as words between spaces, in lower case and without accents: `\b` knows Latin letters only.
 */

import { CART, words } from './waypost-shop.js';

/** A commercial act that a visitor does by pressing something. */
export type Act = 'add_to_cart' | 'remove_from_cart' | 'add_to_wishlist' | 'begin_checkout';

/**
 * Besides the acts: 'buy' adds where there is a product, 'add' where a request of the cart's follows, 'remove' removes where
 * there is a cart, and 'no' is certain to be none of them, whatever the button's attributes say.
 */
export type Said = Act | 'buy' | 'add' | 'remove' | 'no';

const one = (words: string) => new RegExp(` (?:${words}) `);

/** Begins with a verb of adding, so that what follows may be a product's name. */
const ADD_FIRST = new RegExp(
  `^ (?:add|put|place|pop|ajoute[rz]|mettre|anadir|anade|agregar?|aggiungi|aggiungere|metti|adicionar|adicione|colocar|voeg|toevoegen|leg|plaats|dodaj|wloz|wrzuc|добавить|положить|додати|покласти|lagg|legg|læg|tilføj|pridat|vlozit|adauga|lisaa|اضف|اضافه|اضافة)(?: .*)? (?:${CART}) `,
);

/** Says it in another order: "in den Warenkorb", "do koszyka", "sepete ekle". */
const ADD = one(
  `in (?:den|die|meinen) (?:${CART})|(?:${CART}) (?:hinzufugen|legen)|in (?:mijn |de |het |je )?(?:winkel(?:wagen|mand|mandje|wagentje)|mandje)|do koszyka|в (?:мою )?корзину|(?:в|у) кошик|до кошика|sepet\\S* (?:ekle|at|ekleyin)|(?:lagg|kop) (?:till )?i \\S*(?:korgen|korg|vagn|vagnen)|do kosik[ua]|kosarba`,
);

/**
 * Going to the cart, a state, a choice to be made first. A button may say so while its attributes still say that it adds,
 * and "do koszyka" means another thing after a verb of going.
 */
const NO = one(
  'view|see|show|open|go to|visit|return|back|continue|keep|empty|added|in (?:your )?(?:cart|bag|basket)|sold out|out of stock|unavailable|notify|select|choose|options|more|details|subscribe|coupon|voucher|promo|gift ?card|log ?in|sign ?in' +
    '|ansehen|weiter|ausverkauft|wahlen|auswahlen|optionen|voir|choisir|epuise|rupture|ver|elegir|seleccionar|agotado|vedi|vai|scegli|esaurito|escolher|selecionar|esgotado|bekijk|naar|kies|uitverkocht|zobacz|przejdz|idz|wroc|wybierz|brak' +
    '|переити|смотреть|выбрать|нет в наличии|переглянути|обрати|немає|git|sec|tukendi|visa|ga till|valj|slut|slutsald|عرض|نفدت?',
);

const WISH = one(
  'wish ?list|favou?rites?|merkzettel|wunsch(?:liste|zettel)|merken|liste d envies|favoris|lista de deseos|favoritos|lista dei desideri|preferiti|lista de desejos|verlanglijst(?:je)?|favorieten|listy zyczen|ulubionych|избранное|избранному|обраного|обране|улюблених|список бажань|favorilere?|favorilerime|istek listesine|onskelistan?|favoriter|المفضلة|save for later',
);

const HAS_CART = one(CART);

const REMOVE =
  /^ (?:remove|delete|entfernen|loschen|supprimer|retirer|enlever|eliminar|quitar|borrar|rimuovi|elimina|togli|remover|excluir|verwijderen|verwijder|usun|удалить|убрать|видалити|прибрати|sil|kaldir|cikar|ta bort|radera|slet|fjern|حذف|ازالة) |(?:entfernen|loschen|verwijderen|sil|kaldir) $/;

/** What else may be removed in a cart. */
const NO_PRODUCT = one(
  'coupons?|code|voucher|discount|promo(?:tion)?|gift|filters?|address|account|card|note|all|gutschein|rabatt|adresse|bon|filtres?|cupon|descuento|direccion|filtros?|buono|sconto|filtri|cupom|kortingscode|kod|kupon|купон|промокод|фильтры?|filtrele?r?i?',
);

const CHECKOUT = new RegExp(
  '^ (?:(?:proceed|go|continue) to |secure |express )?check ?out(?: now| securely)? $' +
    '| (?:zur kasse|passer (?:la |ma )?commande|commander|valider (?:mon |le )?panier|finalizar (?:la |a )?compra|finalizar (?:el )?pedido|tramitar (?:el )?pedido|realizar pedido|ir a pagar|alla cassa|procedi (?:al|all|con|con l) (?:acquisto|ordine|pagamento|checkout)|fechar (?:o )?pedido|finalizar encomenda|afrekenen|naar de kassa|verder naar bestellen|do kasy|zloz zamowienie|realizuj zamowienie|zamawiam|оформить заказ|оформить|переити к оформлению|оформити|odemeye gec|alisverisi tamamla|siparisi tamamla|till kassan|til kassen|till betalning|k pokladne|penztarhoz|kassalle|finalizeaza comanda|اتمام (?:الشراء|الطلب)|الدفع) ',
);

const BUY =
  /^ (?:buy(?: it)?(?: now)?|order now|(?:jetzt |sofort )?(?:kaufen|bestellen)|acheter(?: maintenant)?|comprar(?: ahora| agora| ya)?|(?:acquista|compra)(?: ora| subito)?|(?:nu )?(?:kopen|bestellen)(?: nu)?|kup(?: teraz)?|купить(?: сеичас)?|купити(?: зараз)?|(?:hemen |simdi )?(?:satin )?al|kop(?: nu)?|koupit|cumpara(?: acum)?|osta(?: nyt)?|اشتري?(?: الان)?) $/;

/** May add, or open what lets one choose first, or add something that is not sold. */
const MAY_ADD =
  /^ (?:quick (?:add|buy|shop)|pre ?order(?: now)?|add|ajouter|hinzufugen|vorbestellen|precommander|anadir|agregar|aggiungi|adicionar|toevoegen|dodaj|добавить|додати|ekle|lagg till) $/;

/** What the name says that people read or hear. Nothing where it does not speak of shopping, like "+" or "OK". */
export function saidByName(name: string): Said | undefined {
  const text = words(name);
  // Sentences are no buttons' names, but a product's name may be part of one.
  if (text.length > 120) return undefined;
  if (REMOVE.test(text))
    return NO_PRODUCT.test(text) || WISH.test(text) ? 'no' : HAS_CART.test(text) ? 'remove_from_cart' : 'remove';
  if (ADD_FIRST.test(text)) return 'add_to_cart';
  if (CHECKOUT.test(text)) return 'begin_checkout';
  if (NO.test(text)) return 'no';
  if (ADD.test(text)) return 'add_to_cart';
  if (WISH.test(text)) return 'add_to_wishlist';
  if (MAY_ADD.test(text)) return 'add';
  return BUY.test(text) ? 'buy' : undefined;
}

const CODE_CART = '(?:shopping |my )?(?:carts?|basket|bag|trolley)';
const CODE_ITEM = '(?:items?|products?|lines?)';

const CODE: [Act, RegExp][] = [
  [
    'remove_from_cart',
    one(
      `(?:remove|delete|del) (?:${CODE_ITEM} )?(?:from )?${CODE_CART}|${CODE_CART} (?:${CODE_ITEM} )?(?:remove|delete)(?: ${CODE_ITEM})?|check ?out line item (?:remove|delete)`,
    ),
  ],
  [
    'add_to_wishlist',
    one(
      'add (?:item )?(?:to )?(?:wish ?list|favou?rites?)|(?:wish ?list|favou?rites?) (?:item |button |product )?add|to ?wish ?list',
    ),
  ],
  [
    'add_to_cart',
    one(`add ?(?:${CODE_ITEM} )?(?:to )?${CODE_CART}|${CODE_CART} (?:${CODE_ITEM} )?add(?: ${CODE_ITEM})?|check ?out line item add|atc`),
  ],
  [
    'begin_checkout',
    /^ check ?out(?: btn| button| link)? $| (?:proceed to|to|btn|button|cart) check ?out (?:btn |button |link )?$/,
  ],
];

/** Makes part of the cart that is no product. */
const CODE_NO = one(
  'added|coupon|code|voucher|discount|gift|note|address|shipping|estimate|wrapper|notification|message|error|success|count|icon|view|page',
);

/** What an identifier says: a class, an id, a field's name, a path: `addToCartBtn`, `product__add-to-cart`, `/api/cart/items/add`. */
export function saidByCode(identifier: string): Act | undefined {
  const text = words(identifier.replace(/([a-z\d])([A-Z])/g, '$1 $2')).replace(
    / addto(?=cart|basket|bag|wish)/g,
    ' add to ',
  );
  if (CODE_NO.test(text)) return undefined;
  return CODE.find(([, says]) => says.test(text))?.[0];
}
