//! `cargo xtask test`: every check there is, each once, none hiding another.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::browsers::{self, Drivers, ENGINES};
use crate::report::Report;
use crate::wasm::TARGET;
use crate::workspace::Workspace;
use crate::{demo, e2e, house, npm, shell, size, tools};

const BUILD: &str = "build";
const TOOLS: &str = "browsers and test tools";

/// One failing test does not keep the others from running.
const TEST: [&str; 3] = ["test", "--quiet", "--no-fail-fast"];

/// What the tests in browsers need beside the build.
struct Tools {
    drivers: Drivers,
    wasm_runner: PathBuf,
}

impl Tools {
    fn install(workspace: &Workspace) -> Result<Self> {
        let drivers = browsers::install(workspace)?;
        // It reads what the macros of the same version have written.
        let version = locked_version(workspace, "wasm-bindgen")?;
        let wasm_runner = tools::cargo_install(workspace, "wasm-bindgen-cli", &version, "wasm-bindgen-test-runner")?;
        Ok(Self { drivers, wasm_runner })
    }
}

/// What `cargo xtask test` takes.
#[derive(Args)]
pub struct Options {
    /// Only what needs neither Node, WebAssembly nor a browser
    #[arg(long)]
    fast: bool,
    /// Run only the tests whose name contains this; other checks run all the same
    #[arg(last = true)]
    filter: Vec<String>,
}

/// Runs every step, prints a summary, and fails when one of them did not pass.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut report = Report::default();
    native(workspace, options, &mut report);
    if !options.fast {
        in_browsers(workspace, options, &mut report);
        report.step("documentation", || documentation(workspace));
    }
    println!("\n{}", report.summary());
    if !report.all_passed() {
        bail!("not every step passed");
    }
    Ok(())
}

fn native(workspace: &Workspace, options: &Options, report: &mut Report) {
    report.step("formatting", || shell::run(workspace.cargo().args(["fmt", "--all", "--check"])));
    report.step("house rules", || house::check(workspace));
    report.step("clippy", || {
        shell::run(workspace.cargo().args("clippy --quiet --workspace --all-targets -- -Dwarnings".split(' ')))
    });
    report.step("unit and property tests", || shell::run(workspace.cargo().args(TEST).args(&options.filter)));
}

fn in_browsers(workspace: &Workspace, options: &Options, report: &mut Report) {
    let built = report.step(BUILD, || demo::build_collector(workspace));
    let tools = report.step(TOOLS, || Tools::install(workspace));
    report.after(BUILD, built, "size", |()| size::run(workspace, &size::Options::default()));
    report.after(BUILD, built, "node tests", |()| {
        shell::run(npm::npm(workspace).args(["test", "--silent", "--workspaces", "--if-present"]))
    });
    report.step("clippy for WebAssembly", || {
        tools::rust(workspace)?;
        let mut cargo = workspace.cargo();
        cargo.args(["clippy", "--quiet", "--package", "waypost", "--lib", "--tests", "--target", TARGET]);
        shell::run(cargo.args(["--", "-Dwarnings"]))
    });
    report.after(TOOLS, tools.as_ref(), "tests in WebAssembly", |tools| in_wasm(workspace, tools, &options.filter));
    for engine in ENGINES {
        let (needed, made) = if built.is_some() { (TOOLS, tools.as_ref()) } else { (BUILD, None) };
        report.after(needed, made, &format!("end to end in {engine}"), |tools| {
            e2e::run(workspace, &tools.drivers, engine, &options.filter)
        });
    }
}

/// `tests/web_*.rs` in headless Chromium.
fn in_wasm(workspace: &Workspace, tools: &Tools, filter: &[String]) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo
        // Without `--quiet`, which cargo passes on and this runner does not know.
        .args(["test", "--no-fail-fast", "--package", "waypost", "--test", "web_*", "--target", TARGET])
        .args(filter)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &tools.wasm_runner)
        .env("CHROMEDRIVER", &tools.drivers.chromedriver);
    shell::run(&mut cargo)
}

/// The SDK's crate has something in it for WebAssembly only; the others, natively.
fn documentation(workspace: &Workspace) -> Result<()> {
    let natively = ["--workspace", "--exclude", "waypost"];
    let for_wasm = ["--package", "waypost", "--target", TARGET];
    for which in [natively.as_slice(), &for_wasm] {
        let mut cargo = workspace.cargo();
        shell::run(cargo.args(["doc", "--quiet", "--no-deps"]).args(which).env("RUSTDOCFLAGS", "-Dwarnings"))?;
    }
    Ok(())
}

/// The version of a crate in `Cargo.lock`.
fn locked_version(workspace: &Workspace, krate: &str) -> Result<String> {
    let metadata = crate::workspace::metadata(&workspace.root, &["--locked"])?;
    let packages = metadata["packages"].as_array().context("cargo metadata has no packages")?;
    let version = packages.iter().find(|package| package["name"] == krate).and_then(|found| found["version"].as_str());
    version.map(str::to_owned).with_context(|| format!("Cargo.lock does not name {krate}"))
}
