//! An order is stored once a site, however often a page tells it.

mod common;

use common::{Collector, batch, event, event_with, names};
use serde_json::{Value, json};
use std::sync::Arc;
use waypost_collector::config::Site;

fn purchase(n: u64, order: impl Into<Value>) -> Value {
    event_with(n, "purchase", json!({ "transaction_id": order.into(), "value": "33.70" }))
}

async fn send(collector: &Collector, stream: u64, events: &[Value]) -> Value {
    collector.post("/v1/events", batch(stream, events)).await.json()
}

#[tokio::test]
async fn an_order_told_by_another_event_is_dropped_and_the_others_are_kept() {
    let collector = Collector::start();
    let first = [purchase(1, "A-1"), event(2, "click", 0)];
    assert_eq!(send(&collector, 1, &first).await, json!({ "stored": 2, "dropped": [] }));
    // A reload, or another tab.
    let again = [event(1, "page_view", 0), purchase(2, "A-1"), event(3, "click", 0)];
    for _ in 0..2 {
        assert_eq!(send(&collector, 2, &again).await, json!({ "stored": 2, "dropped": [[2, "repeated_purchase"]] }));
    }
    assert_eq!(names(&collector.events().await), ["purchase", "click", "page_view", "click"]);
}

#[tokio::test]
async fn the_same_event_sent_again_is_answered_as_new() {
    let mut collector = Collector::start();
    for _ in 0..2 {
        for _ in 0..2 {
            assert_eq!(send(&collector, 1, &[purchase(1, "A-1")]).await, json!({ "stored": 1, "dropped": [] }));
        }
        collector = collector.restart();
    }
    assert_eq!(send(&collector, 2, &[purchase(1, "A-1")]).await["stored"], 0, "a restart forgets no order");
    assert_eq!(collector.events().await.len(), 1);
}

#[tokio::test]
async fn in_one_batch_the_first_one_counts() {
    let collector = Collector::start();
    let answer = send(&collector, 1, &[purchase(1, "A-1"), purchase(2, "A-1"), purchase(3, "A-2")]).await;
    assert_eq!(answer, json!({ "stored": 2, "dropped": [[2, "repeated_purchase"]] }));
}

#[tokio::test]
async fn a_number_may_be_written_as_one() {
    let collector = Collector::start();
    assert_eq!(send(&collector, 1, &[purchase(1, 2041)]).await["stored"], 1);
    assert_eq!(send(&collector, 2, &[purchase(1, " 2041 ")]).await["dropped"], json!([[1, "repeated_purchase"]]));
}

#[tokio::test]
async fn what_has_no_order_number_and_what_is_no_purchase_is_kept() {
    let collector = Collector::start();
    for stream in 1..=2 {
        let refund = event_with(4, "refund", json!({ "transaction_id": "A-1" }));
        let events = [event(1, "purchase", 0), purchase(2, ""), purchase(3, json!(["A-1"])), refund];
        assert_eq!(send(&collector, stream, &events).await, json!({ "stored": 4, "dropped": [] }));
    }
}

#[tokio::test]
async fn another_site_has_orders_of_its_own() {
    let collector = Collector::with(|config| config.sites.push(Site::new("second", "Second")));
    let mut body = batch(1, &[purchase(1, "A-1")]);
    for site in ["demo", "second"] {
        body["site"] = json!(site);
        assert_eq!(collector.post("/v1/events", &body).await.json()["stored"], 1, "{site}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_tabs_at_once_one_tells_the_order() {
    const TABS: u64 = 200;
    let collector = Arc::new(Collector::start());
    // While another connection holds the database the tabs gather, so that they come into one transaction.
    let database = collector.database();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let tabs: Vec<_> = (0..TABS)
        .map(|stream| {
            let collector = collector.clone();
            tokio::spawn(async move { send(&collector, stream, &[event(1, "page_view", 0), purchase(2, "A-1")]).await })
        })
        .collect();
    while collector.app.store.writer.waiting_bytes() < TABS as usize * 300 {
        tokio::task::yield_now().await;
    }
    database.execute_batch("COMMIT").unwrap();
    let mut stored = 0;
    for tab in tabs {
        let answer = tab.await.unwrap();
        stored += answer["stored"].as_u64().unwrap();
        assert_eq!(answer["stored"].as_u64().unwrap() as usize + answer["dropped"].as_array().unwrap().len(), 2);
    }
    assert_eq!(stored, TABS + 1);
    let purchases = collector.events().await.iter().filter(|event| event["name"] == "purchase").count();
    assert_eq!(purchases, 1);
}

#[tokio::test]
async fn orders_that_an_earlier_version_stored_are_known() {
    let collector = Collector::start();
    send(&collector, 1, &[purchase(1, "A-1"), purchase(2, 7), event(3, "purchase", 0)]).await;
    common::take_back(&collector.database(), 4);
    collector.database().execute_batch("DROP TABLE purchase; DROP TABLE ledger; PRAGMA user_version = 2").unwrap();
    let collector = collector.restart();
    let answer = send(&collector, 2, &[purchase(1, "A-1"), purchase(2, "7"), purchase(3, "A-2")]).await;
    assert_eq!(answer, json!({ "stored": 1, "dropped": [[1, "repeated_purchase"], [2, "repeated_purchase"]] }));
}
