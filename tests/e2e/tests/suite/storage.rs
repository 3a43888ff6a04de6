//! What every state of every purpose leaves on the device, and that tabs follow each other from one state to the next.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use waypost_e2e::expect::named;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";

/// What stays as it is until the visitor says otherwise, and both answers.
const ANSWERS: [Option<&str>; 3] = [None, Some("granted"), Some("denied")];

#[tokio::test]
async fn only_a_grant_of_measurement_keeps_anything_whatever_is_said_of_the_other_purposes() -> Result<()> {
    let stage = Stage::at(PLAIN).await?;
    for measurement in ["anonymous", "pending", "denied", "granted"] {
        for personalisation in ANSWERS {
            for marketing in ANSWERS {
                let mut said = json!({"measurement": measurement});
                for (purpose, answer) in [("personalisation", personalisation), ("marketing", marketing)] {
                    if let Some(answer) = answer {
                        said[purpose] = json!(answer);
                    }
                }
                something_happens(&stage, &said).await?;
                keeps(&stage, measurement == "granted", &said).await?;
                // Nor does the next page, which is left while nothing was said on it.
                stage.open(NEXT).await?;
                stage.sdk_is_ready().await?;
                stage.call("track", json!(["something"])).await?;
                keeps(&stage, measurement == "granted", &said).await?;
            }
        }
        stage.call("consent", json!(["denied"])).await?;
        keeps(&stage, false, &json!("denied")).await?;
    }
    stage.end().await
}

/// Chooses, and does what there would be something to remember of.
async fn something_happens(stage: &Stage, choice: &Value) -> Result<()> {
    stage.call("consent", json!([choice])).await?;
    stage.call("identify", json!(["visitor-7"])).await?;
    let mug = json!({"currency": "EUR", "items": [{"item_id": "mug", "price": "14.90"}]});
    stage.call("track", json!(["view_item", mug])).await?;
    stage.call("track", json!(["add_to_cart", mug])).await?;
    stage.call("track", json!(["purchase", {"transaction_id": "A-1"}])).await?;
    stage.call("flush", json!([])).await?;
    // The tracker has had its turn, and what it would keep is under way.
    stage.browser.until("return new Promise(done => setTimeout(() => setTimeout(() => done(true))))").await?;
    Ok(())
}

/// Waits until something is on the device, which is the database alone, or nothing.
async fn keeps(stage: &Stage, something: bool, choice: &Value) -> Result<()> {
    let expected: &[&str] = if something { &["database waypost-demo"] } else { &[] };
    wait::until(&format!("{expected:?} to be kept after {choice}"), async || {
        let kept = stage.kept_on_the_device().await.map_err(|error| error.to_string())?;
        if kept == expected { Ok(()) } else { Err(format!("{kept:?}")) }
    })
    .await
}

#[tokio::test]
async fn a_grant_after_a_refusal_is_followed_by_the_other_tab() -> Result<()> {
    let stage = Stage::at(PLAIN).await?;
    let driver = &stage.browser.driver;
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second.clone()).await?;
    stage.open(NEXT).await?;
    stage.sdk_is_ready().await?;
    stage.call("consent", json!(["denied"])).await?;
    driver.switch_to_window(first.clone()).await?;
    // The other tab's word has come once nothing is recorded here any more.
    let counting =
        "window.__told ??= (waypost.on('event', () => { window.__events = (window.__events ?? 0) + 1 }), true)
        const before = window.__events ?? 0
        waypost.track('probe')
        return new Promise(done => setTimeout(() => done((window.__events ?? 0) === before), 50))";
    stage.browser.until(counting).await?;
    driver.switch_to_window(second).await?;
    stage.call("consent", json!(["granted"])).await?;
    stage.call("track", json!(["there"])).await?;
    stage.call("flush", json!([])).await?;
    let there = stage.collector.event_named("there").await?;
    driver.switch_to_window(first).await?;
    stage.call("track", json!(["here"])).await?;
    stage.call("flush", json!([])).await?;
    let here = stage.collector.event_named("here").await?;
    ensure!(here.consent == "granted" && here.visitor.is_some(), "{here:?}");
    assert_eq!((&here.visitor, &here.session), (&there.visitor, &there.session));
    let events = stage.collector.events().await?;
    let begins = named(&events, "page_view").filter(|event| event.stream == here.stream).count();
    assert_eq!(begins, 1, "the stream after the refusal begins with the page on screen");
    stage.end().await
}
