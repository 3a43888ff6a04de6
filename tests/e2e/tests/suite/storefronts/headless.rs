//! A shop of one page: routes by the history, data loaded after the address changed, an interface of its own.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::storefront::HEADLESS;
use waypost_e2e::told::{Told, one, told};
use waypost_e2e::walk::Walk;

const DATA_LAYER: &[&str] = &["data_layer"];

#[tokio::test]
async fn a_headless_shop_is_told() -> Result<()> {
    let mut walk = Walk::to(HEADLESS).await?;
    a_tagged_shop_is_told_from_shelf_to_order(&mut walk).await?;
    walk.without(&[]);
    a_shop_without_tags_is_told_by_its_structure_its_requests_and_its_buttons(&mut walk).await?;
    walk.end().await
}

async fn a_tagged_shop_is_told_from_shelf_to_order(walk: &mut Walk) -> Result<()> {
    walk.open("/p/heron-jug", "product").await?;
    drawn(walk, "/p/heron-jug").await?;
    walk.tells(view(jug(None)).from(DATA_LAYER));
    walk.stage.fill("input[type=number]", "2").await?;
    walk.press("[data-testid=add]").await?;
    walk.sees("#toast").await?;
    walk.tells(told("add_to_cart").with(one("EUR", jug(Some(2)))).from(DATA_LAYER));
    walk.press("[data-testid=wish]").await?;
    walk.stage.fill("input[type=number]", "99").await?;
    walk.press("[data-testid=add]").await?;
    walk.reads("#problem").await?;
    follow(walk, "nav a[href='/c/all']", "/c/all", "category").await?;
    for (slug, item) in [("quarry-bowl", bowl(Some(1))), ("dapple-mug", mug(Some(1)))] {
        walk.press(&format!("[data-testid=quick-{slug}]")).await?;
        walk.sees(&format!("[data-testid=quick-{slug}].done")).await?;
        walk.tells(told("add_to_cart").with(one("EUR", item)).from(DATA_LAYER));
    }
    follow(walk, "li a[href='/p/dapple-mug']", "/p/dapple-mug", "product").await?;
    walk.tells(view(mug(None)).from(DATA_LAYER));
    // Back is a view of its own, and of what is there now.
    walk.stage.browser.eval("history.back(); return true").await?;
    drawn(walk, "/c/all").await?;
    walk.arrive("/c/all", "category").await?;
    follow(walk, "nav a[href='/bag']", "/bag", "cart").await?;
    let all = json!({"currency": "EUR", "value": "136.80", "items": [jug(Some(2)), bowl(Some(1)), mug(Some(1))]});
    walk.tells(told("view_cart").with(all).from(DATA_LAYER));
    walk.press("[data-testid=more-quarry-bowl]").await?;
    walk.stage.browser.until("return document.querySelectorAll('output')[1].textContent === '2'").await?;
    walk.tells(told("add_to_cart").with(one("EUR", bowl(Some(1)))).from(DATA_LAYER));
    walk.tells(told("view_cart").perhaps());
    walk.press("[data-testid=remove-dapple-mug]").await?;
    walk.stage.browser.until("return document.querySelectorAll('output').length === 2").await?;
    walk.tells(told("remove_from_cart").with(one("EUR", mug(Some(1)))).from(DATA_LAYER));
    walk.tells(told("view_cart").perhaps());
    follow(walk, "[data-testid=checkout]", "/checkout", "checkout").await?;
    let rest = json!({"currency": "EUR", "value": "151.80", "items": [jug(Some(2)), bowl(Some(2))]});
    walk.tells(told("begin_checkout").with(rest.clone()).on(&["/bag", "/checkout"]).from(DATA_LAYER));
    follow(walk, "[data-testid=pay]", "/order/confirmed", "thank_you").await?;
    let mut order = rest;
    order["transaction_id"] = json!("W-77");
    order["shipping"] = json!("4.90");
    order["tax"] = json!("7.35");
    walk.tells(told("purchase").with(order).from(DATA_LAYER));
    Ok(())
}

async fn a_shop_without_tags_is_told_by_its_structure_its_requests_and_its_buttons(walk: &mut Walk) -> Result<()> {
    // What is added is posted: by whichever of the two is known when the page is left for the next one.
    for (off, add) in [
        (&["data_layer"][..], &["request", "button"][..]),
        (&["data_layer", "request"], &["button"]),
        (&["data_layer", "request", "button"], &[]),
    ] {
        let rest = |told: Told| if off.len() == 1 { told } else { told.perhaps() };
        walk.without(off);
        walk.open("/p/heron-jug?untagged", "product").await?;
        drawn(walk, "/p/heron-jug").await?;
        walk.tells(view(jug(None)).from(&["json_ld"]));
        walk.stage.fill("input[type=number]", "2").await?;
        walk.press("[data-testid=add]").await?;
        walk.sees("#toast").await?;
        if !add.is_empty() {
            walk.tells(told("add_to_cart").with(one("EUR", jug(Some(2)))).from(add));
        }
        // The structured data of the page before are not those of the next one.
        follow(walk, "nav a[href='/c/all']", "/c/all", "category").await?;
        follow(walk, "li a[href='/p/quarry-bowl']", "/p/quarry-bowl", "product").await?;
        walk.tells(view(bowl(None)).from(&["json_ld"]));
        walk.press("[data-testid=add]").await?;
        walk.sees("#toast").await?;
        if !add.is_empty() {
            walk.tells(told("add_to_cart").with(one("EUR", bowl(Some(1)))).from(add));
        }
        follow(walk, "#toast a", "/bag", "cart").await?;
        walk.tells(rest(told("view_cart")));
        follow(walk, "[data-testid=checkout]", "/checkout", "checkout").await?;
        walk.tells(rest(told("begin_checkout").on(&["/bag", "/checkout"])));
        follow(walk, "[data-testid=pay]", "/order/confirmed", "thank_you").await?;
        walk.tells(told("purchase").with(json!({"transaction_id": "W-77"})).perhaps());
    }
    Ok(())
}

async fn follow(walk: &mut Walk, css: &str, path: &str, kind: &'static str) -> Result<()> {
    walk.press(css).await?;
    drawn(walk, path).await?;
    walk.arrive(path, kind).await
}

/// The page at `path` is there with all its data.
async fn drawn(walk: &Walk, path: &str) -> Result<()> {
    walk.stage.browser.until(&format!("return document.documentElement.dataset.drawn === {}", json!(path))).await?;
    Ok(())
}

fn view(item: Value) -> Told {
    told("view_item").with(one("EUR", item))
}

fn jug(quantity: Option<u32>) -> Value {
    item("HJ-04", "Heron jug", "46.00", quantity)
}

fn bowl(quantity: Option<u32>) -> Value {
    item("QB-01", "Quarry bowl", "29.90", quantity)
}

fn mug(quantity: Option<u32>) -> Value {
    item("DM-30", "Dapple mug", "14.90", quantity)
}

fn item(id: &str, name: &str, price: &str, quantity: Option<u32>) -> Value {
    json!({"item_id": id, "item_name": name, "price": price, "quantity": quantity})
}
