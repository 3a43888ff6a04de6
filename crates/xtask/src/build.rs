//! `cargo xtask build`: everything that pages load, from nothing but Rust and Node.

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{npm, shell, tools, wasm};

/// Brings `pkg/dist`, `pkg/wasm` and `www/dashboard/dist` up to date. What has not changed is not built again.
pub fn run(workspace: &Workspace) -> Result<()> {
    shell::progress("build");
    let source = tools::rust(workspace)?;
    tools::node()?;
    npm::install(workspace)?;
    wasm::build(workspace, source)?;
    npm::bundle(workspace)?;
    npm::declarations(workspace)?;
    npm::dashboard(workspace)?;
    shell::progress("build is up to date");
    Ok(())
}
