//! WooCommerce: lists with Ajax and links, simple and variable products, the cart's form, the order received.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::storefront::WOOCOMMERCE;
use waypost_e2e::told::{Told, any, one, told};
use waypost_e2e::walk::Walk;

const MUG: &str = "/product/dapple-mug/";
const JUG: &str = "/product/heron-jug/";
const PLATFORM: &[&str] = &["woocommerce"];
const DATA_LAYER: &[&str] = &["data_layer"];

#[tokio::test]
async fn a_woocommerce_shop_is_told() -> Result<()> {
    let mut walk = Walk::to(WOOCOMMERCE).await?;
    products_are_seen_and_added_from_lists_and_pages(&mut walk).await?;
    walk.without(&[]);
    a_tagged_product_is_told_once_and_the_tags_go_on_working(&mut walk).await?;
    walk.without(&[]);
    the_cart_the_checkout_and_the_order_are_told(&mut walk).await?;
    each_source_stands_in_for_the_one_before_it(&mut walk).await?;
    walk.end().await
}

async fn products_are_seen_and_added_from_lists_and_pages(walk: &mut Walk) -> Result<()> {
    // In a list: with Ajax and a data layer, with Ajax alone, by a link; each added once.
    walk.open("/shop/", "category").await?;
    walk.press("#mug").await?;
    walk.sees("#mug.added").await?;
    walk.tells(added(mug(1)).from(DATA_LAYER));
    walk.press("#bowl").await?;
    walk.sees("#bowl.added").await?;
    walk.tells(added(bowl(2)).from(DATA_LAYER));
    walk.press("#refused").await?;
    walk.reads("#refused.refused").await?;
    walk.press("#cup").await?;
    walk.tells(
        added(json!({"item_id": "44", "item_name": "Plover cup", "price": "12.00", "quantity": 1})).from(PLATFORM),
    );
    walk.stage.browser.until("return location.search === '?add-to-cart=44'").await?;
    walk.arrive("/shop/", "category").await?;
    // What looks like adding and is a way to somewhere else.
    walk.press("#options").await?;
    walk.arrive(JUG, "product").await?;
    walk.tells(view_of_the_jug());
    walk.press("#product-40 .single_add_to_cart_button").await?;
    walk.reads("#please-choose").await?;
    // A variable product, by a form that leaves the page.
    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug());
    walk.choose("#pa_colour", "moss").await?;
    walk.press("#product-40 .single_add_to_cart_button").await?;
    let jug = json!({"item_id": any(&["HJ-MOSS", "43"]), "item_name": "Heron jug", "price": "49.50", "quantity": 1});
    walk.tells(added(jug).from(PLATFORM));
    walk.stage.browser.until("return document.querySelector('#pa_colour')?.value === ''").await?;
    walk.arrive(JUG, "product").await?;
    walk.tells(view_of_the_jug());
    Ok(())
}

async fn a_tagged_product_is_told_once_and_the_tags_go_on_working(walk: &mut Walk) -> Result<()> {
    walk.open(MUG, "product").await?;
    walk.tells(view_of_the_mug().from(DATA_LAYER));
    walk.press(".single_add_to_wishlist").await?;
    walk.press("[data-product_id='41']").await?;
    walk.sees("[data-product_id='41'].added").await?;
    walk.tells(added(bowl(1)).from(PLATFORM));
    let tags = walk.stage.browser.eval("return { ...window.__tags, length: window.dataLayer.length }").await?;
    let number = |key: &str| tags[key].as_u64().unwrap_or_default();
    assert_eq!(number("heard"), number("pushed") - number("before"), "the wrapper missed a push: {tags}");
    assert_eq!(number("length"), number("pushed"), "the list is not what was pushed: {tags}");
    let answers = tags["answers"].as_array().into_iter().flatten().skip(number("before") as usize);
    assert!(
        answers.clone().count() > 0 && answers.clone().all(|answer| answer == true),
        "a push answered otherwise: {tags}"
    );
    walk.stage.fill("#quantity_1", "2").await?;
    walk.press(".single_add_to_cart_button").await?;
    walk.tells(added(mug(2)).from(DATA_LAYER));
    walk.stage.browser.until("return document.querySelector('#quantity_1')?.value === '1'").await?;
    walk.arrive(MUG, "product").await?;
    walk.tells(view_of_the_mug());
    Ok(())
}

async fn the_cart_the_checkout_and_the_order_are_told(walk: &mut Walk) -> Result<()> {
    walk.open("/cart/", "cart").await?;
    walk.tells(told("view_cart"));
    walk.stage.fill("#quantity_2", "2").await?;
    walk.press("[name=update_cart]").await?;
    walk.tells(
        told("add_to_cart").with(json!({"items": [{"item_id": any(&["DM-30", "37"]), "quantity": 1}]})).from(PLATFORM),
    );
    walk.stage.browser.until("return document.querySelector('#quantity_2')?.defaultValue === '2'").await?;
    walk.arrive("/cart/", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press(".checkout-button").await?;
    walk.arrive("/checkout/", "checkout").await?;
    walk.tells(told("begin_checkout").on(&["/cart/", "/checkout/"]));
    walk.press("#place_order").await?;
    walk.arrive("/checkout/order-received/1042/", "thank_you").await?;
    walk.tells(told("add_payment_info").on(&["/checkout/"]).perhaps());
    walk.tells(told("purchase").with(json!({"transaction_id": "1042"})).from(PLATFORM));
    walk.open("/checkout/order-received/", "thank_you").await?;
    walk.open("/cart/", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press("a.remove").await?;
    let gone = json!({"items": [{"item_id": any(&["DM-30", "37"]), "quantity": 2}]});
    walk.tells(told("remove_from_cart").with(gone).from(PLATFORM));
    walk.stage.find(".cart-empty").await?;
    walk.arrive("/cart/", "cart").await?;
    walk.tells(told("view_cart").perhaps());
    Ok(())
}

async fn each_source_stands_in_for_the_one_before_it(walk: &mut Walk) -> Result<()> {
    for (off, view, add) in [
        (&["data_layer"][..], &["json_ld"][..], PLATFORM),
        (&["data_layer", "json_ld"], &["woocommerce", "open_graph"], PLATFORM),
        (&["data_layer", "json_ld", "woocommerce"], &["open_graph"], &["form", "button"]),
        (&["data_layer", "json_ld", "woocommerce", "open_graph", "form"], &[], &["button"]),
        (&["data_layer", "json_ld", "woocommerce", "open_graph", "form", "request", "button"], &[], &[]),
    ] {
        walk.without(off);
        walk.open(MUG, "product").await?;
        if !view.is_empty() {
            walk.tells(view_of_the_mug_by_name().from(view));
        }
        walk.stage.fill("#quantity_1", "2").await?;
        walk.press(".single_add_to_cart_button").await?;
        if !add.is_empty() {
            walk.tells(told("add_to_cart").with(json!({"items": [{"quantity": 2}]})).from(add));
        }
        walk.stage.browser.until("return document.querySelector('#quantity_1')?.value === '1'").await?;
        walk.arrive(MUG, "product").await?;
        if !view.is_empty() {
            walk.tells(view_of_the_mug_by_name().from(view));
        }
    }
    Ok(())
}

fn added(item: Value) -> Told {
    told("add_to_cart").with(one("EUR", item))
}

fn mug(quantity: u32) -> Value {
    json!({"item_id": "DM-30", "item_name": "Dapple mug", "price": "14.90", "quantity": quantity})
}

fn bowl(quantity: u32) -> Value {
    json!({"item_id": "QB-1", "item_name": "Quarry bowl", "price": "29.90", "quantity": quantity})
}

fn view_of_the_mug() -> Told {
    let item = json!({"item_id": "DM-30", "item_name": "Dapple mug", "item_category": "Mugs", "price": "14.90"});
    told("view_item").with(one("EUR", item))
}

fn view_of_the_mug_by_name() -> Told {
    told("view_item").with(one("EUR", json!({"item_name": "Dapple mug", "price": "14.90"})))
}

fn view_of_the_jug() -> Told {
    told("view_item")
        .with(one("EUR", json!({"item_id": "HJ", "item_name": "Heron jug", "price": "46.00"})))
        .from(&["json_ld"])
}
