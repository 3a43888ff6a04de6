//! Visitors who are gone before WebAssembly is there.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;
use waypost_e2e::collector::Event;
use waypost_e2e::expect::{self, event};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const SLOW: Duration = Duration::from_secs(3);

#[tokio::test]
async fn a_tab_closed_before_wasm_has_arrived_leaves_its_page_view() -> Result<()> {
    let stage = slow_stage().await?;
    stage.open("/shop/").await?;
    wasm_is_on_its_way(&stage).await?;
    stage.close_tab().await?;
    one_page_view_once_wasm_is_settled(&stage).await?;
    stage.end().await
}

#[tokio::test]
async fn a_page_left_before_wasm_has_arrived_leaves_its_page_view() -> Result<()> {
    let stage = slow_stage().await?;
    stage.open("/shop/").await?;
    wasm_is_on_its_way(&stage).await?;
    stage.browser.open("about:blank").await?;
    one_page_view_once_wasm_is_settled(&stage).await?;
    stage.end().await
}

#[tokio::test]
async fn a_click_before_wasm_has_arrived_is_not_lost() -> Result<()> {
    let stage = slow_stage().await?;
    stage.open("/fixture/plain.html").await?;
    wasm_is_on_its_way(&stage).await?;
    stage.click("#press").await?;
    stage.browser.open("about:blank").await?;
    let path = "/fixture/plain.html";
    let events = stage.collector.events_until("view and click", |events| expect::deliberate(events).len() >= 2).await?;
    expect::exactly(&[event("page_view", path), event("click", path)], &events);
    stage.end().await
}

#[tokio::test]
async fn a_page_that_stays_until_a_slow_wasm_has_arrived_is_viewed_once() -> Result<()> {
    let stage = slow_stage().await?;
    stage.open("/fixture/plain.html").await?;
    stage.recorded_exactly(&[event("page_view", "/fixture/plain.html")]).await?;
    stage.end().await
}

#[tokio::test]
async fn what_is_tracked_right_before_leaving_the_site_arrives() -> Result<()> {
    let stage = Stage::start().await?;
    track_last_words(&stage).await?;
    stage.browser.open("about:blank").await?;
    last_words_have_arrived(&stage).await?;
    stage.end().await
}

#[tokio::test]
async fn what_is_tracked_right_before_the_tab_is_closed_arrives() -> Result<()> {
    let stage = Stage::start().await?;
    track_last_words(&stage).await?;
    stage.close_tab().await?;
    last_words_have_arrived(&stage).await?;
    stage.end().await
}

#[tokio::test]
async fn what_is_tracked_right_before_the_next_page_arrives() -> Result<()> {
    let stage = Stage::start().await?;
    track_last_words(&stage).await?;
    stage.browser.eval("location.href = '/fixture/without.html'; return true").await?;
    last_words_have_arrived(&stage).await?;
    stage.end().await
}

/// An anonymous visitor, of whom nothing is stored that a later page could send.
async fn track_last_words(stage: &Stage) -> Result<()> {
    stage.open("/fixture/plain.html").await?;
    stage.sdk_is_ready().await?;
    stage.call("flush", json!([])).await?;
    stage.collector.event_named("page_view").await?;
    stage.call("track", json!(["last_words"])).await
}

async fn last_words_have_arrived(stage: &Stage) -> Result<()> {
    stage.collector.event_named("last_words").await?;
    let path = "/fixture/plain.html";
    expect::exactly(&[event("page_view", path), event("last_words", path)], &stage.collector.events().await?);
    Ok(())
}

#[tokio::test]
async fn a_cart_filled_and_left_at_once_is_told_without_consent() -> Result<()> {
    fill_the_cart_and_leave("anonymous").await
}

#[tokio::test]
async fn a_cart_filled_and_left_at_once_is_told_with_consent() -> Result<()> {
    fill_the_cart_and_leave("granted").await
}

/// A shopper who knows what they want: everything happens as fast as the browser can, on several pages.
async fn fill_the_cart_and_leave(consent: &str) -> Result<()> {
    const PRODUCTS: [&str; 3] = ["quarry-bowl", "heron-jug", "brindle-casserole"];
    let stage = Stage::start().await?;
    stage.tag_with(&format!("data-consent=\"{consent}\""));
    let mut expected = Vec::new();
    for product in PRODUCTS {
        let path = format!("/shop/product/{product}/");
        stage.open(&path).await?;
        // WebKit may say that a page is open while the one before is still there.
        let script = format!(
            "const button = location.pathname === '{path}' && document.querySelector('[data-test=add-to-cart]')
            if (!button) return false
            button.click()
            return true"
        );
        stage.browser.until(&script).await?;
        expected.extend(["page_view", "view_item", "add_to_cart"].map(|name| event(name, &path)));
    }
    stage.open("/fixture/next.html").await?;
    expected.push(event("page_view", "/fixture/next.html"));
    let told = |events: &[Event]| expect::deliberate(events).iter().filter(|event| event.name != "click").count();
    let all = stage.collector.events_until("the whole visit", |events| told(events) >= expected.len()).await?;
    expect::once_each(&all);
    let all: Vec<Event> = all.into_iter().filter(|event| event.name != "click").collect();
    expect::exactly(&expected, &all);
    stage.end().await
}

async fn slow_stage() -> Result<Stage> {
    let stage = Stage::start().await?;
    stage.front.fault("/waypost.wasm", Fault::Delay(SLOW));
    Ok(stage)
}

/// The page has shown and its loader is at work: the visitor may go. In practice some 300 ms after the start.
async fn wasm_is_on_its_way(stage: &Stage) -> Result<()> {
    wait::until("the request for WebAssembly", async || {
        let heard = stage.front.heard("/waypost.wasm");
        assert!(heard.iter().all(|heard| heard.status.is_none()), "too late: WebAssembly has arrived");
        if heard.is_empty() { Err("none yet".to_owned()) } else { Ok(()) }
    })
    .await
}

/// A page that was left once has one view, also after the request for WebAssembly has come to its end.
async fn one_page_view_once_wasm_is_settled(stage: &Stage) -> Result<()> {
    stage.collector.event_named("page_view").await?;
    wait::until("the request for WebAssembly to be over", async || {
        let heard = stage.front.heard("/waypost.wasm");
        if heard.iter().all(|heard| heard.is_over) { Ok(()) } else { Err("it is on its way".to_owned()) }
    })
    .await?;
    expect::exactly(&[event("page_view", "/shop/")], &stage.collector.events().await?);
    Ok(())
}
