//! Whether every event arrives once, whatever happens to pages, browsers, networks and collectors. Run by
//! `cargo xtask bench delivery`.
//!
//! `bench_delivery [TRIALS [NAME…]]`: so many trials of 5 to 20 events a scenario (default 20), of all scenarios and trackers
//! or of those named (`1a`, `cost`, `waypost`), in the engine named by `WAYPOST_E2E_ENGINE`; in Chromium also with the trackers in
//! `WAYPOST_PEERS`. Visitors have agreed to be remembered, and are peers' defaults. `x4` among the names plays four rows of the
//! table at a time, each with a browser, a proxy and a collector of its own; the default is one.

mod cost;
mod load;
mod peers;
mod report;
mod scenario;
mod tracker;
mod trial;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt as _, stream};
use waypost_e2e::browser::Engine;
use waypost_e2e::stage::{self, Stage};

use crate::scenario::Scenario;
use crate::tracker::{Stored, Tracker};
use crate::trial::{Outcome, Trial};

/// What has not come until so long after the last trial of a scenario is taken for lost.
const GRACE: Duration = Duration::from_secs(15);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let trials = arguments.next().map_or(Ok(20), |text| text.parse::<u64>()).context("TRIALS is a number")?;
    let (lanes, only): (Vec<_>, Vec<_>) = arguments.partition(|name| lanes_of(name).is_some());
    let lanes = lanes.last().and_then(|name| lanes_of(name)).unwrap_or(1);
    let (trackers, scenarios): (Vec<_>, Vec<_>) = only.into_iter().partition(|name| Tracker::named(name).is_some());
    let is_wanted = |name: &str| scenarios.is_empty() || scenarios.iter().any(|wanted| wanted == name);
    let engine = Engine::chosen();
    let trackers = match engine {
        Engine::Chromium if trackers.is_empty() => Tracker::ALL.to_vec(),
        Engine::Chromium => trackers.iter().filter_map(|name| Tracker::named(name)).collect(),
        _ => vec![Tracker::Waypost],
    };
    stage::allow_at_once(lanes);
    report::head();
    let wanted = scenario::ALL.into_iter().filter(|(number, _)| is_wanted(number));
    let rows = wanted.flat_map(|(number, scenario)| trackers.iter().map(move |&tracker| (number, scenario, tracker)));
    let mut rows = stream::iter(rows.map(async |(number, scenario, tracker)| {
        let begun = Instant::now();
        let played = match scenario.impossible_in(engine) {
            Some(why) => Ok(Err(why)),
            None => play(scenario, tracker, trials).await.map(Ok),
        };
        eprintln!("{number} {} in {} s", tracker.name(), begun.elapsed().as_secs());
        (report::Row { number, title: scenario.title(), engine, tracker }, played)
    }))
    .buffered(lanes);
    let mut has_failed = false;
    while let Some((row, played)) = rows.next().await {
        match played {
            Ok(Ok((outcomes, stored))) => row.outcome(&outcomes, &stored),
            Ok(Err(why)) => row.not_played(why),
            Err(error) => {
                has_failed = true;
                row.broken_off(&error);
            }
        }
    }
    drop(rows);
    if is_wanted("cost") && engine == Engine::Chromium {
        println!();
        cost::measure(&trackers).await?;
        cost::measure_shop().await?;
    }
    ensure!(!has_failed, "not every scenario could be played");
    Ok(())
}

/// `x4`: how many rows of the table are played at a time.
fn lanes_of(name: &str) -> Option<usize> {
    name.strip_prefix('x')?.parse().ok().filter(|lanes| *lanes > 0)
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
    if tracker == Tracker::Waypost && outcomes.iter().any(|outcome| stored.of(&outcome.name).0 < outcome.tracked) {
        eprintln!("the ledger: {}", stage.collector.api("completeness?site=demo").await?);
    }
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
