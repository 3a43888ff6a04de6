//! One load of a page: start-up, its longest task, and memory.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};

use crate::chrome::Chrome;
use crate::{SLOWED, WITH};

/// A page is measured until this long after its load event: past the first batch, which is due after two seconds.
const WATCHED: Duration = Duration::from_secs(4);

/// What one load costs.
pub struct Load {
    /// Time of all tasks on the main thread, milliseconds.
    pub task_ms: f64,
    /// Of it in scripts, milliseconds.
    pub script_ms: f64,
    /// The longest task, milliseconds by the clock on the wall.
    pub longest_task_ms: f64,
    /// JavaScript heap after a garbage collection, megabytes.
    pub heap_mb: f64,
    /// Memory of WebAssembly and array buffers, megabytes.
    pub buffers_mb: f64,
}

/// Loads the page at `path` with the CPU slowed.
pub async fn measure(chrome: &Chrome, path: &str) -> Result<Load> {
    chrome.stage.browser.open("about:blank").await?;
    chrome.tell("HeapProfiler.collectGarbage", json!({})).await?;
    chrome.slow(SLOWED).await?;
    let before = chrome.metrics().await?;
    chrome.stage.open(path).await?;
    chrome.stage.browser.eval(WATCH_LONG_TASKS).await?;
    tokio::time::sleep(WATCHED).await;
    let after = chrome.metrics().await?;
    let longest = chrome.stage.browser.eval("return window.longest").await?;
    chrome.slow(1).await?;
    if path == WITH {
        chrome.stage.sdk_is_ready().await?;
    }
    chrome.tell("HeapProfiler.collectGarbage", json!({})).await?;
    let memory = chrome.tell("Runtime.getHeapUsage", json!({})).await?;
    let megabytes = |name: &str| memory[name].as_f64().unwrap_or_default() / 1e6;
    Ok(Load {
        task_ms: 1e3 * (after.task_s - before.task_s),
        script_ms: 1e3 * (after.script_s - before.script_s),
        longest_task_ms: longest.as_f64().unwrap_or_default(),
        heap_mb: megabytes("usedSize"),
        buffers_mb: megabytes("backingStorageSize"),
    })
}

/// The browser reports tasks of 50 ms or more, so that shorter ones count as none.
const WATCH_LONG_TASKS: &str = "window.longest = 0
    new PerformanceObserver(list => {
      for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration)
    }).observe({ type: 'longtask', buffered: true })
    return true";

/// What a script of the page returns once it is done with what takes time.
pub async fn later(chrome: &Chrome, script: &str) -> Result<Value> {
    let driver = &chrome.stage.browser.driver;
    driver.set_script_timeout(Duration::from_secs(120)).await?;
    Ok(driver.execute_async(script, Vec::new()).await?.json().clone())
}
