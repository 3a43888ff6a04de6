//! `POST /v1/facts`: the figures of an offer that press a visitor to decide.

mod common;

use common::{Answer, Collector, NOON_MS, TOKEN, batch, event_with, id, post, with_header};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::{Value, json};
use std::path::Path;
use waypost_collector::config::{Config, File};

const DAY_MS: u64 = 86_400_000;

/// A collector whose only offer is this one.
fn collector(offer: &str) -> Collector {
    let text = format!("[[site]]\nkey = \"demo\"\n[[site.offer]]\n{offer}\n[[site]]\nkey = \"other\"");
    let sites = File::parse(Path::new("waypost.toml"), &text).map(Config::from).unwrap().sites;
    assert_eq!(sites[0].offers.len(), 1, "{offer}");
    Collector::with(|config| config.sites = sites)
}

/// What a page asks, with these fields beside those that are always there.
fn question(offer: &str, more: Value) -> Value {
    let mut asked = json!({ "site": "demo", "offer": offer, "nonce": id(7) });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    asked
}

/// What is said, each checked against the public key that pages get.
async fn facts(collector: &Collector, offer: &str, more: Value) -> Vec<Value> {
    let config = collector.get("/v1/config?site=demo").await.json();
    let answer = collector.post("/v1/facts", question(offer, more)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let bytes = |digits: &str| -> Vec<u8> {
        (0..digits.len() / 2).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect()
    };
    let mut said = Vec::new();
    for fact in answer.json()["facts"].as_array().unwrap() {
        let text = fact["text"].as_str().unwrap();
        let key = bytes(config["offers"][0]["facts_key"].as_str().expect("the offer is still there"));
        let signature = Signature::from_slice(&bytes(fact["signature"].as_str().unwrap())).unwrap();
        VerifyingKey::from_sec1_bytes(&key).unwrap().verify(text.as_bytes(), &signature).unwrap();
        let mut fact: Value = serde_json::from_str(text).unwrap();
        for (field, expected) in [("v", json!(1)), ("site", json!("demo")), ("nonce", json!(id(7)))] {
            assert_eq!(fact.as_object_mut().unwrap().remove(field), Some(expected));
        }
        said.push(fact);
    }
    said
}

async fn tell_stock(collector: &Collector, body: Value) -> Answer {
    let request = post("/api/v1/stock", body);
    collector.send(with_header(request, "authorization", &format!("Bearer {TOKEN}"))).await
}

const DISCOUNT: &str = "kind = \"discount\"\ncode = \"LARK-10\"\n";

#[tokio::test]
async fn a_visitors_deadline_begins_once_and_never_again() {
    let collector = collector(&format!("{DISCOUNT}countdown_minutes = 30"));
    let countdown = |at: u64, until: u64| json!({ "kind": "countdown", "offer": "discount", "at": at, "until": until });
    let until = NOON_MS + 30 * 60_000;
    let jane = || json!({ "visitor": id(900) });
    assert_eq!(facts(&collector, "discount", jane()).await, [countdown(NOON_MS, until)]);
    collector.clock.advance_ms(29 * 60_000);
    assert_eq!(facts(&collector, "discount", jane()).await, [countdown(NOON_MS + 29 * 60_000, until)]);
    let other = json!({ "visitor": id(901) });
    assert_eq!(facts(&collector, "discount", other).await[0]["until"], until + 29 * 60_000, "each has their own");
    collector.clock.advance_ms(3 * DAY_MS);
    let collector = collector.restart();
    assert_eq!(facts(&collector, "discount", jane()).await[0]["until"], until, "also when it is long over");
}

#[tokio::test]
async fn who_cannot_be_known_again_has_no_deadline() {
    let collector = collector(&format!("{DISCOUNT}countdown_minutes = 30"));
    assert_eq!(facts(&collector, "discount", json!({})).await, [] as [Value; 0]);
    assert_eq!(facts(&collector, "discount", json!({ "visitor": "" })).await, [] as [Value; 0]);
}

#[tokio::test]
async fn an_offer_ends_for_everybody_when_it_says() {
    let until = NOON_MS + 60_000;
    let collector = collector(&format!("{DISCOUNT}countdown_until = \"2024-10-04T14:01:00+02:00\""));
    assert_eq!(facts(&collector, "discount", json!({})).await[0]["until"], until);
    let offers = async || collector.get("/v1/config?site=demo").await.json()["offers"].as_array().unwrap().len();
    collector.clock.advance_ms(59_999);
    assert_eq!(offers().await, 1);
    collector.clock.advance_ms(1);
    assert_eq!(offers().await, 0, "a code is not offered once it has ended");
}

#[tokio::test]
async fn stock_is_what_the_shop_has_counted_and_only_as_long_as_it_says() {
    let collector = collector("show_stock = true");
    let told = json!({ "site": "demo", "max_age_s": 900, "items": [{ "item_id": "mug", "count": 3 }, { "item_id": "jug", "count": 0 }] });
    assert_eq!(tell_stock(&collector, told).await.json(), json!({ "stored": 2 }));
    let cart = || json!({ "items": ["mug", "jug", "bowl"] });
    let expected = |age: u64| json!({ "kind": "stock", "item": "mug", "count": 3, "at": NOON_MS + age, "age": age, "max_age": 900_000 });
    assert_eq!(facts(&collector, "keep-cart", cart()).await, [expected(0)]);
    collector.clock.advance_ms(900_000);
    assert_eq!(facts(&collector, "keep-cart", cart()).await, [expected(900_000)]);
    collector.clock.advance_ms(1);
    assert_eq!(facts(&collector, "keep-cart", cart()).await, [] as [Value; 0], "too old");
    let again = json!({ "site": "demo", "max_age_s": 1, "items": [{ "item_id": "mug", "count": 2 }] });
    tell_stock(&collector, again).await;
    assert_eq!(facts(&collector, "keep-cart", cart()).await[0]["count"], 2);
}

#[tokio::test]
async fn what_is_told_of_the_stock_is_checked() {
    let collector = collector("show_stock = true");
    let good = || json!({ "site": "demo", "max_age_s": 86_400, "items": [{ "item_id": "mug", "count": 1 }] });
    assert_eq!(tell_stock(&collector, good()).await.status, 200);
    assert_eq!(collector.post("/api/v1/stock", good()).await.refusal().1, "not_signed_in");
    for (field, value, word) in [
        ("max_age_s", json!(86_401), "from 1 to 86400"),
        ("max_age_s", json!(0), "from 1 to 86400"),
        ("items", json!([{ "item_id": "mug", "count": -1 }]), "items[0].count"),
        ("items", json!([{ "item_id": "mug", "count": 1, "price": 1 }]), "price"),
        ("site", json!(7), "site"),
    ] {
        let mut wrong = good();
        wrong[field] = value;
        let (status, code, detail) = tell_stock(&collector, wrong).await.refusal();
        assert_eq!((status, code.as_str()), (400, "bad_field"));
        assert!(detail.contains(word), "{detail}");
    }
    let mut unknown = good();
    unknown["site"] = json!("nobody");
    assert_eq!(tell_stock(&collector, unknown).await.refusal().1, "unknown_site");
}

#[tokio::test]
async fn what_was_bought_today_is_counted_from_orders_of_this_day_and_site() {
    let collector = collector("show_bought_today = true");
    let order = |number: u64, item: Value, quantity: u64| {
        event_with(
            number,
            "purchase",
            json!({ "transaction_id": format!("t{number}"), "items": [{ "item_id": item, "quantity": quantity }, { "item_id": "bowl" }] }),
        )
    };
    let mut yesterday = batch(1, &[order(1, json!("mug"), 50)]);
    yesterday["events"][0]["age"] = json!(NOON_MS % DAY_MS + 1);
    collector.post("/v1/events", yesterday).await;
    let mut other = batch(2, &[order(1, json!("mug"), 40)]);
    other["site"] = json!("other");
    collector.post("/v1/events", other).await;
    collector
        .post("/v1/events", batch(3, &[order(2, json!("mug"), 2), order(3, json!("mug"), 3), order(4, json!(7), 1)]))
        .await;
    let cart = || json!({ "items": ["mug", "7", "none"] });
    let counts = async || -> Vec<(String, u64, u64)> {
        let facts = facts(&collector, "keep-cart", cart()).await;
        let one = |fact: &Value| {
            (fact["item"].as_str().unwrap().to_owned(), fact["count"].as_u64().unwrap(), fact["age"].as_u64().unwrap())
        };
        facts.iter().map(one).collect()
    };
    assert_eq!(counts().await, [("mug".to_owned(), 5, 0), ("7".to_owned(), 1, 0)]);
    collector.post("/v1/events", batch(4, &[order(5, json!("mug"), 1)])).await;
    collector.clock.advance_ms(29_999);
    assert_eq!(counts().await[0], ("mug".to_owned(), 5, 29_999), "counted every half minute, and its age is told");
    collector.clock.advance_ms(1);
    assert_eq!(counts().await[0], ("mug".to_owned(), 6, 0));
    collector.clock.advance_ms(DAY_MS / 2);
    assert_eq!(counts().await, [], "a new day");
}

#[tokio::test]
async fn an_offer_shows_only_what_it_is_set_to_and_a_wrong_question_is_refused() {
    let collector = collector("kind = \"newsletter\"");
    assert_eq!(facts(&collector, "newsletter", json!({ "visitor": id(1) })).await, [] as [Value; 0]);
    assert_eq!(collector.get("/v1/config?site=demo").await.json()["offers"][0]["facts_key"], Value::Null);
    for (field, value) in [
        ("site", json!(7)),
        ("nonce", json!("1")),
        ("offer", json!("discount")),
        ("visitor", json!("jane")),
        ("items", json!("mug")),
    ] {
        let (status, code, detail) =
            collector.post("/v1/facts", question("newsletter", json!({ field: value }))).await.refusal();
        assert_eq!((status, code.as_str()), (400, "bad_field"));
        assert!(detail.contains(&format!("`{field}`")), "{detail}");
    }
    let without = collector.post("/v1/facts", json!({ "site": "demo", "offer": "newsletter" })).await;
    assert!(without.refusal().2.contains("missing field `nonce`"));
    let foreign = with_header(post("/v1/facts", question("newsletter", json!({}))), "origin", "https://evil.example");
    assert_eq!(collector.send(foreign).await.refusal().1, "origin_not_allowed");
}

#[tokio::test]
async fn a_visitor_is_never_asked_about_by_an_address() {
    let collector = collector("kind = \"newsletter\"");
    assert_eq!(collector.get(&format!("/v1/facts?site=demo&visitor={}", id(1))).await.status, 405);
    let large = question("newsletter", json!({ "items": ["x".repeat(8_192)] }));
    assert_eq!(collector.post("/v1/facts", large).await.status, 413);
    let mut form = post("/v1/facts", "site=demo");
    form.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
    assert_eq!(collector.send(form).await.status, 415);
}
