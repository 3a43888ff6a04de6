//! PrestaShop: combinations with fetch, a French form that leaves the page, an old theme's list, the confirmed order.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::storefront::PRESTASHOP;
use waypost_e2e::told::{Told, any, one, told};
use waypost_e2e::walk::Walk;

const JUG: &str = "/jugs/1-5-heron-jug.html";
const BOWL: &str = "/2-bol.html";
const PLATFORM: &[&str] = &["prestashop"];

#[tokio::test]
async fn a_prestashop_shop_is_told() -> Result<()> {
    let mut walk = Walk::to(PRESTASHOP).await?;
    products_are_seen_and_added_from_lists_and_pages(&mut walk).await?;
    walk.without(&[]);
    the_cart_the_checkout_and_the_order_are_told(&mut walk).await?;
    each_source_stands_in_for_the_one_before_it(&mut walk).await?;
    walk.end().await
}

async fn products_are_seen_and_added_from_lists_and_pages(walk: &mut Walk) -> Result<()> {
    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug().from(&["data_layer"]));
    walk.choose("#group_1", "2").await?;
    walk.stage.fill("#quantity_wanted", "2").await?;
    walk.press(".add-to-cart").await?;
    walk.sees("#blockcart-modal").await?;
    walk.tells(added(jug(2)).from(PLATFORM));

    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug());
    walk.press(".wishlist-button-add").await?;
    walk.stage.fill("#quantity_wanted", "99").await?;
    walk.press(".add-to-cart").await?;
    walk.reads("#product-availability").await?;
    walk.press(".blockcart a").await?;
    walk.arrive("/cart", "cart").await?;
    walk.tells(told("view_cart"));

    walk.open("/4-jugs", "category").await?;
    walk.press(".ajax_add_to_cart_button.disabled").await?;
    walk.press("#jug").await?;
    walk.sees("#jug.added").await?;
    let jug = json!({"item_id": any(&["1", "HJ"]), "item_name": "Heron jug", "price": "46.00", "quantity": 1});
    walk.tells(added(jug).from(PLATFORM));
    walk.press("#bowl").await?;
    let bowl = json!({"item_id": "2", "item_name": "Quarry bowl", "price": "29.90", "quantity": 1});
    walk.tells(added(bowl).from(PLATFORM));
    walk.arrive("/cart", "cart").await?;
    walk.tells(told("view_cart"));

    walk.open(BOWL, "product").await?;
    let bowl = json!({"item_id": "BC-2", "item_name": "Bol Carrière", "price": "1299.90"});
    walk.tells(told("view_item").with(one("EUR", bowl)).from(&["microdata"]));
    walk.press(".add-to-cart[disabled]").await?;
    walk.stage.fill("#quantity_wanted", "2").await?;
    walk.press("#add-to-cart-or-refresh .add-to-cart").await?;
    let bowl = json!({"item_id": any(&["BC-2", "2"]), "item_name": "Bol Carrière", "price": "1299.90", "quantity": 2});
    walk.tells(added(bowl).from(PLATFORM));
    walk.arrive("/cart", "cart").await?;
    walk.tells(told("view_cart"));
    Ok(())
}

async fn the_cart_the_checkout_and_the_order_are_told(walk: &mut Walk) -> Result<()> {
    walk.open("/cart?action=show", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press(".js-increase-product-quantity").await?;
    walk.sees(".js-cart-line-product-quantity.updated").await?;
    walk.tells(
        told("add_to_cart").with(json!({"items": [{"item_id": any(&["1", "HJ"]), "quantity": 1}]})).from(PLATFORM),
    );
    walk.press(".js-cart-detailed-actions a").await?;
    walk.arrive("/order", "checkout").await?;
    walk.tells(told("begin_checkout").on(&["/cart", "/order"]));
    walk.open("/order-confirmation?id_cart=5&id_module=3&id_order=7&key=0a1b", "thank_you").await?;
    let item = json!({"item_id": "HJ", "item_name": "Heron jug", "price": "46.00", "quantity": 2});
    let order = json!({"transaction_id": "KHWLILZLL", "currency": "EUR", "value": "96.90", "tax": "15.47", "shipping": "4.90", "items": [item]});
    walk.tells(told("purchase").with(order).from(&["data_layer"]));
    walk.open("/order-confirmation?id_cart=6&id_module=3&id_order=8&key=0a1c", "thank_you").await?;
    walk.tells(told("purchase").with(json!({"transaction_id": any(&["8", "QRSTUVWXY"])})).from(PLATFORM));
    walk.open("/cart?action=show", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press(".remove-from-cart").await?;
    walk.stage.browser.until("return !document.querySelector('.cart-items')").await?;
    walk.tells(
        told("remove_from_cart").with(json!({"items": [{"item_id": any(&["1", "HJ"]), "quantity": 2}]})).from(PLATFORM),
    );
    Ok(())
}

async fn each_source_stands_in_for_the_one_before_it(walk: &mut Walk) -> Result<()> {
    for (off, view, add) in [
        (&["data_layer"][..], &["json_ld"][..], PLATFORM),
        (&["data_layer", "json_ld"], &["prestashop", "open_graph"], PLATFORM),
        (&["data_layer", "json_ld", "prestashop"], &["open_graph"], &["request", "form", "button"]),
        (&["data_layer", "json_ld", "prestashop", "open_graph", "request"], &[], &["form", "button"]),
        (&["data_layer", "json_ld", "prestashop", "open_graph", "request", "form"], &[], &["button"]),
        (&["data_layer", "json_ld", "prestashop", "open_graph", "request", "form", "button"], &[], &[]),
    ] {
        walk.without(off);
        walk.open(JUG, "product").await?;
        if !view.is_empty() {
            walk.tells(
                told("view_item").with(one("EUR", json!({"item_name": "Heron jug", "price": "46.00"}))).from(view),
            );
        }
        walk.stage.fill("#quantity_wanted", "2").await?;
        walk.press(".add-to-cart").await?;
        walk.sees("#blockcart-modal").await?;
        if !add.is_empty() {
            let jug = json!({"item_name": "Heron jug", "price": "46.00", "quantity": 2});
            walk.tells(told("add_to_cart").with(json!({"items": [jug]})).from(add));
        }
    }
    Ok(())
}

fn view_of_the_jug() -> Told {
    let item = json!({"item_id": "HJ", "item_name": "Heron jug", "item_brand": "Larkmoor", "item_category": "Jugs", "price": "46.00"});
    told("view_item").with(one("EUR", item))
}

fn added(item: Value) -> Told {
    told("add_to_cart").with(one("EUR", item))
}

fn jug(quantity: u32) -> Value {
    json!({"item_id": any(&["HJ-MOSS", "HJ", "1"]), "item_name": "Heron jug", "price": "49.50", "quantity": quantity})
}
