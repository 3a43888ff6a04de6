import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.js';

const { saidByCode, saidByName } = await load('../src/shop/phrases.ts');

const ADDS = {
  English: ['Add to cart', 'ADD TO BAG', 'Add to basket', 'Add 2 items to your cart', 'Add Ocean View print to cart'],
  German: ['In den Warenkorb', 'In den Einkaufswagen', 'Zum Warenkorb hinzufügen', 'In den Warenkorb legen'],
  French: ['Ajouter au panier', 'Ajouter à mon panier', 'Mettre dans le panier'],
  Spanish: ['Añadir al carrito', 'Añadir a la cesta', 'Agregar al carro', 'Agregar a la bolsa'],
  Italian: ['Aggiungi al carrello', 'Metti nel carrello'],
  Portuguese: ['Adicionar ao carrinho', 'Adicionar à sacola', 'Colocar no carrinho'],
  Dutch: ['In winkelwagen', 'In mijn winkelmandje', 'Toevoegen aan winkelwagen', 'Voeg toe aan winkelmand'],
  Polish: ['Dodaj do koszyka', 'Do koszyka', 'Włóż do koszyka'],
  Russian: ['В корзину', 'Добавить в корзину', 'Положить в корзину'],
  Ukrainian: ['До кошика', 'Додати до кошика', 'Додати в кошик', 'У кошик'],
  Turkish: ['Sepete ekle', 'SEPETE EKLE', 'Sepete at', 'Alışveriş sepetine ekle'],
  Swedish: ['Lägg i varukorgen', 'Lägg till i varukorg', 'Lägg i kundvagn', 'Köp i varukorgen'],
  Arabic: ['أضف إلى السلة', 'إضافة إلى السلة', 'أضف إلى عربة التسوق'],
  others: [
    'Do košíku',
    'Přidat do košíku',
    'Kosárba',
    'Legg i handlekurv',
    'Læg i kurv',
    'Adaugă în coș',
    'Lisää ostoskoriin',
  ],
};

for (const [language, names] of Object.entries(ADDS)) {
  test(`a button that adds to the cart says so in ${language}`, () => {
    for (const name of names) assert.equal(saidByName(name), 'add_to_cart', name);
  });
}

test('a button that may add, or do something else, is told from those that say so', () => {
  for (const name of ['Quick add', 'Add', 'Pre-order', 'PRE-ORDER NOW', 'Ajouter', 'Añadir', 'Hinzufügen', 'Добавить'])
    assert.equal(saidByName(name), 'add', name);
  for (const name of ['Add address', 'Ajouter un avis', 'Add a note', 'Pre-order policy', 'Quick view', 'Additional'])
    assert.notEqual(saidByName(name), 'add', name);
  assert.equal(saidByName('Ajouter au panier'), 'add_to_cart');
});

const OTHERS = [
  'View cart',
  'Your cart is empty',
  'Go to cart',
  'Cart',
  'Bag (2)',
  'Added to cart',
  'In your bag',
  'Continue shopping',
  'Select options',
  'Sold out',
  'Notify me',
  'Subscribe',
  'OK',
  '+',
  'Add address',
  'Add a review',
  'Update cart',
  'Apply coupon',
  'Add gift card',
  'Zum Warenkorb',
  'Warenkorb ansehen',
  'Warenkorb',
  'Weiter einkaufen',
  'Ausverkauft',
  'Voir le panier',
  'Mon panier',
  'Votre panier est vide',
  'Continuer mes achats',
  'Ver carrito',
  'Seguir comprando',
  'Vaciar carrito',
  'Tu cesta está vacía',
  'Vai al carrello',
  'Continua lo shopping',
  'Ver carrinho',
  'Continuar comprando',
  'Bekijk winkelwagen',
  'Naar winkelwagen',
  'Verder winkelen',
  'Przejdź do koszyka',
  'Zobacz koszyk',
  'Kontynuuj zakupy',
  'Перейти в корзину',
  'Корзина пуста',
  'В корзине',
  'Продолжить покупки',
  'Перейти до кошика',
  'Кошик порожній',
  'Sepete git',
  'Sepetim',
  'Alışverişe devam et',
  'Visa varukorgen',
  'Gå till varukorgen',
  'Fortsätt handla',
  'عرض السلة',
  'متابعة التسوق',
  'السلة فارغة',
  'Bolsa de cuero',
  'Tote bag',
  'Add your company, your vat number and whatever else is needed for the delivery of what is in your basket to the address below',
];

test('names of other buttons are no act', () => {
  for (const name of OTHERS) assert.ok([undefined, 'no'].includes(saidByName(name)), `${name}: ${saidByName(name)}`);
});

test('removing from the cart is told from removing something else', () => {
  const says = (said, names) => names.forEach((name) => assert.equal(saidByName(name), said, name));
  says('remove_from_cart', [
    'Remove from cart',
    'Remove Blue mug from your bag',
    'Aus dem Warenkorb entfernen',
    'Supprimer du panier',
  ]);
  says('remove_from_cart', [
    'Eliminar del carrito',
    'Rimuovi dal carrello',
    'Verwijderen uit winkelwagen',
    'Usuń z koszyka',
  ]);
  says('remove_from_cart', ['Удалить из корзины', 'Видалити з кошика', 'Ta bort från varukorgen']);
  says('remove', [
    'Remove',
    'Delete',
    'Entfernen',
    'Löschen',
    'Supprimer',
    'Eliminar',
    'Usuń',
    'Удалить',
    'Kaldır',
    'Remove Blue mug',
  ]);
  says('no', ['Remove coupon', 'Delete address', 'Remove from wishlist', 'Remove all filters', 'Gutschein entfernen']);
});

test('the list of wishes is told from the cart', () => {
  const names = [
    'Add to wishlist',
    'Add to Wish List',
    'Add to favorites',
    'Auf den Merkzettel',
    'Zur Wunschliste hinzufügen',
  ];
  names.push(
    'Ajouter aux favoris',
    'Añadir a favoritos',
    'Aggiungi ai preferiti',
    'Adicionar aos favoritos',
    'Dodaj do ulubionych',
  );
  names.push('В избранное', 'Favorilere ekle', 'Lägg till i önskelistan', 'Toevoegen aan favorieten', 'Save for later');
  for (const name of names) assert.equal(saidByName(name), 'add_to_wishlist', name);
  for (const name of ['View wishlist', 'Added to wishlist']) assert.equal(saidByName(name), 'no', name);
});

test('going to pay is told from paying', () => {
  const names = [
    'Checkout',
    'Check out',
    'Proceed to checkout',
    'Go to checkout',
    'Secure checkout',
    'Zur Kasse',
    'Zur Kasse gehen',
  ];
  names.push(
    'Passer la commande',
    'Commander',
    'Finalizar compra',
    'Tramitar pedido',
    'Vai alla cassa',
    "Procedi all'acquisto",
  );
  names.push('Fechar pedido', 'Afrekenen', 'Naar de kassa', 'Przejdź do kasy', 'Оформить заказ', 'Оформити замовлення');
  names.push('Ödemeye geç', 'Alışverişi tamamla', 'Till kassan', 'إتمام الشراء');
  for (const name of names) assert.equal(saidByName(name), 'begin_checkout', name);
  for (const name of ['Check out our new collection', 'Self-checkout tills', 'Pay now', 'Place order']) {
    assert.notEqual(saidByName(name), 'begin_checkout', name);
  }
});

test('buying is a word of its own', () => {
  const names = [
    'Buy now',
    'Buy it now',
    'Jetzt kaufen',
    'Acheter',
    'Comprar ahora',
    'Acquista ora',
    'Comprar agora',
    'Nu kopen',
  ];
  names.push('Kup teraz', 'Купить', 'Купити', 'Hemen al', 'Satın al', 'Köp', 'Köp nu', 'اشتر الآن');
  for (const name of names) assert.equal(saidByName(name), 'buy', name);
  for (const name of ['Buyers guide', 'How to buy', 'Sell and buy now and then'])
    assert.notEqual(saidByName(name), 'buy', name);
});

test('identifiers of the code say what a button without a name does', () => {
  const says = (act, names) => names.forEach((name) => assert.equal(saidByCode(name), act, name));
  says('add_to_cart', [
    'add-to-cart',
    'addToCart',
    'btn-addtocart',
    'AddToCartButton',
    'product__add-to-bag',
    'add_to_basket',
    'js-cart-add',
  ]);
  says('add_to_cart', [
    '/api/cart/add',
    '/cart/add.js',
    '/basket/items/add',
    '/shop/addItemToCart',
    '/cart/addItem',
    'data-add-to-cart',
  ]);
  says('remove_from_cart', [
    'remove-from-cart',
    'cart-item-remove',
    'cart__remove',
    '/cart/remove',
    'removeItemFromCart',
    '/cart/items/delete',
  ]);
  says('add_to_wishlist', ['add-to-wishlist', 'addToFavorites', 'wishlist-add', '/wishlist/add']);
  says('begin_checkout', ['checkout', 'checkout-button', 'btn-checkout', 'proceed-to-checkout', 'cartCheckout']);
  says(undefined, [
    'cart',
    'added-to-cart',
    'view-cart',
    'cart-count',
    'add-to-cart-wrapper',
    'address-book',
    'badge',
    'btn-primary',
  ]);
  says(undefined, [
    '/cart',
    '/cart.js',
    '/api/cart',
    '/cart/add-coupon',
    '/cart/shipping/estimate',
    '/wishlist',
    'checkout-steps',
    'cart-added',
  ]);
});

const { saysNone } = await load('../src/shop/results.ts');

test('a search without results says so', () => {
  const none = ['No results found', 'No products were found matching your selection.', '0 results', 'Nothing found'];
  none.push('Keine passenden Ergebnisse', 'Es wurden keine Produkte gefunden', 'Aucun résultat', 'Sin resultados');
  none.push(
    'No se encontraron resultados',
    'Nessun risultato',
    'Nenhum produto encontrado',
    'Geen resultaten gevonden',
  );
  none.push(
    'Brak wyników',
    'Ничего не найдено',
    'Нічого не знайдено',
    'Sonuç bulunamadı',
    'Inga träffar',
    'لا توجد نتائج',
  );
  for (const text of none) assert.ok(saysNone(text), text);
  for (const text of ['120 results', '10 Produkte', 'Results for “no”', 'Mug', '', 'No shipping costs']) {
    assert.ok(!saysNone(text), text);
  }
});
