//! Page views: addresses without their secrets, and the campaign that brought the visitor.

use crate::redact;
use waypost_wire::json::{Object, push_str};

/// A page view as events refer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageView {
    /// Number within the stream, from 1.
    pub id: u64,
    /// Address without query and fragment.
    pub url: String,
    /// Title, at most [`MAX_TITLE`] characters.
    pub title: String,
    /// Referring address without query and fragment, or empty.
    pub referrer: String,
    /// Campaign parameters, a JSON object of strings.
    pub utm: String,
}

/// Longest title kept, in characters.
pub const MAX_TITLE: usize = 200;

/// Longest campaign value kept, in characters.
const MAX_CAMPAIGN: usize = 100;

impl PageView {
    /// The `id`-th view of the stream, from what the browser says.
    pub fn new(id: u64, url: &str, title: &str, referrer: &str) -> Self {
        Self {
            id,
            url: clean_url(url),
            title: redact::text(title).chars().take(MAX_TITLE).collect(),
            referrer: clean_url(referrer),
            utm: campaign(url),
        }
    }
}

/// An address without user info, query and fragment, and with e-mail addresses in its path replaced.
/// What follows `?` is where shops and mail programs put addresses, tokens and searches.
pub fn clean_url(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once(':').and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)))
    else {
        return redact::text(url);
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit('@').next().unwrap_or_default();
    [scheme, "://", host, &redact::text(path)].concat()
}

/// What has to change for an address to be another page: everything but the fragment.
pub fn same_page(one: &str, other: &str) -> bool {
    one.split('#').next() == other.split('#').next()
}

/// The `utm_…` parameters of an address as a JSON object without that prefix; the first of equal ones counts.
fn campaign(url: &str) -> String {
    let query = url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
    let mut seen: Vec<&str> = Vec::new();
    let mut out = String::new();
    let mut object = Object::new(&mut out);
    for (key, value) in query.split('&').filter_map(|pair| pair.strip_prefix("utm_")?.split_once('=')) {
        let known = matches!(key, "source" | "medium" | "campaign" | "term" | "content" | "id");
        if known && !value.is_empty() && !seen.contains(&key) {
            seen.push(key);
            let value: String = redact::text(&percent_decoded(value)).chars().take(MAX_CAMPAIGN).collect();
            push_str(object.key(key), &value);
        }
    }
    drop(object);
    out
}

/// The meaning of a form-encoded value (URL standard, section 5.1); the value itself where that is no UTF-8.
fn percent_decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let encoded = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match (encoded, first) {
            (Some((high, low)), _) => {
                bytes.push(high << 4 | low);
                rest = &after[2..];
            }
            (None, b'+') => bytes.push(b' '),
            (None, byte) => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| value.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_lose_query_fragment_user_and_mail() {
        for (given, expected) in [
            ("https://shop.example/a/b?x=1#y", "https://shop.example/a/b"),
            ("https://shop.example", "https://shop.example"),
            ("https://jane:secret@shop.example/a", "https://shop.example/a"),
            ("https://shop.example/u/jane@example.org/", "https://shop.example/u/[email]/"),
            ("https://shop.example/u/jane%40example.org/", "https://shop.example/u/[email]/"),
            ("about:blank", "about:blank"),
            ("", ""),
        ] {
            assert_eq!(clean_url(given), expected, "{given}");
        }
    }

    #[test]
    fn the_fragment_makes_no_new_page() {
        assert!(same_page("https://a.example/?x#1", "https://a.example/?x#2"));
        assert!(!same_page("https://a.example/?x", "https://a.example/?y"));
    }

    #[test]
    fn campaign_parameters_are_decoded_once_and_others_are_dropped() {
        let url = "https://a.example/?q=secret&utm_source=News+Letter&utm_medium=e%2Dmail&utm_source=2&utm_x=1&utm_term=a%40b.de#utm_id=7";
        assert_eq!(campaign(url), r#"{"source":"News Letter","medium":"e-mail","term":"[email]"}"#);
        assert_eq!(campaign("https://a.example/"), "{}");
    }

    proptest! {
        #[test]
        fn any_address_is_cleaned_without_panic(url in ".{0,60}") {
            let view = PageView::new(1, &url, &url, &url);
            prop_assert!(!view.url.contains(['?', '#']));
            prop_assert!(waypost_wire::json::Raw::parse(&view.utm).is_ok());
        }
    }
}
