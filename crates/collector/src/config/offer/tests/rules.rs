//! When and to whom an offer is shown: what is taken, what is refused, and with which words.

use super::offer;
use serde_json::{Value, json};

fn shown(toml: &str) -> Value {
    serde_json::to_value(offer(toml).unwrap().shown("en", "0000")).unwrap()
}

#[test]
fn without_rules_an_offer_answers_leaving_once_and_one_with_a_cart_wants_a_cart() {
    let keep = shown("");
    assert_eq!(keep["when"], json!({"exit": true, "hesitation": false}));
    assert_eq!(keep["whom"], json!({"min_items": 1}));
    assert_eq!(keep["frequency"], json!({"per_session": 1, "every_days": 30}));
    assert_eq!(keep.get("schedule"), None);
    assert_eq!(shown("kind = \"survey\"")["whom"], json!({}));
    assert_eq!(shown("whom = { min_items = 0 }")["whom"], json!({"min_items": 0}));
    assert_eq!(shown("when = {}")["when"], json!({"exit": false, "hesitation": false}), "only a call brings it");
}

#[test]
fn pages_are_told_the_rules_as_they_stand_in_the_file() {
    let all = shown(
        r#"
        when = { exit = true, after_s = 30, scroll_pct = 60, idle_s = 45, page = 3, events = ["quiz_done"], hesitation = true, cart_value = "50.00" }
        whom = { url = ["/product/*"], not_url = ["*sale*"], page_type = ["thank_you"], device = ["phone"], source = ["news*"], visitor = "returning", max_value = "99", currency = "EUR", segment = ["vip"], captured = false, consent = ["granted"] }
        frequency = { every_days = 0, total = 3 }
        [schedule]
        time_zone = "Europe/Berlin"
        from = 2026-11-27
        until = 2026-11-30T23:59:00
        weekdays = ["fri", "mon"]
        hours = ["09:00-18:00", "22:00-02:00"]
        "#,
    );
    assert_eq!(all["when"]["cart_value"], "50.00");
    assert_eq!(all["when"]["events"], json!(["quiz_done"]));
    assert_eq!(all["whom"]["page_type"], json!(["thank_you"]));
    assert_eq!((&all["whom"]["captured"], &all["whom"]["visitor"]), (&json!(false), &json!("returning")));
    assert_eq!(all["frequency"], json!({"per_session": 1, "every_days": 0, "total": 3}));
    let schedule = json!({"time_zone": "Europe/Berlin", "from": "2026-11-27T00:00", "until": "2026-11-30T23:59",
        "weekdays": ["fri", "mon"], "hours": ["09:00-18:00", "22:00-02:00"]});
    assert_eq!(all["schedule"], schedule);
}

#[test]
fn a_rule_that_cannot_be_is_named_with_its_value_and_what_is_allowed() {
    let at = |schedule: &str| format!("schedule = {{ time_zone = \"UTC\", {schedule} }}");
    for (wrong, field, words) in [
        ("when = { after_s = 0 }".to_owned(), "when.after_s", "is 0: it has to be a whole number from 1 to 3600"),
        ("when = { after_s = 3601 }".to_owned(), "when.after_s", "is 3601"),
        ("when = { scroll_pct = 101 }".to_owned(), "when.scroll_pct", "from 1 to 100"),
        ("when = { idle_s = 0 }".to_owned(), "when.idle_s", "is 0"),
        ("when = { page = 101 }".to_owned(), "when.page", "is 101"),
        ("when = { events = [\"Quiz\"] }".to_owned(), "when.events", "\"Quiz\" is no event name"),
        ("when = { cart_value = \"5,00\" }".to_owned(), "when.cart_value", "\"5,00\" is no amount"),
        (
            "whom = { url = [\"https://shop.example/a\"] }".to_owned(),
            "whom.url",
            "\"https://shop.example/a\" is no path",
        ),
        ("whom = { url = [\"javascript:alert(1)\"] }".to_owned(), "whom.url", "\"javascript:alert(1)\" is no path"),
        ("whom = { not_url = [\"/a?b\"] }".to_owned(), "whom.not_url", "\"/a?b\" is no path"),
        ("whom = { url = [] }".to_owned(), "whom.url", "is an empty list"),
        ("whom = { device = [] }".to_owned(), "whom.device", "is an empty list"),
        ("whom = { segment = [\" \"] }".to_owned(), "whom.segment", "has an empty name"),
        ("whom = { min_value = \"-1\" }".to_owned(), "whom.min_value", "\"-1\" is no amount"),
        ("whom = { min_items = 3, max_items = 2 }".to_owned(), "whom.max_items", "is 2, less than min_items"),
        ("whom = { min_value = \"10\", max_value = \"9.99\" }".to_owned(), "whom.max_value", "is 9.99, less than"),
        ("whom = { currency = \"eur\" }".to_owned(), "whom.currency", "\"eur\" is no currency"),
        ("frequency = { per_session = 0 }".to_owned(), "frequency.per_session", "from 1 to 100"),
        ("frequency = { every_days = 3651 }".to_owned(), "frequency.every_days", "from 0 to 3650"),
        ("frequency = { total = 0 }".to_owned(), "frequency.total", "from 1 to 1000"),
        ("schedule = { time_zone = \"Mars/Base\" }".to_owned(), "schedule.time_zone", "\"Mars/Base\" is no time zone"),
        ("schedule = { time_zone = \"\" }".to_owned(), "schedule.time_zone", "\"\" is no time zone"),
        (at("from = 2026-11-27, until = 2026-11-27"), "schedule.until", "not later than from"),
        (at("weekdays = []"), "schedule.weekdays", "is an empty list"),
        // The 27th of November 2026 is a Friday, so that only it, Saturday and Sunday are in there.
        (at("from = 2026-11-27, until = 2026-11-30, weekdays = [\"mon\"]"), "schedule.weekdays", "has no day"),
        (at("hours = []"), "schedule.hours", "is an empty list"),
        (at("hours = [\"9-18\"]"), "schedule.hours", "\"9-18\" is no span"),
        (at("hours = [\"09:00-09:00\"]"), "schedule.hours", "is no span"),
        (at("hours = [\"09:00-24:01\"]"), "schedule.hours", "is no span"),
    ] {
        let refusal = offer(&wrong).unwrap_err();
        assert_eq!(refusal.steps.join("."), field, "{wrong}");
        assert!(refusal.reason.contains(words), "{wrong}: {}", refusal.reason);
    }
    for good in [
        at("from = 2026-11-27, until = 2026-11-30, weekdays = [\"sun\"]"),
        at("from = 2026-11-27, until = 2026-11-30T00:01:00, weekdays = [\"mon\"]"),
        at("from = 2028-02-29, until = 2028-03-01, weekdays = [\"tue\"]"),
        at("from = 2026-11-27, until = 2026-12-04, weekdays = [\"thu\"]"),
        "when = { after_s = 3600, scroll_pct = 100, page = 100 }".to_owned(),
        "whom = { min_items = 2, max_items = 2, min_value = \"9.99\", max_value = \"9.99\" }".to_owned(),
    ] {
        assert!(offer(&good).is_ok(), "{good}: {:?}", offer(&good).unwrap_err());
    }
}
