//! Wrong pages, wrong collectors, refusing browsers: one message that says how to mend it, and a shop that works on.
//!
//! All of it happens on the shop's own product page, so that there is a shop to work on.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use waypost_e2e::front::Fault;
use waypost_e2e::stage::{Stage, TAG};
use waypost_e2e::wait;

const PRODUCT: &str = "/shop/product/quarry-bowl/";
const EVENTS: &str = "/v1/events";

#[tokio::test]
async fn a_page_without_a_site_key_is_told_so_and_works_on() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag("<script async src=\"/waypost.js\"></script>");
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    mended_by(&stage, "no_site").await?;
    assert!(stage.front.heard("/v1/").is_empty(), "{:?}", stage.front.heard("/v1/"));
    stage.end_noisily().await
}

#[tokio::test]
async fn an_unreachable_collector_is_named_once_and_the_shop_works_on() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault(EVENTS, Fault::Refuse);
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    tried_again(&stage).await?;
    mended_by(&stage, "unreachable").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_collector_that_answers_with_a_web_page_is_named_once_and_the_shop_works_on() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault(EVENTS, Fault::Answer(200, "text/html", "<!doctype html><title>Welcome to nginx!</title>"));
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    mended_by(&stage, "bad_answer").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_collector_without_the_sdk_files_is_named_once_and_the_shop_works_on() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault("/waypost-sdk.js", Fault::Answer(404, "text/html", "<!doctype html><title>Not here</title>"));
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    mended_by(&stage, "no_tracker").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_site_the_collector_does_not_know_is_named_once_and_the_shop_works_on() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag(&TAG.replace("demo", "nobody"));
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    mended_by(&stage, "refused").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_refused_storage_is_named_once_and_events_come_from_memory() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.edit(TAG, &format!("<script src=\"/fixture/no-storage.js\"></script>{}", with_consent("granted")));
    stage.open(PRODUCT).await?;
    stage.collector.event_named("view_item").await?;
    the_shop_works(&stage).await?;
    stage.collector.event_named("add_to_cart").await?;
    mended_by(&stage, "storage_refused").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_blocked_beacon_is_named_once_and_costs_no_event_of_a_page_that_stays() -> Result<()> {
    let stage = Stage::start().await?;
    stage.run_before("no-beacon.js");
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    stage.collector.event_named("add_to_cart").await?;
    stage.call("track", json!(["just_before_hiding"])).await?;
    stage.look_away_and_back().await?;
    stage.collector.event_named("just_before_hiding").await?;
    mended_by(&stage, "beacon_refused").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_beacon_blocked_while_the_visitor_leaves_early_costs_no_page_view_and_needs_no_message() -> Result<()> {
    let stage = Stage::start().await?;
    stage.run_before("no-beacon.js");
    stage.front.fault("/waypost.wasm", Fault::Delay(std::time::Duration::from_secs(3)));
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    stage.open("/fixture/without.html").await?;
    stage.collector.event_named("page_view").await?;
    stage.end().await
}

#[tokio::test]
async fn a_configuration_that_is_no_json_is_named_once_and_events_still_come() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure("{\"events\": [,}");
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    stage.collector.event_named("add_to_cart").await?;
    mended_by(&stage, "bad_config").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_configuration_of_a_wrong_kind_is_named_once_and_events_still_come() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(r#"{"events": "all of them", "flushMs": "soon", "offer": 7, "colour": "red"}"#);
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    stage.collector.event_named("add_to_cart").await?;
    mended_by(&stage, "bad_config").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_listener_that_throws_is_named_once_and_the_others_still_hear() -> Result<()> {
    let stage = Stage::start().await?;
    stage.run_before("throwing.js");
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    stage.collector.event_named("add_to_cart").await?;
    let heard = stage.browser.eval("return window.heard").await?;
    assert!(heard.as_array().is_some_and(|names| names.contains(&json!("add_to_cart"))), "{heard}");
    mended_by(&stage, "listener_threw").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn two_script_tags_are_named_once_and_record_once() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag(&format!("{TAG}{TAG}"));
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    stage.collector.event_named("add_to_cart").await?;
    let events = stage.collector.events().await?;
    for name in ["page_view", "view_item", "add_to_cart"] {
        assert_eq!(events.iter().filter(|event| event.name == name).count(), 1, "{name}");
    }
    mended_by(&stage, "two_tags").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_collector_that_is_gone_altogether_leaves_a_shop_that_works() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault("/waypost.js", Fault::Refuse);
    stage.open(PRODUCT).await?;
    the_shop_works(&stage).await?;
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

/// Puts the product into the cart, and sees that the shop's own code did it.
async fn the_shop_works(stage: &Stage) -> Result<()> {
    stage.click("[data-test=add-to-cart]").await?;
    stage.browser.until("return document.querySelector('.cart-count').textContent === '1'").await?;
    stage.find(".added a").await?;
    Ok(())
}

/// Checks that one message, and only one, names the fault, and that the link in it leads to a heading that exists.
async fn mended_by(stage: &Stage, code: &str) -> Result<()> {
    stage.one_complaint(code).await?;
    let docs = stage.collector.text("/docs/messages").await.context("the page of messages")?;
    ensure!(docs.contains(&format!("id=\"{code}\"")), "docs/messages has no heading {code}");
    Ok(())
}

/// Waits until the page has tried to send a second time: by then a second message would have been given.
async fn tried_again(stage: &Stage) -> Result<()> {
    wait::until("a second attempt", async || {
        stage.call("flush", json!([])).await.map_err(|error| error.to_string())?;
        let tries = stage.front.heard(EVENTS).len();
        if tries >= 3 { Ok(()) } else { Err(format!("{tries} attempts")) }
    })
    .await
}

fn with_consent(state: &str) -> String {
    TAG.replace("></script>", &format!(" data-consent=\"{state}\"></script>"))
}
