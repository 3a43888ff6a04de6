//! The whole path of one shopper, from the shelf to an address given.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::collector::{Event, SITE};
use waypost_e2e::expect::{self, Expected, event};
use waypost_e2e::stage::Stage;

const ADDRESS: &str = "jane.doe@example.org";

#[tokio::test]
async fn a_shopper_who_leaves_at_the_checkout_is_followed_from_shelf_to_address() -> Result<()> {
    let mut stage = Stage::start().await?;
    let journey = journey_after_answering("anonymous", &mut stage).await?;
    assert!(journey.iter().all(|event| event.user.is_none()));
    one_value("session", &journey, |event| event.session.as_deref());
    assert_eq!(stage.kept_on_the_device().await?, [""; 0], "an anonymous visitor's device keeps nothing of Waypost");
    stage.end().await
}

#[tokio::test]
async fn a_shopper_who_allows_measurement_is_one_visitor_in_one_session() -> Result<()> {
    let mut stage = Stage::start().await?;
    let journey = journey_after_answering("granted", &mut stage).await?;
    one_value("session", &journey, |event| event.session.as_deref());
    one_value("visitor", &journey, |event| event.visitor.as_deref());
    stage.end().await
}

/// Answers the shop's banner with `consent`, goes the whole way, checks everything that both shoppers have in common,
/// and returns the events of the way.
async fn journey_after_answering(consent: &str, stage: &mut Stage) -> Result<Vec<Event>> {
    stage.configure(r#"{"offer": {"inCheckout": true, "armInteractions": 0}}"#);
    stage.open("/shop/").await?;
    stage.sdk_is_ready().await?;
    stage.click(&format!("[data-test=consent-{consent}]")).await?;
    stage.call("flush", json!([])).await?;
    stage.collector.events_until("the visit that was asked", |events| expect::deliberate(events).len() >= 2).await?;
    shop_until_the_address(stage).await?;
    let all = stage.collector.events().await?;
    expect::once_each(&all);
    let mut asked = expect::deliberate(&all);
    let journey = asked.split_off(2);
    expect::exactly(&[event("page_view", "/shop/"), event("click", "/shop/")], &asked);
    expect::exactly(&the_journey(), &journey);
    assert!(journey.iter().all(|event| event.consent == consent));
    check_capture(stage, &journey).await?;
    no_typed_value_in_events(stage);
    Ok(journey)
}

/// Home, a category, a product into the cart, another category, another product, the cart, the checkout, out by the
/// top edge, and an address for the offer. On each page the shopper looks around until the SDK is there; those who are
/// faster have tests of their own.
async fn shop_until_the_address(stage: &mut Stage) -> Result<()> {
    stage.open("/shop/").await?;
    stage.sdk_is_ready().await?;
    for (category, product) in [("kitchen", "brindle-casserole"), ("table", "quarry-bowl")] {
        stage.click(&format!(".site-nav a[href='/shop/category/{category}/']")).await?;
        look_around(stage, &format!("/shop/category/{category}/")).await?;
        stage.click(&format!("[data-test=product-card][href='/shop/product/{product}/']")).await?;
        look_around(stage, &format!("/shop/product/{product}/")).await?;
        stage.click("[data-test=add-to-cart]").await?;
        stage.find(".added a").await?;
    }
    stage.click("[data-test=go-to-cart]").await?;
    look_around(stage, "/shop/cart/").await?;
    stage.click("[data-test=go-to-checkout]").await?;
    stage.arrive("/shop/checkout/").await?;
    stage.offer_is_ready().await?;
    stage.browser.leave_by_the_top().await?;
    let offer = stage.offer().await?;
    offer.give_address(ADDRESS).await?;
    stage.collector.event_named("offer_submitted").await?;
    Ok(())
}

async fn look_around(stage: &Stage, path: &str) -> Result<()> {
    stage.arrive(path).await?;
    stage.sdk_is_ready().await
}

fn the_journey() -> Vec<Expected> {
    let casserole = json!({
        "item_id": "brindle-casserole", "item_name": "Brindle casserole", "item_brand": "Larkmoor",
        "item_category": "Kitchen", "item_variant": "Ember, 20 cm", "price": "119.00", "quantity": 1,
    });
    let bowl = json!({
        "item_id": "quarry-bowl", "item_name": "Quarry bowl", "item_brand": "Larkmoor",
        "item_category": "Table", "item_variant": "Chalk", "price": "29.90", "quantity": 1,
    });
    let of = |value: &str, items: &[&Value]| json!({"currency": "EUR", "value": value, "items": items});
    let both = of("148.90", &[&casserole, &bowl]);
    let mut all = vec![event("page_view", "/shop/"), link("/shop/", "Kitchen")];
    for (slug, name, other, item, price) in
        [("kitchen", "Kitchen", "Table", &casserole, "119.00"), ("table", "Table", "Cart", &bowl, "29.90")]
    {
        let category = format!("/shop/category/{slug}/");
        let product = format!("/shop/product/{}/", item["item_id"].as_str().unwrap_or_default());
        let chosen = json!([{ "item_id": item["item_id"], "item_name": item["item_name"], "price": price }]);
        all.extend([
            event("page_view", &category),
            event("view_item_list", &category).with(json!({"item_list_id": slug, "item_list_name": name})),
            event("select_item", &category).with(json!({"item_list_id": slug, "items": chosen})),
            event("page_view", &product),
            event("view_item", &product).with(of(price, &[item])),
            event("click", &product).with(json!({"tag": "button", "text": "Add to cart"})),
            event("add_to_cart", &product).with(of(price, &[item])),
            if other == "Cart" { event("click", &product).with(json!({"tag": "a"})) } else { link(&product, other) },
        ]);
    }
    all.extend([
        event("page_view", "/shop/cart/"),
        event("view_cart", "/shop/cart/").with(both.clone()),
        link("/shop/cart/", "Go to checkout"),
        event("page_view", "/shop/checkout/"),
        event("begin_checkout", "/shop/checkout/").with(both),
        event("exit_intent", "/shop/checkout/").with(json!({"signal": "pointer_top", "shown": true})),
        event("offer_shown", "/shop/checkout/").with(json!({"offer": "keep-cart"})),
        event("exit_return", "/shop/checkout/"),
        event("offer_submitted", "/shop/checkout/").with(json!({"offer": "keep-cart", "marketing": false})),
    ]);
    all
}

fn link(path: &str, text: &str) -> Expected {
    event("click", path).with(json!({"tag": "a", "text": text}))
}

async fn check_capture(stage: &Stage, events: &[Event]) -> Result<()> {
    let captures = stage.collector.captures().await?;
    assert_eq!(captures.len(), 1, "{captures:#?}");
    let capture = &captures[0];
    assert_eq!(capture["email"], ADDRESS);
    assert_eq!(capture["offer"], "keep-cart");
    let answer = stage.front.heard("/v1/config").pop().map(|heard| heard.path).unwrap_or_default();
    let config = stage.collector.get(&answer, stage.front.origin()).await?;
    let offer = &config["offers"][0];
    for (kept, shown) in
        [("text", "consent_text"), ("locale", "locale"), ("version", "version"), ("marketing_text", "marketing_text")]
    {
        assert_eq!(capture["consent"][kept], offer[shown], "{capture:#}");
    }
    assert_eq!(capture["consent"]["marketing"], false);
    assert_eq!(capture["page"], stage.front.url("/shop/checkout/"));
    assert_eq!(capture["stream"], events.last().map_or("", |event| &event.stream));
    assert_eq!(capture["cart"]["currency"], "EUR");
    assert_eq!(capture["cart"]["value"], "148.90");
    let items: Vec<&Value> = capture["cart"]["items"].as_array().into_iter().flatten().collect();
    let ids: Vec<&Value> = items.iter().map(|item| &item["item_id"]).collect();
    assert_eq!(ids, ["brindle-casserole", "quarry-bowl"]);
    assert_eq!(stage.collector.api(&format!("sites?site={SITE}")).await?["sites"][0]["key"], SITE);
    Ok(())
}

/// Neither in what was sent to the events' endpoint nor in what is stored there.
fn no_typed_value_in_events(stage: &Stage) {
    let sent = stage.front.heard("/v1/events");
    assert!(!sent.is_empty());
    for heard in sent {
        assert!(!heard.body.contains('@') && !heard.body.contains("jane"), "{}", heard.body);
    }
}

#[track_caller]
fn one_value(what: &str, events: &[Event], value: impl Fn(&Event) -> Option<&str>) {
    let first = events.first().and_then(&value);
    assert!(first.is_some_and(|id| id.len() == 32), "no {what} in {first:?}");
    assert!(events.iter().all(|event| value(event) == first), "not one {what}: {events:#?}");
}
