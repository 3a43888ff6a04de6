//! The table of outcomes, as Markdown.

use std::time::Duration;

use crate::tracker::Stored;
use crate::trial::Outcome;

/// Prints the head.
pub fn head() {
    println!(
        "| # | scenario | engine | tracker | stored / tracked | | stored twice | complete after, median (largest) |"
    );
    println!("|---|---|---|---|---|---|---|---|");
}

/// Prints the row of a scenario, from what is stored now.
pub fn row(number: &str, title: &str, engine: &str, tracker: &str, outcomes: &[Outcome], stored: &Stored) {
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
    println!("| {number} | {title} | {engine} | {tracker} | {found} / {tracked} | {share} | {twice} | {time} |");
}

fn time(mut times: Vec<Duration>, trials: usize) -> String {
    times.sort_unstable();
    let (Some(median), Some(largest)) = (times.get(times.len() / 2), times.last()) else { return "never".to_owned() };
    let of = if times.len() < trials { format!("; {} of {trials} trials", times.len()) } else { String::new() };
    format!("{:.2} s ({:.2} s{of})", median.as_secs_f64(), largest.as_secs_f64())
}
