//! Which pages may send, and read the answer.

mod common;

use axum::body::Body;
use axum::http::Request;
use common::{Answer, Collector, OWN_ORIGIN, batch, event, post, with_header};
use waypost_collector::config::{Origin, Site};

const SHOP: &str = "https://shop.example";
const OTHER: &str = "https://other.example";

fn collector() -> Collector {
    Collector::with(|config| {
        let site = |key: &str, origin: &str| Site {
            origins: vec![Origin::try_from(origin.to_owned()).unwrap()],
            ..Site::new(key, key)
        };
        config.sites = vec![site("demo", SHOP), site("second", OTHER)];
    })
}

async fn post_from(collector: &Collector, origin: &str) -> Answer {
    collector.send(with_header(post("/v1/events", batch(1, &[event(1, "click", 0)])), "origin", origin)).await
}

fn allowed(answer: &Answer) -> Option<&str> {
    answer.header("access-control-allow-origin")
}

#[tokio::test]
async fn a_page_of_the_site_may_send_and_read_the_answer() {
    let collector = collector();
    for origin in [SHOP, OWN_ORIGIN, "http://localhost:8787"] {
        let answer = post_from(&collector, origin).await;
        assert_eq!((answer.status.as_u16(), allowed(&answer)), (200, Some(origin)));
        assert_eq!(answer.header("vary"), Some("origin"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
}

#[tokio::test]
async fn a_foreign_page_is_refused_and_told_why() {
    let collector = collector();
    for origin in ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null"] {
        let answer = post_from(&collector, origin).await;
        assert_eq!(answer.refusal().1, "origin_not_allowed");
        assert_eq!((answer.status.as_u16(), allowed(&answer)), (403, None), "{origin}");
    }
    assert_eq!(collector.events().await.len(), 0);
}

#[tokio::test]
async fn a_page_of_another_site_may_read_the_refusal() {
    let answer = post_from(&collector(), OTHER).await;
    assert_eq!((answer.refusal().0, allowed(&answer)), (403, Some(OTHER)));
    assert_eq!(
        answer.refusal().2,
        "origin https://other.example may not send for the site \"demo\"; add it to the site's origins"
    );
}

#[tokio::test]
async fn who_says_no_origin_is_no_foreign_page() {
    let answer = collector().post("/v1/events", batch(1, &[event(1, "click", 0)])).await;
    assert_eq!((answer.status.as_u16(), allowed(&answer)), (200, None));
}

#[tokio::test]
async fn browsers_may_ask_before_they_send_json() {
    let collector = collector();
    let ask = |origin: &str| {
        let request = Request::options("/v1/events")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type");
        request.body(Body::empty()).unwrap()
    };
    let answer = collector.send(ask(SHOP)).await;
    assert_eq!((answer.status.as_u16(), allowed(&answer)), (200, Some(SHOP)));
    assert_eq!(answer.header("access-control-allow-headers"), Some("content-type"));
    assert_eq!(answer.header("access-control-allow-methods"), Some("GET,POST"));
    assert_eq!(allowed(&collector.send(ask("https://evil.example")).await), None);
}

#[tokio::test]
async fn the_offers_are_for_the_sites_pages_too() {
    let collector = collector();
    let ask = |origin: &str| with_header(common::get("/v1/config?site=demo"), "origin", origin);
    assert_eq!(collector.send(ask(SHOP)).await.status, 200);
    assert_eq!(collector.send(ask("https://evil.example")).await.refusal().0, 403);
}
