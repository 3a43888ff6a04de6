//! `cargo xtask bench`: the figures of the README, measured on this machine.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::npm::npm;
use crate::workspace::Workspace;
use crate::{browsers, demo, shell};

/// Where the other trackers come from, and where their bundles go.
const PEERS: &str = "tests/e2e/peers";
const PEERS_OUT: &str = "target/peers";

/// What `cargo xtask bench` takes.
#[derive(Args)]
pub struct Options {
    /// What to measure
    what: Subject,
    /// For `intent`: the folder of the traces, PERSON/SESSION.csv.gz [default: $WAYPOST_TRACES]
    #[arg(long)]
    traces: Option<PathBuf>,
    /// Passed on to the benchmark
    #[arg(last = true)]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Subject {
    /// Durable events a second, answer times and memory, over loopback
    Collector,
    /// What arrives of what is tracked, whatever goes wrong, in three browsers; in Chromium beside two other trackers. Hours
    Delivery,
    /// Main-thread time and heap in a real browser, beside a page without Waypost
    Sdk,
    /// Precision, recall and lead time of the exit-intent detector on recorded pointers of persons it was not fitted to
    Intent,
}

/// Builds what is measured, as it is shipped, and measures it.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if !matches!(options.what, Subject::Intent) {
        demo::build_collector(workspace)?;
    }
    shell::progress("bench");
    match options.what {
        Subject::Collector => {
            let mut cargo = program(workspace, "waypost-collector");
            shell::run(cargo.args(["--example", "load", "--"]).args(&options.arguments))
        }
        Subject::Sdk => {
            let mut cargo = program(workspace, "waypost-e2e");
            cargo.env("WAYPOST_GECKODRIVER", browsers::install(workspace)?.geckodriver);
            shell::run(cargo.args(["--bin", "bench_sdk", "--"]).args(&options.arguments))
        }
        Subject::Intent => {
            let mut cargo = program(workspace, "waypost-core");
            cargo.args(["--example", "fit_pointer", "--", "cross"]).arg(traces(options)?);
            shell::run(cargo.args(&options.arguments))
        }
        Subject::Delivery => {
            let drivers = browsers::install(workspace)?;
            let peers = peers(workspace)?;
            let chosen = env::var("WAYPOST_E2E_ENGINE");
            let is_wanted = |engine: &&&str| chosen.as_ref().map_or(true, |chosen| chosen == **engine);
            browsers::ENGINES.iter().filter(is_wanted).try_for_each(|engine| {
                let mut cargo = program(workspace, "waypost-e2e");
                cargo
                    .env("WAYPOST_GECKODRIVER", &drivers.geckodriver)
                    .env("WAYPOST_E2E_ENGINE", engine)
                    .env("WAYPOST_PEERS", &peers);
                shell::run(cargo.args(["--bin", "bench_delivery", "--"]).args(&options.arguments))
            })
        }
    }
}

/// `cargo run` of a program of `package`, as it is shipped, told where the collector is.
fn program(workspace: &Workspace, package: &str) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--quiet", "--release", "--package", package]).env("WAYPOST_BIN", workspace.collector());
    cargo
}

/// Bundles the trackers that Waypost is compared with; the folder they are in.
fn peers(workspace: &Workspace) -> Result<PathBuf> {
    shell::run(npm(workspace).current_dir(workspace.path(PEERS)).args(["ci", "--no-audit", "--no-fund"]))?;
    let mut esbuild = workspace.npm_program("esbuild");
    esbuild.args(["snowplow", "posthog"].map(|name| format!("{PEERS}/{name}.js")));
    shell::run(
        esbuild
            .args(["--bundle", "--minify", "--format=iife", "--log-level=warning"])
            .arg(format!("--outdir={PEERS_OUT}")),
    )?;
    Ok(workspace.path(PEERS_OUT))
}

/// The traces are people's, so they are no part of the project.
fn traces(options: &Options) -> Result<PathBuf> {
    let traces = options.traces.clone().or_else(|| env::var_os("WAYPOST_TRACES").map(Into::into));
    let traces = traces.context("`bench intent` needs --traces DIR (or WAYPOST_TRACES)")?;
    traces.canonicalize().with_context(|| format!("no folder {}", traces.display()))
}
