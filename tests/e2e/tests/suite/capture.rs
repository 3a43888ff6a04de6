//! What a page tells by itself of the visitor on it: time, depth, sections, clicks, copies, errors, vitals.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use waypost_e2e::browser::Engine;
use waypost_e2e::collector::Event;
use waypost_e2e::expect::{self, event};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;

const PAGE: &str = "/fixture/capture.html";
const HEADINGS: &str = "/fixture/headings.html";
const PLAIN: &str = "/fixture/plain.html";
const WITHOUT: &str = "/fixture/without.html";

#[tokio::test]
async fn only_time_in_which_the_page_is_visible_counts_as_engagement() -> Result<()> {
    let stage = Stage::at(PAGE).await?;
    stage
        .browser
        .eval(
            "window.away = 0
             document.addEventListener('visibilitychange', () => {
               window.away += (document.hidden ? -1 : 1) * performance.now()
             })
             return true",
        )
        .await?;
    stage.click("#text").await?;
    stage.browser.until("return performance.now() > 2500").await?;
    stage.look_away_and_back().await?;
    let seen = stage.browser.until("return performance.now() - window.away").await?.as_f64().context("no time")?;
    stage.open(WITHOUT).await?;
    let all = stage.collector.events_until("engagement", |all| expect::named(all, "engagement").count() >= 1).await?;
    let sum =
        |field: &str| expect::named(&all, "engagement").filter_map(|event| event.data[field].as_f64()).sum::<f64>();
    // Leaving takes its time, too.
    assert!((1000.0..seen + 1500.0).contains(&sum("engaged_ms")), "of {seen} ms\n{}", expect::table(&all));
    assert!((1.0..=sum("engaged_ms")).contains(&sum("active_ms")), "{}", expect::table(&all));
    let first = expect::named(&all, "engagement").next().context("none")?;
    assert!(first.data["first_ms"].as_u64().is_some_and(|ms| ms < 10_000), "{}", first.data);
    assert!(first.data["scroll_pct"].as_u64().is_some_and(|percent| percent < 50), "{}", first.data);
    stage.end().await
}

#[tokio::test]
async fn a_page_that_nobody_touches_is_engaged_and_not_active_and_costs_nothing() -> Result<()> {
    let stage = Stage::start().await?;
    stage.run_before("timers.js");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.browser.until("return performance.now() > 2500").await?;
    assert_eq!(stage.browser.eval("return window.busy").await?, 0);
    stage.open(WITHOUT).await?;
    let told = stage.collector.event_named("engagement").await?;
    assert!(told.data["engaged_ms"].as_u64().is_some_and(|ms| ms > 500), "{}", told.data);
    assert_eq!(told.data["active_ms"], 0);
    assert_eq!(told.data["scroll_pct"], 100);
    assert_eq!(told.data.get("first_ms"), None);
    stage.end().await
}

#[tokio::test]
async fn who_scrolls_to_the_end_is_told_once_with_the_sections_they_stayed_at() -> Result<()> {
    let stage = Stage::at(PAGE).await?;
    stage.collector.event_named("section_view").await?;
    // Through the middle without staying, to the end, up and down again.
    for to in ["document.querySelector('#gap').clientHeight", "1e6", "0", "1e6"] {
        stage.browser.eval(&format!("scrollTo(0, {to}); window.before = performance.now(); return 1")).await?;
        stage.browser.until(&format!("return performance.now() - window.before > {}", wait_at(to))).await?;
    }
    stage
        .recorded_exactly(&[
            event("page_view", PAGE),
            event("section_view", PAGE).with(json!({"section": "top", "index": 1})),
            event("scroll", PAGE).with(json!({"percent_scrolled": 90})),
            event("section_view", PAGE).with(json!({"section": "end", "index": 3})),
        ])
        .await?;
    stage.end().await
}

/// Milliseconds to stay at a place: at the end long enough for the section to count.
fn wait_at(place: &str) -> u32 {
    if place == "1e6" { 1600 } else { 300 }
}

#[tokio::test]
async fn headings_are_the_sections_of_a_page_that_names_none() -> Result<()> {
    let stage = Stage::at(HEADINGS).await?;
    let sections = |all: &[Event]| expect::named(all, "section_view").count();
    stage.collector.events_until("both headings", |all| sections(all) >= 2).await?;
    let whole = "What it is made of, told at such a length that nobody would ever";
    let all = stage
        .recorded_exactly(&[
            event("page_view", HEADINGS),
            event("section_view", HEADINGS).with(json!({"section": "How it is made", "index": 1})),
            event("section_view", HEADINGS).with(json!({"section": whole, "index": 2})),
        ])
        .await?;
    assert!(!expect::table(&all).contains("Jane"));
    stage.end().await
}

#[tokio::test]
async fn a_click_tells_where_it_was_and_no_text_that_may_be_personal() -> Result<()> {
    let stage = Stage::at(PAGE).await?;
    for id in ["#text", "#mine", "#out", "#file"] {
        stage.click(id).await?;
    }
    let place = "const box = document.querySelector('#text').getBoundingClientRect()
        return [box.left + box.width / 2, box.top + box.height / 2, document.documentElement.scrollWidth]";
    let place = stage.browser.eval(place).await?;
    let all = stage
        .recorded_exactly(&[
            event("page_view", PAGE),
            event("click", PAGE).with(json!({"tag": "button", "text": "Change the text", "sel": "#text"})),
            event("click", PAGE).with(json!({"tag": "button", "sel": "#mine"})),
            event("outbound_click", PAGE).with(json!({"sel": "#out", "host": "elsewhere.example"})),
            event("file_download", PAGE).with(json!({"sel": "#file", "file": "/fixture/size-guide.pdf", "ext": "pdf"})),
        ])
        .await?;
    let [_, text, mine, ..] = all.as_slice() else { panic!("{all:?}") };
    let middle = |field: &str| text.data[field].as_f64().is_some_and(|percent| (40.0..=60.0).contains(&percent));
    assert!(middle("x") && middle("y"), "{}", text.data);
    let near = |field: &str, to: f64| text.data[field].as_f64().is_some_and(|at| (at - to).abs() < 3.0);
    let at = |number: usize| place[number].as_f64().unwrap_or(f64::NAN);
    assert!(near("px", 100.0 * at(0) / at(2)) && near("py", at(1)), "{} at {place}", text.data);
    assert_eq!(mine.data.get("text"), None);
    assert!(
        stage.front.heard("/v1/").iter().all(|heard| !heard.body.contains("Jane") && !heard.body.contains("secret"))
    );
    stage.end().await
}

#[tokio::test]
async fn vitals_are_told_once_when_the_page_is_left() -> Result<()> {
    let stage = Stage::at(HEADINGS).await?;
    stage.browser.eval("window.shift(); return 1").await?;
    stage.browser.until("return document.querySelector('h2').textContent === 'Drawn late'").await?;
    stage.click("#text").await?;
    stage.browser.eval("window.before = performance.now(); return 1").await?;
    stage.browser.until("return performance.now() - window.before > 600").await?;
    stage.look_away_and_back().await?;
    stage.open(WITHOUT).await?;
    let vitals = |all: &[Event], metric: &str| -> Vec<Value> {
        expect::named(all, "web_vital").filter(|e| e.data["metric"] == metric).map(|e| e.data.clone()).collect()
    };
    let all = stage.collector.events_until("a vital", |all| !vitals(all, "TTFB").is_empty()).await?;
    for metric in ["TTFB", "FCP", "LCP", "CLS", "INP"] {
        assert!(vitals(&all, metric).len() <= 1, "{}", expect::table(&all));
    }
    assert_eq!(vitals(&all, "FCP").len(), 1, "{}", expect::table(&all));
    let fcp = &vitals(&all, "FCP")[0];
    assert_eq!(fcp["rating"] == "good", fcp["value"].as_u64().is_some_and(|ms| ms <= 1800), "{fcp}");
    if stage.browser.engine == Engine::Chromium {
        let shift = vitals(&all, "CLS").pop().context("no shift")?;
        assert!(
            shift["value"].as_str().and_then(|value| value.parse::<f64>().ok()).is_some_and(|v| v > 0.01),
            "{shift}"
        );
        assert!(shift["target"].is_string(), "{shift}");
        assert!(vitals(&all, "LCP")[0]["value"].as_u64().is_some_and(|ms| ms > 0), "{}", expect::table(&all));
    }
    stage.end().await
}

#[tokio::test]
async fn a_page_that_loads_too_slowly_is_told() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault("/fixture/headings.js", Fault::Delay(std::time::Duration::from_millis(4500)));
    stage.open(HEADINGS).await?;
    stage.sdk_is_ready().await?;
    stage.open(WITHOUT).await?;
    let slow = stage.collector.event_named("slow_page").await?;
    assert!(slow.data["ms"].as_u64().is_some_and(|ms| (4500..20_000).contains(&ms)), "{}", slow.data);
    assert!(slow.data["ttfb_ms"].as_u64().is_some_and(|ms| ms < 4000), "{}", slow.data);
    stage.end().await
}

#[tokio::test]
async fn a_link_to_a_host_that_the_site_lists_is_not_outbound() -> Result<()> {
    let stage = Stage::start().await?;
    for (hosts, name) in [(r#"["elsewhere.example"]"#, "click"), (r#"["api.elsewhere.example"]"#, "outbound_click")] {
        stage.front.unedit();
        stage.configure(&format!(r#"{{"ownHosts": {hosts}}}"#));
        stage.open(PAGE).await?;
        stage.sdk_is_ready().await?;
        stage.click("#out").await?;
        let is_link = |event: &&Event| event.data["sel"] == "#out";
        let enough = |all: &[Event]| all.iter().filter(is_link).any(|event| event.name == name);
        stage.collector.events_until(&format!("{name} with {hosts}"), enough).await?;
    }
    assert_eq!(stage.stored("outbound_click").await?.len(), 1);
    stage.end().await
}

#[tokio::test]
async fn a_conversion_counts_although_its_event_was_faster_than_the_chunk() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(
        r#"{"conversions": [{"name": "quiz_won", "event": "quiz_done"}, {"name": "lost", "event": "quiz"}]}"#,
    );
    stage.front.fault("/waypost-conversions.js", Fault::Delay(std::time::Duration::from_secs(2)));
    stage.open(PAGE).await?;
    stage.sdk_is_ready().await?;
    for _ in 0..2 {
        stage.call("track", json!(["quiz_done"])).await?;
    }
    stage.collector.event_named("quiz_won").await?;
    assert_eq!(stage.stored("quiz_won").await?.len(), 1);
    assert_eq!(stage.stored("lost").await?.len(), 0);
    stage.end().await
}

#[tokio::test]
async fn the_sites_own_conversions_are_told_once_a_view_each_by_its_own_condition() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(
        r##"{"conversions": [
            {"name": "by_url", "url": "/fixture/*.html", "macro": true},
            {"name": "by_event", "event": "quiz_done"},
            {"name": "by_selector", "selector": "#text"},
            {"name": "by_section", "section": "top"},
            {"name": "by_time", "engagedMs": 1500},
            {"name": "by_file", "download": "*/size-guide.pdf"},
            {"name": "by_other_url", "url": "/fixture/"},
            {"name": "by_other_event", "event": "quiz"},
            {"name": "by_other_selector", "selector": "#class"},
            {"name": "by_other_section", "section": "end"},
            {"name": "by_more_time", "engagedMs": 600000},
            {"name": "by_other_file", "download": "*.zip"}
        ]}"##,
    );
    stage.open(PAGE).await?;
    stage.sdk_is_ready().await?;
    for _ in 0..2 {
        stage.call("track", json!(["quiz_done"])).await?;
        stage.click("#text").await?;
        stage.click("#file").await?;
    }
    let by = |all: &[Event]| {
        let mut found: Vec<String> =
            all.iter().filter(|event| event.name.starts_with("by_")).map(|event| event.name.clone()).collect();
        found.sort();
        found
    };
    let all = stage.collector.events_until("six conversions", |all| by(all).len() >= 6).await?;
    assert_eq!(by(&all), ["by_event", "by_file", "by_section", "by_selector", "by_time", "by_url"]);
    let macros: Vec<&str> =
        all.iter().filter(|event| event.data["macro"] == true).map(|event| event.name.as_str()).collect();
    assert_eq!(macros, ["by_url"]);
    stage.end().await
}

#[tokio::test]
async fn what_is_switched_off_is_not_told() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(
        r#"{"capture": {"engagement": false, "scroll": false, "sections": false, "vitals": false, "errors": false,
            "rage": false, "dead": false, "copy": false, "requests": false}}"#,
    );
    stage.open(PAGE).await?;
    stage.sdk_is_ready().await?;
    stage.click_fast("#dead", 4).await?;
    stage.click("#type-error").await?;
    stage.browser.eval("scrollTo(0, 1e6); window.before = performance.now(); return 1").await?;
    stage.browser.until("return performance.now() - window.before > 4500").await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.call("track", json!(["the_end"])).await?;
    stage.call("flush", json!([])).await?;
    let all = stage.collector.events_until("the end", |all| expect::named(all, "the_end").count() == 1).await?;
    let told: Vec<&Event> =
        all.iter().filter(|event| !matches!(event.name.as_str(), "page_view" | "click" | "the_end")).collect();
    assert!(told.is_empty(), "{}", expect::table(&all));
    stage.end_with_complaints_of_the_browser();
    Ok(())
}
