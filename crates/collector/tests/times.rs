//! When an event happened: by its age at sending and the collector's clock, whatever the visitor's clock says.

mod common;

use common::{Collector, NOON_MS, batch, event};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use waypost_collector::clock::DAY_MS;

const EVENTS: &str = "/v1/events";

async fn occurred(collector: &Collector) -> Vec<(u64, u64)> {
    let told = collector.api("/api/v1/events?site=demo").await;
    let of = |event: &Value| Some((event["n"].as_u64()?, event["occurred_at_ms"].as_u64()?));
    told["events"].as_array().unwrap().iter().filter_map(of).collect()
}

#[tokio::test]
async fn only_the_age_counts_after_sleep_and_a_long_time_offline() {
    let collector = Collector::start();
    let ages = [(1, 7 * DAY_MS), (2, 7 * DAY_MS - 1), (3, 8 * 60 * 60 * 1000), (4, 2_000), (5, 0)];
    let events = ages.map(|(n, age)| event(n, "click", age));
    let mut body = batch(1, &events);
    // A browser may say what time it thinks it is; nobody asks.
    body["sent_at"] = json!(NOON_MS + 400 * DAY_MS);
    collector.post(EVENTS, body).await;
    assert_eq!(occurred(&collector).await, ages.map(|(n, age)| (n, NOON_MS - age)));
}

#[tokio::test]
async fn the_same_event_sent_again_later_keeps_its_first_time() {
    let collector = Collector::start();
    collector.post(EVENTS, batch(1, &[event(1, "click", 1_000)])).await;
    collector.clock.advance_ms(60_000);
    // The visitor's clock was set back meanwhile: the age has become less than it should.
    collector.post(EVENTS, batch(1, &[event(1, "click", 0)])).await;
    assert_eq!(occurred(&collector).await, [(1, NOON_MS - 1_000)]);
}

#[tokio::test]
async fn an_age_beyond_all_time_is_the_beginning_of_it_and_no_event_is_in_the_future() {
    let collector = Collector::start();
    collector.post(EVENTS, batch(1, &[event(1, "click", NOON_MS), event(2, "click", NOON_MS + 1)])).await;
    assert_eq!(occurred(&collector).await, [(1, 0), (2, 0)]);
    let mut negative = batch(2, &[]);
    negative["events"] = json!([{"n": 1, "age": -1, "e": "click", "p": 1}]);
    assert_eq!(collector.post(EVENTS, negative).await.json()["dropped"], json!([[1, "bad_age"]]));
}

#[test]
fn the_order_of_a_stream_is_that_of_its_ages() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ages = prop::collection::vec(0..8 * DAY_MS, 1..6);
    let outcome = TestRunner::new(Config::with_cases(24)).run(&ages, |ages| {
        runtime.block_on(async {
            let collector = Collector::start();
            let events: Vec<Value> = (1..).zip(&ages).map(|(n, age)| event(n, "click", *age)).collect();
            collector.post(EVENTS, batch(1, &events)).await;
            let expected: Vec<(u64, u64)> = (1..).zip(&ages).map(|(n, age)| (n, NOON_MS - age)).collect();
            prop_assert_eq!(occurred(&collector).await, expected);
            Ok(())
        })
    });
    outcome.unwrap();
}
