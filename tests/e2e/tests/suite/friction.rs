//! What goes wrong for a visitor: clicks in anger and in vain, errors, refused requests; and prices compared.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use thirtyfour::Key;
use waypost_e2e::collector::Event;
use waypost_e2e::expect;
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;

const PAGE: &str = "/fixture/capture.html";
const WITHOUT: &str = "/fixture/without.html";

#[tokio::test]
async fn a_burst_of_clicks_is_rage_and_clicks_one_after_the_other_are_not() -> Result<()> {
    let stage = Stage::at(PAGE).await?;
    for _ in 0..3 {
        stage.click("#class").await?;
        stage.browser.eval("window.before = performance.now(); return 1").await?;
        stage.browser.until("return performance.now() - window.before > 1100").await?;
    }
    // Setting a text field's cursor is no rage.
    stage.click_fast("#field", 4).await?;
    stage.click_fast("#dead", 4).await?;
    let rage = stage.collector.event_named("rage_click").await?;
    assert_eq!(rage.data, json!({"sel": "#dead", "count": 4}));
    let all = stage.collector.events().await?;
    assert_eq!(expect::named(&all, "rage_click").count(), 1, "{}", expect::table(&all));
    stage.end().await
}

#[tokio::test]
async fn a_click_is_dead_only_where_nothing_answers_it() -> Result<()> {
    let stage = Stage::at(PAGE).await?;
    stage.front.fault(WITHOUT, Fault::Delay(Duration::from_millis(2500)));
    let alive = [
        "#text", "#class", "#focus", "#ask", "#slow", "#state", "#done", "#off", "#mail", "#field", "#label", "#check",
        "#range", "#summary", "#plain", "#anchor",
    ];
    for id in alive {
        press_alone(&stage, id).await?;
    }
    stage.browser.eval("scrollTo(0, 0); return 1").await?;
    // Being scrolled is an answer, and Firefox tells it late.
    press_alone(&stage, "#plain").await?;
    press_alone(&stage, "#void").await?;
    press_alone(&stage, "#dead").await?;
    let both = |all: &[Event]| expect::named(all, "dead_click").count() >= 2;
    let all = stage.collector.events_until("dead clicks", both).await?;
    let dead: Vec<&Value> = expect::named(&all, "dead_click").map(|event| &event.data).collect();
    assert_eq!(
        dead,
        [&json!({"sel": "#void", "text": "Compare"}), &json!({"sel": "#dead", "text": "Buy the lot"})],
        "{}",
        expect::table(&all)
    );
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

#[tokio::test]
async fn text_copied_from_a_product_is_told_by_its_length() -> Result<()> {
    let stage = Stage::at(PAGE).await?;
    copy_story(&stage).await?;
    stage.call("track", json!(["view_item", {"currency": "EUR", "items": [{"item_id": "bowl"}]}])).await?;
    stage.call("flush", json!([])).await?;
    stage.collector.event_named("view_item").await?;
    copy_story(&stage).await?;
    let copy = stage.collector.event_named("copy").await?;
    assert_eq!(copy.data, json!({"length": 20, "sel": "#story"}));
    let all = stage.collector.events().await?;
    assert_eq!(expect::named(&all, "copy").count(), 1, "{}", expect::table(&all));
    assert!(stage.front.heard("/v1/").iter().all(|heard| !heard.body.contains("by hand")));
    stage.end().await
}

#[tokio::test]
async fn errors_are_told_by_class_and_line_five_of_them_and_never_by_their_message() -> Result<()> {
    let stage = Stage::at(PAGE).await?;
    for id in ["#type-error", "#type-error", "#rejection", "#many-errors"] {
        stage.click(id).await?;
    }
    let all = stage.collector.events_until("five errors", |all| expect::named(all, "js_error").count() >= 5).await?;
    let errors: Vec<&Value> = expect::named(&all, "js_error").map(|event| &event.data).collect();
    let frame = |error: &Value| error["frame"].as_str().map(str::to_owned).unwrap_or_default();
    assert!(
        errors.iter().all(|error| frame(error).starts_with("/fixture/capture.js:") && error["own"] == true),
        "{errors:?}"
    );
    assert_eq!(errors.iter().filter(|error| error["class"] == "RangeError").count(), 1, "{errors:?}");
    assert_eq!(errors.iter().filter(|error| error["class"] == "TypeError").count(), 4, "{errors:?}");
    let events = stage.stored("js_error").await?;
    assert_eq!(events.len(), 5, "{}", expect::table(&events));
    assert!(stage.front.heard("/v1/").iter().all(|heard| !heard.body.contains("jane") && !heard.body.contains("null")));
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

#[tokio::test]
async fn requests_that_the_shop_refuses_are_told_once_and_those_of_waypost_never() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault("/api/broken", Fault::Answer(500, "text/plain", "no"));
    stage.open(PAGE).await?;
    stage.sdk_is_ready().await?;
    if stage.browser.eval("return 'responseStatus' in PerformanceResourceTiming.prototype").await? == json!(false) {
        // This browser does not say how a request ended.
        return stage.end().await;
    }
    stage.click("#broken").await?;
    let error = stage.collector.event_named("request_error").await?;
    assert_eq!(error.data, json!({"status": 500, "path": "/api/broken", "kind": "fetch"}));
    let events = stage.stored("request_error").await?;
    assert_eq!(events.len(), 1, "{}", expect::table(&events));
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

/// Presses `css`, and waits until the time for an answer to it is over.
async fn press_alone(stage: &Stage, css: &str) -> Result<()> {
    stage.click(css).await?;
    stage.browser.eval("window.before = performance.now(); return 1").await?;
    stage.browser.until("return performance.now() - window.before > 1200").await?;
    Ok(())
}

/// Selects the paragraph and copies it by the keyboard.
async fn copy_story(stage: &Stage) -> Result<()> {
    stage
        .browser
        .eval(
            "window.copied = false
             addEventListener('copy', () => { window.copied = true }, { once: true })
             getSelection().selectAllChildren(document.querySelector('#story'))
             return true",
        )
        .await?;
    let keys =
        stage.browser.driver.action_chain().key_down(Key::Control).key_down('c').key_up('c').key_up(Key::Control);
    keys.perform().await?;
    stage.browser.until("return window.copied").await?;
    Ok(())
}
