//! What Chromium says of itself, and what it is told, over its own protocol.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use waypost_e2e::stage::Stage;

/// A browser to measure in.
pub struct Chrome {
    /// With a collector behind it.
    pub stage: Stage,
}

/// The main thread's own time since the page's process began, in seconds.
pub struct Metrics {
    /// Of all tasks.
    pub task_s: f64,
    /// Of it in scripts.
    pub script_s: f64,
}

impl Chrome {
    /// Every file is loaded afresh, and times are those of the thread.
    pub async fn prepare(&self) -> Result<()> {
        self.tell("Network.enable", json!({})).await?;
        self.tell("Network.setCacheDisabled", json!({"cacheDisabled": true})).await?;
        self.tell("Performance.enable", json!({"timeDomain": "threadTicks"})).await?;
        Ok(())
    }

    /// Makes the processor so many times slower.
    pub async fn slow(&self, rate: u32) -> Result<()> {
        self.tell("Emulation.setCPUThrottlingRate", json!({"rate": rate})).await.map(drop)
    }

    /// What has been spent so far.
    pub async fn metrics(&self) -> Result<Metrics> {
        let answer = self.tell("Performance.getMetrics", json!({})).await?;
        let value = |name: &str| {
            let mut all = answer["metrics"].as_array().into_iter().flatten();
            let found = all.find(|metric| metric["name"] == name).and_then(|metric| metric["value"].as_f64());
            found.with_context(|| format!("Chromium has no metric {name}"))
        };
        Ok(Metrics { task_s: value("TaskDuration")?, script_s: value("ScriptDuration")? })
    }

    /// A command of the protocol, and its answer.
    pub async fn tell(&self, method: &str, params: Value) -> Result<Value> {
        self.stage.browser.driver.cdp().send_raw(method, params).await.with_context(|| method.to_owned())
    }
}
