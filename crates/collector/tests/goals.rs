//! Goals of a shop: the macro-conversions of the catalogue, and those that a site declares.

mod common;

use common::{Collector, NOON_MS, event, event_with, get, granted_batch, with_header};
use serde_json::{Value, json};

/// A session of this class of device that views a page and then tells `more`.
async fn session(collector: &Collector, session: u64, class: &str, more: &[Value]) {
    let mut events = vec![event(1, "page_view", 1_000)];
    events.extend_from_slice(more);
    let mut body = granted_batch(session, 700 + session, &events);
    body["device"]["class"] = json!(class);
    assert_eq!(collector.post("/v1/events", body).await.json()["stored"], events.len());
}

async fn goals(collector: &Collector, query: &str) -> Value {
    collector.api(&format!("/api/v1/goals?site=demo{query}")).await
}

/// Name, events and sessions of each goal, in the order of the answer.
fn counts(answer: &Value) -> Vec<(&str, u64, u64)> {
    let number = |goal: &Value, key: &str| goal[key].as_u64().unwrap();
    let goals = answer["goals"].as_array().unwrap().iter();
    goals.map(|goal| (goal["name"].as_str().unwrap(), number(goal, "events"), number(goal, "sessions"))).collect()
}

#[tokio::test]
async fn what_a_site_declares_to_be_a_macro_conversion_is_a_goal_beside_those_of_the_catalogue() {
    let collector = Collector::start();
    let quiz = |n: u64| event_with(n, "quiz_won", json!({ "macro": true }));
    session(&collector, 1, "phone", &[quiz(2), quiz(3), event(4, "sign_up", 0)]).await;
    session(&collector, 2, "desktop", &[quiz(2)]).await;
    let none = [json!({ "macro": false }), json!({ "macro": "true" }), json!({ "macro": 1 }), json!({ "is": "macro" })];
    let none: Vec<Value> = (2..).zip(none).map(|(n, data)| event_with(n, "quiz_lost", data)).collect();
    session(&collector, 3, "phone", &none).await;
    session(&collector, 4, "phone", &[event(2, "view_item", 0), event(3, "generate_lead", 0)]).await;
    let answer = goals(&collector, "").await;
    assert_eq!(answer["visits"], 4);
    assert_eq!(counts(&answer), [("quiz_won", 3, 2), ("generate_lead", 1, 1), ("sign_up", 1, 1)]);
    assert_eq!(answer["goals"][0].get("groups"), None);
}

#[tokio::test]
async fn a_goal_is_told_by_device_also_where_nobody_reached_it() {
    let collector = Collector::start();
    let order = |number: &str| event_with(2, "purchase", json!({ "transaction_id": number }));
    session(&collector, 1, "phone", &[order("A")]).await;
    session(&collector, 2, "desktop", &[]).await;
    session(&collector, 3, "phone", &[]).await;
    let answer = goals(&collector, "&by=device").await;
    let expected = json!([
        { "value": "phone", "visits": 2, "events": 1, "sessions": 1 },
        { "value": "desktop", "visits": 1, "events": 0, "sessions": 0 },
    ]);
    assert_eq!(answer["goals"][0]["groups"], expected);
    let request =
        with_header(get("/api/v1/goals?site=demo&by=colour"), "authorization", &format!("Bearer {}", common::TOKEN));
    let refusal = collector.send(request).await.refusal();
    assert!(refusal.2.contains("device, channel, page_type"), "{}", refusal.2);
}

#[tokio::test]
async fn an_event_that_comes_again_is_one_and_only_the_span_counts() {
    let collector = Collector::start();
    for _ in 0..2 {
        let body = granted_batch(1, 700, &[event(1, "page_view", 10), event(2, "sign_up", 5)]);
        collector.post("/v1/events", body).await;
    }
    assert_eq!(counts(&goals(&collector, "").await), [("sign_up", 1, 1)]);
    let at = NOON_MS - 5;
    assert_eq!(counts(&goals(&collector, &format!("&from_ms={at}")).await), [("sign_up", 1, 0)], "no view in the span");
    assert!(counts(&goals(&collector, &format!("&from_ms={}", at + 1)).await).is_empty());
    assert!(counts(&goals(&collector, &format!("&to_ms={at}")).await).is_empty(), "to_ms itself is left out");
    assert_eq!(counts(&goals(&collector, &format!("&to_ms={}", at + 1)).await), [("sign_up", 1, 1)]);
    let of_none = goals(&collector, &format!("&by=device&from_ms={at}")).await;
    assert_eq!(of_none["goals"][0]["groups"], json!([{ "value": "desktop", "visits": 0, "events": 1, "sessions": 0 }]));
}

#[tokio::test]
async fn goals_of_an_older_database_are_found_and_go_with_their_events() {
    let collector = Collector::start();
    session(&collector, 1, "phone", &[event_with(2, "quiz_won", json!({ "macro": true })), event(3, "sign_up", 0)])
        .await;
    let before = goals(&collector, "").await;
    common::take_back(&collector.database(), 5);
    let collector = collector.restart();
    assert_eq!(counts(&goals(&collector, "").await), counts(&before));
    collector.database().execute("DELETE FROM event WHERE n = 2", []).unwrap();
    let kept: u64 = collector.database().query_row("SELECT count(*) FROM goal", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 1);
    assert_eq!(counts(&goals(&collector, "").await), [("sign_up", 1, 1)]);
}
