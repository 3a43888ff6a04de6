//! Leaving without a mouse: by touch and by keyboard, what is taken for it and what is not.

use anyhow::{Context, Result};
use serde_json::json;
use thirtyfour::Key;
use waypost_e2e::browser::{Engine, Shape};
use waypost_e2e::stage::Stage;

const PLAIN: &str = "/fixture/plain.html";

/// A stage with a page of several screens, ready to offer, and a jug in the cart if there is to be one.
async fn stage(shape: Shape, options: &str, has_jug: bool) -> Result<Stage> {
    let stage = Stage::start_on(shape).await?;
    stage.configure(&format!(r#"{{"offer": {{"armAfterMs": 0, "armInteractions": 0, {options}}}}}"#));
    stage.open(PLAIN).await?;
    stage.browser.eval("document.body.style.minHeight = '6000px'; return true").await?;
    if has_jug {
        let jug = json!({"item_id": "jug", "item_name": "Heron jug", "price": "46.00", "quantity": 1});
        stage.call("track", json!(["add_to_cart", {"currency": "EUR", "value": "46.00", "items": [jug]}])).await?;
    }
    stage.offer_is_ready().await?;
    Ok(stage)
}

/// Checks that leaving was told by this signal, and that what came is a tab that covers next to nothing.
async fn a_tab_comes(stage: &Stage, signal: &str) -> Result<()> {
    let offer = stage.offer().await.context("an offer")?;
    let intent = stage.collector.event_named("exit_intent").await?;
    assert_eq!((&intent.data["signal"], &intent.data["shown"]), (&json!(signal), &json!(true)), "{}", intent.data);
    let share = "const { width, height } = root.querySelector('section').getBoundingClientRect()
        return [root.querySelector('dialog'), width * height / (innerWidth * innerHeight) < 0.2]";
    assert_eq!(offer.eval(share).await?, json!([null, true]));
    let has_focus = stage.browser.eval("return document.activeElement.localName === 'waypost-offer'").await?;
    assert_eq!(has_focus, json!(false));
    Ok(())
}

/// Checks that nothing was taken for leaving, once what happens now has had its time.
async fn nothing_comes(stage: Stage) -> Result<()> {
    stage.browser.eval("window.__since = performance.now(); return true").await?;
    stage.browser.until("return performance.now() - window.__since > 2500").await?;
    assert!(stage.stored("exit_intent").await?.is_empty());
    assert!(!stage.has_offer().await?);
    stage.end().await
}

/// Touches the page and lets it glide on to `depth`, as it does after a swipe, in so many milliseconds. The glide is the
/// page's own, since a driver under load moves a finger in leaps.
async fn glide(stage: &Stage, depth: u32, ms: u32) -> Result<()> {
    let cdp = stage.browser.driver.cdp();
    for (kind, points) in [
        ("touchStart", json!([{"x": 180, "y": 300}])),
        ("touchMove", json!([{"x": 180, "y": 304}])),
        ("touchEnd", json!([])),
    ] {
        cdp.send_raw("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points})).await?;
    }
    let script = format!(
        "const [from, since] = [scrollY, performance.now()]
         const step = () => {{
           const part = Math.min(1, (performance.now() - since) / {ms})
           scrollTo(0, from + part * ({depth} - from))
           if (part < 1) requestAnimationFrame(step)
         }}
         step()
         return true"
    );
    stage.browser.eval(&script).await?;
    stage.browser.until(&format!("return scrollY === {depth}")).await?;
    Ok(())
}

/// Only Chromium emulates a phone.
fn has_phone() -> bool {
    Engine::chosen() == Engine::Chromium
}

#[tokio::test]
async fn a_fling_to_the_top_is_leaving_and_a_slow_or_a_short_one_or_a_jump_is_not() -> Result<()> {
    if !has_phone() {
        return Ok(());
    }
    for (from, to, ms, is_leaving) in [(1200, 0, 300, true), (1200, 0, 1200, false), (2500, 1000, 300, false)] {
        let stage = stage(Shape::Phone, "\"inCheckout\": false", true).await?;
        stage.browser.eval(&format!("scrollTo(0, {from}); return true")).await?;
        stage.browser.until(&format!("return scrollY === {from}")).await?;
        glide(&stage, to, ms).await?;
        if is_leaving {
            a_tab_comes(&stage, "scroll_up").await?;
            stage.end().await?;
        } else {
            nothing_comes(stage).await.with_context(|| format!("{from} to {to} in {ms} ms"))?;
        }
    }
    // Without a finger it is a press on a link to the top, or a script.
    let jump = stage(Shape::Phone, "\"inCheckout\": false", true).await?;
    for depth in [1200, 0] {
        jump.browser.eval(&format!("scrollTo(0, {depth}); return true")).await?;
        jump.browser.until(&format!("return scrollY === {depth}")).await?;
    }
    nothing_comes(jump).await
}

#[tokio::test]
async fn doing_nothing_with_a_cart_is_leaving_and_without_one_it_is_not() -> Result<()> {
    if !has_phone() {
        return Ok(());
    }
    let idle = stage(Shape::Phone, "\"idleAfterMs\": 1000", true).await?;
    a_tab_comes(&idle, "idle").await?;
    idle.end().await?;
    nothing_comes(stage(Shape::Phone, "\"idleAfterMs\": 1000", false).await?).await?;
    // With a mouse there is a better sign.
    nothing_comes(stage(Shape::Desktop, "\"idleAfterMs\": 1000", true).await?).await
}

#[tokio::test]
async fn a_visitor_by_touch_who_was_away_for_less_is_left_alone() -> Result<()> {
    if !has_phone() {
        return Ok(());
    }
    let stage = stage(Shape::Phone, "\"returnAfterMs\": 600000", true).await?;
    stage.look_away_and_back().await?;
    nothing_comes(stage).await
}

#[tokio::test]
async fn who_walks_by_keyboard_and_comes_back_is_offered_a_tab_and_who_has_a_mouse_is_not() -> Result<()> {
    let keys = stage(Shape::Desktop, "\"returnAfterMs\": 0", true).await?;
    keys.browser.press(Key::Tab).await?;
    keys.look_away_and_back().await?;
    a_tab_comes(&keys, "return").await?;
    keys.end().await?;
    let mouse = stage(Shape::Desktop, "\"returnAfterMs\": 0", true).await?;
    mouse.look_away_and_back().await?;
    nothing_comes(mouse).await
}
