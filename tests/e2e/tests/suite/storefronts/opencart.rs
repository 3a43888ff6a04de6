//! OpenCart 3 and 4: calls in the buttons' attributes, buttons with an address of their own, one path for all pages.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::storefront::OPENCART;
use waypost_e2e::told::{Told, one, told};
use waypost_e2e::walk::Walk;

const JUG: &str = "/heron-jug";
const BOWL: &str = "/quarry-bowl";
const CART: &str = "/index.php?route=checkout/cart";
const PLATFORM: &[&str] = &["opencart"];

#[tokio::test]
async fn an_opencart_shop_is_told() -> Result<()> {
    let mut walk = Walk::to(OPENCART).await?;
    products_are_seen_and_added_from_lists_and_pages(&mut walk).await?;
    walk.without(&[]);
    the_cart_the_checkout_and_the_order_are_told(&mut walk).await?;
    each_source_stands_in_for_the_one_before_it(&mut walk).await?;
    walk.end().await
}

async fn products_are_seen_and_added_from_lists_and_pages(walk: &mut Walk) -> Result<()> {
    // Nothing says what it is but the page's own structure; the price is the first that is not struck through.
    walk.open(JUG, "product").await?;
    walk.tells(told("view_item").with(json!({"items": [{"item_name": "Heron jug", "price": "1246.00"}]})).perhaps());
    walk.press("#button-cart").await?;
    walk.reads(".alert-danger").await?;
    walk.choose("#input-option226", "15").await?;
    walk.stage.fill("#input-quantity", "2").await?;
    walk.press("#button-cart").await?;
    walk.sees(".alert-success").await?;
    let jug = json!({"item_id": "42", "item_name": "Heron jug", "price": "1246.00", "quantity": 2});
    walk.tells(added(jug).from(PLATFORM));

    walk.open(JUG, "product").await?;
    walk.tells(told("view_item").perhaps());
    for button in ["[onclick^=wishlist]", "[onclick^=compare]"] {
        walk.press(button).await?;
        walk.sees(".alert-success").await?;
        walk.stage.browser.eval("document.querySelector('.alert').remove(); return true").await?;
    }
    walk.press(".related").await?;
    walk.sees(".alert-success").await?;
    walk.tells(added(bowl(1)).from(PLATFORM));

    // The fourth generation.
    walk.open(BOWL, "product").await?;
    let seen = json!({"item_id": "43", "item_name": "Quarry bowl", "item_brand": "Larkmoor", "price": "29.90"});
    walk.tells(told("view_item").with(one("USD", seen)).from(&["data_layer"]));
    walk.press("[formaction*=wishlist]").await?;
    walk.sees(".alert-success").await?;
    walk.stage.browser.eval("document.querySelector('.alert').remove(); return true").await?;
    walk.stage.fill("#input-quantity", "3").await?;
    walk.press("#button-cart").await?;
    walk.sees(".alert-success").await?;
    walk.tells(added(bowl(3)).from(PLATFORM));

    walk.open("/tableware", "category").await?;
    for (button, item) in [
        ("#bowl", Some(bowl(1))),
        ("#wish", None),
        ("#compare", None),
        ("#mug", Some(mug())),
        ("#wish-four", None),
        ("#compare-four", None),
    ] {
        walk.press(button).await?;
        walk.sees(".alert-success").await?;
        walk.stage.browser.eval("document.querySelector('.alert').remove(); return true").await?;
        if let Some(item) = item {
            walk.tells(added(item).from(PLATFORM));
        }
    }
    Ok(())
}

async fn the_cart_the_checkout_and_the_order_are_told(walk: &mut Walk) -> Result<()> {
    walk.open(CART, "cart").await?;
    walk.tells(told("view_cart"));
    walk.stage.fill("[name='quantity[7]']", "2").await?;
    walk.press("[title=Update]").await?;
    let bowls = |quantity: u32| json!({"items": [{"item_name": "Quarry bowl", "quantity": quantity}]});
    walk.tells(told("add_to_cart").with(bowls(1)).from(PLATFORM));
    walk.stage.browser.until("return document.querySelector('[name=\"quantity[7]\"]')?.defaultValue === '2'").await?;
    walk.arrive("/index.php", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press(".pull-right a").await?;
    walk.stage.browser.until("return document.title === 'Checkout'").await?;
    walk.arrive("/index.php", "checkout").await?;
    walk.tells(told("begin_checkout"));
    walk.press("#button-confirm").await?;
    walk.stage.browser.until("return document.title.startsWith('Your order')").await?;
    // The system's own page does not say which order it was, so no purchase is made of it.
    walk.arrive("/index.php", "thank_you").await?;
    walk.open("/index.php?route=checkout/success&tagged=1", "thank_you").await?;
    let item = json!({"item_id": "43", "item_name": "Quarry bowl", "price": "29.90", "quantity": 2});
    let order =
        json!({"transaction_id": "1042", "currency": "USD", "value": "64.80", "shipping": "5.00", "items": [item]});
    walk.tells(told("purchase").with(order).from(&["data_layer"]));
    walk.open(CART, "cart").await?;
    walk.tells(told("view_cart"));
    walk.press("[title=Remove]").await?;
    walk.tells(told("remove_from_cart").with(bowls(2)).from(PLATFORM));
    walk.stage.browser.until("return !document.querySelector('[title=Remove]')").await?;
    walk.arrive("/index.php", "cart").await?;
    walk.tells(told("view_cart").perhaps());
    Ok(())
}

async fn each_source_stands_in_for_the_one_before_it(walk: &mut Walk) -> Result<()> {
    for (off, view, add) in [
        (&["data_layer"][..], &["opencart"][..], PLATFORM),
        (&["data_layer", "opencart"], &[], &["request", "form", "button"]),
        (&["data_layer", "opencart", "request"], &[], &["form", "button"]),
        (&["data_layer", "opencart", "request", "form"], &[], &["button"]),
        (&["data_layer", "opencart", "request", "form", "button"], &[], &[]),
    ] {
        walk.without(off);
        walk.open(BOWL, "product").await?;
        if !view.is_empty() {
            walk.tells(told("view_item").from(view).perhaps());
        }
        walk.stage.fill("#input-quantity", "2").await?;
        walk.press("#button-cart").await?;
        walk.sees(".alert-success").await?;
        if !add.is_empty() {
            walk.tells(told("add_to_cart").with(json!({"items": [{"quantity": 2}]})).from(add));
        }
    }
    Ok(())
}

/// Without its currency: a dollar sign alone is that of many.
fn added(item: Value) -> Told {
    told("add_to_cart").with(json!({"items": [item]}))
}

fn bowl(quantity: u32) -> Value {
    json!({"item_id": "43", "item_name": "Quarry bowl", "price": "29.90", "quantity": quantity})
}

fn mug() -> Value {
    json!({"item_id": "44", "item_name": "Dapple mug", "price": "14.90", "quantity": 1})
}
