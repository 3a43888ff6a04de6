//! What is chosen from a list, and what a link from outside puts into the cart.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::browser::Engine;
use waypost_e2e::collector::Event;
use waypost_e2e::expect::{self, path_of};
use waypost_e2e::storefront::{BIGCOMMERCE, HEADLESS, SHOPIFY, Storefront, WOOCOMMERCE};
use waypost_e2e::walk::Walk;

/// What was told by this name, with the page that it was told on.
fn told<'a>(events: &'a [Event], name: &'a str) -> Vec<(&'a str, &'a Value)> {
    expect::named(events, name).map(|event| (path_of(event), &event.data)).collect()
}

/// Presses `link` in the list at `path`, and checks the one choice that is told of it.
async fn chooses(storefront: Storefront, path: &str, link: &str, item: Value, list: Option<&str>) -> Result<()> {
    let mut walk = Walk::to(storefront).await?;
    walk.open(path, "category").await?;
    walk.press(link).await?;
    walk.stage.browser.until("return !!document.querySelector('h1') && document.readyState === 'complete'").await?;
    let events = walk.leaves().await?;
    let choices = told(&events, "select_item");
    let table = expect::table(&events);
    assert_eq!(choices.len(), 1, "{choices:#?} in {table}");
    let (on, data) = choices[0];
    assert_eq!(on, path.split('?').next().unwrap_or_default());
    for (key, value) in item.as_object().into_iter().flatten() {
        assert_eq!(&data["items"][0][key], value, "{key} of {data}");
    }
    assert_eq!(data["item_list_name"].as_str(), list, "{data}");
    assert!(data["value"].is_null() && data["items"].as_array().is_some_and(|items| items.len() == 1), "{data}");
    walk.stage.end().await
}

#[tokio::test]
async fn a_choice_from_a_list_is_told_with_its_product() -> Result<()> {
    let mug = json!({"item_id": "DM-30", "item_name": "Dapple mug", "price": "14.90"});
    chooses(WOOCOMMERCE, "/shop/", ".post-37 h2", mug, Some("Shop")).await?;
    let bowl = json!({"item_id": "112", "item_name": "Quarry bowl", "price": "29.90"});
    chooses(BIGCOMMERCE, "/table/", "[href='/quarry-bowl/']", bowl, Some("Table")).await?;
    let jug = json!({"item_name": "Heron jug", "price": "46.00"});
    chooses(SHOPIFY, "/collections/all", "[href='/products/heron-jug']", jug, Some("All")).await
}

#[tokio::test]
async fn neither_presses_that_add_nor_menus_nor_the_cart_are_choices() -> Result<()> {
    let mut walk = Walk::to(WOOCOMMERCE).await?;
    walk.open("/shop/", "category").await?;
    walk.press("#bowl").await?;
    walk.sees("#bowl.added").await?;
    walk.press(".cart-contents").await?;
    walk.arrive("/cart/", "cart").await?;
    walk.open("/shop/", "category").await?;
    // A link within the shop that adds is told where it is pressed, and not once more where it leads.
    walk.press("#cup").await?;
    walk.stage.browser.until("return location.search === '?add-to-cart=44'").await?;
    walk.arrive("/shop/", "category").await?;
    let events = walk.leaves().await?;
    assert!(told(&events, "select_item").is_empty(), "{}", expect::table(&events));
    assert_eq!(told(&events, "add_to_cart").len(), 2, "{}", expect::table(&events));
    walk.stage.end().await
}

#[tokio::test]
async fn a_link_from_outside_that_adds_is_told_once() -> Result<()> {
    let mut walk = Walk::to(WOOCOMMERCE).await?;
    walk.open("/shop/?add-to-cart=41&quantity=3", "category").await?;
    walk.stage.browser.driver.refresh().await?;
    walk.arrive("/shop/", "category").await?;
    let events = walk.leaves().await?;
    let added = told(&events, "add_to_cart");
    assert_eq!(added.len(), 1, "{}", expect::table(&events));
    let (path, data) = added[0];
    let bowl = json!([{"item_id": "QB-1", "item_name": "Quarry bowl", "price": "29.90", "quantity": 3}]);
    assert_eq!((path, &data["items"], &data["value"]), ("/shop/", &bowl, &json!("89.70")));
    assert_eq!((&data["source"], &data["confidence"]), (&json!("woocommerce"), &json!(80)));
    walk.stage.end().await
}

#[tokio::test]
async fn a_button_that_only_says_add_is_believed_with_a_request_of_the_cart() -> Result<()> {
    let mut walk = Walk::to(HEADLESS).await?;
    walk.open("/c/all?untagged", "category").await?;
    let renamed = "document.querySelector('[data-testid=quick-dapple-mug]').setAttribute('aria-label', 'Quick add')
        const other = document.querySelector('[data-testid=quick-heron-jug]').parentElement.appendChild(document.createElement('button'))
        other.id = 'other'
        other.textContent = 'Add'
        return true";
    walk.stage.browser.eval(renamed).await?;
    walk.press("#other").await?;
    walk.press("[data-testid=quick-dapple-mug]").await?;
    walk.sees("[data-testid=quick-dapple-mug].done").await?;
    let events = walk.leaves().await?;
    let added = told(&events, "add_to_cart");
    assert_eq!(added.len(), 1, "{}", expect::table(&events));
    let mug = json!([{"item_name": "Dapple mug", "price": "14.90", "quantity": 1}]);
    assert_eq!((&added[0].1["items"], &added[0].1["source"]), (&mug, &json!("request")));
    walk.stage.end().await
}

#[tokio::test]
async fn a_cart_that_the_page_shows_is_told_with_its_rows_and_changes_none_that_is_known() -> Result<()> {
    let mut walk = Walk::to(WOOCOMMERCE).await?;
    walk.consents("granted");
    walk.open("/product/dapple-mug/", "product").await?;
    walk.press(".single_add_to_cart_button").await?;
    walk.arrive("/product/dapple-mug/", "product").await?;
    walk.open("/cart/", "cart").await?;
    let events = walk.leaves().await?;
    let viewed = told(&events, "view_cart");
    assert_eq!(viewed.len(), 1, "{}", expect::table(&events));
    let rows = json!([{"item_id": "DM-30", "item_name": "Dapple mug", "quantity": 2}]);
    assert_eq!(viewed[0].1["items"], rows, "{}", viewed[0].1);
    let added = told(&events, "add_to_cart");
    assert!(added.iter().all(|(_, data)| data["source"] != "cart"), "{}", expect::table(&events));
    assert!(told(&events, "remove_from_cart").is_empty(), "{}", expect::table(&events));
    walk.stage.end().await
}

#[tokio::test]
async fn what_the_server_refuses_is_not_added() -> Result<()> {
    let mut walk = Walk::to(HEADLESS).await?;
    walk.open("/p/heron-jug?untagged", "product").await?;
    walk.sees("#problem, [data-testid=add]").await?;
    let silent = "const problem = document.querySelector('#problem')
        problem.removeAttribute('role')
        problem.replaceChildren()
        return true";
    // WebKit tells no page the status of its requests: there it takes a message that the visitor sees.
    if walk.stage.browser.engine != Engine::WebKit {
        walk.stage.browser.eval(silent).await?;
    }
    walk.stage.fill("input[type=number]", "99").await?;
    walk.press("[data-testid=add]").await?;
    // Longer than an act waits for what speaks against it.
    walk.reads("#problem").await?;
    walk.stage.fill("input[type=number]", "2").await?;
    walk.press("[data-testid=add]").await?;
    walk.sees("#toast").await?;
    walk.reads("#toast").await?;
    let events = walk.leaves().await?;
    let added: Vec<_> = told(&events, "add_to_cart").iter().map(|(_, data)| &data["items"][0]["quantity"]).collect();
    assert_eq!(added, [&json!(2)], "{}", expect::table(&events));
    walk.stage.end().await
}

#[tokio::test]
async fn what_knows_presses_is_loaded_by_the_first_sign_of_a_person_and_misses_no_press() -> Result<()> {
    let walk = Walk::to(WOOCOMMERCE).await?;
    walk.stage.run_before("never-at-rest.js");
    walk.stage.open("/product/dapple-mug/").await?;
    walk.stage.collector.event_named("view_item").await?;
    let asked =
        "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/waypost-acts')).length";
    assert_eq!(walk.stage.browser.eval(asked).await?, 0);
    walk.press("[data-product_id='41']").await?;
    walk.sees("[data-product_id='41'].added").await?;
    walk.stage.collector.event_named("add_to_cart").await?;
    let events = walk.leaves().await?;
    let added = told(&events, "add_to_cart");
    assert_eq!(added.len(), 1, "{}", expect::table(&events));
    assert_eq!(added[0].1["items"][0]["item_id"], "QB-1");
    walk.stage.end().await
}
