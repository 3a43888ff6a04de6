//! `cargo xtask bench`: the figures of the README, measured on this machine.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::workspace::Workspace;
use crate::{browsers, demo, shell};

/// What `cargo xtask bench` takes.
#[derive(Args)]
pub struct Options {
    /// What to measure
    what: Subject,
    /// Passed on to the benchmark
    #[arg(last = true)]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Subject {
    /// Durable events a second, answer times and memory, over loopback
    Collector,
    /// Main-thread time and heap in a real browser, beside a page without Waypost
    Sdk,
}

/// Builds what is measured, as it is shipped, and measures it.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    demo::build_collector(workspace)?;
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--quiet", "--release"]).env("WAYPOST_BIN", workspace.collector());
    match options.what {
        Subject::Collector => cargo.args(["--package", "waypost-collector", "--example", "load"]),
        Subject::Sdk => {
            let drivers = browsers::install(workspace)?;
            cargo.env("WAYPOST_GECKODRIVER", drivers.geckodriver);
            cargo.args(["--package", "waypost-e2e", "--bin", "bench_sdk"])
        }
    };
    shell::progress("bench");
    shell::run(cargo.arg("--").args(&options.arguments))
}
