//! What became of each event that a browser has numbered.

mod common;

use common::{Collector, NOON_MS, batch, event, event_with, with_header};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use waypost_collector::clock::DAY_MS;
use waypost_collector::store::PENDING_MS;

const EVENTS: &str = "/v1/events";
const ASKED: &str = "/api/v1/completeness?site=demo";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";

fn clicks(numbers: &[u64]) -> Vec<Value> {
    numbers.iter().map(|n| event(*n, "click", 0)).collect()
}

/// Tracked, stored, pending, missing, repeated.
fn counts(answer: &Value) -> [u64; 5] {
    ["tracked", "stored", "pending", "missing", "repeated"].map(|key| answer[key].as_u64().unwrap())
}

#[tokio::test]
async fn each_number_is_stored_lost_for_a_reason_or_missing() {
    let collector = Collector::start();
    let mut body = batch(1, &clicks(&[1, 2, 5]));
    body["events"].as_array_mut().unwrap().push(event(7, "Bad Name", 0));
    body["lost"] = json!([[3, "evicted"], [2, "expired"], ["x", "evicted"], [0, "evicted"]]);
    body["last"] = json!(9);
    let answer = collector.post(EVENTS, &body).await.json();
    assert_eq!(
        answer,
        json!({"stored": 6, "dropped": [[7, "bad_name"]]}),
        "three events and the losses that have a number"
    );
    let told = collector.api(ASKED).await;
    assert_eq!(counts(&told), [9, 3, 4, 0, 0], "4, 6, 8 and 9 may still come");
    assert_eq!(told["dropped"], json!({"evicted": 1, "bad_name": 1}), "what is stored is not lost as well");
    collector.clock.advance_ms(PENDING_MS - 1);
    assert_eq!(counts(&collector.api(ASKED).await), [9, 3, 4, 0, 0]);
    collector.clock.advance_ms(1);
    assert_eq!(counts(&collector.api(ASKED).await), [9, 3, 0, 4, 0]);
    collector.post(EVENTS, batch(1, &clicks(&[3, 4, 5]))).await;
    let told = collector.api(ASKED).await;
    assert_eq!((counts(&told), &told["dropped"]), ([9, 5, 3, 0, 1], &json!({"bad_name": 1})), "3 has come after all");
}

#[tokio::test]
async fn a_batch_may_tell_of_losses_alone() {
    let collector = Collector::start();
    let mut body = batch(1, &[]);
    body["lost"] = json!([[1, "reset"], [2, "reset"]]);
    assert_eq!(collector.post(EVENTS, &body).await.json(), json!({"stored": 2, "dropped": []}));
    let told = collector.api(ASKED).await;
    assert_eq!((counts(&told), &told["dropped"]), ([2, 0, 0, 0, 0], &json!({"reset": 2})));
}

#[tokio::test]
async fn an_order_refused_as_a_repetition_is_lost_for_that_reason() {
    let collector = Collector::start();
    let order = |n| event_with(n, "purchase", json!({"transaction_id": "A-1"}));
    collector.post(EVENTS, batch(1, &[order(1)])).await;
    collector.post(EVENTS, batch(2, &[order(1)])).await;
    let told = collector.api(ASKED).await;
    assert_eq!((counts(&told), &told["dropped"]), ([2, 1, 0, 0, 0], &json!({"repeated_purchase": 1})));
}

#[tokio::test]
async fn no_batch_can_spoil_the_sums() {
    let collector = Collector::start();
    let (most, above) = (u64::from(u32::MAX), u64::from(u32::MAX) + 1);
    for (stream, number) in [(1, most), (2, most), (3, above), (4, i64::MAX as u64), (5, u64::MAX)] {
        let mut body = batch(stream, &clicks(&[1]));
        body["last"] = json!(number);
        body["lost"] = json!([[number, "an address: a@b.example"]]);
        assert_eq!(collector.post(EVENTS, body).await.status, 200);
    }
    let told = collector.api(ASKED).await;
    assert_eq!(told["tracked"], json!(2 * most + 3), "larger numbers say nothing");
    assert_eq!(told["dropped"], json!({"other": 2}), "what is no word is not kept");
    let answer = collector.post(EVENTS, batch(6, &clicks(&[most, above]))).await.json();
    assert_eq!(answer, json!({"stored": 1, "dropped": [[above, "bad_number"]]}));
}

#[tokio::test]
async fn counts_are_told_by_browser_version_and_the_day_that_it_happened() {
    let collector = Collector::start();
    let request = with_header(common::post(EVENTS, batch(1, &clicks(&[1, 2]))), "user-agent", FIREFOX);
    assert_eq!(collector.send(request).await.status, 200);
    // Offline for two days, with a wrong clock: only the age counts.
    let mut late = batch(2, &[event(1, "click", 2 * DAY_MS), event(2, "click", 2 * DAY_MS - 5)]);
    late["sdk"] = json!("0.0.9");
    collector.post(EVENTS, late).await;
    let told = collector.api(&format!("{ASKED}&from_ms=0")).await;
    let groups = |key: &str| -> Vec<(String, u64)> {
        let groups = told[key].as_array().unwrap().iter();
        groups.map(|group| (group["value"].as_str().unwrap().to_owned(), group["stored"].as_u64().unwrap())).collect()
    };
    assert_eq!(groups("by_browser"), [(String::new(), 2), ("Firefox 153".to_owned(), 2)]);
    assert_eq!(groups("by_sdk"), [("0.0.9".to_owned(), 2), ("0.1.0".to_owned(), 2)]);
    let days: Vec<u64> = groups("by_day").iter().map(|(_, stored)| *stored).collect();
    assert_eq!(days, [2, 2]);
    assert_eq!(counts(&collector.api(ASKED).await)[0], 2, "today's");
    let bounds = format!("{ASKED}&from={}&to={}", NOON_MS - 2 * DAY_MS, NOON_MS - 2 * DAY_MS + 1);
    assert_eq!(counts(&collector.api(&bounds).await)[0], 2, "the first one's moment is within");
    let before = format!("{ASKED}&from_ms=0&to_ms={}", NOON_MS - 2 * DAY_MS);
    assert_eq!(counts(&collector.api(&before).await)[0], 0);
}

/// One delivery: numbers of events and of losses, and whether it comes twice.
type Delivery = (BTreeSet<u64>, BTreeSet<u64>, u64, bool);

fn delivery() -> impl Strategy<Value = Delivery> {
    let numbers = || prop::collection::btree_set(1u64..12, 0..5);
    (numbers(), numbers(), 0u64..14, any::<bool>())
}

#[test]
fn whatever_arrives_the_outcomes_add_up() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(proptest::test_runner::Config::with_cases(40));
    let deliveries = prop::collection::vec(delivery(), 1..8);
    let outcome = runner.run(&deliveries, |deliveries| {
        runtime.block_on(async {
            let collector = Collector::start();
            let (mut stored, mut lost, mut last) = (BTreeSet::new(), BTreeSet::new(), 0);
            for (events, losses, said, is_twice) in deliveries {
                let mut body = batch(1, &clicks(&events.iter().copied().collect::<Vec<_>>()));
                body["lost"] = losses.iter().map(|n| json!([n, "evicted"])).collect();
                body["last"] = json!(said);
                for _ in 0..=usize::from(is_twice) {
                    collector.post(EVENTS, &body).await;
                }
                stored.extend(events);
                lost.extend(losses);
                last = stored.iter().chain(&lost).copied().chain([last, said]).max().unwrap_or_default();
            }
            lost.retain(|n| !stored.contains(n));
            collector.clock.advance_ms(PENDING_MS);
            let told = collector.api(ASKED).await;
            let missing = last - (stored.len() + lost.len()) as u64;
            let [tracked, found, pending, gone, _] = counts(&told);
            prop_assert_eq!([tracked, found, pending, gone], [last, stored.len() as u64, 0, missing]);
            prop_assert_eq!(told["dropped"]["evicted"].as_u64().unwrap_or_default(), lost.len() as u64);
            Ok(())
        })
    });
    outcome.unwrap();
}
