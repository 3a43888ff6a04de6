//! The end-to-end suite in one engine, with a second try for what a busy machine may have spoilt.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::browsers::Drivers;
use crate::shell;
use crate::workspace::Workspace;

/// So many failed tests are tried again, each alone. A browser that is given too little of the processor misses what it
/// would have done in time; a fault of ours is there the second time, too. More than these are no accident.
const MOST: usize = 4;

/// Runs the suite, or the tests that `filter` names. What has passed only at its second try is named.
///
/// # Errors
/// When a test failed twice, or more than [`MOST`] failed at once.
pub fn run(workspace: &Workspace, drivers: &Drivers, engine: &str, filter: &[String]) -> Result<()> {
    let suite = |arguments: &[String]| {
        let mut cargo = workspace.cargo();
        cargo
            .args(["test", "--quiet", "--no-fail-fast", "--package", "waypost-e2e", "--"])
            .args(arguments)
            .env("WAYPOST_BIN", workspace.collector())
            .env("WAYPOST_E2E_ENGINE", engine)
            .env("WAYPOST_GECKODRIVER", &drivers.geckodriver);
        failed_of(&mut cargo)
    };
    let failed = suite(filter)?;
    if failed.is_empty() {
        return Ok(());
    }
    if failed.len() > MOST {
        bail!("{} tests failed: {}", failed.len(), failed.join(", "));
    }
    shell::progress(&format!("a second try, one by one: {}", failed.join(", ")));
    let alone = ["--exact", "--test-threads=1"].map(str::to_owned).into_iter().chain(failed.iter().cloned());
    let again = suite(&alone.collect::<Vec<_>>())?;
    if !again.is_empty() {
        bail!("failed twice: {}", again.join(", "));
    }
    shell::progress(&format!("passed only at the second try: {}", failed.join(", ")));
    Ok(())
}

/// Runs a test program, lets its output be seen, and gives the names of the tests that failed.
fn failed_of(command: &mut Command) -> Result<Vec<String>> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start the suite")?;
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().context("the suite's output")?).split(b'\n') {
        // What a browser says need not be text.
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        lines.push(line);
    }
    let status = child.wait()?;
    let failed = names(&lines);
    if !status.success() && failed.is_empty() {
        bail!("the suite ended with {status} and named no test");
    }
    Ok(failed)
}

/// The names in libtest's last list of failures, which stand four blanks in.
fn names(lines: &[String]) -> Vec<String> {
    let list = lines.iter().rposition(|line| line == "failures:").map_or(&[][..], |at| &lines[at + 1..]);
    let names = list.iter().take_while(|line| line.is_empty() || line.starts_with("    "));
    names.filter(|line| !line.is_empty()).map(|line| line.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn failed_tests_are_read_from_the_last_list() {
        let output = "running 3 tests\n..F\nfailures:\n\n---- a::b stdout ----\nError: no\n\nfailures:\n    a::b\n    c\n\ntest result: FAILED.";
        assert_eq!(names(&lines(output)), ["a::b", "c"]);
    }

    #[test]
    fn where_all_passed_there_is_none() {
        assert_eq!(names(&lines("running 1 test\n.\ntest result: ok. 1 passed\n")), Vec::<String>::new());
    }
}
