//! A run of named steps: none hides another's failure, and a plain table ends it.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::shell;

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    /// What it needs did not pass: it could not be tried, which is no better than having failed.
    NotRun,
}

struct Line {
    name: String,
    outcome: Outcome,
    took: Duration,
    why: String,
}

/// The steps so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Does a step's work and keeps what became of it; what it made, when it passed.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        shell::progress(&format!("── {name}"));
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        let (outcome, why) = match &result {
            Ok(_) => (Outcome::Passed, String::new()),
            Err(error) => (Outcome::Failed, format!("{error:#}")),
        };
        if outcome == Outcome::Failed {
            shell::progress(&format!("── {name} failed: {why}"));
        }
        self.lines.push(Line { name: name.to_owned(), outcome, took, why });
        result.ok()
    }

    /// Does a step's work with what the step `needed` made; counts it as not run when that made nothing.
    pub fn after<T>(&mut self, needed: &str, made: Option<T>, name: &str, work: impl FnOnce(T) -> Result<()>) {
        if let Some(made) = made {
            self.step(name, || work(made));
        } else {
            let why = format!("it needs “{needed}”");
            self.lines.push(Line { name: name.to_owned(), outcome: Outcome::NotRun, took: Duration::ZERO, why });
        }
    }

    /// Whether every step passed.
    pub fn all_passed(&self) -> bool {
        self.lines.iter().all(|line| line.outcome == Outcome::Passed)
    }

    /// The table, and the last line `N passed, N failed`. Steps that were not run count as failed.
    pub fn summary(&self) -> String {
        let width = self.lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        for Line { name, outcome, took, why } in &self.lines {
            let outcome = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "FAILED",
                Outcome::NotRun => "NOT RUN",
            };
            let first = why.lines().next().unwrap_or_default();
            let line = format!("{name:<width$}  {outcome:<7}  {:>5.0} s  {first}", took.as_secs_f64());
            text.push_str(line.trim_end());
            text.push('\n');
        }
        let passed = self.lines.iter().filter(|line| line.outcome == Outcome::Passed).count();
        text + &format!("\n{passed} passed, {} failed", self.lines.len() - passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_hides_no_other_and_counts_with_those_it_kept_from_running() {
        let mut report = Report::default();
        assert_eq!(report.step("one", || Ok(7)), Some(7));
        assert!(report.all_passed());
        assert_eq!(report.step("number two", || anyhow::bail!("it broke\nat length") as Result<()>), None);
        report.after("number two", None::<()>, "three", |()| Ok(()));
        report.after("one", Some(7), "four", |made| {
            assert_eq!(made, 7);
            Ok(())
        });
        assert!(!report.all_passed());

        let summary = report.summary();
        let lines: Vec<_> = summary.lines().collect();
        assert_eq!(lines[0], "one         passed       0 s");
        assert_eq!(lines[1], "number two  FAILED       0 s  it broke");
        assert_eq!(lines[2], "three       NOT RUN      0 s  it needs “number two”");
        assert_eq!(lines[3], "four        passed       0 s");
        assert_eq!(*lines.last().unwrap(), "2 passed, 2 failed");
    }

    #[test]
    fn no_step_failed_when_all_passed() {
        let mut report = Report::default();
        report.step("one", || Ok(()));
        assert!(report.summary().ends_with("\n1 passed, 0 failed"));
    }
}
