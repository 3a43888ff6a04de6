//! How long what a visitor does has to wait while an offer comes, is written into, and goes.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;
use waypost_e2e::browser::Shape;
use waypost_e2e::stage::Stage;

use crate::chrome::Chrome;
use crate::{SLOWED, WITH};

/// How often a key is pressed.
const APART: Duration = Duration::from_millis(25);

/// How long a page is left alone before the offer: past its last timer after loading.
const SETTLED: Duration = Duration::from_secs(8);

/// How long keys are pressed while an offer is loaded, drawn and slides in, while it is open, and once it is closed.
const PHASE: Duration = Duration::from_secs(2);

/// What a visitor waited for, from the call that brings the offer on, with the processor slowed; in milliseconds.
#[derive(Deserialize)]
pub struct Waits {
    /// From when a key was pressed to when the page was told, for each key.
    pub delays: Vec<f64>,
    /// Tasks over 50 ms, which a key may have missed by luck.
    pub tasks: Vec<f64>,
}

/// One offer and its waits. Each time by another visitor, who has not closed it before.
pub async fn waits() -> Result<Waits> {
    let chrome = Chrome { stage: Stage::start_on(Shape::Headless).await? };
    chrome.prepare().await?;
    let stage = &chrome.stage;
    stage.open(WITH).await?;
    stage.sdk_is_ready().await?;
    let jug = json!({"item_id": "jug", "item_name": "Heron jug", "price": "46.00", "quantity": 1});
    stage.call("track", json!(["add_to_cart", {"currency": "EUR", "value": "46.00", "items": [jug]}])).await?;
    tokio::time::sleep(SETTLED).await;
    chrome.slow(SLOWED).await?;
    let listen = "window.waits = { delays: [], tasks: [] }
        const note = list => waits.tasks.push(...list.getEntries().map(({ duration }) => duration))
        new PerformanceObserver(note).observe({ type: 'longtask' })
        addEventListener('keydown', event => waits.delays.push(performance.now() - event.timeStamp), { capture: true })
        return true";
    stage.browser.eval(listen).await?;
    stage.call("offer", json!(["keep-cart"])).await?;
    press(&chrome, "Shift").await?;
    let offer = stage.offer().await?;
    offer.eval("root.querySelector('input[type=email]').focus(); return true").await?;
    press(&chrome, "a").await?;
    offer.find(".cross").await?.click().await?;
    press(&chrome, "Shift").await?;
    stage.offer_is_gone().await?;
    let waits = stage.browser.eval("return waits").await?;
    chrome.stage.end_noisily().await?;
    serde_json::from_value(waits).context("the page notes each key")
}

async fn press(chrome: &Chrome, key: &str) -> Result<()> {
    for _ in 0..PHASE.as_millis() / APART.as_millis() {
        for kind in ["keyDown", "keyUp"] {
            let text = if key.len() == 1 && kind == "keyDown" { key } else { "" };
            chrome.tell("Input.dispatchKeyEvent", json!({"type": kind, "key": key, "text": text})).await?;
        }
        tokio::time::sleep(APART).await;
    }
    Ok(())
}
