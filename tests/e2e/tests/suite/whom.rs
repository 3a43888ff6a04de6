//! Whom an offer is for: what the visitor did before its rules were there, where they came from, and what they saw on earlier
//! pages.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::browser::Shape;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

use crate::rules::{ARMED, none_comes, shown, stage, survey, verdicts};

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";

/// A survey that the event `quiz_done` brings.
fn after_quiz() -> String {
    survey("why", "events = [\"quiz_done\"]")
}

/// The rules come with the first press.
const BY_A_PRESS: &str = r#""armAfterMs": 0, "armInteractions": 1"#;

#[tokio::test]
async fn an_event_brings_its_offer_although_it_was_faster_than_the_rules() -> Result<()> {
    let mut stage = stage(Shape::Desktop, &after_quiz(), BY_A_PRESS).await?;
    stage.open(PLAIN).await?;
    stage.call("track", json!(["quiz_done"])).await?;
    stage.collector.event_named("quiz_done").await?;
    assert!(stage.front.heard("/v1/config").is_empty(), "the visitor has done nothing yet");
    stage.browser.press_nothing().await?;
    assert_eq!(shown(&stage).await?, "why");
    stage.end().await
}

#[tokio::test]
async fn an_event_of_the_page_before_brings_nothing_and_one_told_with_the_new_page_does() -> Result<()> {
    let mut stage = stage(Shape::Desktop, &after_quiz(), BY_A_PRESS).await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.call("track", json!(["quiz_done"])).await?;
    stage.browser.eval("history.pushState(null, '', '/fixture/two'); return true").await?;
    stage
        .collector
        .events_until("both views", |all| all.iter().filter(|one| one.name == "page_view").count() == 2)
        .await?;
    stage.browser.press_nothing().await?;
    none_comes(&stage).await?;
    let both = "history.pushState(null, '', '/fixture/three'); waypost.track('quiz_done'); return true";
    stage.browser.eval(both).await?;
    assert_eq!(shown(&stage).await?, "why");
    stage.end().await
}

#[tokio::test]
async fn an_offer_is_for_who_came_by_its_channel_on_all_pages_of_the_visit() -> Result<()> {
    for consent in ["anonymous", "granted"] {
        let offers = format!("{}whom = {{ channel = [\"email\", \"social\"] }}\n", survey("why", ""));
        let stage = Stage::start_with(Shape::Desktop, &format!("[[site]]\nkey = \"demo\"\n{offers}")).await?;
        stage.configure(&format!(r#"{{"consent": "{consent}", "offer": {{{ARMED}}}}}"#));
        stage.open(PLAIN).await?;
        assert!(verdict_of_call(&stage).await?.contains("whom.channel"), "nobody brought them");
        stage.open(&format!("{PLAIN}?utm_medium=newsletter&utm_source=June")).await?;
        stage.call("offer", json!(["why"])).await?;
        stage.offer().await?;
        stage.browser.eval("location.href = '/fixture/next.html'; return true").await?;
        stage.arrive(NEXT).await?;
        page_view_is_stored(&stage, NEXT).await?;
        stage.call("offer", json!(["why"])).await?;
        stage.offer().await?;
        let asked: Vec<_> = stage.front.heard("/v1/channel");
        assert!(
            asked.iter().all(|heard| heard.path == "/v1/channel" && !heard.body.contains("plain.html")),
            "{asked:?}"
        );
        assert_eq!(asked.len(), 3, "once a page");
        stage.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn where_no_offer_is_for_a_channel_nobody_asks_for_it() -> Result<()> {
    let stage = stage(Shape::Desktop, &survey("why", "page = 1"), ARMED).await?;
    stage.open(PLAIN).await?;
    assert_eq!(shown(&stage).await?, "why");
    assert!(stage.front.heard("/v1/channel").is_empty());
    stage.end().await
}

#[tokio::test]
async fn without_consent_an_offer_that_was_seen_on_a_page_is_not_shown_on_the_next() -> Result<()> {
    let stage = stage(Shape::Desktop, &survey("why", "page = 1"), ARMED).await?;
    stage.open(PLAIN).await?;
    assert_eq!(shown(&stage).await?, "why");
    stage.open(NEXT).await?;
    none_comes(&stage).await?;
    let verdicts = verdicts(&stage).await?;
    assert!(verdicts.contains("(frequency.per_session)"), "{verdicts}");
    assert_eq!(stage.kept_on_the_device().await?, [] as [String; 0]);
    stage.end().await
}

#[tokio::test]
async fn without_consent_all_offers_share_one_budget_on_all_pages() -> Result<()> {
    let offers =
        format!("offers_per_session = 1\n{}{}", survey("one", "page = 1"), survey("two", "events = [\"now\"]"));
    let stage = stage(Shape::Desktop, &offers, ARMED).await?;
    stage.open(PLAIN).await?;
    assert_eq!(shown(&stage).await?, "one");
    stage.open(NEXT).await?;
    stage.call("track", json!(["now"])).await?;
    none_comes(&stage).await?;
    let verdicts = verdicts(&stage).await?;
    assert!(verdicts.contains("Offer two: not shown: the visitor has been shown enough offers"), "{verdicts}");
    stage.end().await
}

/// Calls for the offer, and returns what the drawer says of it once its rules are there.
async fn verdict_of_call(stage: &Stage) -> Result<String> {
    stage.call("offer", json!(["why"])).await?;
    none_comes(stage).await?;
    verdicts(stage).await
}

async fn page_view_is_stored(stage: &Stage, path: &str) -> Result<()> {
    stage.call("flush", json!([])).await?;
    wait::until("the page view", async || {
        let events = stage.collector.events().await.map_err(|error| format!("{error:#}"))?;
        let is_it = |event: &waypost_e2e::collector::Event| {
            event.name == "page_view" && waypost_e2e::expect::path_of(event) == path
        };
        if events.iter().any(is_it) { Ok(()) } else { Err(format!("{} events", events.len())) }
    })
    .await
}
