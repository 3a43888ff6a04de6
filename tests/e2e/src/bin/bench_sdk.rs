//! What Waypost costs a page, in Chromium, beside the same page without it. Run by `cargo xtask bench sdk`.
//!
//! `bench_sdk [PAIRS]`: so many pairs of page loads (default 15, at least 10), one with Waypost and one without, every
//! file loaded afresh. Start-up is the main thread's own time (thread ticks, not the clock on the wall) with the CPU
//! slowed four times.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use waypost_e2e::browser::Shape;
use waypost_e2e::stage::Stage;

const WITH: &str = "/fixture/plain.html";
const WITHOUT: &str = "/fixture/without.html";
const SLOWED: u32 = 4;

/// A page is measured until this long after its load event: past the first batch, which is due after two seconds.
const WATCHED: Duration = Duration::from_secs(4);

/// Calls of `track()` in one measurement, and measurements. One call is far below the browser's clock.
const CALLS: u32 = 100;
const ROUNDS: usize = 60;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let pairs = std::env::args().nth(1).map_or(Ok(15), |text| text.parse::<usize>()).context("PAIRS is a number")?;
    ensure!(pairs >= 10, "{pairs} pairs are too few, the least is 10");
    let bench = Bench { stage: Stage::start_on(Shape::Headless).await? };
    bench.prepare().await?;
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for pair in 1..=pairs {
        eprintln!("pair {pair} of {pairs}");
        with.push(bench.load(WITH).await?);
        without.push(bench.load(WITHOUT).await?);
    }
    let track = bench.track(1).await?;
    let track_slowed = bench.track(SLOWED).await?;
    bench.print(&with, &without, &track, &track_slowed);
    bench.stage.end_noisily().await
}

/// One load of a page.
struct Load {
    /// Time of all tasks on the main thread, milliseconds.
    task_ms: f64,
    /// Of it in scripts, milliseconds.
    script_ms: f64,
    /// The longest task of 50 ms or more, milliseconds; 0 for none. Shorter ones are not reported by the browser.
    longest_task_ms: f64,
    /// JavaScript heap after a garbage collection, megabytes.
    heap_mb: f64,
    /// Memory of WebAssembly and array buffers, megabytes.
    buffers_mb: f64,
}

struct Bench {
    stage: Stage,
}

impl Bench {
    async fn prepare(&self) -> Result<()> {
        self.cdp("Network.enable", json!({})).await?;
        self.cdp("Network.setCacheDisabled", json!({"cacheDisabled": true})).await?;
        self.cdp("Performance.enable", json!({"timeDomain": "threadTicks"})).await?;
        Ok(())
    }

    async fn load(&self, path: &str) -> Result<Load> {
        self.stage.browser.open("about:blank").await?;
        self.cdp("HeapProfiler.collectGarbage", json!({})).await?;
        self.slow(SLOWED).await?;
        let before = self.metrics().await?;
        self.stage.open(path).await?;
        self.stage
            .browser
            .eval(
                "window.longest = 0
                 new PerformanceObserver(list => {
                   for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration)
                 }).observe({ type: 'longtask', buffered: true })
                 return true",
            )
            .await?;
        tokio::time::sleep(WATCHED).await;
        let after = self.metrics().await?;
        let longest_task_ms = self.stage.browser.eval("return window.longest").await?.as_f64().unwrap_or_default();
        self.slow(1).await?;
        if path == WITH {
            self.stage.sdk_is_ready().await?;
        }
        self.cdp("HeapProfiler.collectGarbage", json!({})).await?;
        let memory = self.cdp("Runtime.getHeapUsage", json!({})).await?;
        let megabytes = |name: &str| memory[name].as_f64().unwrap_or_default() / 1e6;
        Ok(Load {
            task_ms: 1e3 * (after.task_s - before.task_s),
            script_ms: 1e3 * (after.script_s - before.script_s),
            longest_task_ms,
            heap_mb: megabytes("usedSize"),
            buffers_mb: megabytes("backingStorageSize"),
        })
    }

    /// The time of one call of `track()`, in microseconds, once for each round.
    async fn track(&self, slowed: u32) -> Result<Vec<f64>> {
        self.stage.open(WITH).await?;
        self.stage.sdk_is_ready().await?;
        self.slow(slowed).await?;
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
        let driver = &self.stage.browser.driver;
        driver.set_script_timeout(Duration::from_secs(120)).await?;
        let rounds = driver.execute_async(&script, Vec::new()).await?;
        self.slow(1).await?;
        Ok(serde_json::from_value(rounds.json().clone())?)
    }

    async fn slow(&self, rate: u32) -> Result<()> {
        self.cdp("Emulation.setCPUThrottlingRate", json!({"rate": rate})).await.map(drop)
    }

    async fn metrics(&self) -> Result<Metrics> {
        let answer = self.cdp("Performance.getMetrics", json!({})).await?;
        let value = |name: &str| {
            let mut all = answer["metrics"].as_array().into_iter().flatten();
            let found = all.find(|metric| metric["name"] == name).and_then(|metric| metric["value"].as_f64());
            found.with_context(|| format!("Chromium has no metric {name}"))
        };
        Ok(Metrics { task_s: value("TaskDuration")?, script_s: value("ScriptDuration")? })
    }

    async fn cdp(&self, method: &str, params: Value) -> Result<Value> {
        self.stage.browser.driver.cdp().send_raw(method, params).await.with_context(|| method.to_owned())
    }

    fn print(&self, with: &[Load], without: &[Load], track: &[f64], track_slowed: &[f64]) {
        println!(
            "{} pairs of loads, CPU slowed {SLOWED} times, cache off; median (lower – upper quartile)",
            with.len()
        );
        println!();
        println!("| figure | with Waypost | without | difference | aim |");
        println!("|---|---|---|---|---|");
        let row = |name: &str, unit: &str, aim: &str, value: fn(&Load) -> f64| {
            let (a, b): (Vec<f64>, Vec<f64>) = (with.iter().map(value).collect(), without.iter().map(value).collect());
            let difference: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
            let [a, b, difference] = [a, b, difference].map(|values| spread(&values, unit));
            println!("| {name} | {a} | {b} | {difference} | {aim} |");
        };
        row("main thread until 4 s after load", "ms", "30 ms", |load| load.task_ms);
        row("of it in scripts", "ms", "", |load| load.script_ms);
        row("longest task of 50 ms or more", "ms", "none (0)", |load| load.longest_task_ms);
        row("JavaScript heap after collection", "MB", "2 MB", |load| load.heap_mb);
        row("WebAssembly memory and buffers", "MB", "", |load| load.buffers_mb);
        println!("| one `track()`, median of {ROUNDS} × {CALLS} | {} | | | 20 µs |", spread(track, "µs"));
        println!("| one `track()`, CPU slowed {SLOWED} times | {} | | | |", spread(track_slowed, "µs"));
    }
}

struct Metrics {
    task_s: f64,
    script_s: f64,
}

fn spread(values: &[f64], unit: &str) -> String {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |part: f64| sorted[((sorted.len() - 1) as f64 * part).round() as usize];
    format!("{:.2} ({:.2} – {:.2}) {unit}", at(0.5), at(0.25), at(0.75))
}
