//! The table of outcomes, as Markdown.

use std::time::Duration;

use waypost_e2e::browser::Engine;

use crate::tracker::{Stored, Tracker};
use crate::trial::Outcome;

/// Prints the head.
pub fn head() {
    println!(
        "| # | scenario | engine | tracker | stored / tracked | | stored twice | complete after, median (largest) |"
    );
    println!("|---|---|---|---|---|---|---|---|");
}

/// A scenario with a tracker.
pub struct Row {
    /// Number of the scenario.
    pub number: &'static str,
    /// What happens in it.
    pub title: String,
    /// The browser's engine.
    pub engine: Engine,
    /// Who was put to the test.
    pub tracker: Tracker,
}

impl Row {
    /// Prints what became of its trials, from what is stored now.
    pub fn outcome(&self, outcomes: &[Outcome], stored: &Stored) {
        let (mut tracked, mut found, mut twice) = (0, 0, 0);
        for outcome in outcomes {
            let (here, again) = stored.of(&outcome.name);
            tracked += outcome.tracked;
            found += here;
            twice += again;
        }
        let share = if found == tracked {
            "100 %".to_owned()
        } else {
            format!("**{:.1} %**", 100.0 * found as f64 / tracked as f64)
        };
        let times: Vec<Duration> = outcomes.iter().filter_map(|outcome| outcome.complete_after).collect();
        let time = time(times, outcomes.len());
        self.print(&format!("{found} / {tracked} | {share} | {twice} | {time}"));
    }

    /// Prints why it could not be.
    pub fn not_played(&self, why: &str) {
        self.print(&format!("not played: {why} | | |"));
    }

    /// Prints where it ended early.
    pub fn broken_off(&self, error: &anyhow::Error) {
        self.print(&format!("broken off: {error:#} | | |"));
    }

    fn print(&self, what: &str) {
        println!("| {} | {} | {:?} | {} | {what} |", self.number, self.title, self.engine, self.tracker.name());
    }
}

fn time(mut times: Vec<Duration>, trials: usize) -> String {
    times.sort_unstable();
    let (Some(median), Some(largest)) = (times.get(times.len() / 2), times.last()) else { return "never".to_owned() };
    let of = if times.len() < trials { format!("; {} of {trials} trials", times.len()) } else { String::new() };
    format!("{:.2} s ({:.2} s{of})", median.as_secs_f64(), largest.as_secs_f64())
}
