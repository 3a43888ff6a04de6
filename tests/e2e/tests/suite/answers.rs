//! Answers that are none: nothing is settled by them, the reason is said once, and sending goes on.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::expect::{self, event};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";
const ELSEWHERE: &str = "/fixture/next.html";
const EVENTS: &str = "/v1/events";
const JSON: &str = "application/json";

/// Far more than a collector answers, and more than a test would wait for if it were read to its end as text.
const HUGE: usize = 40_000_000;

#[tokio::test]
async fn a_captive_portal_settles_nothing() -> Result<()> {
    settles_nothing(
        &[Fault::Answer(200, "text/html", "<!doctype html><title>Hotel WLAN</title>{\"stored\":1}")],
        "bad_answer",
    )
    .await
}

#[tokio::test]
async fn a_redirect_settles_nothing_and_is_not_followed() -> Result<()> {
    let stage = settles_nothing_on(&[Fault::Redirect(ELSEWHERE)], "unreachable").await?;
    assert!(stage.front.heard(ELSEWHERE).is_empty(), "events went elsewhere");
    stage.end_noisily().await
}

#[tokio::test]
async fn nonsense_and_other_numbers_settle_nothing() -> Result<()> {
    let nonsense = [
        "",
        "null",
        "[]",
        "{\"stored\":\"1\"}",
        "{\"stored\":-1,\"dropped\":[]}",
        "{\"stored\":0,\"dropped\":[]}",
        "{\"stored\":2,\"dropped\":[]}",
        "{\"stored\":0,\"dropped\":[[77,\"bad_name\"]]}",
    ];
    settles_nothing(&nonsense.map(|text| Fault::Answer(200, JSON, text)), "bad_answer").await
}

#[tokio::test]
async fn a_huge_answer_settles_nothing_and_is_not_read() -> Result<()> {
    settles_nothing(&[Fault::Huge(HUGE)], "bad_answer").await
}

async fn settles_nothing(answers: &[Fault], code: &str) -> Result<()> {
    settles_nothing_on(answers, code).await?.end_noisily().await
}

/// One event for each answer, which is given until the event was sent; all are stored once in the end.
async fn settles_nothing_on(answers: &[Fault], code: &str) -> Result<Stage> {
    let stage = Stage::at(PLAIN).await?;
    stage.collector.event_named("page_view").await?;
    for (number, answer) in answers.iter().enumerate() {
        let name = format!("\"number\":{number}}}");
        stage.front.fault(EVENTS, answer.clone());
        stage.call("track", json!(["told", {"number": number}])).await?;
        stage.call("flush", json!([])).await?;
        heard_with(&stage, &name, 1).await?;
        stage.front.mend(EVENTS);
        stage.call("flush", json!([])).await?;
        // It was not settled, so it comes again.
        heard_with(&stage, &name, 2).await?;
    }
    let told = (0..answers.len()).map(|number| event("told", PLAIN).with(json!({"number": number})));
    let all: Vec<_> = std::iter::once(event("page_view", PLAIN)).chain(told).collect();
    stage.recorded_exactly(&all).await?;
    expect::once_each(&stage.collector.events().await?);
    stage.one_complaint(code).await?;
    Ok(stage)
}

async fn heard_with(stage: &Stage, part: &str, times: usize) -> Result<()> {
    wait::until(&format!("{part} to be sent {times} times"), async || {
        let heard = stage.front.heard(EVENTS);
        let found = heard.iter().filter(|heard| heard.body.contains(part) && heard.status.is_some()).count();
        if found >= times { Ok(()) } else { Err(format!("{heard:#?}")) }
    })
    .await
}
