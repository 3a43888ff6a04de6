//! Acts of several sources, the cart, orders and hesitation.

use super::*;

const VIEW: &str = r#"{"currency":"EUR","items":[{"item_id":"mug","item_name":"Mug","price":"14.90"}]}"#;

fn found(page: &mut Page, name: &str, data: &str, source: &str, confidence: u8) -> Vec<Effect> {
    let at = page.now;
    page.give(Input::Found { at, name: name.into(), data: data.into(), source: source.into(), confidence })
}

/// Name and data of each event told to listeners.
fn told(effects: &[Effect]) -> Vec<(String, String)> {
    let event = |effect: &Effect| match effect {
        Effect::Tell { topic: "event", detail } => {
            let raw = Raw::parse(detail).unwrap();
            Some((raw.get("name")?.str()?.into_owned(), raw.get("data")?.text().to_owned()))
        }
        _ => None,
    };
    effects.iter().filter_map(event).collect()
}

fn names(effects: &[Effect]) -> Vec<String> {
    told(effects).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn one_act_of_two_sources_is_one_event_after_its_wait() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    let effects = found(&mut page, "add_to_cart", r#"{"items":[{"item_name":"Mug"}]}"#, "button", 50);
    assert!(effects.contains(&Effect::Wake { timer: Timer::Acts, after_ms: 1_500 }) && told(&effects).is_empty());
    let effects = found(&mut page, "add_to_cart", ADD, "data_layer", 90);
    assert!(
        !effects.iter().any(|effect| matches!(effect, Effect::Wake { timer: Timer::Acts, .. })),
        "it waits already"
    );
    page.now += 1_500;
    let effects = page.give(Input::Woken(Timer::Acts));
    let data = r#"{"currency":"EUR","items":[{"item_id":"mug","price":"14.90","quantity":2,"item_name":"Mug"}],"source":"data_layer","confidence":90}"#;
    assert_eq!(told(&effects), [("add_to_cart".to_owned(), data.to_owned())]);
    assert!(page.tracker.cart.has("mug"));
}

#[test]
fn what_waits_is_recorded_before_the_page_is_left() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    found(&mut page, "add_to_cart", ADD, "button", 50);
    assert_eq!(sent_names(&page.give(Input::Hidden)), ["page_view", "add_to_cart"]);
    found(&mut page, "view_item", VIEW, "json_ld", 85);
    let effects = page.give(view("https://shop.example/b", false));
    assert_eq!(names(&effects), ["view_item", "page_view"]);
}

#[test]
fn nothing_is_found_after_a_refusal() {
    let (mut page, _) = Page::open(Consent::Denied, None);
    found(&mut page, "add_to_cart", ADD, "button", 50);
    page.now += 1_500;
    assert_eq!(page.give(Input::Woken(Timer::Acts)), []);
    assert!(page.tracker.cart.is_empty());
}

#[test]
fn an_order_counts_once_also_on_another_page() {
    let order = r#"{"transaction_id":"A-1","value":"29.80","items":[]}"#;
    let (mut page, _) = Page::open(Consent::Granted, None);
    let effects = page.track("purchase", order);
    assert_eq!(names(&effects), ["purchase"]);
    let Some(Effect::Remember(memory)) = effects.last() else { panic!("{effects:?}") };
    assert_eq!(names(&page.track("purchase", order)), Vec::<String>::new());
    let (mut again, _) = Page::open(Consent::Anonymous, Some(memory.clone()));
    let effects = again.track("purchase", order);
    let reason = r#"{"reason":"repeated_purchase","count":1}"#.to_owned();
    assert!(effects.contains(&Effect::Tell { topic: "drop", detail: reason }));
    let effects = again.track("purchase", &order.replace("A-1", "A-2"));
    assert_eq!(names(&effects), ["purchase"]);
    let lost: Vec<_> = bodies(&effects).iter().flat_map(|body| Batch::decode(body).unwrap().batch.lost).collect();
    assert_eq!(lost.last().map(|(_, reason)| &**reason), Some("repeated_purchase"));
}

#[test]
fn a_whole_cart_that_differs_is_told_by_its_differences() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    let cart = |quantity: u32| {
        format!(r#"{{"currency":"EUR","items":[{{"item_id":"mug","price":"14.90","quantity":{quantity}}}]}}"#)
    };
    assert_eq!(names(&page.track("view_cart", &cart(2))), ["view_cart"], "nothing was known");
    let effects = page.track("view_cart", &cart(3));
    let added = r#"{"currency":"EUR","items":[{"item_id":"mug","price":"14.90","quantity":1}],"source":"cart","confidence":100}"#;
    assert_eq!(told(&effects)[1], ("add_to_cart".to_owned(), added.to_owned()));
    assert_eq!(names(&page.track("begin_checkout", &cart(1))), ["begin_checkout", "remove_from_cart"]);
    assert_eq!(names(&page.track("view_cart", &cart(1))), ["view_cart"]);
    let cheaper = cart(1).replace("14.90", "9.90");
    let effects = page.track("view_cart", &cheaper);
    let update =
        r#"{"currency":"EUR","value":"9.90","items":[{"item_id":"mug","price":"9.90","quantity":1}],"version":4}"#;
    assert_eq!(told(&effects)[1], ("cart_update".to_owned(), update.to_owned()));
}

#[test]
fn the_third_look_at_what_is_not_added_is_hesitation() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    let look = |page: &mut Page| names(&page.track("view_item", VIEW));
    assert_eq!([look(&mut page), look(&mut page)].concat(), ["view_item", "view_item"]);
    let effects = page.track("view_item", VIEW);
    let data = r#"{"item_id":"mug","item_name":"Mug","views":3}"#;
    assert_eq!(told(&effects)[1], ("hesitation".to_owned(), data.to_owned()));
    assert_eq!(look(&mut page), ["view_item"], "it is told once");
    page.track("add_to_cart", ADD);
    for _ in 0..3 {
        assert_eq!(look(&mut page), ["view_item"], "it lies in the cart");
    }
}

#[test]
fn an_item_of_the_cart_that_is_cheaper_now_is_told() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    page.track("add_to_cart", ADD);
    let effects = page.track("view_item", &VIEW.replace("14.90", "12.50"));
    let data = r#"{"item_id":"mug","from":"14.90","to":"12.50","currency":"EUR"}"#;
    assert_eq!(told(&effects)[1], ("price_drop".to_owned(), data.to_owned()));
}

#[test]
fn facts_reach_what_has_not_been_sent_yet() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    page.give(Input::Facts(r#"{"type":"other","why":"nothing"}"#.into()));
    page.give(Input::Facts(r#"{"type":"product","canonical":"https://shop.example/a?token=1"}"#.into()));
    let effects = page.give(Input::Flush);
    let facts = r#"{"type":"product","canonical":"https://shop.example/a","why":"nothing"}"#;
    assert_eq!(Batch::decode(bodies(&effects)[0]).unwrap().batch.pages[0].facts.text(), facts);
}
