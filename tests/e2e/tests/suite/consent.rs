//! What each state of consent sends, and what it leaves on the device.

use anyhow::{Result, ensure};
use serde_json::json;
use waypost_e2e::expect::{self, event};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";
const NOTHING: [&str; 0] = [];

#[tokio::test]
async fn anonymous_visitors_are_counted_and_their_device_keeps_nothing() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    let events = stage.recorded_exactly(&[event("page_view", PLAIN)]).await?;
    assert_eq!(events[0].consent, "anonymous");
    assert_eq!(stage.kept_on_the_device().await?, NOTHING);
    for heard in stage.front.heard("/v1/events") {
        assert!(!heard.body.contains("\"visitor\"") && !heard.body.contains("\"sessions\""), "{}", heard.body);
    }
    stage.end().await
}

#[tokio::test]
async fn pending_events_wait_in_memory_and_a_grant_releases_them_with_their_own_times() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"pending\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.call("track", json!(["early"])).await?;
    stage.call("flush", json!([])).await?;
    assert_eq!(stage.kept_on_the_device().await?, NOTHING);
    // A second document shows that the first one's flush had its chance: its own request has arrived.
    let apart = stage
        .browser
        .eval("const start = performance.now(); while (performance.now() - start < 300); return 300")
        .await?;
    assert!(stage.front.heard("/v1/").is_empty(), "{:?}", stage.front.heard("/v1/"));
    stage.call("consent", json!(["granted"])).await?;
    stage.call("track", json!(["late"])).await?;
    let events =
        stage.recorded_exactly(&[event("page_view", PLAIN), event("early", PLAIN), event("late", PLAIN)]).await?;
    assert!(events.iter().all(|event| event.consent == "granted" && event.visitor == events[0].visitor));
    let between = events[2].occurred_at_ms - events[1].occurred_at_ms;
    assert!(between >= apart.as_i64().unwrap_or(i64::MAX), "released events kept only {between} ms of {apart}");
    stage.end().await
}

#[tokio::test]
async fn pending_events_of_a_page_that_is_left_are_never_sent() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"pending\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.open(NEXT).await?;
    stage.sdk_is_ready().await?;
    stage.call("consent", json!(["anonymous"])).await?;
    stage.recorded_exactly(&[event("page_view", NEXT)]).await?;
    assert_eq!(stage.kept_on_the_device().await?, NOTHING);
    stage.end().await
}

#[tokio::test]
async fn a_denial_sends_nothing_and_erases_what_was_kept() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.call("consent", json!(["granted"])).await?;
    stage.call("track", json!(["before"])).await?;
    stage.call("flush", json!([])).await?;
    stage.collector.event_named("before").await?;
    wait::until("something to be kept", async || match stage.kept_on_the_device().await {
        Ok(kept) if !kept.is_empty() => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await?;
    stage.call("consent", json!(["denied"])).await?;
    wait::until("nothing to be kept", async || match stage.kept_on_the_device().await {
        Ok(kept) if kept.is_empty() => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await?;
    stage.call("track", json!(["after"])).await?;
    stage.click("#press").await?;
    stage.open(NEXT).await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("before", PLAIN), event("page_view", NEXT)]).await?;
    stage.end().await
}

#[tokio::test]
async fn a_page_that_says_denied_from_the_start_sends_and_keeps_nothing() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"denied\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.click("#press").await?;
    stage.call("track", json!(["never"])).await?;
    stage.call("flush", json!([])).await?;
    assert_eq!(stage.kept_on_the_device().await?, NOTHING);
    stage.call("consent", json!(["anonymous"])).await?;
    stage.recorded_exactly(&[event("page_view", PLAIN)]).await?;
    expect::once_each(&stage.collector.events().await?);
    stage.end().await
}

#[tokio::test]
async fn a_granted_visitor_is_known_again_on_the_next_page() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    stage.collector.event_named("page_view").await?;
    stage.open(NEXT).await?;
    let events = stage.recorded_exactly(&[event("page_view", PLAIN), event("page_view", NEXT)]).await?;
    assert_eq!(events[0].visitor, events[1].visitor);
    assert_eq!(events[0].session, events[1].session);
    assert_ne!(events[0].stream, events[1].stream, "a stream is one document's life");
    let kept = stage.kept_on_the_device().await?;
    assert!(!kept.is_empty() && kept.iter().all(|name| name.contains("waypost")), "{kept:?}");
    stage.end().await
}

#[tokio::test]
async fn what_is_wrong_in_a_choice_is_named_and_the_refusal_beside_it_counts() -> Result<()> {
    let stage = Stage::at(PLAIN).await?;
    stage.collector.event_named("page_view").await?;
    stage.call("consent", json!([{"adverts": "granted", "measurement": "denied", "marketing": "yes"}])).await?;
    stage.one_complaint("bad_consent").await?;
    let complaint = &stage.complaints()[0].text;
    for part in ["`adverts` \"granted\"", "`marketing` \"yes\"", "`personalisation` 'granted', 'denied'"] {
        ensure!(complaint.contains(part), "{part} is not in {complaint}");
    }
    ensure!(!complaint.contains("\"denied\""), "what is right is named, too: {complaint}");
    stage.call("track", json!(["never"])).await?;
    stage.call("consent", json!(["anonymous"])).await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("page_view", PLAIN)]).await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_word_that_is_none_does_not_release_what_is_pending() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"pending\"");
    stage.front.fault("/waypost-sdk.js", Fault::Answer(404, "text/plain", "not here"));
    stage.open(PLAIN).await?;
    stage.call("consent", json!(["yes"])).await?;
    stage.front.mend("/waypost-sdk.js");
    stage.open(NEXT).await?;
    stage.sdk_is_ready().await?;
    stage.call("consent", json!(["anonymous"])).await?;
    stage.recorded_exactly(&[event("page_view", NEXT)]).await?;
    stage.end_with_complaints_of_the_browser();
    Ok(())
}
