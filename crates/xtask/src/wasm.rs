//! The SDK as WebAssembly: compiled, bound, made small.

use std::fs;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use crate::shell;
use crate::stamp::Step;
use crate::tools::RustSource;
use crate::workspace::Workspace;

/// The target the SDK is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// With the standard library compiled for size and without panic messages: a panic is a bare trap.
const BUILD_STD: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
const BUILD_STD_FLAGS: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// Only texts and numbers cross the border, so the table of JavaScript's objects would be dead weight.
const NO_OBJECTS: &str = "-Ctarget-feature=-reference-types";

/// What rustc emits for the target by default, and no more.
const FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// Passes of `wasm-opt` in their order. Rust keeps its stack in the lowest memory, so no address below 1024 is ever computed
/// from a smaller one. A round for speed between those for size makes the file larger and what brotli leaves of it smaller; so
/// does numbering the locals anew at the end (68 bytes).
const SMALLER: [&str; 10] = [
    "--low-memory-unused",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-O4",
    "-Oz",
    "-Oz",
    "--reorder-locals",
    "--strip-producers",
    "--strip-target-features",
];

/// Makes `pkg/dist/waypost.wasm`, by way of `pkg/wasm/`, and `pkg/dist/waypost-intent.wasm`.
pub fn build(workspace: &Workspace, source: RustSource) -> Result<()> {
    let step = Step {
        name: "SDK as WebAssembly",
        inputs: &["src", "crates/core", "crates/wire", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", file!()],
        settings: &[&format!("{source:?}")],
        outputs: &["pkg/dist/waypost.wasm"],
    };
    step.run(workspace, || {
        compile(workspace, source, "waypost")?;
        bind(workspace)?;
        optimise(workspace, "pkg/wasm/waypost_bg.wasm", "waypost.wasm")
    })?;
    let step = Step {
        name: "detector as WebAssembly",
        inputs: &["crates/intent", "crates/core", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", file!()],
        settings: &[&format!("{source:?}")],
        outputs: &["pkg/dist/waypost-intent.wasm"],
    };
    step.run(workspace, || {
        compile(workspace, source, "waypost-intent")?;
        let compiled = workspace.target.join(TARGET).join("wasm-release/waypost_intent.wasm");
        optimise(workspace, &compiled.to_string_lossy(), "waypost-intent.wasm")
    })
}

fn compile(workspace: &Workspace, source: RustSource, package: &str) -> Result<()> {
    let mut cargo = workspace.cargo();
    // As the `rlib` that it also is, cargo would leave out the optimisation over all crates.
    cargo.args(["rustc", "--package", package, "--lib", "--crate-type", "cdylib"]);
    cargo.args(["--profile", "wasm-release", "--target", TARGET]);
    let mut flags = vec![NO_OBJECTS];
    if source == RustSource::Present {
        // The pinned stable compiler, told to accept the flags that only nightly takes by itself.
        cargo.env("RUSTC_BOOTSTRAP", "1").args(BUILD_STD);
        flags.extend(BUILD_STD_FLAGS);
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    shell::run(&mut cargo)
}

fn bind(workspace: &Workspace) -> Result<()> {
    let compiled = workspace.target.join(TARGET).join("wasm-release/waypost.wasm");
    Bindgen::new()
        .input_path(compiled)
        // Only numbers cross the border, and `pkg/src/wasm.ts` loads it: the glue is not used.
        .bundler(true)?
        .typescript(false)
        .encode_into(EncodeInto::Always)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(workspace.path("pkg/wasm"))
        .context("wasm-bindgen")
}

fn optimise(workspace: &Workspace, compiled: &str, name: &str) -> Result<()> {
    fs::create_dir_all(workspace.path("pkg/dist"))?;
    let mut command = workspace.npm_program("wasm-opt");
    command.args(FEATURES).args(SMALLER);
    shell::run(command.args([compiled, "--output", &format!("pkg/dist/{name}")]))
}
