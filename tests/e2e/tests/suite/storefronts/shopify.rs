//! Shopify: Ajax and plain forms, variants, a refusal, the cart, and a checkout without the theme's scripts.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::storefront::SHOPIFY;
use waypost_e2e::told::{Told, any, one, told};
use waypost_e2e::walk::Walk;

const JUG: &str = "/products/heron-jug";
const BOWL: &str = "/products/quarry-bowl";
const PLATFORM: &[&str] = &["shopify"];

#[tokio::test]
async fn a_shopify_shop_is_told() -> Result<()> {
    let mut walk = Walk::to(SHOPIFY).await?;
    products_are_seen_and_added_with_variant_and_quantity(&mut walk).await?;
    walk.without(&[]);
    the_cart_the_checkout_and_the_order_are_told(&mut walk).await?;
    each_source_stands_in_for_the_one_before_it(&mut walk).await?;
    walk.end().await
}

async fn products_are_seen_and_added_with_variant_and_quantity(walk: &mut Walk) -> Result<()> {
    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug().from(&["json_ld"]));
    walk.choose("[name=options]", "41000000000012").await?;
    walk.tells(view_of_the_variant());
    walk.stage.fill("#quantity", "2").await?;
    walk.press("[name=add]").await?;
    walk.sees("#cart-notification").await?;
    walk.tells(added(moss(2)).from(PLATFORM));

    // Nothing of this adds.
    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug());
    walk.press(".wishlist-button").await?;
    walk.stage.fill("#quantity", "99").await?;
    walk.press("[name=add]").await?;
    walk.reads(".product-form__error-message").await?;
    walk.press("#cart-icon-bubble").await?;
    walk.arrive("/cart", "cart").await?;
    walk.tells(told("view_cart"));
    walk.open("/products/kestrel-plate", "product").await?;
    walk.tells(
        told("view_item").with(one("EUR", json!({"item_id": "KP-1", "item_name": "Kestrel plate", "price": "18.00"}))),
    );
    walk.press("[name=add]").await?;
    walk.press(".notify-me").await?;

    // A form that leaves the page.
    walk.open(BOWL, "product").await?;
    let bowl = json!({"item_id": "QB-1", "item_name": "Quarry bowl", "price": "29.90"});
    walk.tells(told("view_item").with(one("EUR", bowl)).from(&["json_ld"]));
    walk.stage.fill("#Quantity", "3").await?;
    walk.press("#AddToCart").await?;
    walk.tells(added(bowl_of(3)).from(PLATFORM));
    walk.arrive("/cart", "cart").await?;
    walk.tells(told("view_cart"));

    // Several in a list, and those that only look like it.
    walk.open("/collections/all", "category").await?;
    for (button, item) in [("#quick-add-8000000000002-submit", bowl_of(1)), ("#quick-add-8000000000004-submit", mug())]
    {
        walk.press(button).await?;
        walk.sees("#cart-notification").await?;
        walk.stage.browser.eval("document.querySelector('#cart-notification').hidden = true; return true").await?;
        walk.tells(added(item).from(PLATFORM));
    }
    walk.press("[data-modal]").await?;
    walk.press(".wishlist-button").await?;
    walk.press(".quick-add__submit[disabled]").await?;
    Ok(())
}

async fn the_cart_the_checkout_and_the_order_are_told(walk: &mut Walk) -> Result<()> {
    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug());
    walk.choose("[name=options]", "41000000000012").await?;
    walk.tells(view_of_the_variant());
    walk.stage.fill("#quantity", "2").await?;
    walk.press("[name=add]").await?;
    walk.sees("#cart-notification").await?;
    walk.tells(added(moss(2)));
    walk.open("/cart", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press("[name=plus]").await?;
    walk.sees("cart-items.updated").await?;
    walk.tells(
        told("add_to_cart")
            .with(json!({"items": [{"item_id": any(&["HJ-MOSS", "41000000000012"]), "quantity": 1}]}))
            .from(PLATFORM),
    );
    walk.press("#checkout").await?;
    walk.tells(told("begin_checkout"));
    walk.pass("/checkouts/cn/abc").await?;
    walk.open("/checkouts/cn/none/thank-you", "thank_you").await?;
    walk.open("/checkouts/cn/abc/thank-you", "thank_you").await?;
    let order = json!({"transaction_id": any(&["5200000000042", "1042"]), "currency": "EUR", "value": "153.40"});
    walk.tells(told("purchase").with(order).from(PLATFORM));
    walk.open("/cart", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press("cart-remove-button a").await?;
    walk.tells(
        told("remove_from_cart")
            .with(json!({"items": [{"item_id": any(&["HJ-MOSS", "41000000000012"]), "quantity": 3}]}))
            .from(PLATFORM),
    );
    walk.arrive("/cart", "cart").await?;
    walk.tells(told("view_cart").perhaps());
    Ok(())
}

async fn each_source_stands_in_for_the_one_before_it(walk: &mut Walk) -> Result<()> {
    for (off, view, add) in [
        (&["json_ld"][..], &["shopify", "open_graph"][..], PLATFORM),
        (&["json_ld", "shopify"], &["open_graph"], &["request", "form", "button"]),
        (&["json_ld", "shopify", "open_graph", "request"], &[], &["form", "button"]),
        (&["json_ld", "shopify", "open_graph", "request", "form"], &[], &["button"]),
        (&["json_ld", "shopify", "open_graph", "request", "form", "button"], &[], &[]),
    ] {
        walk.without(off);
        walk.open(JUG, "product").await?;
        if !view.is_empty() {
            walk.tells(
                told("view_item").with(one("EUR", json!({"item_name": "Heron jug", "price": "46.00"}))).from(view),
            );
        }
        walk.press("[name=add]").await?;
        walk.stage
            .browser
            .until("return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/cart/add.js'))")
            .await?;
        if !add.is_empty() {
            walk.tells(told("add_to_cart").with(json!({"items": [{"quantity": 1}]})).from(add));
        }
    }
    Ok(())
}

fn view_of_the_jug() -> Told {
    let ids = any(&["8000000000001", "HJ-SKY", "41000000000011"]);
    told("view_item").with(one("EUR", json!({"item_id": ids, "item_name": "Heron jug", "price": "46.00"})))
}

/// The theme names the variant in the address, which is a page view of its own.
fn view_of_the_variant() -> Told {
    let item = json!({"item_id": any(&["HJ-MOSS", "41000000000012"]), "item_name": "Heron jug", "price": "49.50"});
    told("view_item").with(one("EUR", item))
}

fn added(item: Value) -> Told {
    told("add_to_cart").with(one("EUR", item))
}

fn moss(quantity: u32) -> Value {
    let ids = any(&["HJ-MOSS", "41000000000012"]);
    json!({"item_id": ids, "item_name": "Heron jug", "item_variant": "Moss", "price": "49.50", "quantity": quantity})
}

fn bowl_of(quantity: u32) -> Value {
    let ids = any(&["QB-1", "41000000000021"]);
    json!({"item_id": ids, "item_name": "Quarry bowl", "price": "29.90", "quantity": quantity})
}

fn mug() -> Value {
    let ids = any(&["DM-30", "41000000000041"]);
    json!({"item_id": ids, "item_name": "Dapple mug", "price": "14.90", "quantity": 1})
}
