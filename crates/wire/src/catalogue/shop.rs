//! Products, cart, checkout. Names and fields are those of GA4 where it has them.

use super::Kind::{Decimal, List, Short, Text, Whole};
use super::Stage::{Awareness, Consideration, Purchase};
use super::Unit::Count;
use super::{Entry, FOUND, Field, ITEM, may, must};

const ITEMS: &[Field] = &[must("items", List(ITEM), "the products")];
const MAY_ITEMS: &[Field] = &[may("items", List(ITEM), "the products, where they are known")];
const MONEY: &[Field] =
    &[may("currency", Short(3), "of all money here (ISO 4217)"), may("value", Decimal, "sum of price times quantity")];
const LIST: &[Field] = &[may("item_list_id", Text, "id of the list"), may("item_list_name", Text, "its name")];
const PROMOTION: &[Field] = &[
    may("promotion_id", Text, "id of the promotion"),
    may("promotion_name", Text, "its name"),
    may("creative_name", Text, "name of the banner"),
    may("creative_slot", Text, "where it stands"),
];
const COUPON: &[Field] = &[may("coupon", Text, "coupon of the whole cart")];
const ORDER: &[Field] = &[
    may("transaction_id", Text, "the shop's number of the order"),
    may("tax", Decimal, "tax in it"),
    may("shipping", Decimal, "cost of delivery in it"),
];
const ITEM_NAMED: &[Field] =
    &[must("item_id", Text, "the product's number"), may("item_name", Text, "the product's name")];

const CALLED: &str = "the shop says so, by a call, a declaration in the page or its `dataLayer`";

pub const EVENTS: &[Entry] = &[
    Entry {
        name: "view_item_list",
        stage: Awareness,
        is_macro: false,
        when: CALLED,
        not: "by itself",
        fields: &[LIST, ITEMS, FOUND],
        is_open: true,
        example: r#"{"item_list_name": "Tableware", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "index": 1}]}"#,
    },
    Entry {
        name: "select_item",
        stage: Consideration,
        is_macro: false,
        when: "a product is chosen from a list: told by the shop or its `dataLayer`, by following the link of a card that \
            shows what the product costs or which it is, or in an offer, whose `id` is then the `item_list_id`",
        not: "links in menus, carts and checkouts; what adds to the cart",
        fields: &[LIST, ITEMS, FOUND],
        is_open: true,
        example: r#"{"item_list_name": "Tableware", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "index": 1}]}"#,
    },
    Entry {
        name: "view_promotion",
        stage: Awareness,
        is_macro: false,
        when: CALLED,
        not: "by itself",
        fields: &[PROMOTION, MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"promotion_id": "autumn", "promotion_name": "Autumn weeks", "creative_slot": "top"}"#,
    },
    Entry {
        name: "select_promotion",
        stage: Awareness,
        is_macro: false,
        when: "the shop says so, by a call, a declaration in the page or its `dataLayer`; or a link is pressed in an offer of its own, \
            whose `id` is then the `promotion_id` and whose words are the `creative_name`",
        not: "by itself",
        fields: &[PROMOTION, MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"promotion_id": "autumn", "promotion_name": "Autumn weeks", "creative_slot": "top"}"#,
    },
    Entry {
        name: "view_item",
        stage: Consideration,
        is_macro: false,
        when: "the page is about one product, as the shop, `dataLayer`, `data-waypost-…` or structured data say; once a view",
        not: "lists of products; a product beside the one that the page is about",
        fields: &[MONEY, ITEMS, FOUND],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "14.90", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90"}], "source": "json_ld", "confidence": 85}"#,
    },
    Entry {
        name: "search",
        stage: Awareness,
        is_macro: false,
        when: "a page shows what was searched for",
        not: "the words are never recorded",
        fields: &[&[may("results", Whole(Count), "products found")], FOUND],
        is_open: false,
        example: r#"{"results": 0}"#,
    },
    Entry {
        name: "out_of_stock",
        stage: Consideration,
        is_macro: false,
        when: "a product page says that the product is not to be had; once a view",
        not: "products in lists",
        fields: &[ITEM_NAMED, FOUND],
        is_open: false,
        example: r#"{"item_id": "dapple-mug", "item_name": "Dapple mug", "source": "json_ld", "confidence": 85}"#,
    },
    Entry {
        name: "hesitation",
        stage: Consideration,
        is_macro: false,
        when: "a product is looked at again and again without being put into the cart",
        not: "it is in the cart",
        fields: &[ITEM_NAMED, &[must("views", Whole(Count), "views of it so far")]],
        is_open: false,
        example: r#"{"item_id": "dapple-mug", "item_name": "Dapple mug", "views": 3}"#,
    },
    Entry {
        name: "add_to_wishlist",
        stage: Consideration,
        is_macro: false,
        when: CALLED,
        not: "by itself",
        fields: &[MONEY, ITEMS, FOUND],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "14.90", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90"}]}"#,
    },
    Entry {
        name: "add_to_cart",
        stage: Purchase,
        is_macro: false,
        when: "products are put into the cart: told by the shop, its `dataLayer` or `data-waypost-…`, or found by the forms, requests and buttons of the shop system",
        not: "the shop refused it; the same act told by a second source",
        fields: &[MONEY, MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "29.80", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "quantity": 2, "item_variant": "blue"}], "source": "shopify", "confidence": 80}"#,
    },
    Entry {
        name: "remove_from_cart",
        stage: Purchase,
        is_macro: false,
        when: "products are taken out of the cart: as `add_to_cart`",
        not: "the cart is emptied by a purchase",
        fields: &[MONEY, MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "29.80", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "quantity": 2, "item_variant": "blue"}]}"#,
    },
    Entry {
        name: "cart_update",
        stage: Purchase,
        is_macro: false,
        when: "the cart as a whole has changed",
        not: "it is the same as before",
        fields: &[MONEY, MAY_ITEMS, &[may("version", Whole(Count), "counts the changes of this cart")], FOUND],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "29.80", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "quantity": 2, "item_variant": "blue"}], "version": 4}"#,
    },
    Entry {
        name: "cart_restore",
        stage: Purchase,
        is_macro: false,
        when: "the link to a kept cart was followed, and the collector has given the cart",
        not: "the link is over or was changed: nothing is recorded then. What is in the shop's cart afterwards, the shop tells",
        fields: &[MONEY, MAY_ITEMS, &[may("version", Whole(Count), "how many changes the cart had seen")]],
        is_open: false,
        example: r#"{"currency": "EUR", "value": "29.80", "items": [{"item_id": "dapple-mug", "price": "14.90", "quantity": 2}], "version": 3}"#,
    },
    Entry {
        name: "price_drop",
        stage: Purchase,
        is_macro: false,
        when: "a product in the cart is seen at a lower price",
        not: "its price rises; another currency",
        fields: &[&[
            must("item_id", Text, "the product's number"),
            must("from", Decimal, "price when it was put into the cart"),
            must("to", Decimal, "price now"),
            may("currency", Short(3), "of both (ISO 4217)"),
        ]],
        is_open: false,
        example: r#"{"item_id": "dapple-mug", "from": "14.90", "to": "11.90", "currency": "EUR"}"#,
    },
    Entry {
        name: "view_cart",
        stage: Purchase,
        is_macro: false,
        when: "the cart page is shown, or the shop says so",
        not: "a small cart at the edge of another page opens, unless the shop says so",
        fields: &[MONEY, MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "29.80", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "quantity": 2, "item_variant": "blue"}]}"#,
    },
    Entry {
        name: "begin_checkout",
        stage: Purchase,
        is_macro: false,
        when: "the checkout begins: told by the shop or its `dataLayer`, or found by its page",
        not: "further steps of the same checkout",
        fields: &[MONEY, COUPON, MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "29.80", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "quantity": 2, "item_variant": "blue"}]}"#,
    },
    Entry {
        name: "add_shipping_info",
        stage: Purchase,
        is_macro: false,
        when: CALLED,
        not: "by itself",
        fields: &[MONEY, COUPON, &[may("shipping_tier", Text, "chosen way of delivery")], MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "29.80", "shipping_tier": "standard", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "quantity": 2, "item_variant": "blue"}]}"#,
    },
    Entry {
        name: "add_payment_info",
        stage: Purchase,
        is_macro: false,
        when: CALLED,
        not: "by itself",
        fields: &[
            MONEY,
            COUPON,
            &[may("payment_type", Text, "chosen way of paying, never a number")],
            MAY_ITEMS,
            FOUND,
        ],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "29.80", "payment_type": "invoice", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "quantity": 2, "item_variant": "blue"}]}"#,
    },
    Entry {
        name: "purchase",
        stage: Purchase,
        is_macro: true,
        when: "an order is placed: told by the shop or its `dataLayer`, or found on its thank-you page",
        not: "the same `transaction_id` again, by a reload, another tab or the back button: the collector stores it once a site",
        fields: &[ORDER, MONEY, COUPON, MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"transaction_id": "A-2041", "currency": "EUR", "value": "33.70", "shipping": "3.90", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "quantity": 2, "item_variant": "blue"}]}"#,
    },
    Entry {
        name: "refund",
        stage: Purchase,
        is_macro: false,
        when: CALLED,
        not: "by itself",
        fields: &[ORDER, MONEY, COUPON, MAY_ITEMS, FOUND],
        is_open: true,
        example: r#"{"transaction_id": "A-2041", "currency": "EUR", "value": "14.90", "items": [{"item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90"}]}"#,
    },
];
