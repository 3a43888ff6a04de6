//! Reading TOML files. A wrong one is refused with the line, the field and the reason; nothing is guessed or ignored.

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Why a file was refused.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// It is not TOML, or says something else than it may.
    #[error("{}, line {line}{}: {reason}", path.display(), field_text(field))]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The field, as in `site[0].origins[1]`; empty where the text is not even TOML.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// A file that is TOML.
pub struct Source<'a> {
    path: &'a Path,
    text: &'a str,
    document: Spanned<DeTable<'a>>,
}

impl<'a> Source<'a> {
    /// Checks that `text` is TOML; `path` is only named in errors.
    ///
    /// # Errors
    /// When it is not.
    pub fn new(path: &'a Path, text: &'a str) -> Result<Self, FileError> {
        match DeTable::parse(text) {
            Ok(document) => Ok(Self { path, text, document }),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                Err(wrong(path, text, at, String::new(), error.message()))
            }
        }
    }

    /// What the file says.
    ///
    /// # Errors
    /// When it says something else than it may.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, FileError> {
        let no_toml = |error: toml::de::Error| wrong(self.path, self.text, 0, String::new(), error.message());
        let deserializer = toml::Deserializer::parse(self.text).map_err(no_toml)?;
        serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let steps: Vec<Step<'_>> = error.path().iter().filter_map(step).collect();
            self.wrong(&steps, error.inner().message())
        })
    }

    /// The refusal for what is wrong with a field.
    pub fn wrong(&self, steps: &[Step<'_>], reason: &str) -> FileError {
        wrong(self.path, self.text, position(&self.document, steps), field(steps), reason)
    }
}

/// Reads and checks the file at `path`.
///
/// # Errors
/// When it cannot be read or is wrong.
pub fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, FileError> {
    Source::new(path, &read_text(path)?)?.parse()
}

/// The text of the file at `path`.
///
/// # Errors
/// When it cannot be read.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    std::fs::read_to_string(path).map_err(|reason| FileError::Unreadable { path: path.to_owned(), reason })
}

fn wrong(path: &Path, text: &str, at: usize, field: String, reason: &str) -> FileError {
    FileError::Wrong {
        path: path.to_owned(),
        line: text[..at].matches('\n').count() + 1,
        field,
        reason: reason.trim().replace('\n', ", "),
    }
}

fn field_text(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!(", field {field}") }
}

/// One step on the way to a field.
pub enum Step<'a> {
    /// Into a table.
    Key(&'a str),
    /// Into a list.
    Index(usize),
}

fn step(segment: &Segment) -> Option<Step<'_>> {
    match segment {
        Segment::Map { key } => Some(Step::Key(key)),
        Segment::Seq { index } => Some(Step::Index(*index)),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

fn field(steps: &[Step<'_>]) -> String {
    let mut field = String::new();
    for step in steps {
        match step {
            Step::Index(index) => field.push_str(&format!("[{index}]")),
            Step::Key(key) if field.is_empty() => field.push_str(key),
            Step::Key(key) => field.push_str(&format!(".{key}")),
        }
    }
    field
}

/// Where in the text a field stands, or as far as the way to it leads. Errors of serde itself know only the value that
/// they were found in, such as a whole list.
fn position(document: &Spanned<DeTable<'_>>, steps: &[Step<'_>]) -> usize {
    let root = DeValue::Table(document.get_ref().clone());
    let (mut at, mut value) = (0, &root);
    for step in steps {
        let next = match (step, value) {
            (Step::Key(wanted), DeValue::Table(table)) => table
                .iter()
                .find(|(key, _)| key.get_ref() == wanted)
                .map(|(key, value)| (key.span().start, value.get_ref())),
            (Step::Index(index), DeValue::Array(array)) => {
                array.get(*index).map(|value| (value.span().start, value.get_ref()))
            }
            _ => None,
        };
        let Some(next) = next else { break };
        (at, value) = next;
    }
    at
}
