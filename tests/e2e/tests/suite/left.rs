//! What a page leaves behind: taken over where there are no locks, kept where nothing gets through, given to the browser
//! where it is too much.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::browser::Engine;
use waypost_e2e::expect::{self, event};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::{Stage, TAG};
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";
const EVENTS: &str = "/v1/events";

#[tokio::test]
async fn without_locks_what_is_a_minute_old_is_taken_over_and_what_is_younger_is_not() -> Result<()> {
    let stage = Stage::start().await?;
    granted_after(&stage, "no-locks.js");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.collector.event_named("page_view").await?;
    stage.front.fault(EVENTS, Fault::Refuse);
    stage.call("track", json!(["left_behind"])).await?;
    stage.call("flush", json!([])).await?;
    heard(&stage, "left_behind", 1).await?;
    stage.close_tab().await?;
    // What the tab sent as it was closed was refused as well.
    stage.front.mend(EVENTS);
    stage.open(NEXT).await?;
    stage.sdk_is_ready().await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("page_view", NEXT)]).await?;
    stage.front.unedit();
    granted_after(&stage, "no-locks-later.js");
    stage.open(NEXT).await?;
    stage.collector.event_named("left_behind").await?;
    expect::once_each(&stage.collector.events().await?);
    stage.end_noisily().await
}

#[tokio::test]
async fn who_never_gets_through_is_told_so_and_tries_once_on_the_next_page() -> Result<()> {
    let stage = Stage::start().await?;
    granted_after(&stage, "blocked.js");
    stage.front.fault(EVENTS, Fault::Refuse);
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    wait::until("the page to be told", async || {
        // Each call ends the pause after a failure.
        stage.call("flush", json!([])).await.map_err(|error| format!("{error:#}"))?;
        let told = stage.browser.eval("return window.blocked").await.map_err(|error| format!("{error:#}"))?;
        if told == json!(0) { Err(format!("{} tries", stage.front.heard(EVENTS).len())) } else { Ok(()) }
    })
    .await?;
    stage.open("/fixture/without.html").await?;
    let tries = stage.front.heard(EVENTS).len();
    assert!(tries >= 8, "{tries} tries");
    stage.open(NEXT).await?;
    stage.browser.until("return window.blocked === 1").await?;
    // Browsers ask a second time by themselves when a connection that was in use before closes without an answer.
    let heard = stage.front.heard(EVENTS);
    let more: Vec<_> = heard[tries..].iter().map(|heard| &heard.body).collect();
    assert!(more.len() <= 2 && more.iter().all(|body| *body == more[0]), "{more:#?}");
    stage.front.mend(EVENTS);
    stage.call("flush", json!([])).await?;
    stage.collector.events_until("both views", |events| expect::named(events, "page_view").count() == 2).await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("page_view", NEXT)]).await?;
    expect::once_each(&stage.collector.events().await?);
    stage.end_noisily().await
}

#[tokio::test]
async fn what_is_over_the_allowance_of_a_page_that_is_left_is_given_to_the_browser_for_later() -> Result<()> {
    const ALL: usize = 8;
    let stage = Stage::at(PLAIN).await?;
    if stage.browser.engine != Engine::Chromium {
        // Only Chromium takes requests for later; elsewhere it waits for the next visit of who has agreed.
        return stage.end().await;
    }
    stage.collector.event_named("page_view").await?;
    let tracking = format!(
        "for (let n = 0; n < {ALL}; n++) waypost.track('large', {{ n, text: 'a mug '.repeat(2300) }})
         location.href = '/fixture/without.html'
         return true"
    );
    stage.browser.eval(&tracking).await?;
    let large = |events: &[_]| expect::named(events, "large").count() == ALL;
    let events = stage.collector.events_until("every large event", large).await?;
    expect::once_each(&events);
    stage.end().await
}

fn granted_after(stage: &Stage, script: &str) {
    let granted = TAG.replace("></script>", " data-consent=\"granted\"></script>");
    stage.tag(&format!("<script src=\"/fixture/{script}\"></script>{granted}"));
}

async fn heard(stage: &Stage, part: &str, times: usize) -> Result<()> {
    wait::until(part, async || {
        let found = stage.front.heard(EVENTS).iter().filter(|heard| heard.body.contains(part) && heard.is_over).count();
        if found >= times { Ok(()) } else { Err(format!("{found} times")) }
    })
    .await
}
