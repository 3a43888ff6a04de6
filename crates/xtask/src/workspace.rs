//! Where things are: the folders of this checkout.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// The folders every command works in; absolute paths.
pub struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder: `target/`, or where `CARGO_TARGET_DIR` or cargo's configuration says.
    pub target: PathBuf,
}

impl Workspace {
    /// Asks cargo. Fails when this is not run by cargo inside a checkout.
    pub fn find() -> Result<Self> {
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
        let metadata = metadata(Path::new(&manifest_dir), &["--no-deps"])?;
        let folder = |key: &str| {
            metadata[key].as_str().map(PathBuf::from).with_context(|| format!("cargo metadata has no {key}"))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// A path below the root, written with `/`.
    pub fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// A cargo command in the root, of the toolchain that runs this.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(cargo_program());
        command.current_dir(&self.root);
        command
    }

    /// A program of the npm packages, e.g. `esbuild`.
    pub fn npm_program(&self, name: &str) -> Command {
        let mut command = Command::new(self.path("node_modules/.bin").join(name));
        command.current_dir(&self.root);
        command
    }

    /// The collector's binary as `cargo build --release` leaves it.
    pub fn collector(&self) -> PathBuf {
        self.target.join("release").join(format!("waypost{}", env::consts::EXE_SUFFIX))
    }
}

/// `cargo metadata` of the workspace that `folder` belongs to.
pub fn metadata(folder: &Path, arguments: &[&str]) -> Result<Value> {
    let mut command = Command::new(cargo_program());
    command.args(["metadata", "--format-version", "1"]).args(arguments).current_dir(folder);
    serde_json::from_str(&shell::output(&mut command)?).context("cargo metadata is not JSON")
}

fn cargo_program() -> std::ffi::OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
