//! What the dashboard reads: only when signed in, and exactly what was stored.

mod common;

use axum::http::Request;
use common::{Collector, NOON_MS, TOKEN, batch, event, get, granted_batch, id, names, with_header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use waypost_collector::clock::DAY_MS;
use waypost_collector::config::Site;

async fn with_clicks(count: u64) -> Collector {
    let collector = Collector::start();
    let events: Vec<Value> = (1..=count).map(|n| event(n, "click", 0)).collect();
    for (stream, events) in events.chunks(500).enumerate() {
        collector.post("/v1/events", batch(stream as u64, events)).await;
    }
    collector
}

fn ids(answer: &Value) -> Vec<u64> {
    answer["events"].as_array().unwrap().iter().map(|event| event["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn nothing_is_told_to_those_who_are_not_signed_in() {
    let collector = with_clicks(1).await;
    for path in
        ["sites", "events?site=demo", "live?site=demo", "funnel?site=demo", "goals?site=demo", "captures?site=demo"]
    {
        let path = format!("/api/v1/{path}");
        let answer = collector.get(&path).await;
        assert_eq!((answer.refusal().0, answer.refusal().1.as_str()), (401, "not_signed_in"), "{path}");
        let wrong = collector.send(with_header(get(&path), "authorization", "Bearer wrong")).await;
        assert_eq!(wrong.status, 401, "{path}");
        let cookie = collector.send(with_header(get(&path), "cookie", "waypost=wrong")).await;
        assert_eq!(cookie.status, 401, "{path}");
    }
}

#[tokio::test]
async fn the_sites_are_listed_by_key_and_name() {
    let collector = Collector::with(|config| config.sites = vec![Site::new("a", "First"), Site::new("b", "Second")]);
    let expected = json!({ "sites": [{ "key": "a", "name": "First" }, { "key": "b", "name": "Second" }] });
    assert_eq!(collector.api("/api/v1/sites").await, expected);
}

#[tokio::test]
async fn events_come_in_pages_newest_last() {
    let collector = with_clicks(250).await;
    let first = collector.api("/api/v1/events?site=demo").await;
    assert_eq!((ids(&first), &first["next"]), ((1..=100).collect(), &json!(100)));
    let last = collector.api("/api/v1/events?site=demo&after=200&limit=500").await;
    assert_eq!((ids(&last), &last["next"]), ((201..=250).collect(), &json!(250)));
    let none = collector.api("/api/v1/events?site=demo&after=250").await;
    assert_eq!((ids(&none), &none["next"]), (vec![], &json!(250)));
}

#[tokio::test]
async fn the_newest_events_and_those_before_them_can_be_had() {
    let collector = with_clicks(250).await;
    let latest = collector.api("/api/v1/events?site=demo&latest=3").await;
    assert_eq!((ids(&latest), &latest["next"]), (vec![248, 249, 250], &json!(250)));
    let before = collector.api("/api/v1/events?site=demo&before=248&limit=2").await;
    assert_eq!(ids(&before), [246, 247]);
    assert_eq!(ids(&collector.api("/api/v1/events?site=demo&before=1").await), [0; 0]);
}

#[tokio::test]
async fn a_page_has_at_most_a_thousand_events() {
    let collector = with_clicks(1001).await;
    assert_eq!(ids(&collector.api("/api/v1/events?site=demo&limit=1000").await).len(), 1000);
    for (query, name) in [
        ("limit=1001", "limit"),
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("after=-1", "after"),
        ("latest=1001", "latest"),
        ("before=x", "before"),
    ] {
        let request = get(&format!("/api/v1/events?site=demo&{query}"));
        let answer = collector.send(with_header(request, "authorization", &format!("Bearer {TOKEN}"))).await;
        let (status, code, detail) = answer.refusal();
        assert_eq!((status, code.as_str()), (400, "bad_query"), "{query}");
        assert!(detail.starts_with(&format!("query parameter `{name}` is wrong: ")), "{detail}");
    }
}

#[tokio::test]
async fn sites_are_kept_apart() {
    let collector = Collector::with(|config| config.sites = vec![Site::new("demo", "A"), Site::new("other", "B")]);
    let mut body = batch(1, &[event(1, "page_view", 0)]);
    collector.post("/v1/events", &body).await;
    body["site"] = json!("other");
    body["events"][0]["e"] = json!("click");
    assert_eq!(collector.post("/v1/events", &body).await.json()["stored"], 1, "the same stream id is no duplicate");
    for (site, name) in [("demo", "page_view"), ("other", "click")] {
        let answer = collector.api(&format!("/api/v1/events?site={site}")).await;
        assert_eq!(names(answer["events"].as_array().unwrap()), [name]);
    }
    let unknown = get("/api/v1/events?site=third");
    let answer = collector.send(with_header(unknown, "authorization", &format!("Bearer {TOKEN}"))).await;
    assert_eq!(answer.refusal().1, "unknown_site");
}

async fn funnel(collector: &Collector, query: &str) -> Vec<(String, u64)> {
    let answer = collector.api(&format!("/api/v1/funnel?site=demo{query}")).await;
    let steps = answer["steps"].as_array().unwrap().iter();
    steps.map(|step| (step["step"].as_str().unwrap().to_owned(), step["sessions"].as_u64().unwrap())).collect()
}

fn steps(counts: [u64; 5]) -> Vec<(String, u64)> {
    ["visit", "product", "cart", "checkout", "purchase"].map(str::to_owned).into_iter().zip(counts).collect()
}

#[tokio::test]
async fn the_funnel_counts_sessions_that_took_the_steps_in_their_order() {
    let collector = Collector::start();
    let journeys: [&[&str]; 5] = [
        &["page_view", "view_item", "add_to_cart", "begin_checkout", "purchase"],
        &["page_view", "view_item", "view_item", "click", "add_to_cart"],
        &["view_item", "page_view"],
        &["page_view", "purchase"],
        &["click"],
    ];
    for (session, journey) in (0u64..).zip(journeys) {
        // The steps of one journey are on several pages, each of them a stream of its own.
        for (step, name) in (0u64..).zip(journey.iter()) {
            let body = granted_batch(session * 10 + step, 700 + session, &[event(1, name, 1000 - step)]);
            collector.post("/v1/events", body).await;
        }
    }
    assert_eq!(funnel(&collector, "").await, steps([4, 2, 2, 1, 1]));
}

#[tokio::test]
async fn the_funnel_is_of_today_unless_asked_otherwise() {
    let collector = Collector::start();
    let midnight = NOON_MS / DAY_MS * DAY_MS;
    let views = [event(1, "page_view", NOON_MS - midnight), event(2, "page_view", NOON_MS - midnight + 1)];
    collector.post("/v1/events", granted_batch(1, 700, &views[..1])).await;
    collector.post("/v1/events", granted_batch(2, 701, &views[1..])).await;
    assert_eq!(funnel(&collector, "").await, steps([1, 0, 0, 0, 0]));
    let from = midnight - 1;
    assert_eq!(funnel(&collector, &format!("&from_ms={from}")).await, steps([2, 0, 0, 0, 0]));
    let yesterday = format!("&from_ms={from}&to_ms={midnight}");
    assert_eq!(funnel(&collector, &yesterday).await, steps([1, 0, 0, 0, 0]), "to_ms itself is left out");
    assert_eq!(funnel(&collector, "&from_ms=5&to_ms=1").await, steps([0; 5]));
}

/// Reads `count` events of the stream, as pairs of `id` and data.
async fn read_live(body: &mut axum::body::Body, count: usize) -> Vec<(u64, Value)> {
    let mut text = String::new();
    loop {
        let whole = text.split("\n\n").filter(|block| block.contains("data:")).count();
        if whole >= count && text.ends_with("\n\n") {
            break;
        }
        let frame = body.frame().await.expect("the feed goes on").unwrap();
        text.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
    }
    let field = |block: &str, name: &str| {
        block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
    };
    text.split("\n\n")
        .filter_map(|block| {
            let data = serde_json::from_str(&field(block, "data:")?).unwrap();
            Some((field(block, "id:")?.parse().unwrap(), data))
        })
        .collect()
}

async fn live(collector: &Collector, request: Request<axum::body::Body>) -> axum::body::Body {
    let response = collector.begin(with_header(request, "authorization", &format!("Bearer {TOKEN}"))).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    response.into_body()
}

#[tokio::test]
async fn events_are_shown_as_they_are_stored() {
    let collector = with_clicks(2).await;
    let mut feed = live(&collector, get("/api/v1/live?site=demo")).await;
    collector.post("/v1/events", batch(77, &[event(1, "page_view", 0), event(2, "scroll", 0)])).await;
    let seen = read_live(&mut feed, 2).await;
    assert_eq!(seen.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [3, 4], "what was there before is not repeated");
    assert_eq!((&seen[0].1["stream"], &seen[0].1["name"]), (&json!(id(77)), &json!("page_view")));
    collector.post("/v1/events", batch(77, &[event(3, "click", 0)])).await;
    assert_eq!(read_live(&mut feed, 1).await[0].0, 5);
}

#[tokio::test]
async fn a_feed_that_broke_off_goes_on_where_it_was() {
    let collector = with_clicks(450).await;
    let request = with_header(get("/api/v1/live?site=demo"), "last-event-id", "40");
    let mut feed = live(&collector, request).await;
    let seen = read_live(&mut feed, 410).await;
    assert_eq!(seen.iter().map(|(id, _)| *id).collect::<Vec<_>>(), (41..=450).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_feed_ends_when_the_server_stops() {
    let collector = with_clicks(1).await;
    let feed = live(&collector, get("/api/v1/live?site=demo")).await;
    collector.app.closing.send_replace(true);
    assert_eq!(feed.collect().await.unwrap().to_bytes().len(), 0);
}
