//! The numbers that the batcher and the collector share.

/// Protocol version, the `v` of every body.
pub const VERSION: u64 = 1;

/// Largest body of `POST /v1/events`, in bytes, inclusive. The browser gives a page 64 KiB for all its
/// keepalive requests together (Fetch standard, "in-flight keepalive bytes"), and the shop may send some too.
pub const MAX_BATCH_BYTES: usize = 60_000;

/// Largest answer to a batch, in bytes, inclusive: more than it takes to name [`MAX_BATCH_EVENTS`] events with their reasons.
pub const MAX_ANSWER_BYTES: usize = 32_768;

/// Most events in one batch, inclusive.
pub const MAX_BATCH_EVENTS: usize = 500;

/// How long a collector keeps a head that has a number, at least, and how long a client refers to it, at most, in
/// milliseconds: 48 and 24 hours. The rest is for what is sent later than it was made.
pub const KEEP_HEAD_MS: u64 = 48 * 60 * 60 * 1000;

/// See [`KEEP_HEAD_MS`].
pub const USE_HEAD_MS: u64 = 24 * 60 * 60 * 1000;

/// Greatest number that an event of a stream may have, inclusive: more than one document's life can give, and small enough that
/// sums over many streams stay whole numbers.
pub const MAX_EVENT_NUMBER: u64 = u32::MAX as u64;

/// Largest data object of one event as JSON text, in bytes, inclusive.
pub const MAX_DATA_BYTES: usize = 16_384;

/// Longest event name, in characters, inclusive.
pub const MAX_NAME_LEN: usize = 64;

/// Deepest nesting of objects and arrays in a body, inclusive.
pub const MAX_DEPTH: usize = 8;

/// Deepest nesting within the data of an event, inclusive: the body, its list of events and the event are around it.
pub const MAX_DATA_DEPTH: usize = MAX_DEPTH - 3;

/// Longest site key, in characters, inclusive.
pub const MAX_SITE_LEN: usize = 64;

/// Longest address of a capture, in bytes, inclusive (RFC 5321, section 4.5.3.1.3 less its angle brackets).
pub const MAX_EMAIL_BYTES: usize = 254;

/// Longest name of a person in a capture, in characters, inclusive.
pub const MAX_PERSON_CHARS: usize = 100;

/// Fewest and most characters of a phone number in a capture, inclusive.
pub const PHONE_CHARS: std::ops::RangeInclusive<usize> = 5..=32;

/// Longest text of an answer in a capture, in characters, inclusive.
pub const MAX_ANSWER_CHARS: usize = 2_000;

/// Longest text of the product in a capture, in characters, inclusive.
pub const MAX_ITEM_CHARS: usize = 200;

/// Largest body of `POST /v1/captures`, in bytes, inclusive.
pub const MAX_CAPTURE_BYTES: usize = 60_000;

/// Whether `name` may name an event: `^[a-z][a-z0-9_]{0,63}$`.
pub fn is_event_name(name: &str) -> bool {
    name.len() <= MAX_NAME_LEN
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Whether `key` may be a site key: 1 to 64 of `a-z 0-9 _ -`.
pub fn is_site_key(key: &str) -> bool {
    (1..=MAX_SITE_LEN).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

/// Whether `address` has the shape of an e-mail address: one `@`, something before it, a dotted domain after it,
/// no blanks or control characters. Whether it exists only a mail can tell.
pub fn is_email(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else {
        return false;
    };
    address.len() <= MAX_EMAIL_BYTES
        && !local.is_empty()
        && local.len() <= 64
        && !address.contains(|c: char| {
            // Not a search in a text of them, which would bring a kilobyte along.
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '\\' | '"')
        })
        && !domain.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
}

/// Whether `number` has the shape of a phone number: [`PHONE_CHARS`] of digits, `+ - . / ( )` and blanks, with a digit.
pub fn is_phone(number: &str) -> bool {
    PHONE_CHARS.contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit() || b"+-./() ".contains(&b))
        && number.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_names_end_at_sixty_four_characters() {
        assert!(is_event_name(&"a".repeat(MAX_NAME_LEN)));
        assert!(!is_event_name(&"a".repeat(MAX_NAME_LEN + 1)));
        for bad in ["", "1a", "_a", "Add", "a-b", "ä"] {
            assert!(!is_event_name(bad), "{bad}");
        }
        assert!(is_event_name("a1_"));
    }

    #[test]
    fn site_keys_have_one_to_sixty_four_characters() {
        assert!(is_site_key("demo-1_x"));
        assert!(is_site_key(&"a".repeat(MAX_SITE_LEN)));
        for bad in ["", "Demo", "a b", &"a".repeat(MAX_SITE_LEN + 1)] {
            assert!(!is_site_key(bad), "{bad}");
        }
    }

    #[test]
    fn addresses_need_a_name_and_a_dotted_domain() {
        for good in ["a@b.cd", "jane.o'neil+x@mail.example.org", "ü@exämple.de"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@b.cd", "a@", "a@b", "a@b.", "a@.b", "a b@c.de", "a@b@c.de", "a@-b.de", "<a@b.de>"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_may_fill_two_hundred_and_fifty_four_bytes() {
        let with_len = |len: usize| format!("a@{}.de", "b".repeat(len - 5));
        assert!(is_email(&with_len(MAX_EMAIL_BYTES)));
        assert!(!is_email(&with_len(MAX_EMAIL_BYTES + 1)));
    }
}
