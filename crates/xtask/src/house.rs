//! The rules of the house that no compiler checks: who may import whom, what no file may contain, what git may track,
//! what documentation repeats of the code.

mod html;
mod imports;
mod sources;
mod tracked;

use std::fs;

use anyhow::{Result, bail};

use crate::workspace::{self, Workspace};
use crate::{docs, shell};

/// Checks every rule. Fails with one line for each place where one is broken.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut broken = imports::check(&workspace::metadata(&workspace.root, &["--locked"])?)?;
    let files = tracked::files(workspace)?;
    broken.extend(tracked::generated(&tracked::committed(workspace)?));
    for path in &files {
        let Ok(text) = fs::read_to_string(workspace.path(path)) else { continue };
        broken.extend(sources::check(path, &text));
        // Fixtures of tests may be as bad as the pages of a shop.
        if path.ends_with(".html") && !path.starts_with("tests/") {
            broken.extend(html::check(path, &text));
        }
    }
    broken.extend(docs::check(workspace)?);
    match fs::read_to_string(workspace.path("package-lock.json")) {
        Ok(lock) => broken.extend(tracked::registry_hosts(&lock)?),
        Err(error) => broken.push(format!("package-lock.json: {error}")),
    }
    if !broken.is_empty() {
        bail!("broken rules of the house: {}\n{}", broken.len(), broken.join("\n"));
    }
    shell::progress(&format!("{} files keep the rules of the house", files.len()));
    Ok(())
}
