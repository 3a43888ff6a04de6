//! Magento 2: validated Ajax forms, forms that leave the page, links that post, the success page.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::storefront::MAGENTO;
use waypost_e2e::told::{Told, any, one, told};
use waypost_e2e::walk::Walk;

const JUG: &str = "/heron-jug.html";
const BOWL: &str = "/quarry-bowl.html";
const PLATFORM: &[&str] = &["magento"];

#[tokio::test]
async fn a_magento_shop_is_told() -> Result<()> {
    let mut walk = Walk::to(MAGENTO).await?;
    products_are_seen_and_added_from_lists_and_pages(&mut walk).await?;
    walk.without(&[]);
    the_cart_the_checkout_and_the_order_are_told(&mut walk).await?;
    each_source_stands_in_for_the_one_before_it(&mut walk).await?;
    walk.end().await
}

async fn products_are_seen_and_added_from_lists_and_pages(walk: &mut Walk) -> Result<()> {
    walk.open(JUG, "product").await?;
    walk.tells(view_of_the_jug().from(&["microdata"]));
    // The form is not complete, so nothing is added.
    walk.press("#product-addtocart-button").await?;
    walk.reads(".mage-error").await?;
    walk.press(".swatch-option").await?;
    walk.stage.fill("#qty", "2").await?;
    walk.press("#product-addtocart-button").await?;
    walk.sees("#product_addtocart_form.added").await?;
    walk.tells(added(jug(2)).from(PLATFORM));
    for link in [".towishlist", ".tocompare"] {
        walk.open(JUG, "product").await?;
        walk.tells(view_of_the_jug());
        walk.stage.browser.eval("window.__old = true; return true").await?;
        walk.press(link).await?;
        walk.stage.browser.until("return !window.__old").await?;
        walk.arrive(JUG, "product").await?;
        walk.tells(view_of_the_jug());
    }
    walk.press(".showcart").await?;
    walk.arrive("/checkout/cart/", "cart").await?;
    walk.tells(told("view_cart"));

    walk.open("/table.html", "category").await?;
    for (button, item) in [("#bowl", bowl(1)), ("#mug", mug())] {
        walk.press(button).await?;
        walk.stage.browser.until(&format!("return !!document.querySelector('{button}').closest('form.added')")).await?;
        walk.tells(added(item).from(PLATFORM));
    }
    walk.press(".tocart[disabled]").await?;
    walk.press(".towishlist").await?;
    walk.arrive(JUG, "product").await?;
    walk.tells(view_of_the_jug());

    // A form that leaves the page, first with a quantity that the browser refuses.
    walk.open(BOWL, "product").await?;
    walk.tells(told("view_item").with(one("EUR", bowl_without_quantity())).from(&["microdata"]));
    walk.stage.fill("#qty", "0").await?;
    walk.press("#product-addtocart-button").await?;
    walk.stage.fill("#qty", "3").await?;
    walk.press("#product-addtocart-button").await?;
    walk.tells(added(bowl(3)).from(PLATFORM));
    walk.arrive("/checkout/cart/", "cart").await?;
    walk.tells(told("view_cart"));
    Ok(())
}

async fn the_cart_the_checkout_and_the_order_are_told(walk: &mut Walk) -> Result<()> {
    walk.open("/checkout/cart/", "cart").await?;
    walk.tells(told("view_cart"));
    walk.stage.fill("#cart-12-qty", "2").await?;
    walk.press("[name=update_cart_action]").await?;
    walk.tells(told("add_to_cart").with(json!({"items": [{"item_id": "QB-01", "quantity": 1}]})).from(PLATFORM));
    walk.stage.browser.until("return document.querySelector('#cart-12-qty')?.defaultValue === '2'").await?;
    walk.arrive("/checkout/cart/", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press("[data-role=proceed-to-checkout]").await?;
    walk.arrive("/checkout/", "checkout").await?;
    walk.tells(told("begin_checkout").on(&["/checkout/cart/", "/checkout/"]));
    walk.press(".payment-method .action.checkout").await?;
    walk.arrive("/checkout/onepage/success/", "thank_you").await?;
    walk.tells(told("add_payment_info").on(&["/checkout/"]).perhaps());
    walk.tells(told("purchase").with(json!({"transaction_id": "000000042"})).from(PLATFORM));
    walk.open("/checkout/onepage/success/none/", "thank_you").await?;
    walk.open("/checkout/cart/", "cart").await?;
    walk.tells(told("view_cart"));
    walk.press(".action-delete").await?;
    let gone = json!({"items": [{"item_id": any(&["QB-01", "12"]), "quantity": 2}]});
    walk.tells(told("remove_from_cart").with(gone).from(PLATFORM));
    walk.stage.find(".cart-empty").await?;
    walk.arrive("/checkout/cart/", "cart").await?;
    walk.tells(told("view_cart").perhaps());
    Ok(())
}

async fn each_source_stands_in_for_the_one_before_it(walk: &mut Walk) -> Result<()> {
    for (off, view, add) in [
        (&["microdata"][..], &["magento", "open_graph"][..], PLATFORM),
        (&["microdata", "magento"], &["open_graph"], &["request", "form", "button"]),
        (&["microdata", "magento", "open_graph", "request"], &[], &["form", "button"]),
        (&["microdata", "magento", "open_graph", "request", "form"], &[], &["button"]),
        (&["microdata", "magento", "open_graph", "request", "form", "button"], &[], &[]),
    ] {
        walk.without(off);
        walk.open(JUG, "product").await?;
        if !view.is_empty() {
            walk.tells(
                told("view_item").with(one("EUR", json!({"item_name": "Heron jug", "price": "46.00"}))).from(view),
            );
        }
        walk.press(".swatch-option").await?;
        walk.stage.fill("#qty", "2").await?;
        walk.press("#product-addtocart-button").await?;
        walk.sees("#product_addtocart_form.added").await?;
        if !add.is_empty() {
            walk.tells(told("add_to_cart").with(json!({"items": [{"quantity": 2}]})).from(add));
        }
    }
    Ok(())
}

fn view_of_the_jug() -> Told {
    told("view_item").with(one("EUR", json!({"item_id": "HJ-04", "item_name": "Heron jug", "price": "46.00"})))
}

fn added(item: Value) -> Told {
    told("add_to_cart").with(one("EUR", item))
}

fn jug(quantity: u32) -> Value {
    json!({"item_id": "HJ-04", "item_name": "Heron jug", "price": "46.00", "quantity": quantity})
}

fn bowl(quantity: u32) -> Value {
    json!({"item_id": "QB-01", "item_name": "Quarry bowl", "price": "29.90", "quantity": quantity})
}

fn bowl_without_quantity() -> Value {
    json!({"item_id": "QB-01", "item_name": "Quarry bowl", "item_brand": "Larkmoor", "price": "29.90"})
}

fn mug() -> Value {
    json!({"item_id": "DM-30", "item_name": "Dapple mug", "price": "14.90", "quantity": 1})
}
