//! What the demo shop tells, page by page, and that nothing of what is typed into it is told.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::collector::Event;
use waypost_e2e::expect::{self, Expected, event};
use waypost_e2e::stage::Stage;

/// Everything that is typed in these tests; none of it may be in any batch.
const TYPED: [&str; 9] = [
    "jane.doe@example.org",
    "Jane",
    "Doe-Smith",
    "Long Lane 7",
    "10115",
    "Berlin",
    "4111 1111 1111 1111",
    "12/30",
    "cherry-red secret",
];

#[tokio::test]
async fn a_purchase_is_told_step_by_step_and_once() -> Result<()> {
    let stage = open_answered("/shop/product/quarry-bowl/").await?;
    stage.click("[data-test=add-to-cart]").await?;
    stage.find(".added a").await?;
    go(&stage, "/shop/checkout/").await?;
    for (field, text) in [
        ("#email", TYPED[0]),
        ("#given-name", TYPED[1]),
        ("#family-name", TYPED[2]),
        ("#address1", TYPED[3]),
        ("#postal-code", TYPED[4]),
        ("#city", TYPED[5]),
    ] {
        stage.fill(field, text).await?;
    }
    stage.browser.eval("document.querySelector('#country').value = 'DE'; return true").await?;
    stage.click("[data-test=to-delivery]").await?;
    arrive(&stage, "/shop/checkout/delivery/").await?;
    stage.click("[data-test=to-payment]").await?;
    arrive(&stage, "/shop/checkout/payment/").await?;
    for (field, text) in [("#cc-name", TYPED[1]), ("#cc-number", TYPED[6]), ("#cc-exp", TYPED[7]), ("#cc-csc", "737")] {
        stage.fill(field, text).await?;
    }
    stage.click("[data-test=place-order]").await?;
    arrive(&stage, "/shop/thanks/").await?;
    stage.browser.driver.refresh().await?;
    arrive(&stage, "/shop/thanks/").await?;
    let bowl = json!({"item_id": "quarry-bowl", "item_name": "Quarry bowl", "price": "29.90", "quantity": 1});
    let bought = json!({"currency": "EUR", "value": "29.90", "items": [bowl]});
    let with = |more: Value| merged(&bought, &more);
    let events = shop_events(
        &stage,
        &[
            event("page_view", "/shop/product/quarry-bowl/"),
            event("view_item", "/shop/product/quarry-bowl/"),
            event("add_to_cart", "/shop/product/quarry-bowl/").with(bought.clone()),
            event("page_view", "/shop/checkout/"),
            event("begin_checkout", "/shop/checkout/").with(bought.clone()),
            event("page_view", "/shop/checkout/delivery/"),
            event("add_shipping_info", "/shop/checkout/delivery/").with(with(json!({"shipping_tier": "Standard"}))),
            event("page_view", "/shop/checkout/payment/"),
            event("add_payment_info", "/shop/checkout/payment/").with(with(json!({"payment_type": "card"}))),
            event("page_view", "/shop/thanks/"),
            event("purchase", "/shop/thanks/").with(bought.clone()),
            event("page_view", "/shop/thanks/"),
        ],
    )
    .await?;
    let purchase = events.iter().find(|event| event.name == "purchase").map(|event| &event.data["transaction_id"]);
    assert!(purchase.and_then(Value::as_str).is_some_and(|id| !id.is_empty()), "{purchase:?}");
    stage.end().await
}

#[tokio::test]
async fn a_search_tells_how_much_was_found_and_not_what_was_sought() -> Result<()> {
    let stage = open_answered("/shop/").await?;
    stage.fill("[data-test=search]", TYPED[8]).await?;
    stage.click(".search button").await?;
    arrive(&stage, "/shop/search/").await?;
    shop_events(
        &stage,
        &[
            event("page_view", "/shop/"),
            event("page_view", "/shop/search/"),
            event("search", "/shop/search/").with(json!({"results": 0})),
        ],
    )
    .await?;
    for heard in stage.front.heard("/v1/events") {
        assert!(!heard.body.contains("secret") && !heard.body.contains("cherry-red"), "{}", heard.body);
    }
    stage.end().await
}

#[tokio::test]
async fn forms_of_the_shop_tell_that_they_were_sent_and_nothing_of_what_is_in_them() -> Result<()> {
    let stage = open_answered("/shop/account/").await?;
    stage.click("#sign-up button").await?;
    for (field, text) in [("#name", TYPED[1]), ("#account-email", TYPED[0]), ("#password", TYPED[8])] {
        stage.fill(field, text).await?;
    }
    stage.click("#sign-up button").await?;
    stage.find("#welcome:not([hidden])").await?;
    stage.fill("[data-test=newsletter] input", TYPED[0]).await?;
    stage.click("[data-test=newsletter] button").await?;
    stage.find("[data-test=newsletter][hidden]").await?;
    let path = "/shop/account/";
    shop_events(
        &stage,
        &[
            event("page_view", path),
            event("sign_up", path).with(json!({"method": "email"})),
            event("generate_lead", path).with(json!({"lead_source": "newsletter"})),
        ],
    )
    .await?;
    stage.end().await
}

#[tokio::test]
async fn the_brochure_and_what_leaves_the_cart_are_told() -> Result<()> {
    let stage = open_answered("/shop/product/heron-jug/").await?;
    stage.browser.eval("document.querySelector('#quantity').value = 2; return true").await?;
    stage.click("[data-test=add-to-cart]").await?;
    stage.find(".added a").await?;
    go(&stage, "/shop/cart/").await?;
    stage.click("[data-test=remove]").await?;
    stage.find("#empty:not([hidden])").await?;
    stage.click("footer [data-waypost-event=file_download]").await?;
    let two = json!({"currency": "EUR", "value": "92.00", "items": [{"item_id": "heron-jug", "quantity": 2}]});
    shop_events(
        &stage,
        &[
            event("page_view", "/shop/product/heron-jug/"),
            event("view_item", "/shop/product/heron-jug/"),
            event("add_to_cart", "/shop/product/heron-jug/").with(two.clone()),
            event("page_view", "/shop/cart/"),
            event("view_cart", "/shop/cart/").with(two.clone()),
            event("remove_from_cart", "/shop/cart/").with(two),
            event("file_download", "/shop/cart/").with(json!({"file_name": "brochure.pdf", "file_extension": "pdf"})),
        ],
    )
    .await?;
    stage.end().await
}

#[tokio::test]
async fn sorting_a_category_is_a_view_of_its_own_and_back_undoes_it() -> Result<()> {
    let stage = open_answered("/shop/category/table/").await?;
    let sort = "const sort = document.querySelector('#sort'); sort.value = 'price-up'
        sort.dispatchEvent(new Event('change', { bubbles: true })); return true";
    stage.browser.eval(sort).await?;
    stage.browser.until("return location.search === '?sort=price-up'").await?;
    stage.browser.eval("history.back(); return true").await?;
    stage.browser.until("return location.search === ''").await?;
    let path = "/shop/category/table/";
    let list = || event("view_item_list", path).with(json!({"item_list_id": "table", "item_list_name": "Table"}));
    let view = || event("page_view", path);
    shop_events(&stage, &[view(), list(), view(), list(), view(), list()]).await?;
    stage.end().await
}

/// A stage with this page of the shop open, whose visitor has answered the banner before.
async fn open_answered(path: &str) -> Result<Stage> {
    let stage = Stage::start().await?;
    stage.open("/fixture/without.html").await?;
    stage.browser.eval("localStorage.setItem('shop.consent', '\"anonymous\"'); return true").await?;
    go(&stage, path).await?;
    Ok(stage)
}

async fn go(stage: &Stage, path: &str) -> Result<()> {
    stage.open(path).await?;
    stage.sdk_is_ready().await
}

async fn arrive(stage: &Stage, path: &str) -> Result<()> {
    stage.arrive(path).await?;
    stage.sdk_is_ready().await
}

/// Checks that exactly these events are stored, clicks and what forms tell by themselves apart, and that nothing typed has
/// been sent.
async fn shop_events(stage: &Stage, expected: &[Expected]) -> Result<Vec<Event>> {
    stage.call("track", json!(["the_end"])).await?;
    stage.call("flush", json!([])).await?;
    stage.collector.event_named("the_end").await?;
    let all = stage.collector.events().await?;
    expect::once_each(&all);
    let is_apart = |name: &str| matches!(name, "click" | "the_end" | "select_item") || name.starts_with("form_");
    let told: Vec<Event> = all.into_iter().filter(|event| !is_apart(&event.name)).collect();
    expect::exactly(expected, &told);
    for heard in stage.front.heard("/v1/") {
        let typed = TYPED.iter().find(|typed| heard.body.contains(**typed));
        assert!(typed.is_none() && !heard.body.contains('@'), "{typed:?} in {}", heard.body);
    }
    Ok(told)
}

fn merged(one: &Value, other: &Value) -> Value {
    let fields = [one, other].into_iter().filter_map(Value::as_object).flatten();
    Value::Object(fields.map(|(key, value)| (key.clone(), value.clone())).collect())
}
