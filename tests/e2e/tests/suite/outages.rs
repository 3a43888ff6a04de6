//! A collector that is down, dies, is busy or is cut off: nothing lost, nothing twice.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::collector::Event;
use waypost_e2e::expect::{self, event};
use waypost_e2e::front::{Fault, Heard};
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";
const EVENTS: &str = "/v1/events";

#[tokio::test]
async fn events_of_a_tab_closed_while_the_collector_was_down_come_with_the_next_visit() -> Result<()> {
    let mut stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.collector.event_named("page_view").await?;
    stage.collector.kill9().await?;
    stage.call("track", json!(["one"])).await?;
    stage.call("track", json!(["two"])).await?;
    stage.call("flush", json!([])).await?;
    sent_in_vain(&stage).await?;
    stage.close_tab().await?;
    stage.collector.restart().await?;
    stage.open(NEXT).await?;
    stage.collector.events_until("everything", |events| expect::deliberate(events).len() >= 4).await?;
    stage
        .recorded_exactly(&[
            event("page_view", PLAIN),
            event("one", PLAIN),
            event("two", PLAIN),
            event("page_view", NEXT),
        ])
        .await?;
    expect::once_each(&stage.collector.events().await?);
    stage.end_noisily().await
}

#[tokio::test]
async fn events_of_a_page_that_was_left_while_the_collector_was_down_come_with_the_next_page() -> Result<()> {
    let mut stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.collector.event_named("page_view").await?;
    stage.collector.kill9().await?;
    stage.call("track", json!(["one"])).await?;
    stage.call("flush", json!([])).await?;
    sent_in_vain(&stage).await?;
    stage.browser.open("about:blank").await?;
    stage.collector.restart().await?;
    stage.open(NEXT).await?;
    stage.collector.event_named("one").await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("one", PLAIN), event("page_view", NEXT)]).await?;
    expect::once_each(&stage.collector.events().await?);
    stage.end_noisily().await
}

#[tokio::test]
async fn a_collector_killed_amid_a_stream_of_batches_has_every_event_once_after_its_restart() -> Result<()> {
    const ALL: usize = 400;
    let mut stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage
        .browser
        .eval(&format!(
            "let sent = 0
             window.acknowledged = 0
             waypost.on('sent', answer => {{ window.acknowledged += answer.stored }})
             const timer = setInterval(() => {{
               for (let i = 0; i < 4; i++) waypost.track('tick', {{ number: ++sent }})
               waypost.flush()
               if (sent >= {ALL}) clearInterval(timer)
             }}, 20)
             return true"
        ))
        .await?;
    stage.browser.until("return window.acknowledged > 50").await?;
    stage.collector.kill9().await?;
    let acknowledged = stage.browser.eval("return window.acknowledged").await?.as_u64().unwrap_or_default();
    stage.collector.restart().await?;
    let there = stage.collector.events().await?.len() as u64;
    assert!(there >= acknowledged, "{acknowledged} were acknowledged and {there} are there");
    let all = |events: &[Event]| events.iter().filter(|event| event.name == "tick").count() >= ALL;
    let events = stage.collector.events_until("every tick", all).await?;
    expect::once_each(&events);
    let numbers: Vec<u64> = events.iter().filter_map(|event| event.data["number"].as_u64()).collect();
    assert_eq!(numbers, (1..=ALL as u64).collect::<Vec<u64>>());
    stage.end_noisily().await
}

#[tokio::test]
async fn a_busy_collector_is_tried_again() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault(EVENTS, Fault::Answer(503, "application/json", "{\"error\":\"busy\",\"detail\":\"full\"}"));
    stage.open(PLAIN).await?;
    heard_with(&stage, |heard| heard.status == Some(503)).await?;
    stage.front.mend(EVENTS);
    stage.collector.event_named("page_view").await?;
    stage.recorded_exactly(&[event("page_view", PLAIN)]).await?;
    expect::once_each(&stage.collector.events().await?);
    stage.end_noisily().await
}

#[tokio::test]
async fn an_answer_cut_off_after_the_commit_stores_nothing_twice() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault(EVENTS, Fault::CutOff);
    stage.open(PLAIN).await?;
    stage.collector.event_named("page_view").await?;
    heard_with(&stage, |heard| heard.body.contains("page_view") && heard.status.is_none()).await?;
    stage.front.mend(EVENTS);
    // The page was never told, so it sends the view again.
    heard_with(&stage, |heard| heard.body.contains("page_view") && heard.status == Some(200)).await?;
    stage.recorded_exactly(&[event("page_view", PLAIN)]).await?;
    expect::once_each(&stage.collector.events().await?);
    stage.end_noisily().await
}

#[tokio::test]
async fn what_the_collector_refuses_for_good_is_not_sent_again() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault(EVENTS, Fault::Answer(400, "application/json", "{\"error\":\"bad_batch\",\"detail\":\"x\"}"));
    stage.open(PLAIN).await?;
    heard_with(&stage, |heard| heard.status == Some(400)).await?;
    stage.front.mend(EVENTS);
    stage.call("track", json!(["later"])).await?;
    stage.call("flush", json!([])).await?;
    stage.collector.event_named("later").await?;
    expect::exactly(&[event("later", PLAIN)], &stage.collector.events().await?);
    stage.end_noisily().await
}

/// Waits until a batch was sent and nobody took it.
async fn sent_in_vain(stage: &Stage) -> Result<()> {
    heard_with(stage, |heard| heard.body.contains("\"one\"") && heard.status.is_none()).await
}

async fn heard_with(stage: &Stage, is_it: impl Fn(&Heard) -> bool) -> Result<()> {
    wait::until("that request", async || {
        let heard = stage.front.heard(EVENTS);
        if heard.iter().any(&is_it) { Ok(()) } else { Err(format!("{heard:#?}")) }
    })
    .await
}
