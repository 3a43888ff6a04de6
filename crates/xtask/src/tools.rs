//! The tools of a build: looked for, installed where that is allowed, named with their command where it is not.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{self, find_program, progress};
use crate::wasm::TARGET;
use crate::workspace::Workspace;

const NODE_MAJOR: u32 = 20;

/// Whether the standard library's source is here, so that it can be compiled for size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RustSource {
    /// The component `rust-src` is installed.
    Present,
    /// It is not and cannot be; the WASM is larger.
    Absent,
}

/// The WASM target and, when it can be had, the standard library's source.
pub fn rust(workspace: &Workspace) -> Result<RustSource> {
    let sysroot = shell::output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(&workspace.root))?;
    let rustlib = Path::new(sysroot.trim_end()).join("lib/rustlib");
    if !rustlib.join(TARGET).is_dir() {
        rustup(workspace, &["target", "add", TARGET])?;
    }
    let std_lock = rustlib.join("src/rust/library/Cargo.lock");
    if !std_lock.is_file()
        && let Err(error) = rustup(workspace, &["component", "add", "rust-src"])
    {
        progress(&format!("building without rust-src, so waypost.wasm is larger: {error:#}"));
        return Ok(RustSource::Absent);
    }
    Ok(RustSource::Present)
}

fn rustup(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    let line = format!("rustup {}", arguments.join(" "));
    if find_program("rustup").is_none() {
        bail!("rustup is not installed: install Rust from https://rustup.rs, then run `{line}`");
    }
    progress(&line);
    shell::run(Command::new("rustup").args(arguments).current_dir(&workspace.root))
}

/// Node and npm. Fails with the command that installs them.
pub fn node() -> Result<()> {
    let install = match std::env::consts::OS {
        "macos" => "`brew install node`",
        "windows" => "`winget install OpenJS.NodeJS.LTS`",
        _ => "`curl -fsSL https://deb.nodesource.com/setup_22.x | sudo bash - && sudo apt-get install -y nodejs`",
    };
    let wanted = format!("Node {NODE_MAJOR} or newer with npm is needed: {install}, or see https://nodejs.org");
    if find_program("node").is_none() || find_program("npm").is_none() {
        bail!("{wanted}");
    }
    let version = shell::output(Command::new("node").arg("--version"))?;
    if node_major(&version).is_none_or(|major| major < NODE_MAJOR) {
        bail!("{wanted}; this one is {}", version.trim_end());
    }
    Ok(())
}

/// The major version in what `node --version` says, e.g. 20 in `v20.11.1`.
fn node_major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// A program of a crate, compiled into `target/tools` unless it is there; the path of the program.
///
/// Compiled without optimisation: it runs for seconds, and compiling is what takes time.
pub fn cargo_install(workspace: &Workspace, krate: &str, version: &str, program: &str) -> Result<PathBuf> {
    let root = workspace.target.join("tools");
    let path = root.join("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    let installed = shell::output(workspace.cargo().args(["install", "--list", "--root"]).arg(&root))?;
    if path.is_file() && installed.contains(&format!("{krate} v{version}:")) {
        return Ok(path);
    }
    progress(&format!("installing {krate} {version} into {}", root.display()));
    let mut cargo = workspace.cargo();
    cargo
        .args(["install", krate, "--version", version, "--no-default-features", "--bin", program])
        .args(["--debug", "--quiet", "--force", "--root"])
        .arg(&root)
        // Without it cargo builds in a folder that it deletes afterwards.
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_PROFILE_DEV_DEBUG", "false");
    shell::run(&mut cargo)?;
    path.is_file().then_some(path).with_context(|| format!("{krate} {version} has no program {program}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(node_major("v20.11.1\n"), Some(20));
        assert_eq!(node_major("v9.0.0"), Some(9));
        assert_eq!(node_major("not a version"), None);
    }
}
