//! The offer: when it comes, when it stays away, and whether everybody can use it.

use anyhow::Result;
use serde_json::json;
use thirtyfour::Key;
use waypost_e2e::browser::{Engine, Shape};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";
const AT_ONCE: &str = r#"{"offer": {"armAfterMs": 0, "armInteractions": 0, "returnAfterMs": 0}}"#;

#[tokio::test]
async fn a_dismissed_offer_is_not_shown_again_to_an_anonymous_visitor() -> Result<()> {
    let mut stage = stage_with_a_cart("anonymous").await?;
    leave_and_dismiss(&mut stage).await?;
    the_next_page_shows_none(&mut stage).await?;
    stage.end().await
}

#[tokio::test]
async fn a_dismissed_offer_is_not_shown_again_to_a_visitor_who_allowed_measurement() -> Result<()> {
    let mut stage = stage_with_a_cart("granted").await?;
    leave_and_dismiss(&mut stage).await?;
    the_next_page_shows_none(&mut stage).await?;
    stage.end().await
}

#[tokio::test]
async fn leaving_with_an_empty_cart_is_told_and_brings_no_offer() -> Result<()> {
    let mut stage = Stage::start().await?;
    stage.configure(AT_ONCE);
    stage.open(PLAIN).await?;
    stage.offer_is_ready().await?;
    stage.browser.leave_by_the_top().await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    let told = ["shown", "reason", "field"].map(|key| intent.data[key].clone());
    assert_eq!(told, [json!(false), json!("no_cart"), json!("whom.min_items")]);
    assert!(!stage.has_offer().await?);
    assert!(stage.front.heard("/waypost-offer.js").is_empty(), "nobody loads the view of what is not shown");
    stage.end().await
}

#[tokio::test]
async fn a_visitor_who_has_bought_is_offered_nothing() -> Result<()> {
    let mut stage = stage_with_a_cart("anonymous").await?;
    stage.call("track", json!(["purchase", {"transaction_id": "t-1", "currency": "EUR", "value": "46.00"}])).await?;
    stage.browser.leave_by_the_top().await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    assert_eq!(intent.data["shown"], false);
    assert!(!stage.has_offer().await?);
    stage.end().await
}

#[tokio::test]
async fn a_touch_visitor_who_comes_back_is_offered_the_cart_without_losing_the_page() -> Result<()> {
    if Engine::chosen() != Engine::Chromium {
        // The other engines have no emulation of a phone.
        return Ok(());
    }
    let stage = Stage::start_on(Shape::Phone).await?;
    put_a_jug_into_the_cart(&stage, "anonymous").await?;
    stage.look_away_and_back().await?;
    let offer = stage.offer().await?;
    assert_eq!(offer.eval("return root.querySelector('dialog')").await?, json!(null), "only a small tab");
    stage.click("#press").await?;
    offer.find(".teaser .open").await?.click().await?;
    assert_eq!(offer.eval("return root.querySelector('dialog').matches(':modal')").await?, json!(false));
    let events = stage.collector.events_until("the offer", |all| all.iter().any(|e| e.name == "offer_shown")).await?;
    let intent = events.iter().find(|event| event.name == "exit_intent").map(|event| event.data["signal"].clone());
    assert_eq!(intent, Some(json!("return")));
    offer.give_address("jane@example.org").await?;
    assert_eq!(stage.collector.captures().await?.len(), 1);
    stage.end().await
}

#[tokio::test]
async fn a_page_in_arabic_is_offered_the_cart_in_arabic_and_the_receipt_says_so() -> Result<()> {
    let mut stage = Stage::start().await?;
    stage.front.edit("<html lang=\"en\"", "<html lang=\"ar-EG\"");
    put_a_jug_into_the_cart(&stage, "anonymous").await?;
    stage.browser.leave_by_the_top().await?;
    let offer = stage.offer().await?;
    let spoken = offer
        .eval("const { lang, dir } = root.querySelector('dialog').closest('[lang]') ?? root.host; return [lang, dir]")
        .await?;
    assert_eq!(spoken, json!(["ar", "rtl"]));
    let shown = offer.eval("return root.textContent").await?;
    offer.give_address("jane@example.org").await?;
    let capture = stage.collector.captures().await?.remove(0);
    assert_eq!(capture["consent"]["locale"], "ar");
    let consented = capture["consent"]["text"].as_str().unwrap_or_default();
    assert!(!consented.is_empty() && shown.as_str().is_some_and(|shown| shown.contains(consented)), "{shown}");
    stage.end().await
}

#[tokio::test]
async fn a_wrong_address_is_asked_for_again_and_a_refusal_is_admitted() -> Result<()> {
    let mut stage = stage_with_a_cart("anonymous").await?;
    stage.browser.leave_by_the_top().await?;
    let offer = stage.offer().await?;
    offer.find("input[type=email]").await?.send_keys("jane").await?;
    offer.send().await?;
    let wrong = offer.says("[role=alert]").await?;
    let refusal = r#"{"error":"origin_not_allowed","detail":""}"#;
    stage.front.fault("/v1/captures", Fault::Answer(403, "application/json", refusal));
    offer.find("input[type=email]").await?.send_keys("@example.org").await?;
    offer.send().await?;
    let admitted = stage
        .browser
        .until(&format!(
            "const alert = document.querySelector('waypost-offer').shadowRoot.querySelector('[role=alert]').textContent
             return alert && alert !== {} && alert",
            json!(wrong)
        ))
        .await?;
    assert_ne!(admitted, json!(wrong));
    assert!(stage.collector.captures().await?.is_empty());
    stage.front.mend("/v1/captures");
    offer.send().await?;
    offer.says(".thanks [role=status]").await?;
    assert_eq!(stage.collector.captures().await?.len(), 1);
    stage.end_noisily().await
}

#[tokio::test]
async fn the_dialog_is_labelled_takes_the_focus_and_gives_it_back_on_escape() -> Result<()> {
    let mut stage = stage_with_a_cart("anonymous").await?;
    stage.browser.eval("document.querySelector('#press').focus(); return true").await?;
    stage.browser.leave_by_the_top().await?;
    let offer = stage.offer().await?;
    let name = offer
        .eval("return root.getElementById(root.querySelector('dialog').getAttribute('aria-labelledby')).textContent")
        .await?;
    assert!(name.as_str().is_some_and(|name| !name.is_empty()), "{name}");
    assert_eq!(offer.eval("return root.querySelector('dialog').matches(':modal')").await?, json!(true));
    assert_eq!(offer.eval("return root.activeElement !== null").await?, json!(true), "the focus is in the dialog");
    let unlabelled = offer
        .eval(
            "return [...root.querySelectorAll('input, button')]
               .filter(field => !(field.labels?.length || field.textContent.trim() || field.getAttribute('aria-label')))
               .map(field => field.outerHTML)",
        )
        .await?;
    assert_eq!(unlabelled, json!([]));
    // To a hundredth: while the dialog slides in, a box of 44 px is one of 43.99998.
    let small = offer
        .eval(
            "return [...root.querySelectorAll('input:not([type=checkbox]), button, label:has([type=checkbox])')]
               .map(field => [field.className || field.type, field.getBoundingClientRect()])
               .map(([name, box]) => [name, Math.round(box.width * 100) / 100, Math.round(box.height * 100) / 100])
               .filter(([, width, height]) => width < 44 || height < 44).map(([name, ...size]) => `${name} ${size}`)",
        )
        .await?;
    assert_eq!(small, json!([]), "targets under 44 px");
    for _ in 0..12 {
        // Round the dialog and never into the page behind it.
        stage.browser.press(Key::Tab).await?;
        let behind = stage.browser.eval("return document.activeElement.closest('p, h1') !== null").await?;
        assert_eq!(behind, json!(false));
    }
    stage.browser.press(Key::Escape).await?;
    stage.offer_is_gone().await?;
    assert_eq!(stage.browser.eval("return document.activeElement.id").await?, "press");
    let dismissed = stage.collector.event_named("offer_dismissed").await?;
    assert_eq!(dismissed.data["by"], "esc");
    stage.end().await
}

/// A stage with the plain page open, a jug in the cart, and the offer ready to be shown.
pub(super) async fn stage_with_a_cart(consent: &str) -> Result<Stage> {
    let stage = Stage::start().await?;
    put_a_jug_into_the_cart(&stage, consent).await?;
    Ok(stage)
}

pub(super) async fn put_a_jug_into_the_cart(stage: &Stage, consent: &str) -> Result<()> {
    stage.tag_with(&format!("data-consent=\"{consent}\""));
    stage.front.edit(
        "<script async",
        &format!("<script type=\"application/json\" data-waypost-config>{AT_ONCE}</script><script async"),
    );
    stage.open(PLAIN).await?;
    add_a_jug(stage).await
}

async fn add_a_jug(stage: &Stage) -> Result<()> {
    let jug = json!({"item_id": "jug", "item_name": "Heron jug", "price": "46.00", "quantity": 1});
    let data = json!({"currency": "EUR", "value": "46.00", "items": [jug]});
    stage.call("track", json!(["add_to_cart", data])).await?;
    stage.offer_is_ready().await
}

async fn leave_and_dismiss(stage: &mut Stage) -> Result<()> {
    let view = stage.browser.viewport().await?;
    stage.browser.leave_by_the_top().await?;
    stage.offer().await?.find("button.later").await?.click().await?;
    stage.offer_is_gone().await?;
    let dismissed = stage.collector.event_named("offer_dismissed").await?;
    assert_eq!(dismissed.data["by"], "close");
    stage.browser.come_back(view).await
}

async fn the_next_page_shows_none(stage: &mut Stage) -> Result<()> {
    stage.open(NEXT).await?;
    add_a_jug(stage).await?;
    stage.browser.leave_by_the_top().await?;
    let is_on_next = |event: &waypost_e2e::collector::Event| {
        event.name == "exit_intent" && waypost_e2e::expect::path_of(event) == NEXT
    };
    let events = stage.collector.events_until("leaving again", |events| events.iter().any(is_on_next)).await?;
    let intent = events.into_iter().find(is_on_next).map(|event| event.data["shown"].clone());
    assert_eq!(intent, Some(json!(false)));
    assert!(!stage.has_offer().await?);
    Ok(())
}
