//! Which session and visitor an event belongs to.

mod common;

use common::{Collector, batch, event, from_address, granted_batch, id, post};
use serde_json::Value;
use waypost_collector::session::SESSION_IDLE_MS;

async fn view(collector: &Collector, stream: u64, age_ms: u64) {
    let answer = collector.post("/v1/events", batch(stream, &[event(1, "page_view", age_ms)])).await;
    assert_eq!(answer.json()["stored"], 1);
}

/// How the events share sessions, as in `[0, 0, 1]`: the third one has another session than the first two.
async fn sessions(collector: &Collector) -> Vec<usize> {
    let events = collector.events().await;
    let mut seen: Vec<&Value> = Vec::new();
    let numbers = events.iter().map(|event| {
        let session = &event["session"];
        seen.iter().position(|known| *known == session).unwrap_or_else(|| {
            seen.push(session);
            seen.len() - 1
        })
    });
    numbers.collect()
}

#[tokio::test]
async fn a_silence_of_thirty_minutes_begins_a_new_session() {
    let collector = Collector::start();
    view(&collector, 1, 0).await;
    collector.clock.advance_ms(SESSION_IDLE_MS - 1);
    view(&collector, 2, 0).await;
    collector.clock.advance_ms(SESSION_IDLE_MS);
    view(&collector, 3, 0).await;
    assert_eq!(sessions(&collector).await, [0, 0, 1]);
}

#[tokio::test]
async fn a_late_event_joins_two_sessions_to_one() {
    let collector = Collector::start();
    view(&collector, 1, 2 * SESSION_IDLE_MS - 2).await;
    view(&collector, 2, 0).await;
    assert_eq!(sessions(&collector).await, [0, 1]);
    view(&collector, 3, SESSION_IDLE_MS - 1).await;
    assert_eq!(sessions(&collector).await, [0, 0, 0]);
    let count: u64 = collector.database().query_row("SELECT count(*) FROM session", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_batch_that_is_repeated_later_stretches_no_session() {
    let collector = Collector::start();
    view(&collector, 1, 0).await;
    collector.clock.advance_ms(SESSION_IDLE_MS - 1);
    view(&collector, 1, 0).await;
    collector.clock.advance_ms(1);
    view(&collector, 2, 0).await;
    assert_eq!(sessions(&collector).await, [0, 1]);
}

#[tokio::test]
async fn visitors_of_other_networks_have_sessions_of_their_own() {
    let collector = Collector::start();
    for (stream, address) in [(1, "192.0.2.1"), (2, "192.0.2.2"), (3, "198.51.100.1")] {
        let request = post("/v1/events", batch(stream, &[event(1, "page_view", 0)]));
        collector.send(from_address(request, address)).await;
    }
    assert_eq!(sessions(&collector).await, [0, 0, 1]);
}

#[tokio::test]
async fn the_visitor_without_consent_is_another_one_the_next_day() {
    let collector = Collector::start();
    view(&collector, 1, 0).await;
    collector.clock.advance_ms(86_400_000 / 2 - 1);
    view(&collector, 2, 0).await;
    collector.clock.advance_ms(1);
    view(&collector, 3, 0).await;
    let events = collector.events().await;
    assert_eq!(events[0]["visitor"], events[1]["visitor"]);
    assert_ne!(events[1]["visitor"], events[2]["visitor"]);
}

#[tokio::test]
async fn with_consent_the_session_is_the_one_that_the_browser_named() {
    let collector = Collector::start();
    collector.post("/v1/events", granted_batch(1, 700, &[event(1, "page_view", 0)])).await;
    collector.clock.advance_ms(2 * SESSION_IDLE_MS);
    collector.post("/v1/events", granted_batch(2, 700, &[event(1, "page_view", 0)])).await;
    collector.post("/v1/events", granted_batch(3, 701, &[event(1, "page_view", 0)])).await;
    let events = collector.events().await;
    let named: Vec<_> = events.iter().map(|event| event["session"].as_str().unwrap().to_owned()).collect();
    assert_eq!(named, [id(700), id(700), id(701)]);
    assert!(events.iter().all(|event| event["visitor"] == id(900)));
}

#[tokio::test]
async fn no_id_is_taken_from_a_batch_without_consent() {
    let collector = Collector::start();
    let mut body = granted_batch(1, 700, &[event(1, "page_view", 0)]);
    body["consent"] = "anonymous".into();
    body["user"] = "c-1".into();
    collector.post("/v1/events", body).await;
    let stored = &collector.events().await[0];
    assert_ne!(stored["visitor"], id(900));
    assert_ne!(stored["session"], id(700));
    assert_eq!(stored["user"], Value::Null);
}
