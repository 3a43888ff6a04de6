//! `GET /v1/config`: the offers, and what became of them for a visitor today.

mod common;

use common::{Collector, batch, event_with, from_address, get, granted_batch, post, with_header};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use waypost_collector::config::{Site, SiteOffer};

const CONFIG: &str = "/v1/config?site=demo";

async fn seen(collector: &Collector) -> Value {
    collector.get(CONFIG).await.json()["seen"].clone()
}

fn nothing() -> Value {
    json!({ "shown": 0, "captured": false, "offers": {} })
}

fn of(name: &str, n: u64) -> Value {
    event_with(n, name, json!({ "offer": "keep-cart" }))
}

#[tokio::test]
async fn the_offer_to_keep_the_cart_says_everything_that_is_shown() {
    let answer = Collector::start().get(CONFIG).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
    let config = answer.json();
    assert_eq!((&config["v"], &config["site"], &config["seen"]), (&json!(1), &json!("demo"), &nothing()));
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
async fn the_preview_is_told_how_an_offer_looks_in_each_arm() {
    let table = "theme = \"soft\"\nholdout = 100\narms = [{ name = \"a\", layout = \"bar\" }, { name = \"b\", theme = \"contrast\" }]";
    let collector = Collector::with(|config| {
        config.sites[0].offers = vec![SiteOffer::new(toml::from_str(table).unwrap(), true).unwrap()];
    });
    let offer = collector.api("/api/v1/offers?site=demo").await["offers"][0].clone();
    let look = |name, theme, layout| json!({"name": name, "theme": theme, "scheme": "auto", "layout": layout, "touch_layout": "teaser"});
    assert_eq!(offer["arms"], json!([look("a", "soft", "bar"), look("b", "contrast", "dialog")]));
    assert_eq!([&offer["arm"], &offer["theme"], &offer["layout"]], ["a", "soft", "bar"]);
}

#[tokio::test]
async fn a_site_says_it_in_its_own_words() {
    let collector = Collector::with(|config| config.sites[0].offers[0].main.title = "Warenkorb behalten?".to_owned());
    let offer = collector.get(CONFIG).await.json()["offers"][0].clone();
    assert_eq!(offer["title"], "Warenkorb behalten?");
    assert_eq!(offer["submit"], "Send me my cart", "what it does not say stays");
}

#[tokio::test]
async fn what_became_of_an_offer_is_known_until_the_day_ends() {
    for end in ["dismissed", "submitted"] {
        let collector = Collector::start();
        assert_eq!(seen(&collector).await, nothing());
        collector.post("/v1/events", batch(1, &[of("offer_shown", 1), of(&format!("offer_{end}"), 2)])).await;
        collector.clock.advance_ms(5_000);
        let offer = json!({ "total": 1, "session": 1, "end": end, "age_ms": 5_000 });
        let expected = json!({ "shown": 1, "captured": end == "submitted", "offers": { "keep-cart": offer } });
        assert_eq!(seen(&collector).await, expected);
        collector.clock.advance_ms(86_400_000 / 2);
        assert_eq!(seen(&collector).await, nothing(), "the next day");
    }
}

#[tokio::test]
async fn an_event_that_comes_twice_counts_once() {
    let collector = Collector::start();
    for _ in 0..2 {
        collector.post("/v1/events", batch(1, &[of("offer_shown", 1)])).await;
    }
    assert_eq!(seen(&collector).await["offers"], json!({ "keep-cart": { "total": 1, "session": 1 } }));
}

#[tokio::test]
async fn another_session_of_the_day_begins_its_count_again() {
    let collector = Collector::start();
    collector.post("/v1/events", batch(1, &[of("offer_shown", 1)])).await;
    collector.clock.advance_ms(30 * 60_000);
    let offers = |total: u64, session: u64| json!({ "keep-cart": { "total": total, "session": session } });
    let told = |shown: u64, offers: Value| json!({ "shown": shown, "captured": false, "offers": offers });
    assert_eq!(seen(&collector).await, told(0, offers(1, 0)), "that session is over");
    let ghost = json!({ "offer": "keep-cart", "reason": "holdout", "arm": "holdout" });
    collector.post("/v1/events", batch(2, &[event_with(1, "offer_withheld", ghost)])).await;
    assert_eq!(seen(&collector).await, told(1, offers(2, 1)), "who is held out is spared as well");
    let held = json!({ "offer": "keep-cart", "reason": "no_cart" });
    collector.post("/v1/events", batch(3, &[event_with(1, "offer_withheld", held)])).await;
    assert_eq!(seen(&collector).await["offers"], offers(2, 1), "what was held back was not seen");
}

#[tokio::test]
async fn the_last_end_counts_in_whatever_order_it_is_told() {
    let collector = Collector::start();
    let mut late = batch(1, &[of("offer_dismissed", 1)]);
    late["events"][0]["age"] = json!(60_000);
    collector.post("/v1/events", batch(2, &[of("offer_submitted", 1)])).await;
    collector.post("/v1/events", late).await;
    assert_eq!(seen(&collector).await["offers"]["keep-cart"]["end"], "submitted");
}

#[tokio::test]
async fn who_has_a_visitor_id_is_not_kept_in_a_second_list() {
    let collector = Collector::start();
    let answered = granted_batch(1, 700, &[of("offer_shown", 1), of("offer_dismissed", 2)]);
    collector.post("/v1/events", answered).await;
    let kept: u64 = collector.database().query_row("SELECT count(*) FROM seen", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn what_was_answered_before_an_update_stays_away_for_the_day() {
    let collector = Collector::start();
    collector.post("/v1/events", batch(1, &[of("offer_dismissed", 1)])).await;
    let database = collector.database();
    let (site, visitor, day): (i64, Vec<u8>, i64) = database
        .query_row("SELECT site, visitor, day FROM seen", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    common::take_back(&database, 9);
    database.execute("INSERT INTO withheld VALUES (?, ?, 'keep-cart', ?)", (site, visitor, day)).unwrap();
    drop(database);
    let collector = collector.restart();
    assert_eq!(seen(&collector).await["offers"]["keep-cart"]["end"], "dismissed");
}

#[tokio::test]
async fn another_visitor_is_offered_it_still() {
    let collector = Collector::start();
    let answered = batch(1, &[of("offer_dismissed", 1)]);
    collector.send(with_header(post("/v1/events", answered), "user-agent", "Browser/1")).await;
    for (address, browser, expected) in
        [("192.0.2.200", "Browser/1", 1), ("192.0.2.1", "Browser/2", 0), ("192.0.3.1", "Browser/1", 0)]
    {
        let request = from_address(with_header(get(CONFIG), "user-agent", browser), address);
        let seen = collector.send(request).await.json()["seen"]["offers"].clone();
        assert_eq!(seen.as_object().unwrap().len(), expected, "{address} {browser}");
    }
}

/// With half of the visitors held out, and the others in two arms.
fn experiment() -> Collector {
    Collector::with(|config| {
        let table = "holdout = 50\narms = [{ name = \"plain\" }, { name = \"bar\", layout = \"bar\" }]";
        config.sites[0].offers = vec![SiteOffer::new(toml::from_str(table).unwrap(), true).unwrap()];
    })
}

#[tokio::test]
async fn a_visitor_is_in_one_arm_by_their_id_and_without_one_by_the_day() {
    let collector = experiment();
    let mut found = BTreeSet::new();
    for number in 0..40 {
        let path = format!("{CONFIG}&draw={number:04x}");
        let offer = collector.get(&path).await.json()["offers"][0].clone();
        let arm = offer["arm"].as_str().unwrap().to_owned();
        assert_eq!(offer["layout"], if arm == "bar" { "bar" } else { "dialog" }, "{arm}");
        let elsewhere = from_address(with_header(get(&path), "user-agent", "Another/1"), "198.51.100.7");
        assert_eq!(collector.send(elsewhere).await.json()["offers"][0]["arm"], arm.as_str(), "wherever they are");
        found.insert(arm);
    }
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["bar", "holdout", "plain"]);
    let mut of_day = BTreeSet::new();
    for number in 0..40 {
        let ask = || from_address(get(CONFIG), &format!("203.0.{number}.9"));
        let arm = collector.send(ask()).await.json()["offers"][0]["arm"].clone();
        assert_eq!(collector.send(ask()).await.json()["offers"][0]["arm"], arm, "on all pages of the day");
        of_day.insert(arm.to_string());
    }
    assert_eq!(of_day.len(), 3);
}

#[tokio::test]
async fn what_is_drawn_by_is_four_digits_and_no_whole_id() {
    let collector = experiment();
    for draw in ["123", "12345", "ABCD", "12g4", "0123456789abcdef0123456789abcdef"] {
        let (status, code, detail) = collector.get(&format!("{CONFIG}&draw={draw}")).await.refusal();
        assert_eq!((status, code.as_str()), (400, "bad_query"), "{draw}");
        let words = "query parameter `draw` is wrong: it has to be the first 4 hexadecimal digits of a visitor id";
        assert_eq!(detail, words);
    }
    assert_eq!(collector.get(&format!("{CONFIG}&draw=")).await.status, 200, "no id");
}

#[tokio::test]
async fn nobody_is_held_out_of_the_demo_shop_and_a_tenth_of_others_are() {
    let demo = Collector::start();
    let other = Collector::with(|config| config.sites = vec![Site::new("demo", "A shop of somebody's")]);
    let mut held = [0, 0];
    for number in 0..200 {
        for (at, collector) in [&demo, &other].into_iter().enumerate() {
            let offer = &collector.get(&format!("{CONFIG}&draw={:04x}", number * 317)).await.json()["offers"][0];
            held[at] += u32::from(offer["arm"] == "holdout");
        }
    }
    assert_eq!(held[0], 0);
    assert!((8..=35).contains(&held[1]), "{held:?}");
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
