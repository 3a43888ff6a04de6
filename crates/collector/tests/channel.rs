//! `POST /v1/channel`: from where the visitor of a page came.

mod common;

use common::{Answer, Collector, batch, event, granted_batch, id, post, with_header};
use serde_json::{Value, json};

async fn asked(collector: &Collector, more: Value) -> Answer {
    let mut body = json!({ "site": "demo", "stream": id(1), "url": "https://shop.example" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    collector.post("/v1/channel", body).await
}

async fn channel(collector: &Collector, more: Value) -> Value {
    let answer = asked(collector, more).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")), "{}", answer.text());
    answer.json()["channel"].clone()
}

/// A batch whose page view was brought by this.
fn brought(mut batch: Value, referrer: &str, utm: Value) -> Value {
    batch["pages"][0]["ref"] = json!(referrer);
    batch["pages"][0]["utm"] = utm;
    batch
}

#[tokio::test]
async fn before_anything_is_stored_it_is_what_the_page_says() {
    let collector = Collector::start();
    for (referrer, utm, expected) in [
        ("https://www.google.com", json!({}), "search"),
        ("https://l.instagram.com", json!({}), "social"),
        ("https://blog.example", json!({}), "referral"),
        ("https://chatgpt.com", json!({}), "ai"),
        ("https://www.google.com", json!({ "gclid": "1" }), "paid"),
        ("", json!({ "source": "Spring", "medium": "E-Mail" }), "email"),
        ("", json!({ "campaign": "leaflet" }), "other"),
        ("", json!({}), "direct"),
        ("https://shop.example", json!({}), ""),
    ] {
        assert_eq!(
            channel(&collector, json!({ "referrer": referrer, "utm": utm })).await,
            expected,
            "{referrer} {utm}"
        );
    }
    assert_eq!(channel(&collector, json!({})).await, "direct");
}

#[tokio::test]
async fn on_later_pages_it_is_what_brought_the_visit() {
    for batch_of in [|n| batch(n, &[event(1, "page_view", 0)]), |n| granted_batch(n, 700, &[event(1, "page_view", 0)])]
    {
        let collector = Collector::start();
        collector.post("/v1/events", brought(batch_of(2), "https://www.google.com/", json!({}))).await;
        collector.post("/v1/events", brought(batch_of(1), "https://shop.example/cart", json!({}))).await;
        let here = json!({ "referrer": "https://shop.example" });
        assert_eq!(channel(&collector, here.clone()).await, "search");
        collector.clock.advance_ms(1_000);
        collector.post("/v1/events", brought(batch_of(3), "", json!({ "medium": "email" }))).await;
        let of_third = json!({ "stream": id(3), "referrer": "" });
        assert_eq!(channel(&collector, of_third).await, "email", "the last that somebody else brought");
    }
}

#[tokio::test]
async fn the_first_events_of_a_later_page_are_waited_for() {
    let collector = Collector::start();
    collector
        .post("/v1/events", brought(batch(2, &[event(1, "page_view", 0)]), "https://www.google.com/", json!({})))
        .await;
    let later = brought(batch(1, &[event(1, "page_view", 0)]), "https://shop.example/cart", json!({}));
    // In this order they are begun, and a question without patience would be answered first.
    let (channel, _) = tokio::join!(
        channel(&collector, json!({ "referrer": "https://www.shop.example" })),
        collector.post("/v1/events", later)
    );
    assert_eq!(channel, "search");
}

#[tokio::test]
async fn who_was_brought_by_nobody_came_directly() {
    let collector = Collector::start();
    collector.post("/v1/events", brought(batch(1, &[event(1, "page_view", 0)]), "", json!({}))).await;
    assert_eq!(channel(&collector, json!({ "referrer": "" })).await, "direct");
    let went_on = brought(batch(1, &[event(1, "page_view", 0)]), "https://shop.example/", json!({}));
    let collector = Collector::start();
    collector.post("/v1/events", went_on).await;
    assert_eq!(channel(&collector, json!({ "referrer": "https://shop.example" })).await, "direct");
}

#[tokio::test]
async fn a_wrong_question_is_refused() {
    let collector = Collector::start();
    for (field, value) in [("site", json!(7)), ("stream", json!("1")), ("referrer", json!(7)), ("utm", json!("email"))]
    {
        let (status, code, detail) = asked(&collector, json!({ field: value })).await.refusal();
        assert_eq!((status, code.as_str()), (400, "bad_field"));
        assert!(detail.contains(&format!("`{field}`")), "{detail}");
    }
    assert_eq!(asked(&collector, json!({ "site": "nope" })).await.refusal().1, "unknown_site");
    assert_eq!(asked(&collector, json!({ "referrer": "x".repeat(8_192) })).await.refusal().1, "too_large");
    assert_eq!(collector.get("/v1/channel").await.status, 405);
    let body = json!({ "site": "demo", "stream": id(1) });
    let foreign = with_header(post("/v1/channel", body), "origin", "https://evil.example");
    assert_eq!(collector.send(foreign).await.refusal().1, "origin_not_allowed");
}
