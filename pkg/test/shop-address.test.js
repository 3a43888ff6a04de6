import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.js';

const { isOfCart, isOfShop, typeOf } = await load('../src/shop/address.ts');
const { actOf } = await load('../src/shop/asked.ts');
const { pageType } = await load('../src/shop/page-type.ts');

const PAGE = 'https://shop.example/somewhere';
const meant = (address) => {
  const { act, system, isVague } = actOf(address, PAGE) ?? {};
  return [act, system, !!isVague].filter(Boolean).join(' ');
};

test('an address that changes the cart says so, and whose convention it is', () => {
  const table = {
    '/?wc-ajax=add_to_cart': 'add_to_cart woocommerce',
    '?add-to-cart=42': 'add_to_cart woocommerce',
    '/cart/?remove_item=abc&_wpnonce=1': 'remove_from_cart woocommerce',
    '/wp-json/wc/store/v1/cart/add-item': 'add_to_cart woocommerce',
    '/checkout/cart/add/uenc/aHR0/product/1402/': 'add_to_cart magento',
    '/checkout/cart/delete/': 'remove_from_cart magento',
    '/checkout/sidebar/removeItem/': 'remove_from_cart magento',
    '/checkout/cart/updatePost/': 'update magento true',
    '/wishlist/index/add/': 'add_to_wishlist magento',
    '/cart?add=1&id_product=3': 'add_to_cart prestashop',
    '/panier?id_product=3&add=1': 'add_to_cart prestashop',
    '/cart?delete=1&id_product=3': 'remove_from_cart prestashop',
    'index.php?route=checkout/cart/add': 'add_to_cart opencart',
    'index.php?route=checkout/cart.add&language=en-gb': 'add_to_cart opencart',
    'index.php?route=checkout/cart/remove': 'remove_from_cart opencart',
    '/cart.php?action=add&product_id=111': 'add_to_cart bigcommerce',
    '/remote/v1/cart/add': 'add_to_cart bigcommerce',
    '/api/storefront/carts/abc/items': 'add_to_cart bigcommerce',
    '/api/storefront/carts': 'add_to_cart bigcommerce true',
    '/cart/add.js': 'add_to_cart shopify',
    '/en-gb/cart/add.js': 'add_to_cart shopify',
    '/cart/change?line=1&quantity=0': 'remove_from_cart shopify',
    '/cart/change.js': 'update shopify true',
    '/cart/add': 'add_to_cart',
    '/api/v2/basket/items/add': 'add_to_cart',
    '/shop/addToCart.do': 'add_to_cart',
    'https://api.shop.example/cart/add': 'add_to_cart',
    '/cart/remove': 'remove_from_cart',
    '/checkout/line-item/add': 'add_to_cart',
    '/de/checkout/line-item/add': 'add_to_cart',
    '/checkout/line-item/delete/0189': 'remove_from_cart',
  };
  for (const [address, expected] of Object.entries(table)) assert.equal(meant(address), expected, address);
});

test('other addresses mean no act', () => {
  const others = [
    '/cart',
    '/cart.js',
    '/graphql',
    '/checkout/line-item/change-quantity/0189',
    '/api/cart',
    '/cart/add-coupon',
    '/?wc-ajax=get_refreshed_fragments',
    '/blog/add',
  ];
  others.push('https://www.google-analytics.com/g/collect?en=add_to_cart', 'https://tracker.example/cart/add');
  others.push('/g/collect?en=add_to_cart&dl=https%3A%2F%2Fshop.example%2Fcart%2Fadd', 'mailto:cart/add@x.example');
  others.push('javascript:void(0)', '#', '/checkout', '/cart?ajax=1&action=refresh', '/index.php?route=checkout/cart');
  for (const address of others) assert.equal(meant(address), '', address);
});

test('requests about the cart are told from others', () => {
  for (const path of ['/api/v2/cart/lines', '/basket', '/warenkorb/x', '/api/carts/1', '/checkout/line-item/change-quantity/1'])
    assert.ok(isOfCart(`https://a.example${path}`), path);
  for (const path of ['/api/products', '/cartoon', '/', '/g/collect?x=/cart/'])
    assert.ok(!isOfCart(`https://a.example${path}`), path);
  assert.ok(isOfShop('https://api.shop.example/x', PAGE) && isOfShop('https://www.shop.example/x', PAGE));
  for (const address of ['https://other.example/x', 'wss://shop.example/x', 'mailto:cart@shop.example', 'no address'])
    assert.ok(!isOfShop(address, PAGE), address);
  assert.ok(!isOfShop('https://evil.co.uk/cart/add', 'https://shop.co.uk/'));
});

test('an address tells the type of its page in many languages', () => {
  const table = {
    cart: [
      '/cart',
      '/en/cart/',
      '/basket.html',
      '/bag',
      '/warenkorb',
      '/panier',
      '/carrito',
      '/carrello',
      '/winkelwagen',
      '/koszyk',
      '/sepetim',
      '/varukorg',
      '/корзина',
      '/checkout/cart/',
      '/cart.php',
      '/index.php?route=checkout/cart',
      '/cart?action=show',
      '/checkout/cart/edit',
      '/cart-page',
    ],
    checkout: [
      '/checkout',
      '/checkouts/cn/abc',
      '/kasse',
      '/commande',
      '/afrekenen',
      '/order',
      '/odeme',
      '/onepage-checkout',
      '/cart/checkout',
      '/index.php?route=checkout/checkout',
      '/checkout/shipping',
    ],
    thank_you: [
      '/thank-you',
      '/checkout/onepage/success/',
      '/checkout/order-received/1042/?key=x',
      '/order-confirmation?id_order=7',
      '/danke',
      '/merci.html',
      '/gracias',
      '/order/confirmed',
      '/index.php?route=checkout/success',
      '/checkouts/cn/abc/thank-you',
      '/checkout/finish?orderId=1',
      '/checkout/42/complete',
      '/s/shop/orderconfirmation',
    ],
    search: [
      '/search?q=mug',
      '/suche?q=x',
      '/recherche',
      '/search.php?search_query=x',
      '/catalogsearch/result/?q=x',
      '/?s=mug',
      '/index.php?route=product/search&search=x',
    ],
    product: [
      '/products/heron-jug',
      '/collections/all/products/jug',
      '/product/mug/',
      '/p/heron-jug',
      '/produkt/tasse',
      '/item/42',
      '/index.php?route=product/product&product_id=42',
    ],
    category: [
      '/collections/all',
      '/category/mugs',
      '/product-category/mugs',
      '/c/all',
      '/kategorie/tassen',
      '/products',
      '/catalog/mugs',
    ],
  };
  for (const [type, addresses] of Object.entries(table)) {
    for (const address of addresses) assert.equal(typeOf(new URL(address, PAGE).href), type, address);
  }
  for (const address of ['/', '/about', '/blog/our-cart-story', '/contact', '/products.json.html.x/..', '/login']) {
    assert.equal(typeOf(new URL(address, PAGE).href), undefined, address);
  }
});

const signs = { address: `${PAGE}`, body: [], byButtons: () => undefined };
const type = (more) => {
  const { type, why } = pageType({ ...signs, ...more });
  return `${type} ${why}`;
};

test('what a system writes on the body goes before all else', () => {
  const table = {
    'product body': ['single-product', 'template-product', 'catalog-product-view', 'product-product-42', 'product'],
    'category body': [
      'post-type-archive-product',
      'tax-product_cat',
      'template-collection',
      'catalog-category-view',
      'category',
    ],
    'cart body': ['woocommerce-cart', 'template-cart', 'checkout-cart-index', 'cart'],
    'checkout body': ['woocommerce-checkout', 'checkout-index-index', 'checkout'],
    'thank_you body': [
      'woocommerce-order-received',
      'order-confirmation',
      'checkout-onepage-success',
      'checkout-success',
    ],
    'search body': ['search-results', 'catalogsearch-result-index', 'template-search'],
    'other none': ['home', 'has-cart-drawer', 'cart-empty', 'product-list-view', 'checkout-steps-theme'],
  };
  for (const [expected, tokens] of Object.entries(table)) {
    for (const token of tokens) assert.equal(type({ body: ['', 'gradient', token] }), expected, token);
  }
  assert.equal(type({ body: ['woocommerce-checkout', 'woocommerce-order-received'] }), 'thank_you body');
});

test('the other signs follow in the order in which they are believed', () => {
  const told = { type: 'product', source: 'json_ld' };
  assert.equal(type({ told, address: 'https://shop.example/cart' }), 'cart url');
  assert.equal(type({ told, address: 'https://shop.example/collections/all' }), 'product json_ld');
  assert.equal(type({ told, shopify: 'collection' }), 'category shopify');
  assert.equal(type({ ogType: 'og:product', address: 'https://shop.example/c/all' }), 'product open_graph');
  assert.equal(type({ ogType: 'product.group' }), 'category open_graph');
  assert.equal(type({ address: 'https://shop.example/p/mug' }), 'product url');
  assert.equal(type({ canonical: 'https://shop.example/p/mug' }), 'product url');
  assert.equal(type({ byButtons: () => 'product' }), 'product button');
  assert.equal(type({}), 'other none');
});

test('the home page shows products and is no category', () => {
  const address = 'https://shop.example/';
  assert.equal(type({ address, told: { type: 'category', source: 'microdata' } }), 'other none');
  assert.equal(type({ address, byButtons: () => 'category' }), 'other none');
});
