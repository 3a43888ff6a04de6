//! Exit intent with a real mouse: when it is believed, and what forbids to answer it.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;
use waypost_e2e::browser::Engine;
use waypost_e2e::stage::{Stage, TAG};

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";

/// What puts the page into a state that forbids an offer, run between the last press and the leaving.
const VETOES: [(&str, &str); 9] = [
    ("field", "const field = document.body.appendChild(document.createElement('input')); field.focus()"),
    ("select", "const list = document.body.appendChild(document.createElement('select')); list.focus()"),
    ("ime", "document.body.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))"),
    ("drag", "document.body.dispatchEvent(new DragEvent('dragstart', { bubbles: true }))"),
    ("selection", "getSelection().selectAllChildren(document.querySelector('h1'))"),
    ("scroll", "setInterval(() => document.dispatchEvent(new Event('scroll')), 20)"),
    ("dialog", "document.body.appendChild(document.createElement('div')).setAttribute('aria-modal', 'true')"),
    ("banner", "window.__tcfapi = (ask, version, tell) => tell({ displayStatus: 'visible' })"),
    ("checkout", "history.replaceState(null, '', '/fixture/checkout')"),
];

#[tokio::test]
async fn who_leaves_quickly_and_stays_out_is_believed_with_a_score_and_reasons() -> Result<()> {
    let mut stage = stage("").await?;
    stage.browser.leave_by_the_top().await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    assert_eq!((&intent.data["signal"], &intent.data["shown"]), (&json!("pointer_top"), &json!(true)));
    assert!(intent.data["score"].as_f64().is_some_and(|score| (0.5..=1.0).contains(&score)), "{}", intent.data);
    assert!(intent.data["reasons"].as_str().is_some_and(|reasons| reasons.starts_with("outside")), "{}", intent.data);
    assert_eq!(intent.data.get("veto"), None);
    stage.offer().await?;
    stage.end().await
}

#[tokio::test]
async fn who_comes_back_at_once_is_not() -> Result<()> {
    let mut stage = stage("").await?;
    let view = stage.browser.press_nothing().await?;
    stage.browser.eval(WATCH).await?;
    stage.browser.go_out(view).await?;
    stage.browser.until("return window.__left").await?;
    stage.browser.come_back(view).await?;
    let away = stage.browser.until("return window.__away").await?;
    stage.browser.until("return performance.now() - window.__back > 1000").await?;
    if away.as_f64().is_some_and(|away| away < 200.0) {
        stage.call("flush", json!([])).await?;
        assert!(stage.stored("exit_intent").await?.is_empty());
        assert!(!stage.has_offer().await?);
    }
    stage.end().await
}

/// How long the pointer was away by the page's own clock: a machine under load moves it late.
const WATCH: &str = "addEventListener('pointerout', e => { if (!e.relatedTarget) window.__left = performance.now() });
    document.documentElement.addEventListener('pointerenter', () => {
      if (!window.__left) return;
      window.__back = performance.now();
      window.__away ??= window.__back - window.__left;
    });
    return true";

#[tokio::test]
async fn what_the_visitor_is_at_forbids_an_offer_and_the_event_says_so() -> Result<()> {
    for (veto, script) in VETOES {
        let mut stage = stage("").await?;
        let view = stage.browser.press_nothing().await?;
        stage.browser.eval(&format!("{script}; return true")).await?;
        stage.browser.go_out(view).await?;
        let intent = stage.collector.event_named("exit_intent").await?;
        assert_eq!(intent.data["veto"], veto, "{}", intent.data);
        assert_eq!((&intent.data["shown"], &intent.data["reason"]), (&json!(false), &json!("veto")), "{veto}");
        assert!(!stage.has_offer().await?, "{veto}");
        stage.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_shop_may_want_offers_in_its_checkout() -> Result<()> {
    let mut stage = stage(r#", "inCheckout": true"#).await?;
    stage.browser.eval("history.replaceState(null, '', '/fixture/checkout'); return true").await?;
    stage.browser.leave_by_the_top().await?;
    stage.offer().await?;
    stage.end().await
}

#[tokio::test]
async fn who_drags_something_out_is_not_judged() -> Result<()> {
    let mut stage = stage("").await?;
    let view = stage.browser.press_nothing().await?;
    stage.browser.display.press()?;
    stage.browser.go_out(view).await?;
    stage.browser.display.release()?;
    stage.browser.come_back(view).await?;
    stage.call("flush", json!([])).await?;
    // A browser that holds on to a pressed pointer tells of no leaving until the button is let go.
    let told = stage.stored("exit_intent").await?;
    assert!(told.iter().all(|intent| intent.data["veto"] == "drag" && intent.data.get("score").is_none()));
    assert!(!stage.has_offer().await?);
    stage.end().await
}

#[tokio::test]
async fn one_press_of_back_leaves_and_the_page_comes_back_with_its_detector() -> Result<()> {
    let mut stage = stage("").await?;
    // So that there is something to go back to, and the page that goes into the cache is the one that watches.
    stage.browser.press_nothing().await?;
    let before = stage.browser.eval("return history.length").await?;
    stage.browser.eval("window.__kept = true; return true").await?;
    stage.click("#next").await?;
    stage.arrive(NEXT).await?;
    assert_eq!(stage.browser.eval("return history.length").await?.as_u64(), before.as_u64().map(|n| n + 1));
    stage.browser.eval("history.back(); return true").await?;
    stage.arrive(PLAIN).await?;
    let is_kept = stage.browser.eval("return window.__kept === true").await? == json!(true);
    if stage.browser.engine == Engine::Chromium {
        assert!(is_kept, "the detector keeps the page from the back/forward cache");
    }
    if is_kept {
        // A page that was just restored does not answer.
        tokio::time::timeout(Duration::from_secs(20), async {
            stage.browser.eval("window.__then = performance.now(); return true").await?;
            stage.browser.until("return performance.now() - window.__then > 3000").await
        })
        .await??;
        stage.browser.leave_by_the_top().await?;
        let intent = stage.collector.event_named("exit_intent").await?;
        assert_eq!(intent.data["shown"], true, "{}", intent.data);
        stage.offer().await?;
    }
    stage.end().await
}

#[tokio::test]
async fn after_an_offer_one_press_of_back_leaves_and_the_page_comes_back_from_the_cache() -> Result<()> {
    for is_closed in [true, false] {
        let mut stage = stage("").await?;
        stage.click("#next").await?;
        stage.arrive(NEXT).await?;
        add_a_jug(&stage).await?;
        stage.browser.leave_by_the_top().await?;
        let offer = stage.offer().await?;
        stage.collector.event_named("offer_shown").await?;
        if is_closed {
            offer.find("button.later").await?.click().await?;
            stage.offer_is_gone().await?;
        }
        stage.browser.eval("window.__kept = true; return true").await?;
        stage.browser.driver.back().await?;
        stage.arrive(PLAIN).await?;
        stage.browser.driver.forward().await?;
        stage.arrive(NEXT).await?;
        let is_kept = stage.browser.eval("return window.__kept === true").await? == json!(true);
        if stage.browser.engine == Engine::Chromium {
            assert!(is_kept, "an offer keeps the page from the back/forward cache, closed: {is_closed}");
        }
        if is_kept {
            assert_eq!(stage.has_offer().await?, !is_closed);
        }
        stage.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn who_leaves_a_frame_by_its_top_does_not_leave_the_window() -> Result<()> {
    let mut stage = Stage::start().await?;
    stage.configure(r#"{"offer": {"armAfterMs": 0, "armInteractions": 0}}"#);
    stage.open("/fixture/without.html").await?;
    let view = stage.browser.viewport().await?;
    let frame = "const frame = Object.assign(document.createElement('iframe'), { src: '/fixture/plain.html' })
        Object.assign(frame.style, { position: 'fixed', left: 0, top: '100px', width: '100%', height: '600px', border: 0 })
        document.body.append(frame)
        return true";
    stage.browser.eval(frame).await?;
    let within = |script: &str| format!("const {{ contentWindow: page }} = document.querySelector('iframe'); {script}");
    stage.browser.until(&within("return page.waypost?.push !== undefined")).await?;
    let jug = json!({"item_id": "jug", "price": "46.00", "quantity": 1});
    let add = json!(["track", "add_to_cart", {"currency": "EUR", "items": [jug]}]);
    stage.browser.eval(&within(&format!("page.waypost.push({add}); return true"))).await?;
    let ready = "return page.performance.getEntriesByType('resource')
        .some(entry => entry.name.endsWith('/waypost-intent.js') && entry.responseEnd > 0)";
    stage.browser.until(&within(ready)).await?;
    // Into the frame's middle, so that its detector comes, then out over its top edge to the page around it.
    let middle = (view.x + view.width / 2, view.y + 500);
    stage.browser.display.glide(middle, 10).await?;
    let detector = "return page.performance.getEntriesByType('resource')
        .some(entry => entry.name.endsWith('/waypost-intent.wasm') && entry.responseEnd > 0)";
    stage.browser.until(&within(detector)).await?;
    stage.browser.display.press()?;
    stage.browser.display.release()?;
    stage.browser.display.glide((view.x + view.width / 3, view.y + 80), 20).await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    assert_eq!((&intent.data["veto"], &intent.data["shown"]), (&json!("framed"), &json!(false)), "{}", intent.data);
    stage.end().await
}

#[tokio::test]
async fn a_pointer_that_only_came_from_above_and_goes_back_is_on_its_way_elsewhere() -> Result<()> {
    let mut stage = stage("").await?;
    let view = stage.browser.press_nothing().await?;
    let (x, above) = (view.x + view.width / 3, (view.y - 20).max(0));
    // Out by the side, where nothing is decided, up beside the page, and in from above.
    stage.browser.display.glide((view.x + view.width + 30, view.y + 200), 10).await?;
    stage.browser.display.glide((view.x + view.width + 30, above), 10).await?;
    stage.browser.display.glide((x, above), 10).await?;
    stage.browser.display.glide((x, view.y + 60), 4).await?;
    stage.browser.display.glide((x, above), 4).await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    assert_eq!((&intent.data["veto"], &intent.data["shown"]), (&json!("entry"), &json!(false)), "{}", intent.data);
    stage.end().await
}

#[tokio::test]
async fn a_page_that_was_just_restored_does_not_answer() -> Result<()> {
    let mut stage = stage("").await?;
    let view = stage.browser.press_nothing().await?;
    let restore = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); return true";
    stage.browser.eval(restore).await?;
    stage.browser.go_out(view).await?;
    let intents = stage.collector.events_until("leaving", |all| all.iter().any(|e| e.name == "exit_intent")).await?;
    let intent = intents.into_iter().find(|event| event.name == "exit_intent").map(|event| event.data);
    assert!(intent.as_ref().is_some_and(|data| data["veto"] == "restored"), "{intent:?}");
    stage.end().await
}

/// A stage with something in the cart of the plain page, and what watches the mouse in place.
async fn stage(options: &str) -> Result<Stage> {
    let stage = Stage::start().await?;
    let block = format!(r#"{{"offer": {{"armAfterMs": 0, "armInteractions": 0{options}}}}}"#);
    let block = format!("<script type=\"application/json\" data-waypost-config>{block}</script>{TAG}");
    stage.front.edit(TAG, &block);
    stage.open(PLAIN).await?;
    add_a_jug(&stage).await?;
    Ok(stage)
}

async fn add_a_jug(stage: &Stage) -> Result<()> {
    let jug = json!({"item_id": "jug", "item_name": "Heron jug", "price": "46.00", "quantity": 1});
    stage.call("track", json!(["add_to_cart", {"currency": "EUR", "value": "46.00", "items": [jug]}])).await?;
    stage.offer_is_ready().await
}
