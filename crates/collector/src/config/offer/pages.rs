//! What the pages say that links in mails lead to.

use super::words::Words;
use serde::Deserialize;

/// One language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the words say it themselves")]
pub struct PageWords {
    pub restore_title: String,
    pub broken: String,
    pub expired: String,
    pub gone: String,
    pub confirm_title: String,
    pub confirm_text: String,
    pub confirm: String,
    pub confirmed_title: String,
    pub confirmed: String,
}

impl PageWords {
    /// The language nearest to the first of these that there are words in, and its words; else English.
    pub fn of<'a>(languages: impl IntoIterator<Item = &'a str>) -> (&'static str, &'static Self) {
        let words = languages.into_iter().find_map(Words::of).unwrap_or(&Words::all()[0]);
        (&words.locale, &words.pages)
    }
}
