//! A purchase is told once an order, however often its page is seen.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::collector::Event;
use waypost_e2e::expect;
use waypost_e2e::storefront::{PRESTASHOP, Storefront, WOOCOMMERCE};
use waypost_e2e::walk::Walk;

const TAGGED: &str = "/order-confirmation?id_cart=5&id_module=3&id_order=7&key=0a1b";
const UNTAGGED: &str = "/checkout/order-received/1042/?key=wc_order_x";

#[tokio::test]
async fn an_anonymous_order_is_stored_once() -> Result<()> {
    once_across_reload_back_and_tabs(PRESTASHOP, TAGGED, "/order", None).await
}

#[tokio::test]
async fn an_order_of_a_known_visitor_is_told_once() -> Result<()> {
    once_across_reload_back_and_tabs(WOOCOMMERCE, UNTAGGED, "/cart/", Some("granted")).await
}

async fn once_across_reload_back_and_tabs(
    storefront: Storefront,
    order: &str,
    other: &str,
    consent: Option<&'static str>,
) -> Result<()> {
    let mut walk = Walk::to(storefront).await?;
    if let Some(consent) = consent {
        walk.consents(consent);
    }
    walk.open(order, "thank_you").await?;
    walk.stage.collector.event_named("purchase").await?;
    walk.stage.browser.driver.refresh().await?;
    walk.arrive(path(order), "thank_you").await?;
    walk.look_at(other).await?;
    walk.stage.browser.eval("history.back(); return true").await?;
    walk.arrive(path(order), "thank_you").await?;
    let driver = &walk.stage.browser.driver;
    let first = driver.window().await?;
    let second = driver.new_tab().await?;
    driver.switch_to_window(second).await?;
    walk.open(order, "thank_you").await?;
    // Whether a tab that is closed tells everything is not the question here.
    walk.stage.call("flush", json!([])).await?;
    walk.stage.collector.events_until("the second tab's view", |events| views(events, path(order)) == 4).await?;
    let driver = &walk.stage.browser.driver;
    driver.close_window().await?;
    driver.switch_to_window(first).await?;
    walk.open(order, "thank_you").await?;
    let events = walk.leaves().await?;
    assert_eq!(views(&events, path(order)), 5, "\n{}", expect::table(&events));
    assert_eq!(purchases(&events), 1, "\n{}", expect::table(&events));
    if consent.is_some() {
        // The device remembers, so it was sent once too.
        let sent =
            walk.stage.front.heard("/v1/events").iter().filter(|heard| heard.body.contains("\"purchase\"")).count();
        assert_eq!(sent, 1, "\n{}", expect::table(&events));
    }
    walk.stage.end().await
}

fn views(events: &[Event], path: &str) -> usize {
    events.iter().filter(|event| event.name == "page_view" && expect::path_of(event) == path).count()
}

fn path(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

fn purchases(events: &[Event]) -> usize {
    events.iter().filter(|event| event.name == "purchase").count()
}
