//! What a visitor does on an open page: clicks, scrolling, nothing at all, and the calls of the site.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::WITH;
use crate::chrome::Chrome;
use crate::load::later;

/// Clicks of one measurement. They are far enough apart to be no burst, and the chunks that they need are there.
const CLICKS: u32 = 20;
const APART: Duration = Duration::from_millis(150);

/// How far is scrolled in one measurement, and how fast, in CSS pixels (a second).
const SCROLLED: u32 = 3_000;
const SPEED: u32 = 1_000;

/// Calls of `track()` in one measurement, and measurements. One call is far below the browser's clock.
const CALLS: u32 = 100;
const ROUNDS: usize = 60;

/// How long a page is left alone before it counts as idle: past its last timer after loading.
const SETTLED: Duration = Duration::from_secs(8);
const MINUTE: Duration = Duration::from_secs(60);

/// What the two things cost that visitors do most.
pub struct Visit {
    /// Task time of one click, milliseconds.
    pub click_ms: f64,
    /// Task time of one second of scrolling, milliseconds.
    pub scroll_ms: f64,
}

/// Clicks and scrolls on the page at `path`.
pub async fn measure(chrome: &Chrome, path: &str) -> Result<Visit> {
    open(chrome, path).await?;
    chrome.stage.browser.eval("document.body.style.minHeight = '20000px'; return true").await?;
    let at = chrome.stage.browser.eval("const { x, y } = press.getBoundingClientRect(); return [x + 5, y + 5]").await?;
    click(chrome, &at, 2).await?;
    tokio::time::sleep(SETTLED).await;
    let before = chrome.metrics().await?;
    click(chrome, &at, CLICKS).await?;
    // What clicks cost later counts as well: the batch that they are sent in.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let clicked = chrome.metrics().await?;
    let gesture =
        json!({"x": 300, "y": 300, "yDistance": -i64::from(SCROLLED), "speed": SPEED, "gestureSourceType": "mouse"});
    chrome.tell("Input.synthesizeScrollGesture", gesture).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let scrolled = chrome.metrics().await?;
    Ok(Visit {
        click_ms: 1e3 * (clicked.task_s - before.task_s) / f64::from(CLICKS),
        scroll_ms: 1e3 * (scrolled.task_s - clicked.task_s) / f64::from(SCROLLED / SPEED),
    })
}

/// Task time of a minute in which nobody does anything on the page at `path`, in milliseconds.
pub async fn idle_minute(chrome: &Chrome, path: &str) -> Result<f64> {
    open(chrome, path).await?;
    tokio::time::sleep(SETTLED).await;
    let before = chrome.metrics().await?;
    tokio::time::sleep(MINUTE).await;
    Ok(1e3 * (chrome.metrics().await?.task_s - before.task_s))
}

/// How often a page writes to the device in a minute in which a visitor who has agreed clicks every two seconds.
pub async fn writes_in_a_minute(chrome: &Chrome, path: &str) -> Result<u64> {
    let counts = "window.writes = 0
        for (const [of, names] of [[IDBObjectStore, ['put', 'add', 'delete', 'clear']], [Storage, ['setItem', 'removeItem']]]) {
          for (const name of names) {
            const write = of.prototype[name]
            of.prototype[name] = function (...args) { window.writes++; return write.apply(this, args) }
          }
        }";
    chrome.tell("Page.enable", json!({})).await?;
    let added = chrome.tell("Page.addScriptToEvaluateOnNewDocument", json!({"source": counts})).await?;
    open(chrome, path).await?;
    chrome.stage.call("consent", json!(["granted"])).await?;
    let at = chrome.stage.browser.eval("const { x, y } = press.getBoundingClientRect(); return [x + 5, y + 5]").await?;
    tokio::time::sleep(SETTLED).await;
    let before = chrome.stage.browser.eval("return window.writes").await?;
    for _ in 0..30 {
        click(chrome, &at, 1).await?;
        tokio::time::sleep(Duration::from_millis(1_850)).await;
    }
    let after = chrome.stage.browser.eval("return window.writes").await?;
    chrome.tell("Page.removeScriptToEvaluateOnNewDocument", json!({"identifier": added["identifier"]})).await?;
    chrome.stage.call("consent", json!(["anonymous"])).await?;
    let count = |value: &Value| value.as_u64().context("the page counts its writes");
    Ok(count(&after)? - count(&before)?)
}

/// The time of one call of `track()`, in microseconds, once for each round.
pub async fn track(chrome: &Chrome, path: &str, slowed: u32) -> Result<Vec<f64>> {
    open(chrome, path).await?;
    chrome.slow(slowed).await?;
    let script = format!(
        "const done = arguments[arguments.length - 1]
         const data = {{ currency: 'EUR', value: '29.90', items: [{{ item_id: 'bowl', price: '29.90', quantity: 1 }}] }}
         const rounds = []
         const round = () => {{
           const start = performance.now()
           for (let call = 0; call < {CALLS}; call++) waypost.track('measured', data)
           rounds.push((performance.now() - start) * 1000 / {CALLS})
           if (rounds.length < {ROUNDS}) setTimeout(round, 100)
           else done(rounds)
         }}
         round()"
    );
    let rounds = later(chrome, &script).await?;
    chrome.slow(1).await?;
    Ok(serde_json::from_value(rounds)?)
}

async fn open(chrome: &Chrome, path: &str) -> Result<()> {
    chrome.stage.open(path).await?;
    if path == WITH {
        chrome.stage.sdk_is_ready().await?;
    }
    Ok(())
}

async fn click(chrome: &Chrome, at: &Value, times: u32) -> Result<()> {
    for _ in 0..times {
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1});
            chrome.tell("Input.dispatchMouseEvent", event).await?;
        }
        tokio::time::sleep(APART).await;
    }
    Ok(())
}
