//! The npm side: packages, the bundles of `pkg/`, the dashboard's bundle.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell;
use crate::stamp::Step;
use crate::workspace::Workspace;

const PACKAGE_FILES: [&str; 5] =
    [".npmrc", "package.json", "package-lock.json", "pkg/package.json", "www/dashboard/package.json"];

/// Chunks that a bundle loads by URL at run time, when it needs them: never bundled into another file.
const EXTERNAL: [&str; 3] =
    ["--external:*/waypost-sdk.js", "--external:*/waypost-offer.js", "--external:*/waypost.wasm"];

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
        inputs: &["pkg/src", "pkg/wasm", "pkg/package.json", "pkg/tsconfig.json", "package-lock.json", file!()],
        settings: &[],
        outputs: &["pkg/dist/waypost.js", "pkg/dist/index.js", "pkg/dist/waypost-sdk.js", "pkg/dist/waypost-offer.js"],
    };
    step.run(workspace, || {
        esbuild(workspace, "iife", &["waypost=pkg/src/script.ts"])?;
        let modules = ["index=pkg/src/index.ts", "waypost-sdk=pkg/src/sdk.ts", "waypost-offer=pkg/src/offer.ts"];
        esbuild(workspace, "esm", &modules)?;
        fs::create_dir_all(workspace.path("pkg/dist/maps"))?;
        terser(workspace, "waypost", "--toplevel")?;
        ["index", "waypost-sdk", "waypost-offer"].iter().try_for_each(|name| terser(workspace, name, "--module"))
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
        outputs: &["www/dashboard/dist/dashboard.js"],
    };
    step.run(workspace, || {
        shell::run(npm(workspace).args(["run", "--silent", "build", "--workspace", "www/dashboard"]))
    })
}

fn esbuild(workspace: &Workspace, format: &str, entries: &[&str]) -> Result<()> {
    let mut command = workspace.npm_program("esbuild");
    command
        .args(entries)
        .args(EXTERNAL)
        .args(["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"])
        .args(["--sourcemap=external", "--outdir=pkg/dist"])
        .arg(format!("--format={format}"));
    shell::run(&mut command)
}

/// Takes one part in twenty off what esbuild leaves, and puts its source map where it belongs.
fn terser(workspace: &Workspace, name: &str, kind: &str) -> Result<()> {
    let (bundle, map) = (format!("pkg/dist/{name}.js"), format!("pkg/dist/{name}.js.map"));
    let mut command = workspace.npm_program("terser");
    command
        .args([&bundle, kind, "--ecma", "2022", "--mangle", "--output", &bundle])
        .args(["--compress", "passes=3,pure_getters,unsafe_arrows"])
        .args(["--source-map", &format!("content='{map}',root='../',includeSources")]);
    shell::run(&mut command)?;
    let apart = workspace.path(&format!("pkg/dist/maps/{name}.js.map"));
    fs::rename(workspace.path(&map), &apart).with_context(|| format!("cannot move {map}"))
}
