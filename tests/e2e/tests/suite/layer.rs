//! A `dataLayer` of several hands.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::expect::event;
use waypost_e2e::stage::Stage;

const PAGE: &str = "/fixture/plain.html";

/// Two presses, each told by Google's tag, by GA4's entry and by that of Universal Analytics.
const PUSHED: &str = "window.dataLayer = []
    function gtag() { dataLayer.push(arguments) }
    for (const press of [1, 2]) {
      const item = { item_id: 'jug', item_name: 'Heron jug', price: 46, quantity: 1 }
      gtag('event', 'add_to_cart', { currency: 'EUR', items: [item] })
      dataLayer.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [item] } })
      dataLayer.push({ event: 'addToCart', ecommerce: {
        currencyCode: 'EUR', add: { products: [{ id: 'jug', name: 'Heron jug', price: '46.00', quantity: 1 }] },
      } })
    }
    // Of another product: an act of its own.
    dataLayer.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [{ item_id: 'mug', price: 9, quantity: 1 }] } })
    return true";

#[tokio::test]
async fn an_act_that_is_told_in_three_styles_is_one_event() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(PAGE).await?;
    stage.sdk_is_ready().await?;
    stage.browser.eval(PUSHED).await?;
    stage.click("#press").await?;
    // All come from one look at the layer.
    stage.collector.event_named("add_to_cart").await?;
    let added = |id: &str, price: &str| {
        let item = json!({"item_id": id, "price": price, "quantity": 1});
        event("add_to_cart", PAGE).with(json!({"currency": "EUR", "items": [item], "source": "data_layer"}))
    };
    stage
        .recorded_exactly(&[
            event("page_view", PAGE),
            event("click", PAGE),
            added("jug", "46"),
            added("jug", "46"),
            added("mug", "9"),
        ])
        .await?;
    stage.end().await
}
