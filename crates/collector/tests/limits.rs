//! When it is too much: one client, the queue, the disk.

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{Collector, batch, event, from_address, get, post, with_header};
use serde_json::json;
use std::sync::Arc;
use waypost_collector::store::MAX_QUEUE_BYTES;

fn click() -> Request<Body> {
    post("/v1/events", batch(1, &[event(1, "click", 0)]))
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_when_to_come_again() {
    let collector = Collector::with(|config| config.rate_limit = 1);
    for _ in 0..4 {
        assert_eq!(collector.send(click()).await.status, 200);
    }
    let answer = collector.send(click()).await;
    assert_eq!(answer.header("retry-after"), Some("1"));
    let detail = "too many requests from one address, the limit is 1 a second".to_owned();
    assert_eq!(answer.refusal(), (429, "too_many_requests".to_owned(), detail));
    assert_eq!(collector.send(get("/v1/config?site=demo")).await.status, 429, "all of /v1 counts together");
    assert_eq!(collector.send(from_address(click(), "198.51.100.1")).await.status, 200);
    assert_eq!(collector.get("/healthz").await.status, 200, "its life is told to everyone");
}

#[tokio::test]
async fn a_page_may_read_that_it_asks_too_often() {
    let collector = Collector::with(|config| config.rate_limit = 1);
    let from_shop = || with_header(click(), "origin", common::OWN_ORIGIN);
    for _ in 0..4 {
        collector.send(from_shop()).await;
    }
    let answer = collector.send(from_shop()).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("access-control-allow-origin"), Some(common::OWN_ORIGIN));
    assert_eq!(answer.header("access-control-expose-headers"), Some("retry-after"));
}

#[tokio::test]
async fn behind_a_trusted_proxy_every_client_has_its_own_count() {
    let collector = Collector::with(|config| {
        config.rate_limit = 1;
        config.trusted_proxies = vec!["192.0.2.1/32".parse().unwrap()];
    });
    for client in 0..20 {
        let request = with_header(click(), "x-forwarded-for", &format!("198.51.100.{client}"));
        assert_eq!(collector.send(request).await.status, 200);
    }
}

#[tokio::test]
async fn a_disk_that_is_nearly_full_takes_nothing_more() {
    let collector = Collector::with(|config| config.min_free_mib = u64::MAX);
    for request in [click(), post("/v1/captures", "{}")] {
        let answer = collector.send(request).await;
        assert_eq!((answer.refusal().0, answer.refusal().1.as_str()), (503, "disk_low"));
        assert_eq!(answer.header("retry-after"), Some("60"));
    }
    let ready = collector.get("/readyz").await;
    assert_eq!((ready.status.as_u16(), &ready.json()["ready"]), (503, &json!(false)));
    assert!(ready.json()["reason"].as_str().unwrap().contains("MiB left"), "{}", ready.text());
    assert_eq!(collector.get("/healthz").await.status, 200, "it lives all the same");
    assert_eq!(collector.events().await.len(), 0);
}

#[tokio::test]
async fn a_collector_that_can_write_is_ready() {
    let answer = Collector::start().get("/readyz").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["ready"]), (200, &json!(true)));
    assert_eq!(answer.json()["queue_limit_bytes"], MAX_QUEUE_BYTES);
}

/// Another process holds the database, so that the writer has to wait and the queue fills up.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_at_four_fifths_and_loses_nothing_it_took() {
    let collector = Arc::new(Collector::start());
    let blocker = collector.database();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    let large = |stream: u64| {
        let body = batch(stream, &[event(1, "click", 0)]).to_string();
        let spaces = " ".repeat(60_000 - body.len());
        post("/v1/events", body + &spaces)
    };
    let fits = MAX_QUEUE_BYTES / 5 * 4 / 60_000 + 1;
    let mut waiting = Vec::new();
    for stream in 0..fits as u64 {
        let collector = collector.clone();
        waiting.push(tokio::spawn(async move { collector.send(large(stream)).await }));
    }
    while collector.app.store.writer.waiting_bytes() < fits * 60_000 {
        tokio::task::yield_now().await;
    }
    let refused = collector.send(large(10_000)).await;
    assert_eq!((refused.refusal().0, refused.refusal().1.as_str()), (503, "busy"));
    assert_eq!(refused.header("retry-after"), Some("2"));
    assert_eq!(collector.get("/readyz").await.status, 503);
    assert!(waiting.iter().all(|task| !task.is_finished()), "nobody is answered before the disk has it");

    blocker.execute_batch("ROLLBACK").unwrap();
    for task in waiting {
        assert_eq!(task.await.unwrap().json()["stored"], 1);
    }
    assert_eq!(collector.events().await.len(), fits);
    assert_eq!(collector.send(large(10_000)).await.status, 200);
}

#[tokio::test]
async fn a_database_that_refuses_is_no_success() {
    let collector = Collector::start();
    collector.send(click()).await;
    collector.database().execute_batch("ALTER TABLE event RENAME TO moved").unwrap();
    let answer = collector.post("/v1/events", batch(2, &[event(1, "click", 0)])).await;
    assert_eq!((answer.refusal().0, answer.refusal().1.as_str()), (503, "store_failed"));
    assert_eq!(answer.header("retry-after"), Some("5"));
    collector.database().execute_batch("ALTER TABLE moved RENAME TO event").unwrap();
    assert_eq!(collector.post("/v1/events", batch(2, &[event(1, "click", 0)])).await.status, 200);
    assert_eq!(collector.events().await.len(), 2);
}
