//! `POST /v1/events`: what is stored, what is refused, and what the sender is told.

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{Collector, batch, event, event_with, granted_batch, id, names, post, with_header};
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write as _;
use waypost_wire::limits::{MAX_BATCH_BYTES, MAX_BATCH_EVENTS, MAX_DATA_BYTES, MAX_DEPTH, MAX_NAME_LEN};

const EVENTS: &str = "/v1/events";

#[tokio::test]
async fn an_answered_event_is_in_the_database_with_all_that_was_said_of_it() {
    let collector = Collector::start();
    let mut body = granted_batch(1, 700, &[event_with(1, "view_item", json!({ "value": "29.90" }))]);
    body["user"] = json!("c-1234");
    body["pages"] = json!([{
        "id": 1, "url": "https://shop.example/p/", "title": "Bowl", "ref": "https://news.example/",
        "utm": { "source": "newsletter" },
    }]);
    body["events"][0]["age"] = json!(1520);
    let answer = collector.post(EVENTS, &body).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, r#"{"stored":1,"dropped":[]}"#));
    assert_eq!(
        collector.events().await,
        [json!({
            "id": 1, "site": "demo", "stream": id(1), "n": 1, "name": "view_item",
            "occurred_at_ms": common::NOON_MS - 1520, "received_at_ms": common::NOON_MS,
            "page_id": 1,
            "page": {
                "url": "https://shop.example/p/", "title": "Bowl", "ref": "https://news.example/",
                "utm": { "source": "newsletter" }, "channel": "email", "source": "newsletter",
            },
            "session": id(700), "visitor": id(900), "user": "c-1234", "consent": "granted",
            "purposes": {},
            "device": { "class": "desktop", "vw": 1280, "vh": 720, "lang": "en-GB" },
            "sdk": "0.1.0", "data": { "value": "29.90" },
        })]
    );
}

#[tokio::test]
async fn numbers_keep_every_digit() {
    let collector = Collector::start();
    let body = batch(1, &[event(1, "purchase", 0)]).to_string();
    let body = body.replace(r#""n":1"#, r#""d":{"value":12345678901234567890.100},"n":1"#);
    collector.post(EVENTS, body).await;
    let request = common::get("/api/v1/events?site=demo");
    let answer = collector.send(with_header(request, "authorization", &format!("Bearer {}", common::TOKEN))).await;
    assert!(answer.text().contains(r#""data":{"value":12345678901234567890.100}"#), "{}", answer.text());
}

#[tokio::test]
async fn good_events_are_kept_and_each_bad_one_is_named() {
    let collector = Collector::start();
    let body = batch(
        1,
        &[
            event(1, "page_view", 0),
            event(2, "Bad Name", 0),
            json!({ "n": 3, "e": "click", "p": 1 }),
            event(4, "click", 0),
            json!({ "n": "five", "age": 0, "e": "click", "p": 1 }),
            json!({ "n": 6, "age": 0, "e": "click", "p": 9 }),
            json!({ "n": 7, "age": 0, "e": "click", "p": 1, "d": [] }),
            json!({ "n": u64::MAX, "age": 0, "e": "click", "p": 1 }),
        ],
    );
    let expected = json!({
        "stored": 2,
        "dropped": [
            [2, "bad_name"], [3, "bad_age"], [null, "bad_number"], [6, "bad_page"], [7, "bad_data"],
            [u64::MAX, "bad_number"],
        ],
    });
    assert_eq!(collector.post(EVENTS, &body).await.json(), expected);
    assert_eq!(collector.post(EVENTS, &body).await.json(), expected, "a second time the answer is the same");
    assert_eq!(names(&collector.events().await), ["page_view", "click"]);
}

#[tokio::test]
async fn a_batch_sent_twice_is_stored_once_and_answered_as_new() {
    let collector = Collector::start();
    let body = batch(1, &[event(1, "page_view", 50), event(2, "click", 0)]);
    for _ in 0..3 {
        assert_eq!(collector.post(EVENTS, &body).await.json(), json!({ "stored": 2, "dropped": [] }));
    }
    assert_eq!(collector.events().await.len(), 2);
}

#[tokio::test]
async fn what_was_stored_before_a_restart_is_not_stored_again() {
    let collector = Collector::start();
    let body = batch(1, &[event(1, "page_view", 0), event(3, "click", 0)]);
    collector.post(EVENTS, &body).await;
    collector.app.store.writer.close();
    let app = waypost_collector::app::App::open(
        collector.app.config.clone(),
        "127.0.0.1:8787".parse().unwrap(),
        collector.clock.clone(),
    );
    let restarted = waypost_collector::server::app(app.unwrap());
    let body = batch(1, &[event(1, "page_view", 0), event(2, "scroll", 0), event(3, "click", 0)]);
    let mut request = post(EVENTS, &body);
    let peer = std::net::SocketAddr::from(([192, 0, 2, 1], 1));
    request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    let answer = tower::ServiceExt::oneshot(restarted, request).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(names(&collector.events().await), ["page_view", "click", "scroll"]);
}

#[tokio::test]
async fn events_are_told_apart_by_stream_and_number() {
    let collector = Collector::start();
    collector.post(EVENTS, batch(1, &[event(1, "page_view", 0)])).await;
    collector.post(EVENTS, batch(2, &[event(1, "page_view", 0)])).await;
    assert_eq!(collector.events().await.len(), 2);
}

#[tokio::test]
async fn many_batches_at_once_are_all_stored_once() {
    let collector = std::sync::Arc::new(Collector::start());
    let tasks: Vec<_> = (0..200u64)
        .map(|number| {
            let collector = collector.clone();
            tokio::spawn(async move {
                // Every batch is sent by two senders at the same time.
                let events: Vec<Value> = (1..=10).map(|n| event(n, "click", 0)).collect();
                collector.post(EVENTS, batch(number / 2, &events)).await.json()
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap()["stored"], 10);
    }
    assert_eq!(collector.events().await.len(), 1000);
}

#[tokio::test]
async fn fields_of_a_later_protocol_are_no_error() {
    let collector = Collector::start();
    let mut body = batch(1, &[event(1, "page_view", 0)]);
    body["novelty"] = json!({ "a": [1] });
    body["events"][0]["x"] = json!(true);
    assert_eq!(collector.post(EVENTS, body).await.json()["stored"], 1);
}

/// A batch of so many bytes.
fn padded(len: usize) -> String {
    let body = batch(1, &[event(1, "page_view", 0)]).to_string();
    let spaces = " ".repeat(len - body.len());
    body + &spaces
}

#[tokio::test]
async fn bodies_may_have_sixty_thousand_bytes() {
    let collector = Collector::start();
    let fits = collector.post(EVENTS, padded(MAX_BATCH_BYTES)).await;
    assert_eq!(fits.json(), json!({ "stored": 1, "dropped": [] }));
    let too_large = collector.post(EVENTS, padded(MAX_BATCH_BYTES + 1)).await;
    let detail = "body is larger than the limit of 60000 bytes".to_owned();
    assert_eq!(too_large.refusal(), (413, "too_large".to_owned(), detail));
}

#[tokio::test]
async fn a_packed_body_is_read_up_to_the_same_limit_and_a_bomb_is_not_unpacked() {
    let collector = Collector::start();
    let packed = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let send = |body: Vec<u8>| {
        let request = Request::post(EVENTS).header("content-type", "text/plain").body(Body::from(body)).unwrap();
        collector.send(request)
    };
    assert_eq!(send(packed(&padded(MAX_BATCH_BYTES))).await.status, 200);
    assert_eq!(send(packed(&padded(MAX_BATCH_BYTES + 1))).await.refusal().1, "too_large");
    let bomb = packed(&"0".repeat(30_000_000));
    assert!(bomb.len() < MAX_BATCH_BYTES, "{}", bomb.len());
    assert_eq!(send(bomb).await.refusal().1, "too_large");
    let whole = packed(&batch(5, &[event(1, "click", 0)]).to_string());
    let broken = send(whole[..whole.len() - 9].to_vec()).await.refusal();
    assert_eq!((broken.0, &*broken.1), (400, "bad_json"));
    assert!(broken.2.contains("packed"), "{}", broken.2);
    let followed = send([whole, b"more".to_vec()].concat()).await.refusal();
    assert_eq!(followed, (400, "bad_json".to_owned(), "4 bytes follow what was packed".to_owned()));
}

#[tokio::test]
async fn a_body_of_unknown_length_meets_the_same_limit() {
    let collector = Collector::start();
    let chunks = |count: usize| {
        let chunks = (0..count).map(|_| Ok::<_, std::io::Error>(" ".repeat(10_000)));
        let body = Body::from_stream(futures_util::stream::iter(chunks.collect::<Vec<_>>()));
        Request::post(EVENTS).header("content-type", "text/plain").body(body).unwrap()
    };
    assert_eq!(collector.send(chunks(6)).await.refusal().1, "bad_json");
    assert_eq!(collector.send(chunks(7)).await.refusal().1, "too_large");
    assert_eq!(collector.send(chunks(1000)).await.refusal().1, "too_large", "the rest is not waited for");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_is_given_up() {
    let collector = Collector::start();
    let body = Body::from_stream(futures_util::stream::pending::<Result<String, std::io::Error>>());
    let request = Request::post(EVENTS).header("content-type", "text/plain").body(body).unwrap();
    let refusal = collector.send(request).await.refusal();
    assert_eq!(refusal, (408, "too_slow".to_owned(), "the body did not arrive within 20 s".to_owned()));
}

#[tokio::test]
async fn a_batch_may_have_five_hundred_events() {
    let collector = Collector::start();
    let events = |count: usize| (1..=count as u64).map(|n| event(n, "click", 0)).collect::<Vec<_>>();
    let fits = collector.post(EVENTS, batch(1, &events(MAX_BATCH_EVENTS))).await;
    assert_eq!(fits.json()["stored"], 500);
    let too_many = collector.post(EVENTS, batch(2, &events(MAX_BATCH_EVENTS + 1))).await;
    assert_eq!(too_many.refusal().0, 400);
    assert!(too_many.refusal().2.contains("at most 500 events"), "{}", too_many.text());
}

#[tokio::test]
async fn the_limits_of_one_event_cost_only_that_event() {
    let collector = Collector::start();
    let data = |len: usize| json!({ "t": "x".repeat(len - r#"{"t":""}"#.len()) });
    let body = batch(
        1,
        &[
            event_with(1, "click", data(MAX_DATA_BYTES)),
            event_with(2, "click", data(MAX_DATA_BYTES + 1)),
            event(3, &"a".repeat(MAX_NAME_LEN), 0),
            event(4, &"a".repeat(MAX_NAME_LEN + 1), 0),
        ],
    );
    let expected = json!({ "stored": 2, "dropped": [[2, "too_large"], [4, "bad_name"]] });
    assert_eq!(collector.post(EVENTS, body).await.json(), expected);
}

#[tokio::test]
async fn a_body_may_nest_eight_deep() {
    let collector = Collector::start();
    // Body, events, event and data are four already.
    let nested = |depth: usize| {
        let inner = "[".repeat(depth - 4) + &"]".repeat(depth - 4);
        let body = batch(1, &[event_with(1, "click", json!({ "a": "HERE" }))]).to_string();
        body.replace(r#""HERE""#, &inner)
    };
    assert_eq!(collector.post(EVENTS, nested(MAX_DEPTH)).await.json()["stored"], 1);
    let refusal = collector.post(EVENTS, nested(MAX_DEPTH + 1)).await.refusal();
    assert_eq!((refusal.0, refusal.1.as_str()), (400, "bad_json"));
    assert!(refusal.2.contains("nesting too deep"), "{}", refusal.2);
}

#[tokio::test]
async fn what_is_no_batch_is_refused_with_its_reason() {
    let collector = Collector::start();
    let good = batch(1, &[event(1, "click", 0)]);
    let with = |key: &str, value: Value| {
        let mut body = good.clone();
        body[key] = value;
        body.to_string()
    };
    for (body, status, code, word) in [
        (String::new(), 400, "bad_json", "byte 0"),
        ("{".to_owned(), 400, "bad_json", "byte 1"),
        (with("v", json!(2)), 400, "bad_version", "`v`"),
        (with("stream", json!("abc")), 400, "bad_field", "`stream`"),
        (with("consent", json!("denied")), 400, "bad_field", "`consent`"),
        (with("site", json!("A site")), 400, "bad_field", "`site`"),
        (with("site", json!("other")), 404, "unknown_site", "\"other\""),
    ] {
        let refusal = collector.post(EVENTS, &body).await.refusal();
        assert_eq!((refusal.0, refusal.1.as_str()), (status, code), "{body}");
        assert!(refusal.2.contains(word), "{}", refusal.2);
    }
    let bytes = Request::post(EVENTS).header("content-type", "text/plain").body(Body::from(vec![b'{', 0xff])).unwrap();
    let refusal = collector.send(bytes).await.refusal();
    assert_eq!(refusal, (400, "bad_json".to_owned(), "not UTF-8 at byte 1".to_owned()));
    assert_eq!(collector.events().await.len(), 0);
}

#[tokio::test]
async fn only_text_and_json_are_read() {
    let collector = Collector::start();
    let body = batch(1, &[event(1, "click", 0)]).to_string();
    for (kind, status) in [
        (Some("text/plain"), 200),
        (Some("text/plain;charset=UTF-8"), 200),
        (Some("Application/JSON; charset=utf-8"), 200),
        (Some("application/x-www-form-urlencoded"), 415),
        (Some("text/plainer"), 415),
        (None, 415),
    ] {
        let mut request = Request::post(EVENTS);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let answer = collector.send(request.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{kind:?}");
        if status == 415 {
            assert_eq!(answer.refusal().1, "bad_content_type");
        }
    }
}

#[tokio::test]
async fn other_methods_are_told_so_as_json() {
    let collector = Collector::start();
    let request = Request::put(EVENTS).body(Body::empty()).unwrap();
    let answer = collector.send(request).await;
    assert_eq!(answer.header("allow"), Some("POST"));
    assert_eq!(answer.refusal(), (405, "method_not_allowed".to_owned(), "PUT is not possible here".to_owned()));
}

#[tokio::test]
async fn when_consent_changes_a_stream_keeps_both_senders() {
    let collector = Collector::start();
    collector.post(EVENTS, batch(1, &[event(1, "page_view", 0)])).await;
    collector.post(EVENTS, granted_batch(1, 700, &[event(2, "click", 0)])).await;
    let events = collector.events().await;
    assert_eq!((events[0]["consent"].as_str(), events[1]["consent"].as_str()), (Some("anonymous"), Some("granted")));
    assert_ne!(events[0]["visitor"], events[1]["visitor"]);
    assert_eq!(events[1]["session"], id(700));
}
