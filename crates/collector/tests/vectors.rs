//! The examples of the protocol, sent to a real collector.

mod common;

use common::Collector;
use serde_json::Value;

fn vector(name: &str) -> String {
    let path = format!("{}/../../tests/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[tokio::test]
async fn the_full_batch_is_stored_as_it_is() {
    let collector = Collector::start();
    let sent: Value = serde_json::from_str(&vector("batch_full")).unwrap();
    let answer = collector.post("/v1/events", vector("batch_full")).await.json();
    let events = sent["events"].as_array().unwrap();
    assert_eq!(
        (answer["stored"].as_u64(), answer["dropped"].as_array().map(Vec::len)),
        (Some((events.len() + sent["lost"].as_array().unwrap().len()) as u64), Some(0)),
        "losses are noted like events"
    );
    let stored = collector.events().await;
    assert_eq!(stored.iter().map(|event| event["n"].as_u64()).collect::<Vec<_>>(), [Some(17), Some(18), Some(20)]);
    for (stored, sent_event) in stored.iter().zip(events) {
        assert_eq!(stored["name"], sent_event["e"]);
        assert_eq!(stored["page_id"], *sent_event.get("p").unwrap_or(&sent["pages"][0]["id"]));
        assert_eq!(stored["data"], sent_event.get("d").cloned().unwrap_or_else(|| serde_json::json!({})));
        assert_eq!(stored["session"], sent["sessions"][sent_event["s"].as_u64().unwrap_or_default() as usize]);
        assert_eq!((&stored["visitor"], &stored["user"]), (&sent["visitor"], &sent["user"]));
        assert_eq!((&stored["device"], &stored["stream"]), (&sent["device"], &sent["stream"]));
    }
}

#[tokio::test]
async fn the_packed_batch_is_the_full_one() {
    let path = format!("{}/../../tests/vectors/batch_full.zlib", env!("CARGO_MANIFEST_DIR"));
    let packed = axum::body::Body::from(std::fs::read(path).unwrap());
    let request = axum::http::Request::post("/v1/events").header("content-type", "text/plain").body(packed).unwrap();
    let collector = Collector::start();
    let answer = collector.send(request).await.json();
    assert_eq!(answer, collector.post("/v1/events", vector("batch_full")).await.json());
    let again = collector.post("/v1/events", vector("batch_again")).await.json();
    assert_eq!(
        (again["stored"].as_u64(), collector.events().await.len()),
        (Some(2), 5),
        "the same events, then two more"
    );
}

#[tokio::test]
async fn the_smallest_batch_is_stored() {
    let answer = Collector::start().post("/v1/events", vector("batch_minimal")).await;
    assert_eq!((answer.status.as_u16(), answer.json()["dropped"].as_array().map(Vec::len)), (200, Some(0)));
}

#[tokio::test]
async fn bad_events_are_named_as_the_protocol_says() {
    let answer = Collector::start().post("/v1/events", vector("batch_bad_events")).await;
    assert_eq!(answer.text().trim(), vector("batch_bad_events_answer").trim());
}

#[tokio::test]
async fn the_capture_is_stored() {
    let collector = Collector::start();
    assert_eq!(collector.post("/v1/captures", vector("capture")).await.text(), r#"{"stored":1}"#);
    let sent: Value = serde_json::from_str(&vector("capture")).unwrap();
    let stored = &collector.api("/api/v1/captures?site=demo").await["captures"][0];
    for field in ["email", "cart", "offer", "page", "visitor", "stream"] {
        assert_eq!(stored[field], sent[field], "{field}");
    }
    for (field, text) in sent["consent"].as_object().unwrap() {
        assert_eq!(&stored["consent"][field], text, "{field}");
    }
    assert_eq!((&stored["name"], &stored["phone"]), (&sent["given"]["name"], &sent["given"]["phone"]));
}
