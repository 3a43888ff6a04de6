//! What a page is, what brought its view, and which touches a session has.

mod common;

use common::{Collector, batch, event, granted_batch, id, post};
use serde_json::{Value, json};
use std::io::Write as _;

const NEWS: &str = "https://news.example/";
const OWN: &str = "https://shop.example/a/";

/// A page view `minutes` before the sending, in a document of its own.
fn view(stream: u64, minutes: u64, referrer: &str, utm: Value) -> Value {
    let mut body = batch(stream, &[event(1, "page_view", minutes * 60_000)]);
    body["pages"][0]["ref"] = json!(referrer);
    body["pages"][0]["utm"] = utm;
    body
}

async fn send(collector: &Collector, body: &Value) {
    assert_eq!(collector.post("/v1/events", body).await.json()["stored"], body["events"].as_array().unwrap().len());
}

/// First channel, last channel, last source and last campaign of each session, in their order.
fn touches(collector: &Collector) -> Vec<(String, String, Option<String>, Option<String>)> {
    let database = collector.database();
    let mut statement = database
        .prepare(
            "SELECT first.channel, last.channel, last.source, last.campaign
             FROM session LEFT JOIN session_facts AS facts ON facts.session = session.id
             LEFT JOIN page AS first ON first.id = facts.first_page LEFT JOIN page AS last ON last.id = facts.last_page
             ORDER BY session.first_at",
        )
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn touch(first: &str, last: &str, source: &str, campaign: &str) -> (String, String, Option<String>, Option<String>) {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (first.to_owned(), last.to_owned(), text(source), text(campaign))
}

#[tokio::test]
async fn facts_of_a_page_are_kept_and_grow() {
    let collector = Collector::start();
    let with = |n: u64, facts: Value| {
        let mut body = batch(1, &[event(n, "page_view", 0)]);
        body["pages"][0]["facts"] = facts;
        body
    };
    send(&collector, &with(1, json!({ "restored": true, "later": 1 }))).await;
    send(&collector, &with(2, json!({ "type": "product", "why": "json_ld" }))).await;
    send(&collector, &with(3, json!({ "type": "cart", "why": 7, "canonical": "https://shop.example/c/" }))).await;
    send(&collector, &with(4, json!({}))).await;
    let expected = json!({
        "url": "https://shop.example/", "title": "Shop", "ref": "", "utm": {}, "type": "cart", "why": "json_ld",
        "canonical": "https://shop.example/c/", "restored": true, "channel": "internal",
    });
    for stored in collector.events().await {
        assert_eq!(stored["page"], expected);
    }
}

#[tokio::test]
async fn what_was_allowed_beside_measurement_is_kept() {
    let collector = Collector::start();
    let mut body = batch(1, &[event(1, "page_view", 0)]);
    send(&collector, &body).await;
    body["purposes"] = json!({ "marketing": false });
    body["events"][0]["n"] = json!(2);
    send(&collector, &body).await;
    let events = collector.events().await;
    assert_eq!((&events[0]["purposes"], &events[1]["purposes"]), (&json!({}), &json!({ "marketing": false })));
}

#[tokio::test]
async fn the_shops_own_origins_bring_nobody() {
    let collector = Collector::with(|config| {
        config.sites[0].origins = vec!["https://pay.example".to_owned().try_into().unwrap()];
    });
    for (stream, referrer, channel) in
        [(1, OWN, "internal"), (2, "https://pay.example/x", "internal"), (3, NEWS, "referral"), (4, "", "direct")]
    {
        send(&collector, &view(stream, 0, referrer, json!({}))).await;
        assert_eq!(collector.events().await.last().unwrap()["page"]["channel"], channel, "{referrer}");
    }
}

#[tokio::test]
async fn a_session_knows_its_first_and_its_last_touch() {
    let collector = Collector::start();
    send(&collector, &view(1, 20, "", json!({}))).await;
    assert_eq!(touches(&collector), [touch("direct", "direct", "", "")]);
    send(&collector, &view(2, 10, NEWS, json!({}))).await;
    send(&collector, &view(3, 5, OWN, json!({}))).await;
    send(&collector, &view(4, 4, "", json!({}))).await;
    assert_eq!(touches(&collector), [touch("direct", "referral", "news.example", "")]);
    // What happened earlier and arrives late counts by its time.
    send(&collector, &view(5, 25, "https://www.google.com/", json!({}))).await;
    send(&collector, &view(6, 15, "https://t.co/", json!({}))).await;
    assert_eq!(touches(&collector), [touch("search", "referral", "news.example", "")]);
}

#[tokio::test]
async fn a_session_that_the_browser_named_has_touches_too_and_campaigns_do_not_end_it() {
    let collector = Collector::start();
    for (stream, utm) in [(1, json!({})), (2, json!({ "source": "letter", "medium": "email", "campaign": "autumn" }))] {
        let mut body = granted_batch(stream, 700, &[event(1, "page_view", 10 - stream)]);
        body["pages"][0]["utm"] = utm;
        send(&collector, &body).await;
    }
    assert_eq!(touches(&collector), [touch("direct", "email", "letter", "autumn")]);
}

#[tokio::test]
async fn another_campaign_begins_another_session() {
    let collector = Collector::start();
    let letter = json!({ "source": "letter", "medium": "email", "campaign": "autumn" });
    send(&collector, &view(1, 20, NEWS, json!({}))).await;
    send(&collector, &view(2, 15, "", letter.clone())).await;
    send(&collector, &view(3, 14, OWN, json!({}))).await;
    send(&collector, &view(4, 13, "", letter)).await;
    send(&collector, &view(5, 5, "", json!({ "gclid": "1" }))).await;
    let expected = [
        touch("referral", "referral", "news.example", ""),
        touch("email", "email", "letter", "autumn"),
        touch("paid", "paid", "gclid", ""),
    ];
    assert_eq!(touches(&collector), expected);
    let sessions: Vec<Value> = collector.events().await.iter().map(|event| event["session"].clone()).collect();
    assert!(sessions[1] == sessions[2] && sessions[2] == sessions[3]);
    assert!(sessions[0] != sessions[1] && sessions[3] != sessions[4]);
}

#[tokio::test]
async fn a_page_that_comes_back_brings_nobody_anew() {
    let collector = Collector::start();
    send(&collector, &view(1, 20, "", json!({ "gclid": "1" }))).await;
    send(&collector, &view(2, 15, "", json!({ "fbclid": "1" }))).await;
    let mut back = view(1, 10, "", json!({ "gclid": "1" }));
    back["pages"][0]["id"] = json!(2);
    back["pages"][0]["facts"] = json!({ "restored": true });
    back["events"][0]["n"] = json!(2);
    back["events"][0]["p"] = json!(2);
    send(&collector, &back).await;
    let expected = [touch("paid", "paid", "gclid", ""), touch("social", "social", "fbclid", "")];
    assert_eq!(touches(&collector), expected);
}

#[tokio::test]
async fn a_campaign_that_arrives_late_takes_its_part_of_the_session_also_after_a_restart() {
    for restart in [false, true] {
        let mut collector = Collector::start();
        send(&collector, &view(1, 20, "", json!({}))).await;
        send(&collector, &view(2, 10, NEWS, json!({}))).await;
        assert_eq!(touches(&collector), [touch("direct", "referral", "news.example", "")]);
        if restart {
            collector = collector.restart();
        }
        send(&collector, &view(3, 15, "", json!({ "gclid": "1" }))).await;
        let expected = [touch("direct", "direct", "", ""), touch("paid", "referral", "news.example", "")];
        assert_eq!(touches(&collector), expected);
        // A view between two sessions that belong together joins them, with their touches.
        send(&collector, &view(4, 60, "", json!({}))).await;
        send(&collector, &view(5, 40, "https://t.co/", json!({}))).await;
        let expected = [touch("direct", "social", "t.co", ""), touch("paid", "referral", "news.example", "")];
        assert_eq!(touches(&collector), expected);
        let facts: u64 =
            collector.database().query_row("SELECT count(*) FROM session_facts", [], |row| row.get(0)).unwrap();
        assert_eq!(facts, 2, "what was joined is gone");
    }
}

#[tokio::test]
async fn a_session_keeps_the_device_and_whether_it_was_automated() {
    let collector = Collector::start();
    let mut body = batch(1, &[event(1, "click", 0)]);
    body["device"] = json!({ "class": "phone", "auto": true });
    send(&collector, &body).await;
    let mut other = batch(2, &[event(1, "page_view", 0)]);
    other["device"] = json!({ "class": "fridge" });
    let mut request = post("/v1/events", &other);
    request.headers_mut().insert("user-agent", "another".parse().unwrap());
    assert_eq!(collector.send(request).await.status, 200);
    let database = collector.database();
    let mut statement =
        database.prepare("SELECT device, auto, first_page FROM session_facts ORDER BY session").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let rows: Vec<(Option<String>, bool, Option<i64>)> = rows.map(Result::unwrap).collect();
    assert_eq!(rows, [(Some("phone".to_owned()), true, None), (None, false, Some(2))]);
}

#[tokio::test]
async fn a_database_of_the_first_version_is_brought_up_to_date() {
    let collector = Collector::start();
    send(&collector, &view(1, 20, NEWS, json!({}))).await;
    let database = collector.database();
    // What the migration adds is taken away again.
    for column in [
        "type",
        "why",
        "canonical",
        "restored",
        "discarded",
        "prerendered",
        "channel",
        "source",
        "campaign",
        "campaign_key",
    ] {
        database.execute(&format!("ALTER TABLE page DROP COLUMN {column}"), []).unwrap();
    }
    common::take_back(&database, 4);
    database
        .execute_batch(
            "ALTER TABLE sender DROP COLUMN purposes; ALTER TABLE session DROP COLUMN campaign_key;
             DROP TABLE session_facts; DROP TABLE purchase; DROP TABLE ledger; PRAGMA user_version = 1;",
        )
        .unwrap();
    let collector = collector.restart();
    send(&collector, &view(2, 10, "", json!({}))).await;
    let events = collector.events().await;
    assert_eq!((&events[0]["page"]["channel"], &events[1]["page"]["channel"]), (&Value::Null, &json!("direct")));
    assert_eq!(events[0]["session"], events[1]["session"]);
    assert_ne!(events[0]["session"], id(0));
}

#[tokio::test]
async fn a_shop_may_have_rules_of_its_own() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    write!(file, "[[rule]]\nchannel = \"ai\"\nhost = [\"news.example\"]\n").unwrap();
    let rules = waypost_collector::channel::Rules::read(file.path()).unwrap();
    let collector = Collector::with(|config| config.channels = rules);
    for (stream, referrer, channel) in [(1, NEWS, "ai"), (2, "https://www.google.com/", "referral")] {
        send(&collector, &view(stream, 0, referrer, json!({}))).await;
        assert_eq!(collector.events().await.last().unwrap()["page"]["channel"], channel);
    }
}

/// The groups of the funnel as their values and the sessions of the first two steps.
async fn groups(collector: &Collector, by: &str) -> Vec<(Value, u64, u64)> {
    let answer = collector.api(&format!("/api/v1/funnel?site=demo&by={by}")).await;
    let count = |group: &Value, step: usize| group["steps"][step]["sessions"].as_u64().unwrap();
    let groups = answer["groups"].as_array().unwrap();
    let all: u64 = groups.iter().map(|group| count(group, 0)).sum();
    assert_eq!(answer["steps"][0]["sessions"], all);
    groups.iter().map(|group| (group["value"].clone(), count(group, 0), count(group, 1))).collect()
}

#[tokio::test]
async fn the_funnel_can_be_told_by_device_channel_and_kind_of_page() {
    let collector = Collector::start();
    for (session, class, referrer, kind) in
        [(1, "phone", NEWS, "product"), (2, "phone", "", "product"), (3, "desktop", OWN, "cart"), (4, "x", "", "")]
    {
        let mut body = granted_batch(session, 700 + session, &[event(1, "page_view", 2), event(2, "view_item", 1)]);
        if session != 1 {
            body["events"].as_array_mut().unwrap().pop();
        }
        body["device"]["class"] = json!(class);
        body["pages"][0]["ref"] = json!(referrer);
        send(&collector, &body).await;
        // The kind of a page becomes known later.
        body["pages"][0]["facts"] = json!({ "type": kind });
        body["events"] = json!([event(9, "click", 0)]);
        send(&collector, &body).await;
    }
    let expected = [(json!("phone"), 2, 1), (json!(null), 1, 0), (json!("desktop"), 1, 0)];
    assert_eq!(groups(&collector, "device").await, expected);
    assert_eq!(groups(&collector, "channel").await, [(json!("direct"), 3, 0), (json!("referral"), 1, 1)]);
    let expected = [(json!("product"), 2, 1), (json!(null), 1, 0), (json!("cart"), 1, 0)];
    assert_eq!(groups(&collector, "page_type").await, expected);
    let request = common::with_header(
        common::get("/api/v1/funnel?site=demo&by=colour"),
        "authorization",
        &format!("Bearer {}", common::TOKEN),
    );
    let refusal = collector.send(request).await.refusal();
    assert!(refusal.2.contains("device, channel, page_type"), "{}", refusal.2);
}
