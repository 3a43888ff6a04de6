//! Skipping what is already done: a stamp holds the hash of the inputs a step last succeeded with.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::shell;
use crate::workspace::Workspace;

/// A step that makes `outputs` from `inputs`.
pub struct Step<'a> {
    /// Names the stamp's file and the progress line.
    pub name: &'a str,
    /// Files and folders below the root; folders with all below them. One that does not exist counts as empty.
    pub inputs: &'a [&'a str],
    /// What else the result depends on: flags, versions.
    pub settings: &'a [&'a str],
    /// Files below the root that exist once the step is done.
    pub outputs: &'a [&'a str],
}

impl Step<'_> {
    /// Does the work, unless the outputs exist and nothing they depend on has changed since it last succeeded.
    pub fn run(&self, workspace: &Workspace, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let stamp = workspace.target.join("xtask").join(self.name.replace(' ', "-"));
        let hash = self.hash(&workspace.root)?;
        let outputs_exist = self.outputs.iter().all(|output| workspace.path(output).exists());
        if outputs_exist && fs::read_to_string(&stamp).is_ok_and(|before| before == hash) {
            return Ok(());
        }
        shell::progress(self.name);
        work().with_context(|| self.name.to_owned())?;
        fs::create_dir_all(workspace.target.join("xtask"))?;
        fs::write(&stamp, hash).with_context(|| format!("cannot write {}", stamp.display()))
    }

    /// The root is part of it, so that two checkouts may share one target folder.
    fn hash(&self, root: &Path) -> Result<String> {
        let mut hasher = DefaultHasher::new();
        (root, self.settings, self.outputs).hash(&mut hasher);
        for input in self.inputs {
            for file in files_below(&root.join(input))? {
                let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                (file, content).hash(&mut hasher);
            }
        }
        Ok(format!("{:016x}", hasher.finish()))
    }
}

/// The file itself, or every file below a folder, sorted; nothing where nothing exists.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        for entry in entries {
            files.extend(files_below(&entry?.path())?);
        }
        files.sort();
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Checkout(tempfile::TempDir, Workspace);

    fn checkout() -> Checkout {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        fs::create_dir_all(root.join("src/deep")).unwrap();
        fs::write(root.join("src/deep/a.rs"), "one").unwrap();
        let target = root.join("target");
        Checkout(folder, Workspace { root, target })
    }

    /// Whether the step did its work. It writes `out`.
    fn works(workspace: &Workspace, settings: &[&str]) -> bool {
        let mut worked = false;
        let step = Step { name: "a step", inputs: &["src", "absent"], settings, outputs: &["out"] };
        step.run(workspace, || {
            worked = true;
            Ok(fs::write(workspace.path("out"), "made")?)
        })
        .unwrap();
        worked
    }

    #[test]
    fn a_step_is_done_once_and_again_after_each_change() {
        let Checkout(_folder, workspace) = checkout();
        assert!(works(&workspace, &["-O"]));
        assert!(!works(&workspace, &["-O"]));

        fs::write(workspace.path("src/deep/a.rs"), "two").unwrap();
        assert!(works(&workspace, &["-O"]), "a changed input");
        fs::write(workspace.path("src/b.rs"), "").unwrap();
        assert!(works(&workspace, &["-O"]), "a new input");
        assert!(works(&workspace, &["-Oz"]), "a changed setting");
        fs::remove_file(workspace.path("out")).unwrap();
        assert!(works(&workspace, &["-Oz"]), "a lost output");
        assert!(!works(&workspace, &["-Oz"]));
    }

    #[test]
    fn a_failed_step_is_tried_again() {
        let Checkout(_folder, workspace) = checkout();
        fs::write(workspace.path("out"), "from before").unwrap();
        let step = Step { name: "a step", inputs: &["src"], settings: &[], outputs: &["out"] };
        assert!(step.run(&workspace, || anyhow::bail!("no luck")).is_err());
        let mut worked = false;
        step.run(&workspace, || {
            worked = true;
            Ok(())
        })
        .unwrap();
        assert!(worked);
    }
}
