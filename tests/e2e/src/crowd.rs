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
        let (pages, events): (Vec<Value>, Vec<Value>) = steps.zip(1..).map(|(step, n)| told(step, n, origin)).unzip();
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
    (page, json!({"n": n, "age": 60_000 - 10_000 * n, "e": name, "p": n, "d": data}))
}
