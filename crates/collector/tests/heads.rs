//! Batches that refer to the head of an earlier one of their stream, and what need not be sent again.

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{Collector, NOON_MS, batch, event, get, granted_batch, id, with_header};
use flate2::{Compress, Compression, FlushCompress};
use serde_json::{Value, json};
use waypost_wire::DICTIONARY;
use waypost_wire::limits::KEEP_HEAD_MS;

const EVENTS: &str = "/v1/events";

fn named(stream: u64, number: u64, events: &[Value]) -> Value {
    let mut batch = granted_batch(stream, 700, events);
    batch["head"] = json!(number);
    batch
}

fn again(stream: u64, number: u64, events: &[Value]) -> Value {
    json!({ "v": 1, "site": "demo", "stream": id(stream), "again": number, "events": events })
}

fn plain(n: u64) -> Value {
    json!({ "n": n, "age": 0, "e": "click" })
}

#[tokio::test]
async fn a_later_batch_has_the_head_that_it_refers_to_also_after_a_restart() {
    let collector = Collector::start();
    collector.post(EVENTS, named(1, 1, &[event(1, "page_view", 0)])).await;
    let mut other = named(1, 2, &[event(2, "click", 0)]);
    other["user"] = json!("c-1");
    collector.post(EVENTS, other).await;
    assert_eq!(collector.post(EVENTS, again(1, 1, &[plain(3)])).await.json(), json!({ "stored": 1, "dropped": [] }));
    let collector = collector.restart();
    for number in [1, 2] {
        let stored = collector.post(EVENTS, again(1, number, &[plain(3 + number)])).await;
        assert_eq!(stored.json()["stored"], 1, "head {number}");
    }
    let events = collector.events().await;
    assert_eq!(events.len(), 5);
    let same = ["visitor", "session", "device", "url", "page_id"];
    let first = &events[0];
    assert!(events.iter().all(|event| same.iter().all(|key| event[key] == first[key])), "{events:#?}");
    let users: Vec<_> = events.iter().map(|event| event["user"].as_str()).collect();
    assert_eq!(users, [None, Some("c-1"), None, None, Some("c-1")]);
}

#[tokio::test]
async fn a_head_that_is_not_known_is_asked_for_and_nothing_is_stored() {
    let collector = Collector::start();
    collector.post(EVENTS, named(1, 1, &[event(1, "page_view", 0)])).await;
    let detail = |number: u64| format!("head {number} of this stream is not known here: send the batch with its head");
    for (stream, number) in [(1, 2), (2, 1), (1, u64::MAX >> 1)] {
        let refusal = collector.post(EVENTS, again(stream, number, &[plain(2)])).await.refusal();
        assert_eq!(refusal, (409, "unknown_head".to_owned(), detail(number)));
    }
    let mut elsewhere = again(1, 1, &[plain(2)]);
    elsewhere["site"] = json!("nobody");
    assert_eq!(collector.post(EVENTS, elsewhere).await.refusal().1, "unknown_site");
    assert_eq!(collector.events().await.len(), 1);
}

#[tokio::test]
async fn a_head_without_consent_keeps_nobodys_ids() {
    let collector = Collector::start();
    let mut body = named(1, 1, &[event(1, "page_view", 0)]);
    body["consent"] = json!("anonymous");
    collector.post(EVENTS, body).await;
    let text: String = collector.database().query_row("SELECT text FROM head", [], |row| row.get(0)).unwrap();
    assert!(!text.contains(&id(900)) && !text.contains(&id(700)), "{text}");
}

#[tokio::test]
async fn heads_are_forgotten_when_their_time_is_over() {
    let collector = Collector::start();
    collector.post(EVENTS, named(1, 1, &[event(1, "page_view", 0)])).await;
    let heads = |collector: &Collector| -> u64 {
        collector.database().query_row("SELECT count(*) FROM head", [], |row| row.get(0)).unwrap()
    };
    let set = |at: u64| {
        collector.database().execute("UPDATE head SET at = ? WHERE number = 1", [at]).unwrap();
    };
    set(NOON_MS - KEEP_HEAD_MS);
    collector.post(EVENTS, named(2, 2, &[event(1, "page_view", 0)])).await;
    assert_eq!(heads(&collector), 2, "at the limit");
    set(NOON_MS - KEEP_HEAD_MS - 1);
    collector.post(EVENTS, named(3, 2, &[event(1, "page_view", 0)])).await;
    assert_eq!(heads(&collector), 2, "one is over, one has come");
}

#[tokio::test]
async fn who_takes_over_a_stream_learns_what_need_not_be_sent() {
    let collector = Collector::start();
    let mut body = batch(1, &[event(1, "click", 0), event(2, "click", 0), event(4, "click", 0), event(9, "Bad", 0)]);
    body["lost"] = json!([[5, "evicted"]]);
    collector.post(EVENTS, body).await;
    let asked = |site: &str, stream: &str| format!("/v1/settled?site={site}&stream={stream}");
    let answer = collector.get(&asked("demo", &id(1))).await;
    assert_eq!(answer.json(), json!({ "v": 1, "settled": [[1, 2], [4, 5], [9, 9]] }));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(collector.get(&asked("demo", &id(2))).await.json()["settled"], json!([]));
    for (path, status, word) in [
        (asked("nobody", &id(1)), 404, "unknown_site"),
        (asked("demo", "xyz"), 400, "bad_query"),
        ("/v1/settled?site=demo".to_owned(), 400, "bad_query"),
        (format!("/v1/settled?stream={}", id(1)), 400, "bad_query"),
    ] {
        let refusal = collector.get(&path).await.refusal();
        assert_eq!((refusal.0, &*refusal.1), (status, word), "{path}");
    }
    let foreign = with_header(get(&asked("demo", &id(1))), "origin", "https://elsewhere.example");
    assert_eq!(collector.send(foreign).await.refusal().1, "origin_not_allowed");
}

/// zlib with `dictionary`.
fn packed(text: &str, dictionary: &str) -> Vec<u8> {
    let mut stream = Compress::new(Compression::new(0), true);
    stream.set_dictionary(dictionary.as_bytes()).unwrap();
    let mut bytes = Vec::with_capacity(text.len() + 100);
    stream.compress_vec(text.as_bytes(), &mut bytes, FlushCompress::Finish).unwrap();
    bytes
}

#[tokio::test]
async fn a_body_is_unpacked_with_the_dictionary_of_the_wire_and_no_other() {
    let collector = Collector::start();
    let send = |body: Vec<u8>| {
        collector.send(Request::post(EVENTS).header("content-type", "text/plain").body(Body::from(body)).unwrap())
    };
    let text = batch(1, &[event(1, "click", 0)]).to_string();
    let whole = packed(&text, DICTIONARY);
    assert_eq!(send(whole.clone()).await.json()["stored"], 1);
    let other = send(packed(&text, "another")).await.refusal();
    assert_eq!((other.0, &*other.1), (415, "unknown_dictionary"));
    let mut wrong = whole.clone();
    *wrong.last_mut().unwrap() ^= 1;
    for (body, why) in [
        (whole[..whole.len() - 5].to_vec(), "breaks off"),
        (wrong, "is broken"),
        ([whole, b"x".to_vec()].concat(), "1 bytes follow what was packed"),
    ] {
        let refusal = send(body).await.refusal();
        assert!((refusal.0, &*refusal.1) == (400, "bad_json") && refusal.2.contains(why), "{refusal:?}");
    }
}
