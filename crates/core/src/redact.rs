//! What may be personal becomes a marker before it can enter an event: e-mail addresses, phone numbers, card numbers,
//! IBANs, tokens and long runs of digits. Too much is taken rather than too little, but prices, dates, names of products
//! and their numbers stay.

use crate::page::clean_url;
use waypost_wire::json::{List, Object, Raw, push_str};

mod secret;

/// What stands in an e-mail address's place.
pub const EMAIL: &str = "[email]";

/// Members whose text is an id that the shop gave: a run of digits in them is no secret, and without it they mean nothing.
const IDS: [&str; 5] = ["item_id", "item_variant", "item_list_id", "promotion_id", "transaction_id"];

/// `text` with everything that may be personal replaced by a marker.
pub fn text(text: &str) -> String {
    secret::mask(&addresses(text))
}

/// A JSON value with every string and key passed through [`text`]. An address of the web loses its query, and of an
/// id only e-mail addresses are taken.
pub fn json(raw: Raw<'_>, out: &mut String) {
    member("", raw, out);
}

fn member(key: &str, raw: Raw<'_>, out: &mut String) {
    if raw.is_object() {
        let mut object = Object::new(out);
        for (key, value) in raw.entries() {
            member(&key, value, object.key(&text(&key)));
        }
    } else if raw.is_array() {
        let mut list = List::new(out);
        for item in raw.items() {
            member(key, item, list.item());
        }
    } else {
        match raw.str() {
            Some(string) if IDS.contains(&key) => push_str(out, &addresses(&string)),
            Some(string) if string.starts_with("http") => push_str(out, &clean_url(&string)),
            Some(string) => push_str(out, &text(&string)),
            None if secret::is_card(raw.text()) => push_str(out, secret::CARD),
            None => out.push_str(raw.text()),
        }
    }
}

/// `text` with every e-mail address replaced by [`EMAIL`], also where its `@` is percent-encoded.
fn addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, len)) = next_at(rest) {
        let (before, after) = (&rest[..at], &rest[at + len..]);
        let local = before.len() - before.chars().rev().take_while(|c| is_local(*c)).map(char::len_utf8).sum::<usize>();
        let domain: usize = after.chars().take_while(|c| is_domain(*c)).map(char::len_utf8).sum();
        if local < at && after[..domain].trim_matches('.').contains('.') {
            out.push_str(&before[..local]);
            out.push_str(EMAIL);
            // A full stop behind the address ends a sentence.
            rest = &after[after[..domain].trim_end_matches('.').len()..];
        } else {
            out.push_str(&rest[..at + len]);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Where the next `@` or `%40` begins, and how long it is.
fn next_at(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find_map(|at| match bytes[at] {
        b'@' => Some((at, 1)),
        b'%' if bytes[at..].starts_with(b"%40") => Some((at, 3)),
        _ => None,
    })
}

// Every character beyond ASCII counts as a letter: a table of them would cost more bytes than it saves words.
fn is_local(c: char) -> bool {
    is_domain(c) || matches!(c, '_' | '%' | '+' | '\'')
}

fn is_domain(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() || matches!(c, '.' | '-')
}

#[cfg(test)]
mod tests;
