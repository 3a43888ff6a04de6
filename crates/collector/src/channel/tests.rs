use super::Channel::*;
use super::*;
use proptest::prelude::*;

fn touch(referrer: &str, utm: &str) -> Touch {
    let utm = Raw::parse(utm).unwrap();
    let own_hosts = ["pay.example".to_owned()];
    Rules::default().touch(&Visit { url: "https://www.shop.example/a/", referrer, utm, own_hosts: &own_hosts })
}

/// Referrer, campaign, and what they are.
const TABLE: [(&str, &str, Channel, &str); 58] = [
    ("", "{}", Direct, ""),
    ("https://www.shop.example/", "{}", Internal, ""),
    ("https://shop.example/b/", "{}", Internal, ""),
    ("https://SHOP.example:8443/b/", "{}", Internal, ""),
    ("https://pay.example/done/", "{}", Internal, ""),
    ("about:blank", "{}", Direct, ""),
    ("https://blog.shop.example/", "{}", Referral, "blog.shop.example"),
    ("https://www.news.example/a", "{}", Referral, "news.example"),
    ("https://www.google.com/", "{}", Search, "google.com"),
    ("https://www.google.co.uk/", "{}", Search, "google.co.uk"),
    ("https://google.de", "{}", Search, "google.de"),
    ("android-app://com.google.android.googlequicksearchbox/", "{}", Search, "com.google.android.googlequicksearchbox"),
    ("https://google.evil.example/", "{}", Referral, "google.evil.example"),
    ("https://notgoogle.com/", "{}", Referral, "notgoogle.com"),
    ("https://www.bing.com/", "{}", Search, "bing.com"),
    ("https://duckduckgo.com/", "{}", Search, "duckduckgo.com"),
    ("https://search.yahoo.com/", "{}", Search, "search.yahoo.com"),
    ("https://yandex.ru/", "{}", Search, "yandex.ru"),
    ("https://mail.google.com/", "{}", Email, "mail.google.com"),
    ("https://mail.yahoo.com/", "{}", Email, "mail.yahoo.com"),
    ("https://outlook.live.com/", "{}", Email, "outlook.live.com"),
    ("android-app://com.google.android.gm/", "{}", Email, "com.google.android.gm"),
    ("https://gemini.google.com/", "{}", Ai, "gemini.google.com"),
    ("https://chatgpt.com/", "{}", Ai, "chatgpt.com"),
    ("", r#"{"source":"chatgpt.com"}"#, Ai, "chatgpt.com"),
    ("https://www.perplexity.ai/", "{}", Ai, "perplexity.ai"),
    ("https://l.facebook.com/", "{}", Social, "l.facebook.com"),
    ("https://t.co/", "{}", Social, "t.co"),
    ("https://nott.co/", "{}", Referral, "nott.co"),
    ("https://www.pinterest.co.uk/", "{}", Social, "pinterest.co.uk"),
    ("https://old.reddit.com/", "{}", Social, "old.reddit.com"),
    ("https://m.youtube.com/", "{}", Social, "m.youtube.com"),
    ("", r#"{"source":"google","medium":"cpc"}"#, Paid, "google"),
    ("", r#"{"source":"Google","medium":" CPC "}"#, Paid, "Google"),
    ("https://l.facebook.com/", r#"{"source":"facebook","medium":"paid_social"}"#, Paid, "facebook"),
    ("", r#"{"source":"criteo","medium":"retargeting"}"#, Paid, "criteo"),
    ("", r#"{"source":"letter","medium":"email"}"#, Email, "letter"),
    ("https://www.google.com/", r#"{"medium":"e-mail"}"#, Email, "google.com"),
    ("", r#"{"source":"newsletter-12"}"#, Email, "newsletter-12"),
    ("", r#"{"source":"instagram","medium":"social"}"#, Social, "instagram"),
    ("", r#"{"source":"ig"}"#, Social, "ig"),
    ("", r#"{"source":"bing","medium":"organic"}"#, Search, "bing"),
    ("", r#"{"source":"yahoo"}"#, Search, "yahoo"),
    ("", r#"{"source":"friend","medium":"affiliate"}"#, Referral, "friend"),
    ("", r#"{"source":"poster","medium":"print"}"#, Other, "poster"),
    ("https://www.shop.example/", r#"{"campaign":"autumn"}"#, Other, ""),
    ("https://www.google.com/", r#"{"gclid":"1"}"#, Paid, "google.com"),
    ("", r#"{"gbraid":"1"}"#, Paid, "gbraid"),
    ("", r#"{"msclkid":"1"}"#, Paid, "msclkid"),
    ("", r#"{"yclid":"1"}"#, Paid, "yclid"),
    ("", r#"{"_openstat":"1"}"#, Paid, "_openstat"),
    ("", r#"{"mc_cid":"1"}"#, Email, "mc_cid"),
    ("", r#"{"fbclid":"1"}"#, Social, "fbclid"),
    ("https://news.example/", r#"{"fbclid":"1"}"#, Social, "news.example"),
    ("", r#"{"igshid":"1"}"#, Social, "igshid"),
    ("https://ya.ru/", r#"{"ysclid":"1"}"#, Search, "ya.ru"),
    ("", r#"{"gclid":"1","source":"letter","medium":"email"}"#, Email, "letter"),
    ("", r#"{"unknown":"1","source":"","medium":7}"#, Direct, ""),
];

#[test]
fn the_channel_is_the_one_that_a_person_would_name() {
    for (referrer, utm, channel, source) in TABLE {
        let found = touch(referrer, utm);
        assert_eq!((found.channel, found.source.as_str()), (channel, source), "{referrer} {utm}");
    }
}

#[test]
fn every_click_id_has_a_rule() {
    for id in CLICK_IDS {
        let found = touch("", &format!(r#"{{"{id}":"1"}}"#)).channel;
        assert!(matches!(found, Paid | Social | Search | Email), "{id}: {found:?}");
    }
}

#[test]
fn the_campaign_is_its_name_else_its_id() {
    assert_eq!(touch("", r#"{"campaign":"autumn","id":"7"}"#).campaign, "autumn");
    assert_eq!(touch("", r#"{"id":"7","gclid":"1"}"#).campaign, "7");
    assert_eq!(touch("", r#"{"gclid":"1"}"#).campaign, "");
}

#[test]
fn a_campaign_is_told_by_what_is_said_and_not_by_its_order() {
    let key = |utm: &str| campaign_key(Raw::parse(utm).unwrap());
    assert_eq!(key(r#"{"source":"a","medium":"b"}"#), key(r#"{"medium":"b","source":"a","x":"y"}"#));
    assert_ne!(key(r#"{"source":"a","medium":"b"}"#), key(r#"{"source":"a","medium":"c"}"#));
    assert_ne!(key(r#"{"source":"a","medium":"b"}"#), key(r#"{"source":"amediumb"}"#));
    assert_ne!(key(r#"{"gclid":"1"}"#), key(r#"{"fbclid":"1"}"#));
    assert_eq!((key("{}"), key(r#"{"x":"y","source":""}"#), key(r#"{"medium":" "}"#)), (None, None, None));
}

#[test]
fn hosts_are_found_in_any_address() {
    for (address, expected) in [
        ("https://a.example", Some("a.example")),
        ("https://a.example:8080/b?c", Some("a.example")),
        ("https://u:p@a.example/", Some("a.example")),
        ("http://[::1]:80/", Some("[::1]")),
        ("http://[::1]/", Some("[::1]")),
        ("about:blank", None),
        ("https:///", None),
        ("", None),
    ] {
        assert_eq!(host(address), expected, "{address}");
    }
}

#[test]
fn the_first_rule_that_fits_counts_and_all_its_lists_have_to() {
    let rules: Rules = toml::from_str(
        "[[rule]]\nchannel = \"paid\"\nsource = [\"a*c*\"]\nmedium = [\"m\"]\n[[rule]]\nchannel = \"ai\"\nsource = [\"*c\"]\n[[rule]]\nchannel = \"other\"\n",
    )
    .unwrap();
    assert_eq!(rules.find("m", "abcd", &[], ""), Some(Paid));
    assert_eq!(rules.find("", "abc", &[], ""), Some(Ai));
    assert_eq!(rules.find("m", "acc", &[], ""), Some(Paid));
    assert_eq!(rules.find("m", "ab", &[], ""), None, "a rule without lists never fits");
}

proptest! {
    #[test]
    fn any_visit_has_a_channel(referrer in ".{0,40}", source in "[^\"\\\\\\p{Cc}]{0,10}", medium in "[^\"\\\\\\p{Cc}]{0,10}") {
        let utm = format!(r#"{{"source":"{source}","medium":"{medium}"}}"#);
        let found = touch(&referrer, &utm);
        prop_assert!(!found.channel.is_brought() || !found.source.is_empty() || !medium.trim().is_empty());
    }
}
