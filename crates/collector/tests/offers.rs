//! `GET /v1/config`: the offers, and which of them a visitor has answered today.

mod common;

use common::{Collector, batch, event_with, from_address, get, granted_batch, post, with_header};
use serde_json::{Value, json};

const CONFIG: &str = "/v1/config?site=demo";

async fn withheld(collector: &Collector) -> Value {
    collector.get(CONFIG).await.json()["withheld"].clone()
}

#[tokio::test]
async fn the_offer_to_keep_the_cart_says_everything_that_is_shown() {
    let answer = Collector::start().get(CONFIG).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    let config = answer.json();
    assert_eq!((&config["v"], &config["site"], &config["withheld"]), (&json!(1), &json!("demo"), &json!([])));
    let offer = &config["offers"][0];
    assert_eq!((&offer["id"], &offer["kind"]), (&json!("keep-cart"), &json!("keep_cart")));
    for text in [
        ["locale", "version", "theme", "scheme"],
        ["layout", "touch_layout", "title", "submit"],
        ["close", "consent_text", "marketing_text", "thanks"],
        ["invalid", "unreachable", "done", "kind"],
    ]
    .concat()
    {
        assert!(offer[text].as_str().is_some_and(|text| !text.is_empty()), "{text}");
    }
    let types: Vec<&Value> = offer["blocks"].as_array().unwrap().iter().map(|block| &block["type"]).collect();
    assert_eq!(types, ["text", "cart", "fields"]);
}

#[tokio::test]
async fn a_site_says_it_in_its_own_words() {
    let collector = Collector::with(|config| config.sites[0].offers[0].main.title = "Warenkorb behalten?".to_owned());
    let offer = collector.get(CONFIG).await.json()["offers"][0].clone();
    assert_eq!(offer["title"], "Warenkorb behalten?");
    assert_eq!(offer["submit"], "Send me my cart", "what it does not say stays");
}

#[tokio::test]
async fn an_offer_that_was_answered_is_withheld_for_the_day() {
    for name in ["offer_dismissed", "offer_submitted"] {
        let collector = Collector::start();
        assert_eq!(withheld(&collector).await, json!([]));
        let answered = batch(1, &[event_with(1, name, json!({ "offer": "keep-cart" }))]);
        collector.post("/v1/events", answered).await;
        assert_eq!(withheld(&collector).await, json!(["keep-cart"]));
        collector.clock.advance_ms(86_400_000 / 2);
        assert_eq!(withheld(&collector).await, json!([]), "the next day");
    }
}

#[tokio::test]
async fn an_offer_that_was_only_shown_is_not_withheld() {
    let collector = Collector::start();
    collector.post("/v1/events", batch(1, &[event_with(1, "offer_shown", json!({ "offer": "keep-cart" }))])).await;
    assert_eq!(withheld(&collector).await, json!([]));
}

#[tokio::test]
async fn who_has_a_visitor_id_is_not_kept_in_a_second_list() {
    let collector = Collector::start();
    let answered = granted_batch(1, 700, &[event_with(1, "offer_dismissed", json!({ "offer": "keep-cart" }))]);
    collector.post("/v1/events", answered).await;
    let kept: u64 = collector.database().query_row("SELECT count(*) FROM withheld", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn another_visitor_is_offered_it_still() {
    let collector = Collector::start();
    let answered = batch(1, &[event_with(1, "offer_dismissed", json!({ "offer": "keep-cart" }))]);
    collector.send(with_header(post("/v1/events", answered), "user-agent", "Browser/1")).await;
    for (address, browser, expected) in [
        ("192.0.2.200", "Browser/1", json!(["keep-cart"])),
        ("192.0.2.1", "Browser/2", json!([])),
        ("192.0.3.1", "Browser/1", json!([])),
    ] {
        let request = from_address(with_header(get(CONFIG), "user-agent", browser), address);
        assert_eq!(collector.send(request).await.json()["withheld"], expected, "{address} {browser}");
    }
}

#[tokio::test]
async fn a_site_has_to_be_named_and_known() {
    let collector = Collector::start();
    let missing = "query parameter `site` is missing: it has to be a site key".to_owned();
    assert_eq!(collector.get("/v1/config").await.refusal(), (400, "bad_query".to_owned(), missing));
    let unknown = "no site has the key \"nope\" here".to_owned();
    assert_eq!(collector.get("/v1/config?site=nope").await.refusal(), (404, "unknown_site".to_owned(), unknown));
}

#[tokio::test]
async fn a_page_is_answered_in_its_language() {
    let collector = Collector::start();
    for (lang, locale) in [
        ("de", "de"),
        ("DE-at", "de"),
        ("zh-Hant-TW", "en"),
        ("pt-BR", "pt"),
        ("ar", "ar"),
        ("", "en"),
        ("%26-%00-", "en"),
    ] {
        let offer = collector.get(&format!("{CONFIG}&lang={lang}")).await.json()["offers"][0].clone();
        assert_eq!(offer["locale"], locale, "{lang}");
    }
}
