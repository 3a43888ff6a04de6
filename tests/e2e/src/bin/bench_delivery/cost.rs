//! What the events of a visit cost to upload: of one that is told to each tracker, and of one that Waypost records by itself.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::stage::Stage;

use crate::tracker::{Stored, Tracker};
use crate::trial::PAGE;

/// Between two events of a visitor who looks around.
const APART: Duration = Duration::from_millis(900);

/// Switches off what Waypost finds by itself.
const NOTHING_ELSE: &str = "{\"capture\": {\"engagement\": false, \"scroll\": false, \"sections\": false, \"clicks\": false, \
    \"rage\": false, \"dead\": false, \"copy\": false, \"forms\": false, \"errors\": false, \"requests\": false, \"vitals\": false, \
    \"shop\": false}}";

/// A visit of sixty events on six pages, beside their views.
const PAGES: [&[&str]; 6] = [
    &[
        "view_item_list",
        "select_item",
        "click",
        "scroll",
        "section_view",
        "click",
        "click",
        "scroll",
        "click",
        "select_item",
    ],
    &["view_item", "click", "scroll", "section_view", "click", "copy", "scroll", "click", "add_to_cart", "click"],
    &[
        "search",
        "view_item_list",
        "scroll",
        "click",
        "section_view",
        "click",
        "scroll",
        "select_item",
        "click",
        "click",
    ],
    &[
        "view_item",
        "scroll",
        "click",
        "click",
        "section_view",
        "add_to_wishlist",
        "click",
        "scroll",
        "add_to_cart",
        "click",
    ],
    &[
        "view_cart",
        "click",
        "cart_update",
        "click",
        "scroll",
        "click",
        "begin_checkout",
        "click",
        "form_start",
        "click",
    ],
    &[
        "form_submit",
        "add_shipping_info",
        "click",
        "form_start",
        "form_submit",
        "add_payment_info",
        "click",
        "purchase",
        "click",
        "scroll",
    ],
];

/// Plays the visit with each tracker and prints bytes of bodies and requests by event.
pub async fn measure(trackers: &[Tracker]) -> Result<()> {
    println!("| tracker | events | requests | bytes an event on the wire | bytes an event, unpacked |");
    println!("|---|---|---|---|---|");
    for &tracker in trackers {
        let stage = Stage::start().await?;
        tracker.install(&stage.front, &Stored::default(), "")?;
        // Only what the visit tells is compared, and page views, which each of them records.
        if tracker == Tracker::Waypost {
            stage.front.edit(
                "<head>",
                &format!("<head><script type=\"application/json\" data-waypost-config>{NOTHING_ELSE}</script>"),
            );
        }
        let mut told = PAGES.len() as u32;
        for (number, events) in PAGES.iter().enumerate() {
            stage.open(&format!("{PAGE}?page={number}")).await?;
            stage.browser.until("return window.isReady === true").await?;
            for name in *events {
                let call = format!("say({}, {}); return true", Value::from(*name), data(name));
                stage.browser.eval(&call).await?;
                told += 1;
                tokio::time::sleep(APART).await;
            }
        }
        stage.close_tab().await?;
        tokio::time::sleep(Duration::from_secs(4)).await;
        row(tracker.name(), told, &stage, tracker);
        stage.end_with_complaints_of_the_browser();
    }
    Ok(())
}

/// Between two acts of a visitor who reads.
const READING: Duration = Duration::from_millis(2_500);

/// Goes through the demo shop as a visitor does who agreed to be measured, up to the checkout, and prints the cost of what
/// Waypost recorded by itself.
pub async fn measure_shop() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open("/shop/").await?;
    stage.sdk_is_ready().await?;
    stage.click("[data-test=consent-granted]").await?;
    for (category, product) in [("kitchen", "brindle-casserole"), ("table", "quarry-bowl")] {
        read(&stage).await?;
        stage.click(&format!(".site-nav a[href='/shop/category/{category}/']")).await?;
        stage.arrive(&format!("/shop/category/{category}/")).await?;
        read(&stage).await?;
        stage.click(&format!("[data-test=product-card][href='/shop/product/{product}/']")).await?;
        stage.arrive(&format!("/shop/product/{product}/")).await?;
        read(&stage).await?;
        stage.click("[data-test=add-to-cart]").await?;
        stage.find(".added a").await?;
    }
    read(&stage).await?;
    stage.click("[data-test=go-to-cart]").await?;
    stage.arrive("/shop/cart/").await?;
    read(&stage).await?;
    stage.click("[data-test=go-to-checkout]").await?;
    stage.arrive("/shop/checkout/").await?;
    stage.fill("#email", "jane.doe@example.org").await?;
    read(&stage).await?;
    stage.close_tab().await?;
    tokio::time::sleep(Duration::from_secs(4)).await;
    let told = stage.collector.events().await?.len();
    row("Waypost, of itself in the demo shop", told as u32, &stage, Tracker::Waypost);
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

/// Looks at a page, and further down.
async fn read(stage: &Stage) -> Result<()> {
    tokio::time::sleep(READING).await;
    stage.browser.eval("scrollBy({ top: 500, behavior: 'smooth' }); return true").await?;
    tokio::time::sleep(READING).await;
    stage.browser.eval("scrollTo({ top: 0, behavior: 'smooth' }); return true").await?;
    tokio::time::sleep(READING / 4).await;
    Ok(())
}

fn row(name: &str, told: u32, stage: &Stage, tracker: Tracker) {
    let heard = stage.front.heard(tracker.endpoint());
    let (wire, plain): (usize, usize) =
        heard.iter().fold((0, 0), |(wire, plain), heard| (wire + heard.bytes, plain + heard.body.len()));
    let of = |bytes: usize| bytes as f64 / f64::from(told);
    println!("| {name} | {told} | {} | {:.0} | {:.0} |", heard.len(), of(wire), of(plain));
}

fn data(name: &str) -> Value {
    let item = json!({"item_id": "heron-jug", "item_name": "Heron jug", "price": "46.00", "quantity": 1});
    match name {
        "click" => json!({"selector": "main > button.buy", "text": "Add to cart"}),
        "scroll" => json!({"depth": 75}),
        "section_view" => json!({"section": "Reviews"}),
        "copy" => json!({"length": 12}),
        "search" => json!({"results": 12}),
        "form_start" | "form_submit" => json!({"form": "address", "kind": "checkout"}),
        "purchase" => json!({"transaction_id": "T-1001", "currency": "EUR", "value": "46.00", "items": [item]}),
        _ => json!({"currency": "EUR", "value": "46.00", "items": [item]}),
    }
}
