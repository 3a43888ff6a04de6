//! `cargo xtask docs`: what documentation and pages repeat of the code, written by the code. The house rules fail when it
//! is behind.

mod events;
mod stages;

use std::fs;

use anyhow::{Context, Result};

use crate::shell;
use crate::workspace::Workspace;

/// A part of a file, between the line that begins with `begin` and the line that begins with `end`.
struct Block {
    path: &'static str,
    begin: &'static str,
    end: &'static str,
    write: fn() -> String,
}

const BLOCKS: [Block; 3] = [
    Block {
        path: "docs/events.md",
        begin: "<!-- written by `cargo xtask docs`",
        end: "<!-- end of what is written -->",
        write: events::table,
    },
    Block {
        path: "www/dashboard/src/stage.js",
        begin: "// Written by `cargo xtask docs`",
        end: "// End of what is written.",
        write: stages::lists,
    },
    Block {
        path: "pkg/src/debug/stage.ts",
        begin: "// Written by `cargo xtask docs`",
        end: "// End of what is written.",
        write: stages::typed,
    },
];

/// Writes every block anew.
pub fn run(workspace: &Workspace) -> Result<()> {
    for block in &BLOCKS {
        let text = read(workspace, block)?;
        let fresh = block.put_into(&text)?;
        if fresh != text {
            fs::write(workspace.path(block.path), fresh).with_context(|| block.path.to_owned())?;
            shell::progress(&format!("{} is up to date again", block.path));
        }
    }
    Ok(())
}

/// One line for each file whose block is not what the code says.
pub fn check(workspace: &Workspace) -> Result<Vec<String>> {
    let mut behind = Vec::new();
    for block in &BLOCKS {
        let text = read(workspace, block)?;
        if block.put_into(&text)? != text {
            behind.push(format!("{}: behind the code, run `cargo xtask docs`", block.path));
        }
    }
    Ok(behind)
}

fn read(workspace: &Workspace, block: &Block) -> Result<String> {
    fs::read_to_string(workspace.path(block.path)).with_context(|| block.path.to_owned())
}

impl Block {
    /// The text of the file with what the code says between the two lines.
    fn put_into(&self, text: &str) -> Result<String> {
        let missing = |line: &str| format!("{}: the line `{line}` is missing", self.path);
        let begin = text.find(self.begin).with_context(|| missing(self.begin))?;
        let after = begin + text[begin..].find('\n').with_context(|| missing(self.end))? + 1;
        let end = after + text[after..].find(self.end).with_context(|| missing(self.end))?;
        Ok([&text[..after], &(self.write)(), &text[end..]].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: Block = Block { path: "a.md", begin: "<begin", end: "<end>", write: || "new\n".to_owned() };

    #[test]
    fn only_what_stands_between_the_lines_is_written() {
        let fresh = BLOCK.put_into("before\n<begin here>\nold\nold\n<end>\nafter\n").unwrap();
        assert_eq!(fresh, "before\n<begin here>\nnew\n<end>\nafter\n");
        assert_eq!(BLOCK.put_into(&fresh).unwrap(), fresh);
    }

    #[test]
    fn a_file_without_its_lines_is_refused() {
        for text in ["", "<begin>\n", "<end>\n<begin>\n"] {
            let error = BLOCK.put_into(text).unwrap_err().to_string();
            assert!(error.starts_with("a.md: the line"), "{error}");
        }
    }
}
