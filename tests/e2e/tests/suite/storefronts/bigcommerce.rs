//! BigCommerce: the remote interface, the storefront's, forms and links to `/cart.php`, the confirmed order.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::storefront::BIGCOMMERCE;
use waypost_e2e::told::{Told, any, one, told};
use waypost_e2e::walk::Walk;

const JUG: &str = "/heron-jug/";
const BOWL: &str = "/quarry-bowl/";
const PLATFORM: &[&str] = &["bigcommerce"];

#[tokio::test]
async fn a_bigcommerce_shop_is_told() -> Result<()> {
    let mut walk = Walk::to(BIGCOMMERCE).await?;
    products_are_seen_and_added_from_lists_and_pages(&mut walk).await?;
    walk.without(&[]);
    the_cart_the_checkout_and_the_order_are_told(&mut walk).await?;
    each_source_stands_in_for_the_one_before_it(&mut walk).await?;
    walk.end().await
}

async fn products_are_seen_and_added_from_lists_and_pages(walk: &mut Walk) -> Result<()> {
    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug().from(&["data_layer"]));
    walk.stage.fill("[name='qty[]']", "2").await?;
    walk.press("#form-action-addToCart").await?;
    walk.sees("#previewModal").await?;
    let jug = json!({"item_id": "HJ-04", "item_name": "Heron jug", "price": "46.00", "quantity": 2});
    walk.tells(added(jug).from(&["data_layer"]));

    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug());
    walk.press(".wishlist-add").await?;
    walk.stage.fill("[name='qty[]']", "99").await?;
    walk.press("#form-action-addToCart").await?;
    walk.reads("#alert-modal").await?;
    walk.press("[data-cart-preview]").await?;
    walk.arrive("/cart.php", "cart").await?;
    walk.tells(told("view_cart"));

    walk.open("/table/", "category").await?;
    walk.press(".card [disabled]").await?;
    walk.press(".quickview").await?;
    walk.press(".compare").await?;
    walk.press("#mug").await?;
    walk.sees("#mug.added").await?;
    let mug = json!({"item_id": any(&["113", "DM-30"]), "item_name": "Dapple mug", "price": "14.90", "quantity": 1});
    // A dollar sign alone is that of many currencies.
    walk.tells(told("add_to_cart").with(json!({"items": [mug]})).from(PLATFORM));
    walk.press("#bowl").await?;
    walk.tells(told("add_to_cart").with(json!({"items": [bowl(1)]})).from(PLATFORM));
    walk.arrive("/cart.php", "cart").await?;
    walk.tells(told("view_cart"));
    walk.open("/table/", "category").await?;
    walk.press("#options").await?;
    walk.arrive(JUG, "product").await?;
    walk.tells(view_of_the_jug());

    walk.open(BOWL, "product").await?;
    walk.tells(
        told("view_item")
            .with(one("USD", json!({"item_name": "Quarry bowl", "price": "29.90"})))
            .from(&["bigcommerce", "open_graph"]),
    );
    walk.stage.fill("[name='qty[]']", "3").await?;
    walk.press("#form-action-addToCart").await?;
    walk.tells(added(bowl(3)).from(PLATFORM));
    walk.arrive("/cart.php", "cart").await?;
    walk.tells(told("view_cart"));
    Ok(())
}

async fn the_cart_the_checkout_and_the_order_are_told(walk: &mut Walk) -> Result<()> {
    walk.open("/cart.php", "cart").await?;
    walk.tells(told("view_cart"));
    let bowls = |quantity: u32| json!({"items": [{"item_name": "Quarry bowl", "quantity": quantity}]});
    walk.press("[data-cart-update][data-action=inc]").await?;
    walk.sees(".cart-item-qty-input.updated").await?;
    walk.tells(told("add_to_cart").with(bowls(1)).from(PLATFORM));
    walk.press("[data-primary-checkout-now-action]").await?;
    walk.arrive("/checkout", "checkout").await?;
    walk.tells(told("begin_checkout").on(&["/cart.php", "/checkout"]));
    walk.open("/checkout/order-confirmation/none", "thank_you").await?;
    walk.open("/checkout/order-confirmation", "thank_you").await?;
    walk.tells(told("purchase").with(json!({"transaction_id": "131"})).from(PLATFORM));
    walk.open("/cart.php", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press(".cart-remove").await?;
    walk.stage.browser.until("return !document.querySelector('[data-item-row]')").await?;
    walk.tells(told("remove_from_cart").with(bowls(2)).from(PLATFORM));
    Ok(())
}

async fn each_source_stands_in_for_the_one_before_it(walk: &mut Walk) -> Result<()> {
    for (off, view, add) in [
        (&["data_layer"][..], &["microdata"][..], PLATFORM),
        (&["data_layer", "microdata"], &["bigcommerce", "open_graph"], PLATFORM),
        (&["data_layer", "microdata", "bigcommerce"], &["open_graph"], &["request", "form", "button"]),
        (&["data_layer", "microdata", "bigcommerce", "open_graph", "request"], &[], &["form", "button"]),
        (&["data_layer", "microdata", "bigcommerce", "open_graph", "request", "form"], &[], &["button"]),
        (&["data_layer", "microdata", "bigcommerce", "open_graph", "request", "form", "button"], &[], &[]),
    ] {
        walk.without(off);
        walk.open(JUG, "product").await?;
        if !view.is_empty() {
            walk.tells(
                told("view_item").with(one("USD", json!({"item_name": "Heron jug", "price": "46.00"}))).from(view),
            );
        }
        walk.stage.fill("[name='qty[]']", "2").await?;
        walk.press("#form-action-addToCart").await?;
        walk.sees("#previewModal").await?;
        if !add.is_empty() {
            walk.tells(told("add_to_cart").with(json!({"items": [{"quantity": 2}]})).from(add));
        }
    }
    Ok(())
}

fn view_of_the_jug() -> Told {
    let item = json!({"item_id": "HJ-04", "item_name": "Heron jug", "item_brand": "Larkmoor", "price": "46.00"});
    told("view_item").with(one("USD", item))
}

fn added(item: Value) -> Told {
    told("add_to_cart").with(one("USD", item))
}

fn bowl(quantity: u32) -> Value {
    let ids = any(&["112", "QB-01"]);
    json!({"item_id": ids, "item_name": "Quarry bowl", "price": "29.90", "quantity": quantity})
}
