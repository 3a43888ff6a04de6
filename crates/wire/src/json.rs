//! Reading JSON in place and writing it, with numbers kept as the text they came in.
//!
//! A [`Raw`] is a piece of text that has been checked once to be one JSON value (RFC 8259) no deeper than
//! [`MAX_DEPTH`]; its accessors read from it without building a tree. Numbers are never turned into
//! binary floats, so money survives to the last digit, and the browser's bundle carries no float formatting.

use crate::limits::MAX_DEPTH;
use std::borrow::Cow;

mod scan;
mod write;

pub use write::{List, Object, push_str, push_u64};

/// One JSON value as the text it was written in, without surrounding blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// The object without members.
    pub const EMPTY: Raw<'static> = Raw("{}");

    /// Checks that `text` is one JSON value, at most [`MAX_DEPTH`] deep.
    ///
    /// # Errors
    /// The position of the first byte that does not fit, or of the bracket that nests too deep.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        Self::parse_within(text, MAX_DEPTH)
    }

    /// Like [`parse`](Self::parse), with brackets at most `depth` deep.
    ///
    /// # Errors
    /// As there.
    pub fn parse_within(text: &'a str, depth: usize) -> Result<Self, Error> {
        let bytes = text.as_bytes();
        let start = scan::blanks(bytes, 0);
        let end = scan::value(bytes, start, depth)?;
        match scan::blanks(bytes, end) {
            rest if rest == bytes.len() => Ok(Self(&text[start..end])),
            rest => Err(Error { at: rest, what: "something after the value" }),
        }
    }

    /// The text.
    pub fn text(self) -> &'a str {
        self.0
    }

    /// Whether this is an object.
    pub fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// Whether this is an array.
    pub fn is_array(self) -> bool {
        self.0.starts_with('[')
    }

    /// The member called `key`; the last one where several are, as in JavaScript. `None` in anything but an object.
    pub fn get(self, key: &str) -> Option<Raw<'a>> {
        self.entries().filter(|(name, _)| name == key).last().map(|(_, value)| value)
    }

    /// The members of an object in their order, or none.
    pub fn entries(self) -> impl Iterator<Item = (Cow<'a, str>, Raw<'a>)> {
        let mut children = self.children('{');
        std::iter::from_fn(move || {
            let key = children.next()?;
            let value = children.next()?;
            Some((key.str()?, value))
        })
    }

    /// The elements of an array in their order, or none.
    pub fn items(self) -> impl Iterator<Item = Raw<'a>> {
        self.children('[')
    }

    /// The characters of a string, unescaped; `None` for anything else. An unpaired surrogate becomes U+FFFD.
    pub fn str(self) -> Option<Cow<'a, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        Some(scan::unescape(inner))
    }

    /// A whole number without sign, fraction or exponent that fits; `None` for anything else.
    pub fn u64(self) -> Option<u64> {
        if self.0.bytes().all(|b| b.is_ascii_digit()) { self.0.parse().ok() } else { None }
    }

    /// The text of a number, or the characters of a string: how money may be written. `None` for anything else.
    pub fn number_or_str(self) -> Option<Cow<'a, str>> {
        match self.0.as_bytes().first() {
            Some(b'-' | b'0'..=b'9') => Some(Cow::Borrowed(self.0)),
            _ => self.str(),
        }
    }

    fn children(self, open: char) -> scan::Children<'a> {
        scan::Children::new(if self.0.starts_with(open) { self.0 } else { "" })
    }
}

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Byte position, from 0.
    pub at: usize,
    /// What stands there, in words.
    pub what: &'static str,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.what)?;
        f.write_str(" at byte ")?;
        std::fmt::Display::fmt(&self.at, f)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests;
