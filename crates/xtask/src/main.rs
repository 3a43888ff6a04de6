//! `cargo xtask`: the only build script. One file a command, one helper file an idea.
//!
//! Everything it makes is git-ignored: `target/`, `node_modules/`, `pkg/dist/`, `pkg/wasm/` and
//! `www/dashboard/dist/`. It installs what it may and names the command for what it may not.

mod bench;
mod browsers;
mod build;
mod demo;
mod docs;
mod e2e;
mod house;
mod npm;
mod report;
mod shell;
mod size;
mod stamp;
mod test;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Builds, runs, measures and tests Waypost.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the SDK, the npm package and the dashboard into pkg/dist and www/dashboard/dist
    Build,
    /// Run the shop, the collector and the dashboard on this machine
    Demo(demo::Options),
    /// Check and test everything, in three browsers
    #[command(visible_alias = "ci")]
    Test(test::Options),
    /// Write anew what docs/events.md and the dashboard repeat of the code
    Docs,
    /// Print the bytes a page loads; fail when they are over pkg/budget.json
    Size(size::Options),
    /// Measure the collector or the SDK
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let done = Workspace::find().and_then(|workspace| match command {
        Command::Build => build::run(&workspace),
        Command::Demo(options) => demo::run(&workspace, &options),
        Command::Test(options) => test::run(&workspace, &options),
        Command::Docs => docs::run(&workspace),
        Command::Size(options) => size::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
