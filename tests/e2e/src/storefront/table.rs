//! The addresses of each shop system, and what they answer. The first that fits is taken.

use super::{Reply, Route, Storefront, System};

/// Shopify: `/cart/add.js` and forms to `/cart/add`, `/cart/change`, a checkout without the theme's scripts.
pub const SHOPIFY: Storefront = Storefront::new(&System {
    name: "shopify",
    price: 4950,
    has_inline_scripts: false,
    routes: &[
        page("/products/heron-jug", "product"),
        page("/products/quarry-bowl", "single"),
        page("/products/kestrel-plate", "soldout"),
        page("/collections/all", "category"),
        post("/cart/add.js", 422, SHOPIFY_REFUSES).saying("\"quantity\":99"),
        post("/cart/add.js", 200, SHOPIFY_BOWL).saying("41000000000021"),
        post("/cart/add.js", 200, SHOPIFY_MUG).saying("41000000000041"),
        post("/cart/add.js", 200, SHOPIFY_JUG).saying("41000000000012").then(2),
        post("/cart/add.js", 200, SHOPIFY_SKY),
        form("/cart/add", "/cart"),
        post("/cart/change.js", 200, SHOPIFY_CART).then(3),
        see("/cart/change?quantity=0", "/cart").then(0),
        form("/cart", "/checkouts/cn/abc"),
        page("/cart", "cart"),
        page("/checkouts/cn/abc", "checkout"),
        page("/checkouts/cn/abc/thank-you", "thanks"),
        page("/checkouts/cn/none/thank-you", "thanks-no-order"),
    ],
});

const SHOPIFY_REFUSES: &str =
    r#"{"status":422,"message":"Cart Error","description":"You can't add more Heron jug to the cart."}"#;
const SHOPIFY_JUG: &str = r#"{"items":[{"id":41000000000012,"quantity":2,"variant_id":41000000000012,"key":"41000000000012:aaf0",
 "title":"Heron jug - Moss","price":4950,"original_price":4950,"final_price":4950,"line_price":9900,"sku":"HJ-MOSS","vendor":"Larkmoor",
 "product_id":8000000000001,"handle":"heron-jug","product_title":"Heron jug","product_type":"Jugs","variant_title":"Moss"}]}"#;
const SHOPIFY_SKY: &str = r#"{"items":[{"id":41000000000011,"quantity":1,"variant_id":41000000000011,"key":"41000000000011:aaf1",
 "title":"Heron jug - Sky","price":4600,"original_price":4600,"final_price":4600,"line_price":4600,"sku":"HJ-SKY","vendor":"Larkmoor",
 "product_id":8000000000001,"handle":"heron-jug","product_title":"Heron jug","product_type":"Jugs","variant_title":"Sky"}]}"#;
const SHOPIFY_BOWL: &str = r#"{"items":[{"id":41000000000021,"quantity":1,"variant_id":41000000000021,"key":"41000000000021:bb01",
 "title":"Quarry bowl","price":2990,"final_price":2990,"line_price":2990,"sku":"QB-1","vendor":"Larkmoor","product_id":8000000000002,
 "handle":"quarry-bowl","product_title":"Quarry bowl","product_type":"Bowls","variant_title":null}]}"#;
const SHOPIFY_MUG: &str = r#"{"items":[{"id":41000000000041,"quantity":1,"variant_id":41000000000041,"key":"41000000000041:cc02",
 "title":"Dapple mug","price":1490,"original_price":1700,"final_price":1490,"line_price":1490,"sku":"DM-30","vendor":"Larkmoor",
 "product_id":8000000000004,"handle":"dapple-mug","product_title":"Dapple mug","product_type":"Mugs","variant_title":null}]}"#;
const SHOPIFY_CART: &str = r#"{"token":"c1","item_count":3,"total_price":14850,"currency":"EUR","items":[{"id":41000000000012,
 "quantity":3,"variant_id":41000000000012,"key":"41000000000012:aaf0","title":"Heron jug - Moss","price":4950,"final_price":4950,
 "line_price":14850,"sku":"HJ-MOSS","product_id":8000000000001,"product_title":"Heron jug","variant_title":"Moss"}]}"#;

/// WooCommerce: `?wc-ajax=`, links with `?add-to-cart=`, forms to the product's own address, `order-received`.
pub const WOOCOMMERCE: Storefront = Storefront::new(&System {
    name: "woocommerce",
    price: 1490,
    has_inline_scripts: false,
    routes: &[
        post("/?wc-ajax=add_to_cart", 200, r#"{"error":true,"product_url":"/product/last-one/"}"#)
            .saying("product_id=45"),
        post(
            "/?wc-ajax=add_to_cart",
            200,
            r#"{"fragments":{"div.widget_shopping_cart_content":""},"cart_hash":"6f1d"}"#,
        ),
        post("/?wc-ajax=update_order_review", 200, r#"{"result":"success","fragments":{}}"#),
        post(
            "/?wc-ajax=checkout",
            200,
            r#"{"result":"success","redirect":"/checkout/order-received/1042/?key=wc_order_x"}"#,
        ),
        page("/product/dapple-mug/", "product"),
        posted("/product/dapple-mug/", "product").then(2),
        page("/product/heron-jug/", "variable"),
        posted("/product/heron-jug/", "variable"),
        page("/shop/", "category"),
        form("/cart/", "/cart/").then(2),
        see("/cart/?remove_item=*", "/cart/?removed_item=1").then(0),
        page("/cart/", "cart"),
        page("/checkout/order-received/1042/", "thanks"),
        page("/checkout/order-received/", "thanks-no-order"),
        page("/checkout/", "checkout"),
    ],
});

/// Magento 2: `checkout/cart/add` with and without Ajax, customer sections, forms made of links.
pub const MAGENTO: Storefront = Storefront::new(&System {
    name: "magento",
    price: 2990,
    has_inline_scripts: false,
    routes: &[
        page("/heron-jug.html", "product"),
        page("/quarry-bowl.html", "plain"),
        page("/table.html", "category"),
        form("/checkout/cart/add/*", "/checkout/cart/").saying("&form_key="),
        post("/checkout/cart/add/*", 200, "[]"),
        data("GET", "/customer/section/load/", 200, MAGENTO_SECTIONS),
        form("/checkout/cart/updatePost/", "/checkout/cart/").then(2),
        form("/checkout/cart/delete/", "/checkout/cart/").then(0),
        form("/wishlist/index/add/", "/heron-jug.html"),
        form("/catalog/product_compare/add/", "/heron-jug.html"),
        page("/checkout/cart/", "cart"),
        post("/rest/default/V1/guest-carts/*", 200, "42"),
        page("/checkout/onepage/success/", "thanks"),
        page("/checkout/onepage/success/none/", "thanks-no-order"),
        page("/checkout/", "checkout"),
    ],
});

const MAGENTO_SECTIONS: &str = r#"{"cart":{"summary_count":1,"subtotalAmount":"46.0000","items":[{"product_type":"configurable",
 "qty":1,"item_id":"77","product_id":"1402","product_sku":"HJ-04","product_name":"Heron jug","product_price_value":46}],"data_id":1790000000},
 "messages":{"messages":[{"type":"success","text":"You added Heron jug to your shopping cart."}],"data_id":1790000000}}"#;

/// PrestaShop: `/cart` with `add`, `update` and `delete`, by form, fetch and link.
pub const PRESTASHOP: Storefront = Storefront::new(&System {
    name: "prestashop",
    price: 4600,
    has_inline_scripts: false,
    routes: &[
        page("/jugs/1-5-heron-jug.html", "product"),
        page("/2-bol.html", "plain"),
        page("/4-jugs", "category"),
        post(
            "/cart?update=1",
            200,
            r#"{"success":true,"id_product":1,"id_product_attribute":5,"quantity":2,"errors":""}"#,
        )
        .then(2),
        post("/cart?delete=1", 200, r#"{"success":true,"id_product":1,"id_product_attribute":5,"errors":""}"#).then(0),
        post(
            "/cart?rand=*",
            200,
            r#"{"hasError":false,"products":[{"id":1,"name":"Heron jug","quantity":1,"price_float":46}],"nbTotalProducts":1}"#,
        ),
        post("/cart", 200, r#"{"hasError":true,"errors":["There are not enough products in stock"],"quantity":0}"#)
            .saying("qty=99"),
        form("/cart", "/cart?action=show").saying("id_product=2"),
        post("/cart", 200, PRESTASHOP_MOSS).saying("group%5B1%5D=2"),
        post("/cart", 200, PRESTASHOP_SKY),
        see("/cart?add=1", "/cart?action=show"),
        page("/cart", "cart"),
        page("/order", "checkout"),
        page("/order-confirmation?id_order=7", "thanks"),
        page("/order-confirmation?id_order=8", "thanks-untagged"),
    ],
});

const PRESTASHOP_MOSS: &str = r#"{"success":true,"id_product":1,"id_product_attribute":6,"id_customization":0,"quantity":2,
 "cart":{"products":[{"id_product":1,"id_product_attribute":6,"name":"Heron jug","reference":"HJ-MOSS","quantity":2,"price_wt":49.5}],
 "totals":{"total":{"amount":99}},"products_count":2},"errors":""}"#;
const PRESTASHOP_SKY: &str = r#"{"success":true,"id_product":1,"id_product_attribute":5,"id_customization":0,"quantity":2,
 "cart":{"products":[{"id_product":1,"id_product_attribute":5,"name":"Heron jug","reference":"HJ-SKY","quantity":2,"price_wt":46}],
 "totals":{"total":{"amount":92}},"products_count":2},"errors":""}"#;

/// OpenCart 3 and 4: everything at `index.php?route=`.
pub const OPENCART: Storefront = Storefront::new(&System {
    name: "opencart",
    price: 2990,
    has_inline_scripts: true,
    routes: &[
        page("/heron-jug", "product"),
        page("/quarry-bowl", "four"),
        page("/tableware", "category"),
        post("/index.php?route=checkout/cart/add", 200, r#"{"error":{"option":{"226":"Colour required!"}}}"#)
            .saying("option%5B226%5D=&"),
        post("/index.php?route=checkout/cart/add", 200, OPENCART_ADDED),
        post("/index.php?route=checkout/cart.add", 200, OPENCART_ADDED),
        post(
            "/index.php?route=checkout/cart/remove",
            200,
            r#"{"success":"Success: You have modified your shopping cart!","total":"0 item(s) - $0.00"}"#,
        )
        .then(0),
        form("/index.php?route=checkout/cart/edit", "/index.php?route=checkout/cart").then(2),
        post(
            "/index.php?route=account/wishlist*",
            200,
            r#"{"success":"Success: You have added it to your wish list!"}"#,
        ),
        post(
            "/index.php?route=product/compare*",
            200,
            r#"{"success":"Success: You have added it to your product comparison!"}"#,
        ),
        page("/index.php?route=checkout/cart", "cart"),
        page("/index.php?route=checkout/checkout", "checkout"),
        page("/index.php?route=checkout/success&tagged=1", "thanks-tagged"),
        page("/index.php?route=checkout/success", "thanks"),
    ],
});

const OPENCART_ADDED: &str =
    r#"{"success":"Success: You have added it to your shopping cart!","total":"1 item(s) - $29.90"}"#;

/// BigCommerce: the remote and the storefront's interface, and `/cart.php?action=add` by form and link.
pub const BIGCOMMERCE: Storefront = Storefront::new(&System {
    name: "bigcommerce",
    price: 2990,
    has_inline_scripts: false,
    routes: &[
        page("/heron-jug/", "product"),
        page("/quarry-bowl/", "plain"),
        page("/table/", "category"),
        post(
            "/remote/v1/cart/add",
            200,
            r#"{"data":{"error":"We don't have enough stock on hand for the quantity you selected."}}"#,
        )
        .saying("\r\n99\r\n"),
        post(
            "/remote/v1/cart/add",
            200,
            r#"{"data":{"cart_id":"c7","cart_item":{"id":"9d2a","hash":"h1","product_id":111}}}"#,
        ),
        post("/remote/v1/cart/update", 200, r#"{"data":{"status":"succeed"}}"#).saying("\r\n2\r\n").then(2),
        post("/remote/v1/cart/update", 200, r#"{"data":{"status":"succeed"}}"#).then(0),
        post("/api/storefront/carts", 200, BIGCOMMERCE_CART),
        form("/cart.php", "/cart.php"),
        see("/cart.php?action=add", "/cart.php"),
        page("/cart.php", "cart"),
        page("/checkout/order-confirmation", "thanks"),
        page("/checkout/order-confirmation/none", "thanks-no-order"),
        page("/checkout", "checkout"),
    ],
});

const BIGCOMMERCE_CART: &str = r#"{"id":"c7","currency":{"code":"USD"},"cartAmount":14.9,"lineItems":{"physicalItems":[{"id":"9d2b",
 "productId":113,"variantId":77,"sku":"DM-30","name":"Dapple mug","quantity":1,"salePrice":14.9,"listPrice":17}]}}"#;

/// A shop of one page with an interface of its own.
pub const HEADLESS: Storefront = Storefront::new(&System {
    name: "headless",
    price: 0,
    has_inline_scripts: false,
    routes: &[
        post("/api/v2/cart/lines", 409, r#"{"error":"not enough stock"}"#).saying("\"quantity\":99"),
        post("/api/v2/cart/lines", 201, r#"{"ok":true}"#),
        data("DELETE", "/api/v2/cart/lines/*", 200, r#"{"ok":true}"#),
        page("/p/*", "app"),
        page("/c/*", "app"),
        page("/bag", "app"),
        page("/checkout", "app"),
        page("/order/*", "app"),
    ],
});

/// Pages that somebody wrote by hand.
pub const PLAIN: Storefront = Storefront::new(&System {
    name: "plain",
    price: 0,
    has_inline_scripts: false,
    routes: &[
        page("/krug.html", "jug"),
        page("/mug.html", "mug"),
        page("/mug-again.html", "mug"),
        page("/bowl.html", "bowl"),
        page("/words.html", "words"),
        page("/no-words.html", "nowords"),
        page("/basket.html", "basket"),
        page("/warenkorb.html", "basket"),
        page("/thanks.html", "thanks"),
        page("/produit/cruche.html", "cruche"),
        page("/panier.html", "panier"),
        posted("/panier.html", "panier"),
        see("/panier/ligne/0/supprimer", "/panier.html"),
        see("/panier/coupon/supprimer", "/panier.html"),
        page("/commande.html", "commande"),
    ],
});

const fn page(target: &'static str, name: &'static str) -> Route {
    Route::new("GET", target, Reply::Page(name))
}

const fn posted(target: &'static str, name: &'static str) -> Route {
    Route::new("POST", target, Reply::Page(name))
}

const fn data(method: &'static str, target: &'static str, status: u16, text: &'static str) -> Route {
    Route::new(method, target, Reply::Data(status, text))
}

const fn post(target: &'static str, status: u16, text: &'static str) -> Route {
    data("POST", target, status, text)
}

/// A form's target, which sends the browser on.
const fn form(target: &'static str, address: &'static str) -> Route {
    Route::new("POST", target, Reply::See(address))
}

/// A link's target, which sends the browser on.
const fn see(target: &'static str, address: &'static str) -> Route {
    Route::new("GET", target, Reply::See(address))
}
