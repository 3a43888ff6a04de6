//! The TOML file. A wrong one is refused with the line, the field and the reason; nothing is guessed or ignored.

use super::{OfferTexts, Origin};
use ipnet::IpNet;
use serde::Deserialize;
use serde::de::Error as _;
use serde_path_to_error::Segment;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a configuration file may say; all of it is optional.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// See [`super::Config::listen`].
    pub listen: Option<SocketAddr>,
    /// See [`super::Config::data`].
    pub data: Option<PathBuf>,
    /// See [`super::Config::token`].
    #[serde(default, deserialize_with = "token")]
    pub token: Option<String>,
    /// See [`super::Config::rate_limit`].
    pub rate_limit: Option<u32>,
    /// See [`super::Config::trusted_proxies`]. A single address is a network of one.
    #[serde(default)]
    pub trusted_proxies: Vec<Network>,
    /// See [`super::Config::min_free_mib`].
    pub min_free_mib: Option<u64>,
    /// The sites, one `[[site]]` each.
    #[serde(default)]
    pub site: Vec<FileSite>,
}

/// One `[[site]]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSite {
    /// See [`super::Site::key`].
    pub key: SiteKey,
    /// See [`super::Site::name`].
    pub name: Option<String>,
    /// See [`super::Site::origins`].
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// See [`super::Site::offer`].
    #[serde(default)]
    pub offer: OfferTexts,
}

/// A site key, see [`is_site_key`](waypost_wire::limits::is_site_key).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct SiteKey(pub String);

impl TryFrom<String> for SiteKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if waypost_wire::limits::is_site_key(&text) {
            Ok(Self(text))
        } else {
            Err(format!("\"{text}\" is no site key: 1 to 64 of a-z 0-9 _ -"))
        }
    }
}

/// A network such as `10.0.0.0/8`; an address is a network of one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network(pub IpNet);

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let one = text.parse::<std::net::IpAddr>().map(IpNet::from);
        let network = one.or_else(|_| text.parse()).map(Self);
        network.map_err(|_| format!("\"{text}\" is neither an address nor a network"))
    }
}

/// Why a configuration file was refused.
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

impl File {
    /// Reads and checks the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read or is wrong.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let text =
            std::fs::read_to_string(path).map_err(|reason| FileError::Unreadable { path: path.to_owned(), reason })?;
        Self::parse(path, &text)
    }

    /// Checks `text`; `path` is only named in errors.
    ///
    /// # Errors
    /// When the text is wrong.
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let wrong = |at: usize, field: String, reason: &str| FileError::Wrong {
            path: path.to_owned(),
            line: text[..at].matches('\n').count() + 1,
            field,
            reason: reason.trim().replace('\n', ", "),
        };
        let no_toml =
            |error: toml::de::Error| wrong(error.span().map_or(0, |span| span.start), String::new(), error.message());
        let document = DeTable::parse(text).map_err(no_toml)?;
        let file: Self =
            serde_path_to_error::deserialize(toml::Deserializer::parse(text).map_err(no_toml)?).map_err(|error| {
                let steps: Vec<Step<'_>> = error.path().iter().filter_map(step).collect();
                wrong(position(&document, &steps), field(&steps), error.inner().message())
            })?;
        for (index, site) in file.site.iter().enumerate() {
            let SiteKey(key) = &site.key;
            if let Some(earlier) = file.site[..index].iter().position(|earlier| earlier.key == site.key) {
                let steps = [Step::Key("site"), Step::Index(index), Step::Key("key")];
                let reason = format!("\"{key}\" is the key of site[{earlier}] already");
                return Err(wrong(position(&document, &steps), field(&steps), &reason));
            }
        }
        Ok(file)
    }
}

fn field_text(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!(", field {field}") }
}

/// One step on the way to a field.
enum Step<'a> {
    Key(&'a str),
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

fn token<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let token = String::deserialize(deserializer)?;
    crate::token::check(&token).map_err(D::Error::custom)?;
    Ok(Some(token))
}
