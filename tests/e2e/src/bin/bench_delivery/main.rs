//! Whether every event arrives once, whatever happens to pages, browsers, networks and collectors. Run by
//! `cargo xtask bench delivery`.
//!
//! `bench_delivery [TRIALS [NAME…]]`: so many trials of 5 to 20 events a scenario (default 20), of all scenarios and trackers
//! or of those named (`1a`, `cost`, `waypost`), in the engine named by `WAYPOST_E2E_ENGINE`; in Chromium also with the trackers in
//! `WAYPOST_PEERS`. Visitors have agreed to be remembered, and are peers' defaults.

mod cost;
mod load;
mod peers;
mod report;
mod scenario;
mod tracker;
mod trial;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use waypost_e2e::browser::Engine;
use waypost_e2e::stage::Stage;

use crate::scenario::Scenario;
use crate::tracker::{Stored, Tracker};
use crate::trial::{Outcome, Trial};

/// What has not come until so long after the last trial of a scenario is taken for lost.
const GRACE: Duration = Duration::from_secs(15);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let trials = arguments.next().map_or(Ok(20), |text| text.parse::<u64>()).context("TRIALS is a number")?;
    let only: Vec<String> = arguments.collect();
    let (trackers, scenarios): (Vec<_>, Vec<_>) = only.into_iter().partition(|name| Tracker::named(name).is_some());
    let is_wanted = |name: &str| scenarios.is_empty() || scenarios.iter().any(|wanted| wanted == name);
    let engine = Engine::chosen();
    let trackers = match engine {
        Engine::Chromium if trackers.is_empty() => Tracker::ALL.to_vec(),
        Engine::Chromium => trackers.iter().filter_map(|name| Tracker::named(name)).collect(),
        _ => vec![Tracker::Waypost],
    };
    let mut has_failed = false;
    report::head();
    for (number, scenario) in scenario::ALL {
        if !is_wanted(number) {
            continue;
        }
        let (title, browser) = (scenario.title(), format!("{engine:?}"));
        if let Some(why) = scenario.impossible_in(engine) {
            println!("| {number} | {title} | {browser} | | not played: {why} | | | |");
            continue;
        }
        for &tracker in &trackers {
            let begun = Instant::now();
            match play(scenario, tracker, trials).await {
                Ok((outcomes, stored)) => {
                    report::row(number, &title, &browser, tracker.name(), &outcomes, &stored);
                }
                Err(error) => {
                    has_failed = true;
                    println!(
                        "| {number} | {title} | {browser} | {} | could not be played: {error:#} | | | |",
                        tracker.name()
                    );
                }
            }
            eprintln!("{number} {} in {} s", tracker.name(), begun.elapsed().as_secs());
        }
    }
    if is_wanted("cost") && engine == Engine::Chromium {
        println!();
        cost::measure(&trackers).await?;
    }
    ensure!(!has_failed, "not every scenario could be played");
    Ok(())
}

/// All trials of a scenario, in one browser.
async fn play(scenario: Scenario, tracker: Tracker, trials: u64) -> Result<(Vec<Outcome>, Stored)> {
    let mut stage = Stage::start().await?;
    let mut stored = Stored::default();
    tracker.install(&stage.front, &stored, scenario.script(stage.browser.engine))?;
    let mut outcomes = Vec::new();
    for number in 0..trials {
        let mut trial = Trial {
            tracker,
            stage: &mut stage,
            stored: &mut stored,
            name: format!("trial-{number}"),
            count: 5 + number % 16,
            told: 0,
            free_since: Instant::now(),
        };
        scenario.act(&mut trial).await.with_context(|| format!("trial {number}"))?;
        let complete_after = trial.wait(scenario.patience()).await?;
        trial.mend();
        if complete_after.is_none() {
            eprintln!("{scenario:?}, {}: {:?} of {}", trial.name, trial.stored.of(&trial.name), trial.told);
        }
        outcomes.push(Outcome { tracked: trial.told, complete_after, name: trial.name });
    }
    settle(&stage, &mut stored, &outcomes).await?;
    stage.end_with_complaints_of_the_browser();
    Ok((outcomes, stored))
}

/// Gives what is late some time, and what comes twice, too.
async fn settle(stage: &Stage, stored: &mut Stored, outcomes: &[Outcome]) -> Result<()> {
    let end = Instant::now() + GRACE;
    let all_are_there = outcomes.iter().all(|outcome| outcome.complete_after.is_some());
    let end = if all_are_there { Instant::now() + Duration::from_secs(3) } else { end };
    while Instant::now() < end {
        stored.refresh(&stage.collector).await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}
