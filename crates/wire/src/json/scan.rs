//! The scanner: where a value ends, what its children are, and what a string means.

use super::{Error, Raw};
use std::borrow::Cow;

/// The position after any blanks from `at`.
pub(super) fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The position after the value that starts at `at`; `depth` more brackets may open.
pub(super) fn value(bytes: &[u8], at: usize, depth: usize) -> Result<usize, Error> {
    match bytes.get(at) {
        Some(b'{') => container(bytes, at, depth, b'}', true),
        Some(b'[') => container(bytes, at, depth, b']', false),
        Some(b'"') => string(bytes, at),
        Some(b'-' | b'0'..=b'9') => number(bytes, at),
        Some(b't') => word(bytes, at, b"true"),
        Some(b'f') => word(bytes, at, b"false"),
        Some(b'n') => word(bytes, at, b"null"),
        Some(_) => fail(at, "no value"),
        None => fail(at, "the end instead of a value"),
    }
}

fn fail<T>(at: usize, what: &'static str) -> Result<T, Error> {
    Err(Error { at, what })
}

fn container(bytes: &[u8], at: usize, depth: usize, close: u8, keyed: bool) -> Result<usize, Error> {
    if depth == 0 {
        return fail(at, "nesting too deep");
    }
    let mut at = blanks(bytes, at + 1);
    if bytes.get(at) == Some(&close) {
        return Ok(at + 1);
    }
    loop {
        if keyed {
            if bytes.get(at) != Some(&b'"') {
                return fail(at, "no key");
            }
            at = blanks(bytes, string(bytes, at)?);
            if bytes.get(at) != Some(&b':') {
                return fail(at, "no colon");
            }
            at = blanks(bytes, at + 1);
        }
        at = blanks(bytes, value(bytes, at, depth - 1)?);
        match bytes.get(at) {
            Some(b',') => at = blanks(bytes, at + 1),
            Some(byte) if *byte == close => return Ok(at + 1),
            _ => return fail(at, "neither comma nor closing bracket"),
        }
    }
}

fn string(bytes: &[u8], at: usize) -> Result<usize, Error> {
    let mut at = at + 1;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => match bytes.get(at + 1) {
                Some(b'u') if bytes.get(at + 2..at + 6).is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit)) => at += 6,
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
                _ => return fail(at, "a wrong escape"),
            },
            Some(0..=0x1f) => return fail(at, "a control character in a string"),
            Some(_) => at += 1,
            None => return fail(at, "the end inside a string"),
        }
    }
}

fn number(bytes: &[u8], at: usize) -> Result<usize, Error> {
    let digits = |from: usize| match from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count() {
        end if end > from => Ok(end),
        end => fail(end, "no digit"),
    };
    let start = if bytes[at] == b'-' { at + 1 } else { at };
    let mut end = digits(start)?;
    if bytes[start] == b'0' && end > start + 1 {
        return fail(start, "a leading zero");
    }
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1)?;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        end = digits(end + 1 + sign)?;
    }
    Ok(end)
}

fn word(bytes: &[u8], at: usize, word: &'static [u8]) -> Result<usize, Error> {
    if bytes[at..].starts_with(word) { Ok(at + word.len()) } else { fail(at, "an unknown word") }
}

/// The direct children of a checked container: elements, or keys and values in turn.
pub(super) struct Children<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Children<'a> {
    /// `text` is a checked container, or empty for no children.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 1 }
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Raw<'a>;

    fn next(&mut self) -> Option<Raw<'a>> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':')) {
            self.at += 1;
        }
        let start = self.at;
        self.at = value(bytes, start, usize::MAX).ok()?;
        Some(Raw(&self.text[start..self.at]))
    }
}

/// The meaning of the inside of a checked string.
pub(super) fn unescape(inner: &str) -> Cow<'_, str> {
    let Some(first) = inner.find('\\') else {
        return Cow::Borrowed(inner);
    };
    let mut out = String::from(&inner[..first]);
    let mut rest = &inner[first..];
    while let Some(escape) = rest.strip_prefix('\\') {
        let (meaning, len) = match escape.as_bytes().first() {
            Some(b'b') => ('\u{8}', 1),
            Some(b'f') => ('\u{c}', 1),
            Some(b'n') => ('\n', 1),
            Some(b'r') => ('\r', 1),
            Some(b't') => ('\t', 1),
            Some(b'u') => code_point(escape),
            Some(other) => (char::from(*other), 1),
            None => break,
        };
        out.push(meaning);
        rest = escape.get(len..).unwrap_or("");
        let plain = rest.find('\\').unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    Cow::Owned(out)
}

/// What `uXXXX` means, or `uXXXX\uYYYY` where the two are a pair of surrogates, and how many bytes it takes.
fn code_point(escape: &str) -> (char, usize) {
    let unit = |from: usize| escape.get(from..from + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let high = unit(1).unwrap_or(0xfffd);
    if (0xd800..0xdc00).contains(&high)
        && escape.get(5..7) == Some("\\u")
        && let Some(low) = unit(7).filter(|low| (0xdc00..0xe000).contains(low))
    {
        let joined = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        return (char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER), 11);
    }
    (char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 5)
}
