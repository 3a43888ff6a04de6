//! What Waypost costs a page, in Chromium, beside the same page without it. Run by `cargo xtask bench sdk`.
//!
//! `bench_sdk [PAIRS]`: so many pairs of page loads (default 15, at least 10), one with Waypost and one without, every
//! file loaded afresh, and as many pairs of what a visitor does. With each pair of loads goes one of a page that loads a
//! script, a module and the WebAssembly and sends a batch, all of which do nothing: no tracker of this shape can be below
//! that. Times are the main thread's own (thread ticks, not the clock on the wall).

mod chrome;
mod load;
mod offer;
mod report;
mod visit;

use anyhow::{Context, Result, ensure};
use waypost_e2e::browser::Shape;
use waypost_e2e::stage::Stage;

use crate::chrome::Chrome;
use crate::report::{Table, spread};

const WITH: &str = "/fixture/plain.html";
const WITHOUT: &str = "/fixture/without.html";
const FLOOR: &str = "/fixture/floor.html";

/// How much slower the processor of a cheap phone is taken to be.
const SLOWED: u32 = 4;

/// Offers that are shown while keys are pressed.
const OFFERS: u32 = 5;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let pairs = std::env::args().nth(1).map_or(Ok(15), |text| text.parse::<usize>()).context("PAIRS is a number")?;
    ensure!(pairs >= 10, "{pairs} pairs are too few, the least is 10");
    let (mut delays, mut tasks) = (Vec::new(), Vec::new());
    for time in 1..=OFFERS {
        eprintln!("an offer, {time} of {OFFERS}");
        let waits = offer::waits().await?;
        delays.extend(waits.delays);
        tasks.extend(waits.tasks);
    }
    let chrome = Chrome { stage: Stage::start_on(Shape::Headless).await? };
    chrome.prepare().await?;

    let (mut with, mut without, mut floor) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 1..=pairs {
        eprintln!("loads, pair {pair} of {pairs}");
        with.push(load::measure(&chrome, WITH).await?);
        without.push(load::measure(&chrome, WITHOUT).await?);
        floor.push(load::measure(&chrome, FLOOR).await?);
    }
    let (mut visited, mut bare) = (Vec::new(), Vec::new());
    for pair in 1..=pairs {
        eprintln!("clicks and scrolling, pair {pair} of {pairs}");
        visited.push(visit::measure(&chrome, WITH).await?);
        bare.push(visit::measure(&chrome, WITHOUT).await?);
    }
    eprintln!("two idle minutes");
    let idle = [visit::idle_minute(&chrome, WITH).await?, visit::idle_minute(&chrome, WITHOUT).await?];
    eprintln!("a minute of a visitor who has agreed");
    let writes = visit::writes_in_a_minute(&chrome, WITH).await?;
    eprintln!("calls of track()");
    let track = visit::track(&chrome, WITH, 1).await?;
    let track_slowed = visit::track(&chrome, WITH, SLOWED).await?;

    println!("{pairs} pairs, cache off; median (lower – upper quartile)\n");
    let table = Table::begin();
    table.row("main thread until 4 s after load, CPU slowed 4 times", "ms", "30", &with, &without, |load| load.task_ms);
    let name = "the same of a page whose script, module, WebAssembly and batch do nothing";
    table.row(name, "ms", "", &floor, &without, |load| load.task_ms);
    table.row("main thread with Waypost, of it in scripts", "ms", "", &with, &without, |load| load.script_ms);
    table.row("longest task, CPU slowed 4 times", "ms", "under 50", &with, &without, |load| load.longest_task_ms);
    table.row("JavaScript heap after collection", "MB", "2", &with, &without, |load| load.heap_mb);
    table.row("WebAssembly memory and buffers", "MB", "", &with, &without, |load| load.buffers_mb);
    table.row("task time of a click", "ms", "", &visited, &bare, |visit| visit.click_ms);
    table.row("task time of a second of scrolling", "ms", "", &visited, &bare, |visit| visit.scroll_ms);
    table.line("task time of an idle minute", [format!("{:.1} ms", idle[0]), format!("{:.1} ms", idle[1])], "no more");
    table.line("writes to the device in a minute with a click every 2 s", [writes.to_string(), "0".to_owned()], "");
    let longest = |all: &[f64]| all.iter().copied().fold(0.0, f64::max);
    let shown = format!("{}, longest {:.1} ms of {} keys", spread(&delays, "ms"), longest(&delays), delays.len());
    let what = "input delay while an offer comes, is typed into and goes, CPU slowed 4 times";
    table.line(what, [shown, String::new()], "50 ms");
    let shown = format!("{:.0} ms, {} over 50 ms in {OFFERS} offers", longest(&tasks), tasks.len());
    table.line("longest task meanwhile", [shown, String::new()], "50 ms");
    table.line("one `track()`", [spread(&track, "µs"), String::new()], "20 µs");
    table.line("one `track()`, CPU slowed 4 times", [spread(&track_slowed, "µs"), String::new()], "");
    chrome.stage.end_noisily().await
}
