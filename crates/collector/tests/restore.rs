//! `GET /r/TOKEN` and `GET /v1/restore`: the link that brings a kept cart back.

mod common;

use common::{Collector, NOON_MS, get, id, with_header};
use serde_json::{Value, json};
use waypost_collector::config::{Config, Origin, Site};

const SHOP: &str = "https://shop.example";
const DAY_MS: u64 = 86_400_000;

/// A collector whose site is a shop at [`SHOP`], with this change.
fn collector(change: impl FnOnce(&mut Config)) -> Collector {
    Collector::with(|config| {
        let origins = vec![Origin::try_from(SHOP.to_owned()).unwrap()];
        config.sites = vec![Site { origins, ..Site::new("demo", "Demo") }, Site::new("other", "Other")];
        change(config);
    })
}

fn capture(number: u64, page: &str, item: &str) -> Value {
    json!({
        "v": 1, "site": "demo", "id": id(number), "stream": id(1), "offer": "keep-cart",
        "email": format!("jane{number}@example.org"), "given": { "name": "Jane Doe" },
        "consent": { "text": "One e-mail.", "locale": "en", "version": "1", "marketing": false },
        "age": 0, "page": page,
        "cart": { "currency": "EUR", "value": "59.80", "version": 4, "note": "<b>", "items": [
            { "item_id": item, "item_name": "Mug", "price": "29.90", "quantity": 2, "href": "https://evil.example/" },
        ] },
    })
}

/// The link to the cart of a capture that is sent now, without what stands before it.
async fn link(collector: &Collector, capture: Value) -> String {
    let id = capture["id"].clone();
    assert_eq!(collector.post("/v1/captures", capture).await.status, 200);
    let all = collector.api("/api/v1/captures?site=demo").await;
    let row = all["captures"].as_array().unwrap().iter().find(|row| row["capture"] == id).unwrap();
    let url = row["restore_url"].as_str().unwrap();
    url.strip_prefix("http://127.0.0.1:8787").unwrap().to_owned()
}

async fn cart(collector: &Collector, link: &str) -> common::Answer {
    let token = link.strip_prefix("/r/").unwrap();
    collector.send(with_header(get(&format!("/v1/restore?token={token}")), "origin", SHOP)).await
}

#[tokio::test]
async fn a_link_leads_to_the_page_of_the_offer_and_gives_the_cart_and_nothing_else() {
    let collector = collector(|_| {});
    let link = link(&collector, capture(1, "https://shop.example/cart/", "mug")).await;
    assert!(!link.contains('@') && !link.contains("jane"), "{link}");
    let answer = collector.get(&link).await;
    let token = link.strip_prefix("/r/").unwrap();
    assert_eq!(answer.status, 303);
    let target = format!("https://shop.example/cart/?waypost_restore={token}");
    assert_eq!(answer.header("location"), Some(target.as_str()));
    assert_eq!(
        (answer.header("cache-control"), answer.header("referrer-policy")),
        (Some("no-store"), Some("no-referrer"))
    );
    let answer = cart(&collector, &link).await;
    let items = json!([{ "item_id": "mug", "item_name": "Mug", "price": "29.90", "quantity": 2 }]);
    let expected = json!({ "v": 1, "cart": { "currency": "EUR", "value": "59.80", "items": items, "version": 4 } });
    assert_eq!((answer.status.as_u16(), answer.json()), (200, expected));
    assert_eq!(answer.header("access-control-allow-origin"), Some(SHOP));
}

#[tokio::test]
async fn a_link_holds_thirty_days_or_as_long_as_the_site_says() {
    for (days, change) in [(30, None), (2, Some(2))] {
        let collector = collector(|config| {
            if let Some(days) = change {
                config.sites[0].restore_days = days;
            }
        });
        let link = link(&collector, capture(1, "https://shop.example/", "mug")).await;
        collector.clock.advance_ms(days * DAY_MS - 1);
        assert_eq!(
            (collector.get(&link).await.status, cart(&collector, &link).await.status.as_u16()),
            (303.try_into().unwrap(), 200)
        );
        collector.clock.advance_ms(1);
        let page = collector.get(&link).await;
        assert_eq!(page.status, 410);
        assert!(page.text().contains("This link has expired."), "{}", page.text());
        let (status, code, _) = cart(&collector, &link).await.refusal();
        assert_eq!((status, code.as_str()), (410, "link_expired"));
    }
}

#[tokio::test]
async fn a_link_that_was_changed_is_refused_with_the_reason() {
    let collector = collector(|_| {});
    let first = link(&collector, capture(1, "https://shop.example/", "mug")).await;
    link(&collector, capture(2, "https://shop.example/", "bowl")).await;
    let later = format!(".{}.", (NOON_MS + 31 * DAY_MS) / 1000);
    let until = format!(".{}.", (NOON_MS + 30 * DAY_MS) / 1000);
    assert!(first.contains(&until));
    for changed in [
        first.replace(&id(1), &id(2)),
        first.replace(&until, &later),
        first.replace("demo", "other"),
        first[..first.len() - 1].to_owned(),
        "/r/nothing".to_owned(),
    ] {
        let page = collector.get(&changed).await;
        assert_eq!(page.status, 400, "{changed}");
        assert!(page.text().contains("This link is not whole, or was not made by us."), "{}", page.text());
        let (status, code, detail) = cart(&collector, &changed).await.refusal();
        assert_eq!((status, code.as_str()), (400, "bad_link"));
        assert!(!detail.contains("mug") && !detail.contains("bowl"), "{detail}");
    }
    assert_eq!(collector.get("/v1/restore").await.refusal().1, "bad_query");
}

#[tokio::test]
async fn the_link_of_one_visitor_shows_nothing_of_another() {
    let collector = collector(|_| {});
    let (mug, bowl) = (capture(1, "https://shop.example/", "mug"), capture(2, "https://shop.example/", "bowl"));
    let links = [link(&collector, mug).await, link(&collector, bowl).await];
    let [mug, bowl] = [cart(&collector, &links[0]).await, cart(&collector, &links[1]).await];
    assert!(mug.text().contains("mug") && !mug.text().contains("bowl"));
    assert!(bowl.text().contains("bowl") && !bowl.text().contains("mug"));
    for answer in [mug, bowl] {
        assert!(!answer.text().contains("ane"), "no address and no name: {}", answer.text());
    }
}

#[tokio::test]
async fn no_link_leads_away_from_the_shop() {
    let collector = collector(|_| {});
    for (number, page) in [
        "https://evil.example/",
        "https://shop.example.evil.example/",
        "https://shop.example@evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "https://shop.example/\r\nlocation: https://evil.example/",
        "",
    ]
    .into_iter()
    .enumerate()
    {
        let link = link(&collector, capture(number as u64 + 1, page, "mug")).await;
        let answer = collector.get(&link).await;
        assert_eq!(answer.status, 303);
        let target = answer.header("location").unwrap();
        assert!(target.starts_with("https://shop.example/?waypost_restore=demo."), "{page}: {target}");
    }
}

#[tokio::test]
async fn a_site_may_name_the_page_for_restored_carts() {
    let page = "https://shop.example/basket?step=1";
    let collector = collector(|config| config.sites[0].restore_page = Some(page.to_owned()));
    let link = link(&collector, capture(1, "https://shop.example/", "mug")).await;
    let target = collector.get(&link).await.header("location").unwrap().to_owned();
    assert!(target.starts_with("https://shop.example/basket?step=1&waypost_restore=demo."), "{target}");
}

#[tokio::test]
async fn only_pages_of_the_site_may_read_the_cart_and_only_what_is_there_is_linked() {
    let collector = collector(|_| {});
    let link = link(&collector, capture(1, "https://shop.example/", "mug")).await;
    let token = link.strip_prefix("/r/").unwrap();
    let foreign = with_header(get(&format!("/v1/restore?token={token}")), "origin", "https://evil.example");
    assert_eq!(collector.send(foreign).await.refusal().1, "origin_not_allowed");
    collector.database().execute("DELETE FROM capture", []).unwrap();
    assert_eq!(cart(&collector, &link).await.refusal().1, "link_gone");
    let mut empty = capture(3, "https://shop.example/", "mug");
    empty["cart"]["items"] = json!([]);
    collector.post("/v1/captures", empty).await;
    let row = collector.api("/api/v1/captures?site=demo").await["captures"][0].clone();
    assert_eq!((&row["restore_url"], &row["restore_until_ms"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn links_outlive_a_restart_and_carry_the_public_address() {
    let collector = collector(|config| {
        config.public_url = Some(Origin::try_from("https://collect.shop.example".to_owned()).unwrap());
    });
    collector.post("/v1/captures", capture(1, "https://shop.example/", "mug")).await;
    let url = collector.api("/api/v1/captures?site=demo").await["captures"][0]["restore_url"].clone();
    let link = url.as_str().unwrap().strip_prefix("https://collect.shop.example").unwrap().to_owned();
    let collector = collector.restart();
    assert_eq!(cart(&collector, &link).await.status, 200);
}
