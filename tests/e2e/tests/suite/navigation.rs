//! What counts as a page view, and what does not.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::browser::Engine;
use waypost_e2e::expect::{self, event};
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const ONE: &str = "/fixture/spa.html";
const TWO: &str = "/fixture/two";
const THREE: &str = "/fixture/three";
const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";

#[tokio::test]
async fn single_page_navigation_is_viewed_page_by_page() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(ONE).await?;
    stage.sdk_is_ready().await?;
    stage.click("#push").await?;
    stage.browser.until("return location.pathname === '/fixture/two'").await?;
    stage.click("#replace").await?;
    stage.browser.eval("history.back(); return true").await?;
    stage.browser.until("return location.pathname === '/fixture/spa.html'").await?;
    stage.click("#move").await?;
    let events = stage
        .recorded_exactly(&[
            event("page_view", ONE),
            event("pushed", ONE),
            event("page_view", TWO),
            event("replaced", TWO),
            event("page_view", ONE),
            event("moved", ONE),
            event("page_view", THREE),
        ])
        .await?;
    expect::once_each(&stage.collector.events().await?);
    let titles: Vec<Option<&str>> = events.iter().map(|event| event.page.title.as_deref()).collect();
    assert_eq!(titles, [Some("One"), Some("One"), Some("Two"), Some("Two"), Some("One"), Some("One"), Some("Three")]);
    stage.end().await
}

#[tokio::test]
async fn a_page_from_the_back_forward_cache_is_viewed_again() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage
        .browser
        .eval(
            "addEventListener('pageshow', event => { window.__persisted = event.persisted })
             window.__kept = true
             return true",
        )
        .await?;
    stage.click("#next").await?;
    stage.arrive(NEXT).await?;
    stage.sdk_is_ready().await?;
    stage.browser.eval("history.back(); return true").await?;
    stage.arrive(PLAIN).await?;
    let restored =
        stage.browser.eval("return window.__kept === true && window.__persisted === true").await? == json!(true);
    if stage.browser.engine == Engine::Chromium {
        let why = stage
            .browser
            .eval("return JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons ?? null)")
            .await?;
        assert!(restored, "Chromium did not restore the page: {why}");
    }
    stage.sdk_is_ready().await?;
    stage.call("track", json!(["the_end"])).await?;
    stage.call("flush", json!([])).await?;
    stage.collector.event_named("the_end").await?;
    let events = stage.collector.events().await?;
    let deliberate = expect::deliberate(&events);
    let mut names: Vec<(&str, &str)> = deliberate.iter().map(|e| (e.name.as_str(), expect::path_of(e))).collect();
    names.sort_unstable();
    // The restored page goes on with its own stream; a page loaded anew begins another. Both are one more view.
    let mut all =
        [("click", PLAIN), ("page_view", NEXT), ("page_view", PLAIN), ("page_view", PLAIN), ("the_end", PLAIN)];
    all.sort_unstable();
    assert_eq!(names, all, "\n{}", expect::table(&events));
    let mut streams: Vec<&str> = events.iter().map(|event| event.stream.as_str()).collect();
    streams.sort_unstable();
    streams.dedup();
    assert_eq!(streams.len(), if restored { 2 } else { 3 }, "\n{}", expect::table(&events));
    expect::once_each(&events);
    stage.end().await
}

#[tokio::test]
async fn a_prerendered_page_is_viewed_when_it_is_shown_and_not_before() -> Result<()> {
    let stage = Stage::start().await?;
    if stage.browser.engine != Engine::Chromium {
        // Only Chromium prerenders.
        return stage.end().await;
    }
    stage.front.add_header(PLAIN, "speculation-rules", "\"/fixture/prerender.json\"");
    stage.open(PLAIN).await?;
    wait::until("the next page to be prerendered", async || {
        let heard = stage.front.heard(NEXT);
        if heard.is_empty() { Err("it was not asked for".to_owned()) } else { Ok(()) }
    })
    .await?;
    stage.recorded_exactly(&[event("page_view", PLAIN)]).await?;
    stage.click("#next").await?;
    stage.arrive(NEXT).await?;
    let shown = "return performance.getEntriesByType('navigation')[0].activationStart > 0";
    assert_eq!(stage.browser.eval(shown).await?, json!(true), "the page was loaded, not prerendered");
    stage.collector.events_until("the next page's view", |all| all.iter().any(|e| expect::path_of(e) == NEXT)).await?;
    let events = stage.collector.events().await?;
    expect::exactly(
        &[event("page_view", PLAIN), event("the_end", PLAIN), event("click", PLAIN), event("page_view", NEXT)],
        &events,
    );
    stage.end().await
}
