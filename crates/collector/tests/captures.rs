//! `POST /v1/captures`: an address with its receipt.

mod common;

use common::{Collector, NOON_MS, id};
use serde_json::{Value, json};

const CAPTURES: &str = "/v1/captures";

fn capture() -> Value {
    json!({
        "v": 1, "site": "demo", "id": id(5), "stream": id(1), "visitor": id(900), "offer": "keep-cart",
        "email": "jane@example.org",
        "consent": {
            "text": "We use your address for this one e-mail about your cart.", "locale": "en", "version": "1",
            "marketing": false, "marketing_text": "News too",
        },
        "age": 120, "page": "https://shop.example/cart/",
        "cart": { "currency": "EUR", "value": "59.80", "items": [{ "item_id": "a", "price": "29.90", "quantity": 2 }] },
    })
}

#[tokio::test]
async fn an_address_is_stored_with_its_receipt_and_cart() {
    let collector = Collector::start();
    let answer = collector.post(CAPTURES, capture()).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (200, r#"{"stored":1}"#));
    let sent = capture();
    let mut consent = sent["consent"].clone();
    // printf '%s' TEXT | sha256sum
    consent["text_sha256"] = json!("fa9770b09cfa23c2d9c681004712ecead530bfeead409a6887bfccb663fe85eb");
    consent["marketing_text_sha256"] = json!("62ffd0aef7f904f626f6859f2dd09b68fa2e9aa9dc5e9d7342d090c26560d76a");
    consent["confirmed_at_ms"] = json!(null);
    let answer = collector.api("/api/v1/captures?site=demo").await;
    let url = answer["captures"][0]["restore_url"].clone();
    assert!(url.as_str().unwrap().starts_with("http://127.0.0.1:8787/r/demo."), "{url}");
    assert_eq!(
        answer,
        json!({
            "captures": [{
                "id": 1, "site": "demo", "capture": id(5), "stream": id(1), "visitor": id(900), "offer": "keep-cart",
                "email": "jane@example.org", "name": "", "phone": "", "reason": "", "answer": "", "item": null,
                "consent": consent, "occurred_at_ms": NOON_MS - 120,
                "received_at_ms": NOON_MS, "page": "https://shop.example/cart/", "cart": sent["cart"],
                "change": 1, "confirmation": "none", "confirm_url": null, "confirm_until_ms": null, "restore_url": url, "restore_until_ms": NOON_MS + 30 * 86_400_000,
            }],
            "next": 1,
        })
    );
}

#[tokio::test]
async fn the_same_capture_again_is_answered_as_new_and_stored_once() {
    let collector = Collector::start();
    for _ in 0..3 {
        assert_eq!(collector.post(CAPTURES, capture()).await.json(), json!({ "stored": 1 }));
    }
    let mut other = capture();
    other["id"] = json!(id(6));
    collector.post(CAPTURES, other).await;
    let page = collector.api("/api/v1/captures?site=demo&limit=1").await;
    assert_eq!((page["captures"].as_array().unwrap().len(), &page["next"]), (1, &json!(1)));
    let rest = collector.api("/api/v1/captures?site=demo&after=1").await;
    assert_eq!(rest["captures"].as_array().unwrap().len(), 1);
    assert_eq!(rest["captures"][0]["capture"], id(6));
}

#[tokio::test]
async fn a_wrong_address_is_refused_and_not_repeated() {
    let collector = Collector::start();
    let mut body = capture();
    body["email"] = json!("jane.example.org");
    let (status, code, detail) = collector.post(CAPTURES, body).await.refusal();
    assert_eq!((status, code.as_str()), (400, "bad_email"));
    assert!(!detail.contains("jane"), "{detail}");
}

#[tokio::test]
async fn name_phone_and_answer_are_stored_beside_the_address() {
    let collector = Collector::start();
    let mut body = capture();
    body["given"] =
        json!({ "name": "Jane Doe", "phone": "+49 30 1234567", "reason": "price", "text": "Jane was here" });
    assert_eq!(collector.post(CAPTURES, body).await.status, 200);
    let stored = collector.api("/api/v1/captures?site=demo").await["captures"][0].clone();
    let given = ["name", "phone", "reason", "answer"].map(|field| stored[field].clone());
    assert_eq!(given, ["Jane Doe", "+49 30 1234567", "price", "Jane was here"]);
}

#[tokio::test]
async fn the_product_of_an_alert_is_stored_beside_the_address() {
    let collector = Collector::start();
    let mug = json!({ "item_id": "dapple-mug", "item_name": "Dapple mug", "price": "14.90", "currency": "EUR" });
    let mut body = capture();
    body["given"] = json!({ "item": mug });
    assert_eq!(collector.post(CAPTURES, body.clone()).await.status, 200);
    assert_eq!(collector.api("/api/v1/captures?site=demo").await["captures"][0]["item"], mug);
    body["given"] = json!({ "item": { "item_id": "dapple-mug", "price": "cheap" } });
    let (status, code, detail) = collector.post(CAPTURES, body).await.refusal();
    assert_eq!((status, code.as_str()), (400, "bad_field"));
    assert!(detail.contains("given.item"), "{detail}");
}

#[tokio::test]
async fn an_answer_needs_no_address_and_what_is_given_has_limits() {
    let collector = Collector::start();
    let mut answer = capture();
    (answer["email"], answer["given"]) = (json!(""), json!({ "reason": "price" }));
    assert_eq!(collector.post(CAPTURES, answer.clone()).await.status, 200);
    answer["given"] = json!({ "name": "Jane" });
    assert_eq!(collector.post(CAPTURES, answer).await.refusal().1, "bad_email");
    let mut long = capture();
    long["given"] = json!({ "name": "J".repeat(101) });
    let (status, code, detail) = collector.post(CAPTURES, long).await.refusal();
    assert_eq!((status, code.as_str()), (400, "bad_field"));
    assert!(detail.contains("given.name") && !detail.contains("JJ"), "{detail}");
}

#[tokio::test]
async fn a_receipt_needs_the_text_that_was_shown() {
    let collector = Collector::start();
    let mut body = capture();
    body["consent"]["text"] = json!("");
    let (status, code, detail) = collector.post(CAPTURES, body).await.refusal();
    assert_eq!((status, code.as_str()), (400, "bad_field"));
    assert!(detail.contains("consent.text"), "{detail}");
}

#[tokio::test]
async fn bodies_may_have_sixty_thousand_bytes() {
    let collector = Collector::start();
    let padded = |len: usize| {
        let body = capture().to_string();
        let spaces = " ".repeat(len - body.len());
        body + &spaces
    };
    assert_eq!(collector.post(CAPTURES, padded(60_000)).await.status, 200);
    assert_eq!(collector.post(CAPTURES, padded(60_001)).await.refusal().0, 413);
}

#[tokio::test]
async fn addresses_are_nowhere_but_in_their_table() {
    let collector = Collector::start();
    let mut body = capture();
    body["given"] = json!({ "name": "jane", "phone": "+49 30 1234567", "reason": "price", "text": "jane" });
    collector.post(CAPTURES, body).await;
    let database = collector.database();
    let tables: Vec<String> = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'capture'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(tables.len() > 5);
    for table in tables {
        let mut statement = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let value: rusqlite::types::Value = row.get(column).unwrap();
                assert!(!format!("{value:?}").contains("jane"), "{table}: {value:?}");
            }
        }
    }
}
