//! `/c/TOKEN`: the owner of an address confirms it, and who sends the mails learns of it.

mod common;

use common::{Collector, NOON_MS, get, id, post, with_header};
use serde_json::{Value, json};

const DAY_MS: u64 = 86_400_000;

fn capture(number: u64, offer: &str, marketing: bool) -> Value {
    json!({
        "v": 1, "site": "demo", "id": id(number), "stream": id(1), "offer": offer, "email": "jane@example.org",
        "consent": { "text": "One e-mail.", "locale": "de-AT", "version": "1", "marketing": marketing },
        "age": 0, "page": "https://shop.example/",
    })
}

async fn row(collector: &Collector, number: u64) -> Value {
    let all = collector.api("/api/v1/captures?site=demo").await;
    all["captures"].as_array().unwrap().iter().find(|row| row["capture"] == id(number)).unwrap().clone()
}

/// The path of the link that confirms a capture.
async fn link(collector: &Collector, number: u64) -> String {
    let url = row(collector, number).await["confirm_url"].clone();
    url.as_str().unwrap().strip_prefix("http://127.0.0.1:8787").unwrap().to_owned()
}

#[tokio::test]
async fn only_what_asked_for_news_has_to_be_confirmed() {
    let collector = Collector::start();
    let mut answer = capture(4, "newsletter", false);
    (answer["email"], answer["given"]) = (json!(""), json!({ "reason": "price" }));
    for (number, body, expected) in [
        (1, capture(1, "keep-cart", false), "none"),
        (2, capture(2, "keep-cart", true), "pending"),
        (3, capture(3, "newsletter", false), "pending"),
        (4, answer, "none"),
    ] {
        assert_eq!(collector.post("/v1/captures", body).await.status, 200);
        let row = row(&collector, number).await;
        assert_eq!(
            (row["confirmation"].as_str(), row["confirm_url"].is_string()),
            (Some(expected), expected == "pending")
        );
    }
}

#[tokio::test]
async fn opening_the_link_only_asks_and_the_button_confirms_once() {
    let collector = Collector::start();
    collector.post("/v1/captures", capture(1, "newsletter", false)).await;
    let link = link(&collector, 1).await;
    let page = collector.get(&link).await;
    assert_eq!((page.status.as_u16(), page.header("cache-control")), (200, Some("no-store")));
    assert!(
        page.text().contains("<html lang=\"de\" dir=\"ltr\">") && page.text().contains("<button>Bestätigen</button>")
    );
    assert!(!page.text().contains("jane") && page.text().contains("Demo shop"), "{}", page.text());
    assert!(!page.text().contains("<script") && !page.text().contains("style="));
    assert_eq!(row(&collector, 1).await["confirmation"], "pending", "programs follow links, too");
    collector.clock.advance_ms(5);
    for _ in 0..2 {
        let page = collector.send(post(&link, "")).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Ihre Adresse ist bestätigt.") && !page.text().contains("<button>"));
        collector.clock.advance_ms(5);
    }
    let row = row(&collector, 1).await;
    assert_eq!((&row["confirmation"], &row["confirm_url"]), (&json!("confirmed"), &Value::Null));
    assert_eq!(row["consent"]["confirmed_at_ms"], NOON_MS + 5, "the first time counts");
    assert!(!collector.get(&link).await.text().contains("<button>"));
}

#[tokio::test]
async fn a_link_holds_seven_days_or_as_long_as_the_site_says() {
    for (days, change) in [(7, None), (1, Some(1))] {
        let collector = Collector::with(|config| {
            if let Some(days) = change {
                config.sites[0].confirm_days = days;
            }
        });
        collector.post("/v1/captures", capture(1, "newsletter", false)).await;
        let link = link(&collector, 1).await;
        collector.clock.advance_ms(days * DAY_MS - 1);
        assert_eq!(collector.get(&link).await.status, 200);
        collector.clock.advance_ms(1);
        let refused = collector.send(with_header(post(&link, ""), "accept-language", "xx, fr-CH;q=0.9, en")).await;
        assert_eq!(refused.status, 410);
        assert!(refused.text().contains("Ce lien a expiré."), "{}", refused.text());
        assert_eq!(row(&collector, 1).await["confirmation"], "pending");
    }
}

#[tokio::test]
async fn a_link_confirms_its_own_address_and_is_for_nothing_else() {
    let collector = Collector::start();
    for number in [1, 2] {
        let mut body = capture(number, "newsletter", false);
        body["cart"] = json!({ "items": [{ "item_id": "mug" }] });
        collector.post("/v1/captures", body).await;
    }
    let link = link(&collector, 1).await;
    let restore = row(&collector, 1).await["restore_url"].as_str().unwrap().replace("http://127.0.0.1:8787/r/", "/c/");
    for wrong in [link.replace(&id(1), &id(2)), link[..link.len() - 1].to_owned(), restore] {
        assert_eq!(collector.send(post(&wrong, "")).await.status, 400, "{wrong}");
    }
    assert_eq!(collector.get(&link.replace("/c/", "/r/")).await.status, 400);
    collector.send(post(&link, "")).await;
    let states = [row(&collector, 1).await, row(&collector, 2).await].map(|row| row["confirmation"].clone());
    assert_eq!(states, ["confirmed", "pending"]);
    collector.database().execute("DELETE FROM capture", []).unwrap();
    assert_eq!(collector.send(get(&link)).await.status, 410);
}

#[tokio::test]
async fn who_sends_the_mails_asks_for_what_has_changed() {
    let collector = Collector::start();
    for number in [1, 2] {
        collector.post("/v1/captures", capture(number, "newsletter", false)).await;
    }
    let changed = async |after: u64| {
        let page = collector.api(&format!("/api/v1/captures?site=demo&changed_after={after}")).await;
        let rows = page["captures"].as_array().unwrap().iter();
        let found: Vec<_> = rows.map(|row| (row["capture"].clone(), row["confirmation"].clone())).collect();
        (found, page["next"].as_u64().unwrap())
    };
    let (first, next) = changed(0).await;
    assert_eq!(first, [(json!(id(1)), json!("pending")), (json!(id(2)), json!("pending"))]);
    assert_eq!(changed(next).await, (vec![], next));
    collector.send(post(&link(&collector, 1).await, "")).await;
    let (then, last) = changed(next).await;
    assert_eq!(then, [(json!(id(1)), json!("confirmed"))]);
    assert_eq!(changed(last).await, (vec![], last));
    let wrong = with_header(
        get("/api/v1/captures?site=demo&changed_after=x"),
        "authorization",
        &format!("Bearer {}", common::TOKEN),
    );
    assert_eq!(collector.send(wrong).await.refusal().1, "bad_query");
}
