//! Consent banners that Waypost understands: what a visitor chooses there is obeyed.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const GOOGLE: &str = "/fixture/banner-google.html";
const TCF: &str = "/fixture/banner-tcf.html";
const PLAIN: &str = "/fixture/plain.html";
const NOTHING: [&str; 0] = [];

#[tokio::test]
async fn an_update_of_googles_consent_mode_is_obeyed_both_ways() -> Result<()> {
    let stage = Stage::start().await?;
    banner_page(&stage, GOOGLE).await?;
    stage.click("#read").await?;
    assert_eq!(consent_now(&stage, "before").await?, "anonymous");
    stage.click("#accept").await?;
    assert_eq!(consent_now(&stage, "after").await?, "granted");
    something_is_kept(&stage).await?;
    stage.click("#refuse").await?;
    assert_eq!(consent_now(&stage, "refused").await?, "anonymous");
    nothing_is_kept(&stage).await?;
    let others = stage.browser.eval("return window.pushed").await?;
    assert_eq!(others, json!(["consent update", "consent update"]), "another reader missed something");
    assert_eq!(stage.browser.eval("return dataLayer.length").await?, json!(4));
    stage.end().await
}

#[tokio::test]
async fn a_default_that_refuses_does_not_forget_who_agreed_on_an_earlier_page() -> Result<()> {
    let stage = Stage::start().await?;
    banner_page(&stage, GOOGLE).await?;
    stage.click("#accept").await?;
    assert_eq!(consent_now(&stage, "first").await?, "granted");
    something_is_kept(&stage).await?;
    banner_page(&stage, GOOGLE).await?;
    stage.browser.until("return Array.from(dataLayer.at(-1))[1] === 'update'").await?;
    assert_eq!(consent_now(&stage, "second").await?, "granted");
    let (first, second) = (stage.collector.event_named("first").await?, stage.collector.event_named("second").await?);
    assert!(first.visitor.is_some());
    assert_eq!(first.visitor, second.visitor);
    stage.end().await
}

#[tokio::test]
async fn a_default_that_refuses_counts_in_the_end_where_no_choice_follows() -> Result<()> {
    let stage = Stage::start().await?;
    banner_page(&stage, GOOGLE).await?;
    stage.click("#accept").await?;
    assert_eq!(consent_now(&stage, "first").await?, "granted");
    something_is_kept(&stage).await?;
    stage.browser.eval("localStorage.removeItem('shop.choice'); return true").await?;
    banner_page(&stage, GOOGLE).await?;
    nothing_is_kept(&stage).await?;
    assert_eq!(consent_now(&stage, "second").await?, "anonymous");
    stage.end().await
}

#[tokio::test]
async fn a_choice_by_tcf_is_obeyed_both_ways_and_an_open_banner_is_none() -> Result<()> {
    let stage = Stage::start().await?;
    banner_page(&stage, TCF).await?;
    stage.click("#come").await?;
    stage.browser.until("return window.listening === 1").await?;
    assert_eq!(consent_now(&stage, "open").await?, "anonymous");
    stage.click("#accept").await?;
    assert_eq!(consent_now(&stage, "agreed").await?, "granted");
    something_is_kept(&stage).await?;
    stage.click("#refuse").await?;
    assert_eq!(consent_now(&stage, "refused").await?, "anonymous");
    nothing_is_kept(&stage).await?;
    stage.end().await
}

#[tokio::test]
async fn any_banner_can_speak_by_an_event() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    let say = |detail: &str| {
        format!("document.dispatchEvent(new CustomEvent('waypost:consent', {{ detail: {detail} }})); return true")
    };
    stage.browser.eval(&say("'granted'")).await?;
    assert_eq!(consent_now(&stage, "agreed").await?, "granted");
    stage.browser.eval(&say("{ measurement: 'anonymous' }")).await?;
    assert_eq!(consent_now(&stage, "refused").await?, "anonymous");
    nothing_is_kept(&stage).await?;
    stage.end().await
}

#[tokio::test]
async fn a_site_may_have_refusals_recorded_as_nothing() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(r#"{"banner": "denied"}"#);
    banner_page(&stage, TCF).await?;
    stage.click("#come").await?;
    assert_eq!(consent_now(&stage, "before").await?, "anonymous");
    stage.click("#refuse").await?;
    stage.call("track", json!(["never"])).await?;
    stage.click("#accept").await?;
    assert_eq!(consent_now(&stage, "after").await?, "granted");
    let events = stage.collector.events().await?;
    assert!(events.iter().all(|event| event.name != "never"));
    stage.end().await
}

#[tokio::test]
async fn a_site_may_have_banners_passed_over() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(r#"{"banner": false}"#);
    stage.open(GOOGLE).await?;
    stage.sdk_is_ready().await?;
    stage.click("#accept").await?;
    assert_eq!(consent_now(&stage, "after").await?, "anonymous");
    assert!(stage.front.heard("/waypost-banner.js").is_empty());
    assert_eq!(stage.kept_on_the_device().await?, NOTHING);
    stage.end().await
}

/// Opens a page with a banner and waits until it is listened to.
async fn banner_page(stage: &Stage, path: &str) -> Result<()> {
    stage.open(path).await?;
    stage.sdk_is_ready().await?;
    let listens = "return window.__tcfapi ? window.asked === 1 : Object.hasOwn(dataLayer, 'push')";
    stage.browser.until(listens).await?;
    Ok(())
}

/// The consent under which an event of this name is recorded now.
async fn consent_now(stage: &Stage, name: &str) -> Result<String> {
    stage.call("track", json!([name])).await?;
    stage.call("flush", json!([])).await?;
    Ok(stage.collector.event_named(name).await?.consent)
}

async fn something_is_kept(stage: &Stage) -> Result<()> {
    wait::until("something to be kept", async || match stage.kept_on_the_device().await {
        Ok(kept) if !kept.is_empty() => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await
}

async fn nothing_is_kept(stage: &Stage) -> Result<()> {
    wait::until("nothing to be kept", async || match stage.kept_on_the_device().await {
        Ok(kept) if kept.is_empty() => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await
}
