//! Many shoppers at once, told to the collector in its own wire format: what a dashboard needs to have something to
//! show. Each is a visitor of their own by a user agent of their own.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::collector::{Collector, SITE};

/// How many of a hundred visits get so far.
const FUNNEL: [(&str, &str, usize); 5] = [
    ("page_view", "/shop/", 100),
    ("view_item", "/shop/product/heron-jug/", 62),
    ("add_to_cart", "/shop/product/heron-jug/", 27),
    ("begin_checkout", "/shop/checkout/", 16),
    ("purchase", "/shop/thanks/", 9),
];

/// Lets a hundred visitors of `origin` go as far through the shop as visitors do.
pub async fn visit(collector: &Collector, origin: &str) -> Result<()> {
    let client = reqwest::Client::new();
    for visitor in 0..FUNNEL[0].2 {
        let steps = FUNNEL.iter().filter(|(_, _, reach)| visitor < *reach);
        let (pages, mut events): (Vec<Value>, Vec<Value>) =
            steps.zip(1..).map(|(step, n)| told(step, n, origin)).unzip();
        events.extend(leaves(visitor, events.len() as u64));
        let batch = json!({
            "v": 1, "site": SITE, "stream": format!("{:032x}", visitor + 1), "sdk": "0.1.0", "consent": "anonymous",
            "device": {"class": "desktop", "vw": 1280, "vh": 720, "lang": "en-GB"},
            "pages": pages, "events": events,
        });
        let request = client.post(format!("{}/v1/events", collector.origin()));
        let agent = format!("shopper {visitor}");
        let answer = request.header("user-agent", agent).header("origin", origin).json(&batch).send().await?;
        ensure!(answer.status().is_success(), "{}", answer.text().await?);
    }
    Ok(())
}

fn told((name, path, _): &(&str, &str, usize), n: u64, origin: &str) -> (Value, Value) {
    let item = json!({"item_id": "heron-jug", "item_name": "Heron jug", "price": "46.00", "quantity": 1});
    let data = match *name {
        "page_view" => json!({}),
        _ => json!({"currency": "EUR", "value": "46.00", "items": [item]}),
    };
    let page = json!({"id": n, "url": format!("{origin}{path}"), "title": "Larkmoor"});
    (page, json!({"n": n, "age": 120_000 - 10_000 * n, "e": name, "p": n, "d": data}))
}

/// Every second visitor seems to leave after their `last` step, and every third one is there again at once. Who has something
/// in the cart is shown an offer, or is held out.
fn leaves(visitor: usize, last: u64) -> Vec<Value> {
    if visitor % 2 == 1 || last > 4 {
        return Vec::new();
    }
    let score = 0.5 + (visitor % 40) as f64 / 100.0;
    let (reason, arm) = match (last > 2, visitor.is_multiple_of(4)) {
        (false, _) => (Some("no_cart"), "offer"),
        (true, false) => (None, "offer"),
        (true, true) => (Some("holdout"), "holdout"),
    };
    let mut intent = json!({"signal": "pointer_top", "shown": reason.is_none(), "offer": "keep-cart", "arm": arm,
        "score": score, "reasons": "outside upward"});
    let mut offer = json!({"offer": "keep-cart", "arm": arm});
    if let Some(reason) = reason {
        intent["reason"] = json!(reason);
        offer["reason"] = json!(reason);
    }
    let what = if reason.is_none() { "offer_shown" } else { "offer_withheld" };
    let mut told = vec![("exit_intent", intent), (what, offer)];
    if visitor.is_multiple_of(3) {
        told.push(("exit_return", json!({"after_ms": 3_000})));
    }
    let event =
        |(at, (name, data))| json!({"n": last + at, "age": 45_000 - 1_000 * at, "e": name, "p": last, "d": data});
    (1..).zip(told).map(event).collect()
}
