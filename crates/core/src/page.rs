//! Page views: addresses without their secrets, and the campaign that brought the visitor.

use crate::{Config, redact};
use waypost_wire::json::{Object, push_str};

/// A page view as events refer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageView {
    /// Number within the stream, from 1.
    pub id: u64,
    /// Address without query and fragment, but for what the site allowed.
    pub url: String,
    /// Title, at most [`MAX_TITLE`] characters.
    pub title: String,
    /// Referring address without query and fragment, or empty.
    pub referrer: String,
    /// Campaign parameters and click ids, a JSON object of strings.
    pub utm: String,
    /// What became known of the page itself, a JSON object.
    pub facts: String,
}

/// Longest title kept, in characters.
pub const MAX_TITLE: usize = 200;

/// Longest campaign value kept, in characters.
const MAX_CAMPAIGN: usize = 100;

impl PageView {
    /// The `id`-th view of the stream, from what the browser says. The values of click ids tell one visitor from all
    /// others, so they are kept only with consent to marketing.
    pub fn new(id: u64, url: &str, title: &str, referrer: &str, config: &Config, marketing: bool) -> Self {
        Self {
            id,
            url: address(url, config),
            title: redact::text(title).chars().take(MAX_TITLE).collect(),
            referrer: clean_url(referrer),
            utm: campaign(url, marketing),
            facts: "{}".to_owned(),
        }
    }
}

/// A page's address as it is told: [`clean_url`] with the query parameters that the site allows and, where the site has
/// such routes, a fragment that is a path.
fn address(url: &str, config: &Config) -> String {
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut out = clean_url(path);
    let mut mark = '?';
    for pair in query.split('&') {
        let name = pair.split('=').next().unwrap_or_default();
        if config.allowed_params.iter().any(|allowed| allowed == name) {
            out.push(mark);
            out.push_str(&redact::text(pair));
            mark = '&';
        }
    }
    if config.hash_routes && fragment.trim_start_matches('!').starts_with('/') {
        out.push('#');
        out.push_str(&redact::text(fragment.split('?').next().unwrap_or_default()));
    }
    out
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

/// What has to change for an address to be another page: everything but the fragment, unless the site has routes there.
pub fn same_page(one: &str, other: &str, hash_routes: bool) -> bool {
    one == other || !hash_routes && one.split('#').next() == other.split('#').next()
}

/// Parameters by which advertisers know a click again, in the order of their makers: Google, Meta, Microsoft, TikTok, X,
/// LinkedIn, Instagram, Pinterest, Reddit, Snapchat, Yandex, OpenStat, Mailchimp.
const CLICK_IDS: [&str; 17] = [
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "fbclid",
    "msclkid",
    "ttclid",
    "twclid",
    "li_fat_id",
    "igshid",
    "epik",
    "rdt_cid",
    "sccid",
    "yclid",
    "ysclid",
    "_openstat",
    "mc_cid",
];

/// The `utm_…` parameters of an address as a JSON object without that prefix, and its click ids, `"1"` for their values
/// without consent to `marketing`; the first of equal ones counts.
fn campaign(url: &str, marketing: bool) -> String {
    let query = url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
    let mut seen: Vec<&str> = Vec::new();
    let mut out = String::new();
    let mut object = Object::new(&mut out);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let utm = name.strip_prefix("utm_");
        let utm = utm.filter(|key| matches!(*key, "source" | "medium" | "campaign" | "term" | "content" | "id"));
        let Some(key) = utm.or(CLICK_IDS.contains(&name).then_some(name)) else {
            continue;
        };
        if !value.is_empty() && !seen.contains(&key) {
            seen.push(key);
            let value = percent_decoded(value);
            let told = match utm {
                Some(_) => redact::text(&value),
                None if marketing => value,
                None => "1".to_owned(),
            };
            push_str(object.key(key), &told.chars().take(MAX_CAMPAIGN).collect::<String>());
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
        assert!(same_page("https://a.example/?x#1", "https://a.example/?x#2", false));
        assert!(!same_page("https://a.example/?x#1", "https://a.example/?x#2", true));
        assert!(!same_page("https://a.example/?x", "https://a.example/?y", false));
    }

    #[test]
    fn what_the_site_allows_stays_in_the_address() {
        let url = "https://a.example/l?q=secret&page=2&to=a%40b.de&sort=price#/cart?x=1";
        let mut config = Config::new("demo");
        assert_eq!(address(url, &config), "https://a.example/l");
        config.allowed_params = vec!["page".into(), "to".into()];
        assert_eq!(address(url, &config), "https://a.example/l?page=2&to=[email]");
        config.hash_routes = true;
        assert_eq!(address(url, &config), "https://a.example/l?page=2&to=[email]#/cart");
        assert_eq!(address("https://a.example/#part", &config), "https://a.example/");
    }

    #[test]
    fn campaign_parameters_are_decoded_once_and_others_are_dropped() {
        let url = "https://a.example/?q=secret&utm_source=News+Letter&utm_medium=e%2Dmail&utm_source=2&utm_x=1&utm_term=a%40b.de#utm_id=7";
        assert_eq!(campaign(url, false), r#"{"source":"News Letter","medium":"e-mail","term":"[email]"}"#);
        assert_eq!(campaign("https://a.example/", false), "{}");
    }

    #[test]
    fn the_value_of_a_click_id_is_kept_only_with_consent_to_marketing() {
        for id in CLICK_IDS {
            let url = format!("https://a.example/?{id}=Cj0K7&x{id}=2");
            assert_eq!(campaign(&url, false), format!(r#"{{"{id}":"1"}}"#));
            assert_eq!(campaign(&url, true), format!(r#"{{"{id}":"Cj0K7"}}"#));
        }
    }

    proptest! {
        #[test]
        fn any_address_is_cleaned_without_panic(url in ".{0,60}") {
            let view = PageView::new(1, &url, &url, &url, &Config::new("demo"), false);
            prop_assert!(!view.url.contains(['?', '#']));
            prop_assert!(waypost_wire::json::Raw::parse(&view.utm).is_ok());
        }
    }
}
