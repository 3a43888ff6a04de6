//! What a shop's own code may call, and what its markup may say.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::expect::{self, event};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;

const PLAIN: &str = "/fixture/plain.html";
const HOOKS: &str = "/fixture/hooks.html";

#[tokio::test]
async fn calls_made_before_the_loader_has_arrived_run_later_in_their_order() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault("/waypost.js", Fault::Delay(std::time::Duration::from_secs(1)));
    stage.run_before("early.js");
    stage.open(PLAIN).await?;
    stage
        .recorded_exactly(&[
            event("page_view", PLAIN),
            event("first", PLAIN).with(json!({"order": "1"})),
            event("second", PLAIN).with(json!({"order": "2"})),
            event("third", PLAIN).with(json!({"order": "3"})),
        ])
        .await?;
    let heard = stage.browser.eval("return window.heard").await?;
    assert!(heard.as_array().is_some_and(|names| names.contains(&json!("third"))), "{heard}");
    stage.end().await
}

#[tokio::test]
async fn markup_tells_events_and_never_what_was_typed() -> Result<()> {
    let stage = Stage::start().await?;
    // What Waypost finds in forms by itself is another suite's.
    stage.configure(r#"{"capture": {"forms": false}}"#);
    stage.open(HOOKS).await?;
    stage.sdk_is_ready().await?;
    stage.click("#inner").await?;
    stage.fill("#typed", "jane@example.org").await?;
    stage.click("#send").await?;
    stage.click("#plain").await?;
    stage.click(".paragraph").await?;
    let events = stage
        .recorded_exactly(&[
            event("page_view", HOOKS),
            event("view_item", HOOKS).with(json!({
                "currency": "EUR", "items": [{"item_id": "jug", "item_name": "Heron jug", "price": "46.00"}],
            })),
            event("add_to_wishlist", HOOKS).with(json!({
                "currency": "EUR", "wish_list": "kitchen",
                "items": [{"item_id": "jug", "item_name": "Heron jug, sky", "price": "46.00"}],
            })),
            event("click", HOOKS).with(json!({"tag": "button", "id": "send", "text": "Send"})),
            event("generate_lead", HOOKS).with(json!({"lead_source": "fair", "currency": "EUR"})),
            event("click", HOOKS).with(json!({"tag": "button", "id": "plain", "text": "Plain"})),
        ])
        .await?;
    assert!(!format!("{events:?}").contains("jane"));
    stage.end().await
}

#[tokio::test]
async fn a_link_tells_where_it_leads_without_its_query() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(HOOKS).await?;
    stage.sdk_is_ready().await?;
    stage.click("#away").await?;
    stage.arrive("/fixture/next.html").await?;
    let click = stage.collector.event_named("click").await?;
    assert_eq!(click.data["href"], "/fixture/next.html");
    assert_eq!(click.data["tag"], "a");
    stage.end().await
}

#[tokio::test]
async fn selectors_in_the_configuration_make_events_of_clicks() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(r##"{"events": [{"event": "pressed", "selector": "#press"}]}"##);
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.click("#press").await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("pressed", PLAIN)]).await?;
    stage.end().await
}

#[tokio::test]
async fn custom_events_are_kept_with_their_data_and_bad_names_are_reported() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage
        .browser
        .eval("window.dropped = []; waypost.on('drop', drop => { window.dropped.push(drop.reason) }); return 1")
        .await?;
    let data = json!({"colour": "blue", "size": 7, "gift": true, "notes": ["a", "b"], "price": "1.10"});
    stage.call("track", json!(["gift_wrapped", data])).await?;
    stage.call("track", json!(["Bad Name!"])).await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("gift_wrapped", PLAIN).with(data)]).await?;
    assert_eq!(stage.browser.eval("return window.dropped").await?, json!(["bad_name"]));
    stage.one_complaint("bad_name").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_page_can_be_viewed_again_by_call() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.call("page", json!([])).await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("page_view", PLAIN)]).await?;
    stage.end().await
}

#[tokio::test]
async fn listeners_hear_events_and_what_was_stored_until_they_are_taken_off() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.call("flush", json!([])).await?;
    stage.collector.event_named("page_view").await?;
    stage
        .browser
        .eval(
            "window.names = []; window.stored = 0
             window.off = waypost.on('event', event => { window.names.push(event.name) })
             waypost.on('sent', answer => { window.stored += answer.stored })
             waypost.track('one'); waypost.flush()
             return true",
        )
        .await?;
    // The answer for the page view may come as late as that.
    stage.browser.until("return window.stored >= 1 && window.names.length === 1").await?;
    stage.call("flush", json!([])).await?;
    stage.collector.event_named("one").await?;
    stage.browser.eval("window.off(); waypost.track('two'); return true").await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("one", PLAIN), event("two", PLAIN)]).await?;
    assert_eq!(stage.browser.eval("return window.names").await?, json!(["one"]));
    stage.end().await
}

#[tokio::test]
async fn a_user_is_told_only_with_consent_and_is_never_an_address() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.call("identify", json!(["jane@example.org"])).await?;
    stage.one_complaint("bad_user").await?;
    stage.call("identify", json!(["c-1234"])).await?;
    stage.call("track", json!(["before"])).await?;
    stage.call("flush", json!([])).await?;
    assert_eq!(stage.collector.event_named("before").await?.user, None);
    stage.call("consent", json!(["granted"])).await?;
    stage.call("track", json!(["after"])).await?;
    stage.call("flush", json!([])).await?;
    assert_eq!(stage.collector.event_named("after").await?.user.as_deref(), Some("c-1234"));
    let sent = stage.front.heard("/v1/events");
    assert!(sent.iter().all(|heard| !heard.body.contains("jane")));
    stage.end_noisily().await
}

#[tokio::test]
async fn a_reset_begins_anew_with_another_visitor_and_stream() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.call("identify", json!(["c-1234"])).await?;
    stage.call("track", json!(["before"])).await?;
    stage.call("flush", json!([])).await?;
    let before = stage.collector.event_named("before").await?;
    stage.call("reset", json!([])).await?;
    stage.call("track", json!(["after"])).await?;
    stage.call("flush", json!([])).await?;
    let after = stage.collector.event_named("after").await?;
    assert_eq!(before.user.as_deref(), Some("c-1234"));
    assert_eq!(after.user, None);
    assert_ne!(before.visitor, after.visitor);
    assert_ne!(before.session, after.session);
    assert_ne!(before.stream, after.stream);
    expect::once_each(&stage.collector.events().await?);
    stage.end().await
}
