//! What came of exit intent and of offers, as the API tells it.

mod common;

use common::{Collector, NOON_MS, TOKEN, batch, event, get, granted_batch, id, with_header};
use serde_json::{Value, json};
use waypost_collector::outcome::LEFT_MS;
use waypost_collector::session::SESSION_IDLE_MS;

const EVENTS: &str = "/v1/events";
const ASKED: &str = "/api/v1/intent?site=demo";

/// A mouse's decision that showed nothing.
fn decision(n: u64, age_ms: u64) -> Value {
    let data =
        json!({"signal": "pointer_top", "shown": false, "reason": "no_cart", "score": 0.68, "reasons": "outside"});
    told(n, "exit_intent", age_ms, data)
}

fn told(n: u64, name: &str, age_ms: u64, data: Value) -> Value {
    let mut event = event(n, name, age_ms);
    event["d"] = data;
    event
}

/// A batch of the visitor number `visitor`, in their own session.
fn of_visitor(visitor: u64, stream: u64, events: &[Value]) -> Value {
    let mut batch = granted_batch(stream, 10_000 + visitor, events);
    batch["visitor"] = json!(id(20_000 + visitor));
    batch
}

/// Decisions, left, stayed and pending of the only signal.
fn counts(answer: &Value) -> [u64; 4] {
    assert_eq!(answer["signals"].as_array().unwrap().len(), 1, "{answer}");
    ["decisions", "left", "stayed", "pending"].map(|key| answer["signals"][0][key].as_u64().unwrap())
}

#[tokio::test]
async fn who_comes_back_within_thirty_seconds_in_any_tab_has_stayed() {
    for (later_ms, left) in [(LEFT_MS, 0), (LEFT_MS + 1, 1)] {
        let collector = Collector::start();
        collector.post(EVENTS, of_visitor(1, 1, &[event(1, "page_view", 5_000), decision(2, 0)])).await;
        collector.clock.advance_ms(later_ms);
        collector.post(EVENTS, of_visitor(1, 2, &[event(1, "page_view", 0)])).await;
        assert_eq!(counts(&collector.api(ASKED).await), [1, left, 1 - left, 0], "{later_ms}");
    }
}

#[tokio::test]
async fn a_visitor_without_an_id_is_joined_by_the_day() {
    let collector = Collector::start();
    collector.post(EVENTS, batch(1, &[event(1, "page_view", 5_000), decision(2, 0)])).await;
    collector.clock.advance_ms(LEFT_MS - 1);
    collector.post(EVENTS, batch(2, &[event(1, "page_view", 0)])).await;
    let other = with_header(common::post(EVENTS, batch(3, &[decision(1, 0)])), "user-agent", "Another/1");
    collector.send(other).await;
    collector.clock.advance_ms(LEFT_MS + 1);
    assert_eq!(counts(&collector.api(ASKED).await), [2, 1, 1, 0]);
}

#[tokio::test]
async fn an_event_that_comes_late_corrects_what_was_told_before() {
    let collector = Collector::start();
    collector.post(EVENTS, of_visitor(1, 1, &[decision(1, 0)])).await;
    collector.clock.advance_ms(LEFT_MS);
    assert_eq!(counts(&collector.api(ASKED).await), [1, 0, 0, 1], "too early to tell");
    collector.clock.advance_ms(1);
    assert_eq!(counts(&collector.api(ASKED).await), [1, 1, 0, 0]);
    collector.post(EVENTS, of_visitor(1, 1, &[told(2, "engagement", 20_000, json!({}))])).await;
    assert_eq!(counts(&collector.api(ASKED).await), [1, 1, 0, 0], "that the page was hidden is no sign of a visitor");
    collector.post(EVENTS, of_visitor(1, 1, &[told(3, "exit_return", 20_000, json!({"after_ms": 10_001}))])).await;
    assert_eq!(counts(&collector.api(ASKED).await), [1, 0, 1, 0]);
}

#[tokio::test]
async fn precision_recall_and_calibration_are_those_of_the_events() {
    let collector = Collector::start();
    let signal = |n, age, data: Value| {
        let mut all = json!({"signal": "pointer_top"});
        all.as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
        told(n, "exit_intent", age, all)
    };
    let ago = 60_000;
    let view = || event(1, "page_view", ago + 5_000);
    let visits: [&[Value]; 7] = [
        // Left, as was said.
        &[view(), signal(2, ago, json!({"shown": false, "reason": "no_cart", "score": 0.68}))],
        // Stayed, and bought.
        &[
            view(),
            signal(2, ago, json!({"shown": false, "reason": "capped", "score": 0.61})),
            told(3, "purchase", ago - 9_000, json!({"transaction_id": "A-1"})),
        ],
        // Left, although an offer was shown.
        &[view(), signal(2, ago, json!({"shown": true, "score": 0.9}))],
        // Vetoed, and left all the same.
        &[view(), signal(2, ago, json!({"shown": false, "reason": "veto", "veto": "field", "score": 0.9}))],
        // Vetoed, without a score.
        &[
            view(),
            signal(2, ago, json!({"shown": false, "reason": "veto", "veto": "drag"})),
            event(3, "click", ago - 1),
        ],
        // Left without a decision.
        &[view()],
        // Sure as can be.
        &[view(), signal(2, ago, json!({"shown": false, "reason": "no_cart", "score": 1}))],
    ];
    for (visitor, events) in (1..).zip(visits) {
        collector.post(EVENTS, of_visitor(visitor, visitor, events)).await;
    }
    collector.clock.advance_ms(SESSION_IDLE_MS);
    let answer = collector.api(ASKED).await;
    let signal = &answer["signals"][0];
    for (key, expected) in [
        ("signal", json!("pointer_top")),
        ("device", json!("desktop")),
        ("decisions", json!(6)),
        ("shown", json!(1)),
        ("vetoed", json!(2)),
        ("pending", json!(0)),
        ("left", json!(2)),
        ("stayed", json!(1)),
        ("bought", json!(1)),
        ("leavings", json!(7)),
        ("predicted", json!(3)),
        ("vetoes", json!([{"veto": "drag", "decisions": 1, "left": 0}, {"veto": "field", "decisions": 1, "left": 1}])),
    ] {
        assert_eq!(signal[key], expected, "{key}");
    }
    assert_eq!(signal["precision"]["share"], json!(2.0 / 3.0));
    assert_eq!(signal["recall"]["share"], json!(3.0 / 7.0));
    let bins: Vec<Value> = signal["calibration"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bin| json!([bin["from"], bin["decisions"], bin["left"]]))
        .collect();
    assert_eq!(json!(bins), json!([[0.6, 2, 1], [0.9, 1, 1]]));
    let device = &answer["devices"][0];
    assert_eq!(
        (&device["device"], &device["leavings"], &device["predicted"]),
        (&json!("desktop"), &json!(7), &json!(3))
    );
    let before = collector.api(&format!("{ASKED}&to={}", NOON_MS - ago)).await;
    assert_eq!(before["signals"], json!([]), "`to` itself is left out");
    let from_then = format!("{ASKED}&from={}&to={}", NOON_MS - ago, NOON_MS - ago + 1);
    assert_eq!(counts(&collector.api(&from_then).await), [6, 2, 1, 0]);
}

#[tokio::test]
async fn the_uplift_is_the_difference_from_the_hold_out() {
    let collector = Collector::start();
    let shown = |arm: &str| told(1, "offer_shown", 1_000, json!({"offer": "keep-cart", "arm": arm}));
    let ghost =
        || told(1, "offer_withheld", 1_000, json!({"offer": "keep-cart", "reason": "holdout", "arm": "holdout"}));
    let order = |visitor: u64| told(2, "purchase", 500, json!({"transaction_id": format!("A-{visitor}")}));
    for visitor in 0..100 {
        let mut offered = vec![shown("offer")];
        if visitor < 40 {
            offered.push(order(visitor));
        }
        if visitor < 7 {
            offered.push(told(3, "offer_submitted", 400, json!({"offer": "keep-cart", "marketing": false})));
        }
        collector.post(EVENTS, of_visitor(visitor, 1_000 + visitor, &offered)).await;
        // The same visitor meets it again in the hold-out: what came first counts.
        collector.post(EVENTS, of_visitor(visitor, 3_000 + visitor, &[ghost().clone()])).await;
    }
    for visitor in 200..250 {
        let held: &[Value] = if visitor < 210 { &[ghost(), order(visitor)] } else { &[ghost()] };
        collector.post(EVENTS, of_visitor(visitor, 1_000 + visitor, held)).await;
    }
    // Another reason, or another offer, says nothing of this one.
    let capped = told(1, "offer_withheld", 0, json!({"offer": "keep-cart", "reason": "capped", "arm": "offer"}));
    collector.post(EVENTS, of_visitor(300, 5_000, &[capped])).await;
    let answer = collector.api(ASKED).await;
    let offers = answer["offers"].as_array().unwrap();
    assert_eq!((offers.len(), &offers[0]["offer"]), (1, &json!("keep-cart")));
    let (arm, base) = (&offers[0]["arms"][0], &offers[0]["arms"][1]);
    let numbers = |arm: &Value| json!([arm["arm"], arm["exposed"], arm["captured"], arm["purchase"], arm["returned"]]);
    assert_eq!(numbers(arm), json!(["offer", 100, 7, 40, 0]));
    assert_eq!(numbers(base), json!(["holdout", 50, 0, 10, 0]));
    assert_eq!(base["uplift"], Value::Null);
    let uplift = &arm["uplift"]["purchase"];
    assert_eq!((&uplift["difference"], &uplift["verdict"]), (&json!(0.2), &json!("more")));
    assert!(uplift["low"].as_f64().is_some_and(|low| (0.03..0.06).contains(&low)), "{uplift}");
    assert_eq!(arm["uplift"]["returned"]["verdict"], "too_few");
}

#[tokio::test]
async fn what_was_stored_before_this_could_be_asked_counts_too() {
    let collector = Collector::start();
    collector.post(EVENTS, of_visitor(1, 1, &[decision(1, 0)])).await;
    collector.clock.advance_ms(LEFT_MS + 1);
    let before = collector.api(ASKED).await;
    common::take_back(&collector.database(), 7);
    let again = collector.restart();
    assert_eq!(again.api(ASKED).await["signals"], before["signals"]);
    assert_eq!(counts(&before), [1, 1, 0, 0]);
}

#[tokio::test]
async fn a_wrong_query_is_named_and_strangers_are_told_nothing() {
    let collector = Collector::start();
    assert_eq!(collector.get(ASKED).await.refusal().0, 401);
    let asked = |query: &str| with_header(get(query), "authorization", &format!("Bearer {TOKEN}"));
    for (query, code, words) in [
        ("/api/v1/intent", "bad_query", "query parameter `site` is missing"),
        (
            "/api/v1/intent?site=demo&from=x",
            "bad_query",
            "query parameter `from_ms` is wrong: it has to be a whole number",
        ),
        ("/api/v1/intent?site=third", "unknown_site", "no site has the key"),
    ] {
        let (_, found, detail) = collector.send(asked(query)).await.refusal();
        assert_eq!(found, code);
        assert!(detail.starts_with(words), "{detail}");
    }
    let nothing = collector.api(&format!("{ASKED}&from=5&to=1")).await;
    assert_eq!((&nothing["signals"], &nothing["devices"], &nothing["offers"]), (&json!([]), &json!([]), &json!([])));
}
