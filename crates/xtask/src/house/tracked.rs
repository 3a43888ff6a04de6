//! What git may track: nothing generated, and no host of a registry.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;
use crate::workspace::Workspace;

const GENERATED: [&str; 5] = ["target", "node_modules", "pkg/dist", "pkg/wasm", "www/dashboard/dist"];

/// Every file of the checkout that git tracks or would offer to, by its path below the root.
pub fn files(workspace: &Workspace) -> Result<Vec<String>> {
    git_files(workspace, &["--cached", "--others", "--exclude-standard"])
}

/// Every file that is committed, or about to be.
pub fn committed(workspace: &Workspace) -> Result<Vec<String>> {
    git_files(workspace, &["--cached"])
}

fn git_files(workspace: &Workspace, which: &[&str]) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z"]).args(which).current_dir(&workspace.root);
    let listed = shell::output(&mut git).context("the rules of the house are checked in a git checkout")?;
    Ok(listed.split_terminator('\0').map(str::to_owned).collect())
}

/// One line for each committed file that a tool writes.
pub fn generated(committed: &[String]) -> Vec<String> {
    let is_generated = |path: &&String| {
        GENERATED.iter().any(|folder| {
            let inside = format!("{folder}/");
            path.starts_with(&inside) || path.contains(&format!("/{inside}"))
        })
    };
    committed.iter().filter(is_generated).map(|path| format!("{path}: generated, yet tracked by git")).collect()
}

/// One line for each package that `package-lock.json` ties to the host it came from.
pub fn registry_hosts(lock: &str) -> Result<Vec<String>> {
    let lock: Value = serde_json::from_str(lock).context("package-lock.json is not JSON")?;
    let packages = lock["packages"].as_object().context("package-lock.json has no packages")?;
    let tied =
        packages.iter().filter(|(_, package)| package["resolved"].as_str().is_some_and(|url| url.contains("://")));
    Ok(tied.map(|(name, _)| format!("package-lock.json: {name} names the host it came from")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committed_file_that_a_tool_writes_is_named() {
        let committed =
            ["pkg/dist/waypost.js", "tests/packaging/node_modules/a.js", "src/target.rs", "pkg/distance.ts"];
        let expected = [
            "pkg/dist/waypost.js: generated, yet tracked by git",
            "tests/packaging/node_modules/a.js: generated, yet tracked by git",
        ];
        assert_eq!(generated(&committed.map(str::to_owned)), expected);
    }

    #[test]
    fn a_lock_file_that_names_a_host_is_refused() {
        let lock = r#"{"packages": {
            "": {"name": "waypost"},
            "node_modules/waypost": {"resolved": "pkg", "link": true},
            "node_modules/a": {"version": "1.0.0", "funding": "https://a.example"},
            "node_modules/b": {"resolved": "https://registry.example/b.tgz"}}}"#;
        assert_eq!(registry_hosts(lock).unwrap(), ["package-lock.json: node_modules/b names the host it came from"]);
        assert!(registry_hosts("{}").is_err());
    }
}
