//! The npm side: packages, the bundles of `pkg/`, the dashboard's bundle.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell;
use crate::stamp::Step;
use crate::workspace::Workspace;

const PACKAGE_FILES: [&str; 5] =
    [".npmrc", "package.json", "package-lock.json", "pkg/package.json", "www/dashboard/package.json"];

/// Modules of the package beside the loader: the npm entry, and the chunks that are loaded by URL at run time, when they
/// are needed. None is bundled into another.
const MODULES: [(&str, &str); 20] = [
    ("index", "index"),
    ("waypost-sdk", "sdk"),
    ("waypost-shop", "shop"),
    ("waypost-acts", "shop-acts"),
    ("waypost-layer", "shop/layer-watch"),
    ("waypost-results", "shop/results"),
    ("waypost-forms", "forms"),
    ("waypost-banner", "banner"),
    ("waypost-rules", "rules"),
    ("waypost-intent", "intent"),
    ("waypost-offer", "offer"),
    ("waypost-offer-more", "offer-more"),
    ("waypost-facts", "facts"),
    ("waypost-options", "options"),
    ("waypost-friction", "friction"),
    ("waypost-conversions", "conversions"),
    ("waypost-pack", "pack"),
    ("waypost-keep", "keep"),
    ("waypost-restore", "restore"),
    ("waypost-debug", "debug"),
];

/// An npm command in the root.
pub fn npm(workspace: &Workspace) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(&workspace.root);
    command
}

/// Brings `node_modules` in step with `package-lock.json`.
pub fn install(workspace: &Workspace) -> Result<()> {
    let step = Step {
        name: "npm packages",
        inputs: &PACKAGE_FILES,
        settings: &[],
        outputs: &["node_modules/.package-lock.json"],
    };
    step.run(workspace, || {
        if !workspace.path("package-lock.json").exists() {
            bail!("package-lock.json is missing: make it with `npm install --package-lock-only`");
        }
        shell::run(npm(workspace).args(["ci", "--no-audit", "--no-fund"]))
    })
}

/// Bundles `pkg/src/*.ts` into `pkg/dist`, with the source maps in `pkg/dist/maps`.
pub fn bundle(workspace: &Workspace) -> Result<()> {
    let step = Step {
        name: "npm package",
        inputs: &[
            "pkg/src",
            "crates/wire/src/dictionary.txt",
            "pkg/wasm",
            "pkg/package.json",
            "pkg/tsconfig.json",
            "package-lock.json",
            file!(),
        ],
        settings: &[],
        outputs: &[
            "pkg/dist/waypost.js",
            "pkg/dist/index.js",
            "pkg/dist/waypost-sdk.js",
            "pkg/dist/waypost-offer.js",
            "pkg/dist/waypost-intent.js",
        ],
    };
    step.run(workspace, || {
        esbuild(workspace, "iife", &["waypost=pkg/src/script.ts".to_owned()])?;
        esbuild(workspace, "esm", &MODULES.map(|(name, source)| format!("{name}=pkg/src/{source}.ts")))?;
        fs::create_dir_all(workspace.path("pkg/dist/maps"))?;
        terser(workspace, "waypost", "--toplevel", Compiled::AtOnce)?;
        MODULES.iter().try_for_each(|(name, _)| {
            // What every page has runs nearly whole as it starts; of a chunk, the half may never run.
            let compiled = if *name == "waypost-sdk" { Compiled::AtOnce } else { Compiled::WhenCalled };
            terser(workspace, name, "--module", compiled)
        })
    })
}

/// Checks the types of `pkg/src` and writes the declarations of the npm entry.
pub fn declarations(workspace: &Workspace) -> Result<()> {
    let step = Step {
        name: "type declarations",
        inputs: &["pkg/src", "pkg/wasm", "pkg/package.json", "pkg/tsconfig.json", "package-lock.json", file!()],
        settings: &[],
        outputs: &["pkg/dist/index.d.ts"],
    };
    step.run(workspace, || shell::run(workspace.npm_program("tsc").args(["--project", "pkg"])))
}

/// Bundles the dashboard by its own npm script.
pub fn dashboard(workspace: &Workspace) -> Result<()> {
    let step = Step {
        name: "dashboard",
        inputs: &["www/dashboard/src", "www/dashboard/package.json", "package-lock.json"],
        settings: &[],
        outputs: &["www/dashboard/dist/dashboard.js", "www/dashboard/dist/preview.js"],
    };
    step.run(workspace, || {
        shell::run(npm(workspace).args(["run", "--silent", "build", "--workspace", "www/dashboard"]))
    })
}

fn esbuild(workspace: &Workspace, format: &str, entries: &[String]) -> Result<()> {
    let mut command = workspace.npm_program("esbuild");
    command
        .args(entries)
        .args(MODULES.map(|(name, _)| format!("--external:*/{name}.js")))
        .args(["--external:*/waypost.wasm", "--external:*/waypost-intent.wasm"])
        .args(["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"])
        .args(["--sourcemap=external", "--outdir=pkg/dist"])
        .arg(format!("--format={format}"));
    shell::run(&mut command)
}

/// When the browser compiles the functions of a file.
#[derive(Clone, Copy, PartialEq)]
enum Compiled {
    /// With the file, where the browser knows the hint (Chromium from 136 on), which spares it parsing each function twice.
    AtOnce,
    WhenCalled,
}

/// Takes one part in twenty off what esbuild leaves, and puts its source map where it belongs.
fn terser(workspace: &Workspace, name: &str, kind: &str, compiled: Compiled) -> Result<()> {
    let (bundle, map) = (format!("pkg/dist/{name}.js"), format!("pkg/dist/{name}.js.map"));
    let mut command = workspace.npm_program("terser");
    command
        .args([&bundle, kind, "--ecma", "2022", "--mangle", "--output", &bundle])
        .args(["--compress", "passes=3,pure_getters,unsafe_arrows"])
        .args(["--source-map", &format!("content='{map}',root='../',includeSources")]);
    if compiled == Compiled::AtOnce {
        command.args(["--format", "preamble='//# allFunctionsCalledOnLoad'"]);
    }
    shell::run(&mut command)?;
    let apart = workspace.path(&format!("pkg/dist/maps/{name}.js.map"));
    fs::rename(workspace.path(&map), &apart).with_context(|| format!("cannot move {map}"))
}
