//! The rules file.

use super::{CLICK_IDS, Channel};
use crate::config::{FileError, read_toml};
use serde::Deserialize;
use std::path::Path;

/// Rules that give a page view its channel, tried from the top.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    #[serde(default)]
    rule: Vec<Rule>,
}

/// One `[[rule]]`: it fits when each of its lists has an entry that fits, and it has at least one list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    channel: Channel,
    medium: Option<Vec<Pattern>>,
    source: Option<Vec<Pattern>>,
    click: Option<Vec<ClickId>>,
    host: Option<Vec<Pattern>>,
}

/// A text in lower case, in which `*` stands for any characters.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct Pattern(String);

/// A click id that is on the wire.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct ClickId(String);

/// Why an entry of a list was refused.
#[derive(Debug, thiserror::Error)]
pub enum BadPattern {
    /// Nothing could fit it.
    #[error("\"{0}\" can fit nothing: write it in lower case, without blanks around it")]
    Pattern(String),
    /// No click id.
    #[error("\"{0}\" is no click id that is sent; they are {known}", known = CLICK_IDS.join(", "))]
    Click(String),
}

impl TryFrom<String> for Pattern {
    type Error = BadPattern;

    fn try_from(text: String) -> Result<Self, BadPattern> {
        let fits = !text.is_empty() && text.trim() == text && text.to_lowercase() == text;
        if fits { Ok(Self(text)) } else { Err(BadPattern::Pattern(text)) }
    }
}

impl TryFrom<String> for ClickId {
    type Error = BadPattern;

    fn try_from(text: String) -> Result<Self, BadPattern> {
        if CLICK_IDS.contains(&&*text) { Ok(Self(text)) } else { Err(BadPattern::Click(text)) }
    }
}

impl Default for Rules {
    /// Those that come with the collector.
    fn default() -> Self {
        toml::from_str(include_str!("../channels.toml")).expect("a test reads the file that is built in")
    }
}

impl Rules {
    /// Reads and checks the file at `path`, which takes the place of the rules that are built in.
    ///
    /// # Errors
    /// When it cannot be read or is wrong.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        read_toml(path)
    }

    /// The channel of the first rule that fits. What is not known is empty.
    pub(super) fn find(&self, medium: &str, source: &str, clicks: &[&str], from: &str) -> Option<Channel> {
        self.rule.iter().find(|rule| rule.fits(medium, source, clicks, from)).map(|rule| rule.channel)
    }
}

impl Rule {
    fn fits(&self, medium: &str, source: &str, clicks: &[&str], from: &str) -> bool {
        let text = |list: &Option<Vec<Pattern>>, text: &str| {
            list.as_ref().map(|list| !text.is_empty() && list.iter().any(|pattern| pattern.is_like(text)))
        };
        let click = self.click.as_ref().map(|list| list.iter().any(|ClickId(id)| clicks.contains(&id.as_str())));
        let host = self.host.as_ref().map(|list| !from.is_empty() && list.iter().any(|pattern| pattern.covers(from)));
        let asked = [text(&self.medium, medium), text(&self.source, source), click, host];
        asked.iter().any(Option::is_some) && asked.into_iter().flatten().all(|fits| fits)
    }
}

impl Pattern {
    fn is_like(&self, text: &str) -> bool {
        let mut parts = self.0.split('*');
        let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
        if !self.0.contains('*') {
            return rest.is_empty();
        }
        let Some(last) = parts.next_back() else { return false };
        for part in parts {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last)
    }

    /// Whether `host` is the pattern's host or one below it.
    fn covers(&self, host: &str) -> bool {
        let (name, host) = match self.0.strip_suffix(".*") {
            Some(name) => (name, without_ending(host, name)),
            None => (self.0.as_str(), Some(host)),
        };
        let Some(host) = host else { return false };
        host.strip_suffix(name).is_some_and(|above| above.is_empty() || above.ends_with('.'))
    }
}

/// `host` without `.de`, `.co.uk` and the like behind `name`; `None` where that is not what follows it.
fn without_ending<'a>(host: &'a str, name: &str) -> Option<&'a str> {
    let (rest, _) = host.rsplit_once('.')?;
    if rest.ends_with(name) {
        return Some(rest);
    }
    // The second last label of such endings is a kind, not a name that anybody could register.
    let (rest, kind) = rest.rsplit_once('.')?;
    matches!(kind, "co" | "com" | "org" | "net" | "ne" | "or" | "ac").then_some(rest)
}
