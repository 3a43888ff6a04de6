//! E-mail addresses become markers before they can enter an event.

use waypost_wire::json::{List, Object, Raw, push_str};

/// What stands in an address's place.
pub const EMAIL: &str = "[email]";

/// `text` with every e-mail address replaced by [`EMAIL`], also where its `@` is percent-encoded.
pub fn text(text: &str) -> String {
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

/// A JSON value with every string and key passed through [`text`].
pub fn json(raw: Raw<'_>, out: &mut String) {
    if raw.is_object() {
        let mut object = Object::new(out);
        for (key, value) in raw.entries() {
            json(value, object.key(&text(&key)));
        }
    } else if raw.is_array() {
        let mut list = List::new(out);
        for item in raw.items() {
            json(item, list.item());
        }
    } else {
        match raw.str() {
            Some(string) => push_str(out, &text(&string)),
            None => out.push_str(raw.text()),
        }
    }
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_replaced_and_all_else_is_kept() {
        for (given, expected) in [
            ("", ""),
            ("write to jane.o'neil+x@mail.example.org.", "write to [email]."),
            ("/account/jane@example.org/orders", "/account/[email]/orders"),
            ("?to=jane%40example.org&x=1", "?to=[email]&x=1"),
            ("a@b.de,c@d.fr", "[email],[email]"),
            ("@home 3 @ 5.00 each", "@home 3 @ 5.00 each"),
            ("user@host", "user@host"),
            ("käthe@exämple.de", "[email]"),
        ] {
            assert_eq!(text(given), expected, "{given}");
        }
    }

    #[test]
    fn json_is_redacted_string_by_string() {
        let raw = Raw::parse(r#"{"a":"\njane@example.org","b":[1.50,true,{"jane@example.org":null}]}"#).unwrap();
        let mut out = String::new();
        json(raw, &mut out);
        assert_eq!(out, r#"{"a":"\n[email]","b":[1.50,true,{"[email]":null}]}"#);
    }

    proptest! {
        #[test]
        fn no_address_survives(
            before in "[ -?A-~]{0,12}", local in "[a-z0-9._+-]{1,8}", domain in "[a-z0-9-]{1,8}\\.[a-z]{2,4}", after in ".{0,12}",
        ) {
            let given = format!("{before}{local}@{domain}{after}");
            let found = text(&given);
            prop_assert!(!found.contains(&format!("@{domain}")), "{found}");
        }
    }
}
