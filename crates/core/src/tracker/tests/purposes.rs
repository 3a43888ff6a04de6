//! Consent by purpose, Global Privacy Control, and the tabs of one visitor.

use super::*;
use crate::consent::Said;

fn choose(page: &mut Page, json: &str) -> Vec<Effect> {
    page.give(Input::Consent(Choice::read(Raw::parse(json).unwrap()).unwrap()))
}

fn memory(effects: &[Effect]) -> Option<&String> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Remember(text) => Some(text),
        _ => None,
    })
}

fn with_gpc(consent: Consent, memory: Option<String>) -> (Page, Vec<Effect>) {
    let config = Config { consent, gpc: true, ..Config::new("demo") };
    let tracker = Tracker::new(config, "{}".to_owned(), Id([1; 16]), Id([2; 16]));
    let mut page = Page { tracker, now: 1_000_000 };
    let mut effects = page.give(Input::Start { memory });
    effects.extend(page.give(view("https://shop.example/?gclid=Cj0K7", false)));
    (page, effects)
}

#[test]
fn refused_personalisation_means_no_offer_and_refused_marketing_no_question_of_it() {
    let mut page = Page::with_offer(Consent::Anonymous, None);
    choose(&mut page, r#"{"personalisation":"denied"}"#);
    assert!(!shows(&page.offer(true)));
    choose(&mut page, r#"{"personalisation":"granted","marketing":"denied"}"#);
    let effects = page.offer(true);
    let asks = effects.iter().find_map(|effect| match effect {
        Effect::ShowOffer(view) => Some(view.contains(r#""marketing":true"#)),
        _ => None,
    });
    assert_eq!(asks, Some(false));
    let effects =
        page.give(Input::OfferAccepted { email: "jane@example.org".into(), marketing: false, given: String::new() });
    let Some(Effect::SendCapture(body)) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(Capture::decode(body).unwrap().receipt.marketing_text, "", "what was not asked is in no receipt");
}

#[test]
fn purposes_are_told_and_remembered_and_one_is_changed_alone() {
    let (mut page, _) = Page::open(Consent::Granted, None);
    let effects = choose(&mut page, r#"{"marketing":"granted"}"#);
    let purposes = Remembered::decode(memory(&effects).unwrap()).unwrap().purposes;
    assert_eq!((purposes.personalisation, purposes.marketing), (Said::Nothing, Said::Yes));
    let effects = page.give(Input::Flush);
    let batch = Batch::decode(bodies(&effects)[0]).unwrap().batch;
    assert_eq!(batch.purposes.text(), r#"{"marketing":true}"#);
    assert_eq!(batch.consent, waypost_wire::Consent::Granted, "measurement stays as it was");
}

#[test]
fn privacy_control_allows_no_id_no_storage_and_no_marketing() {
    for consent in [Consent::Anonymous, Consent::Granted] {
        let (mut page, effects) = with_gpc(consent, None);
        assert!(!stores_anything(&effects));
        assert!(!stores_anything(&choose(&mut page, r#""granted""#)));
        page.give(view("https://shop.example/b?gclid=Cj0K7", false));
        let effects = page.give(Input::Flush);
        let batch = Batch::decode(bodies(&effects)[0]).unwrap().batch;
        assert_eq!((batch.consent, batch.visitor), (waypost_wire::Consent::Anonymous, None));
        assert!(batch.pages.iter().all(|page| page.utm.text() == r#"{"gclid":"1"}"#));
        assert_eq!(batch.purposes.get("marketing").map(Raw::text), Some("false"));
    }
}

#[test]
fn privacy_control_erases_what_was_remembered_before() {
    let (_, effects) = Page::open(Consent::Granted, None);
    let (_, effects) = with_gpc(Consent::Anonymous, memory(&effects).cloned());
    assert!(effects.contains(&Effect::Erase) && !stores_anything(&effects));
}

#[test]
fn a_grant_in_another_tab_is_one_here_with_the_same_ids_and_cart() {
    let (mut there, _) = Page::open(Consent::Anonymous, None);
    let (mut here, _) = Page::open(Consent::Anonymous, None);
    there.track("add_to_cart", ADD);
    let effects = choose(&mut there, r#""granted""#);
    let text = memory(&effects).unwrap().clone();
    let effects = here.give(Input::Remembered(text.clone()));
    assert!(memory(&effects).is_none(), "it is not told back");
    assert!(here.tracker.cart.has("mug"));
    let visitor = Remembered::decode(&text).unwrap().memory.visitor;
    assert_eq!(Batch::decode(bodies(&effects)[0]).unwrap().batch.visitor, Some(visitor));
}

#[test]
fn what_another_tab_still_remembers_is_not_taken_over_after_a_withdrawal() {
    let (mut page, effects) = Page::open(Consent::Granted, None);
    let text = memory(&effects).unwrap().clone();
    for choice in [r#""anonymous""#, r#""denied""#] {
        choose(&mut page, choice);
        assert_eq!(page.give(Input::Remembered(text.clone())), [], "{choice}");
    }
    choose(&mut page, r#""granted""#);
    assert!(page.give(Input::Remembered(text)).iter().any(|effect| matches!(effect, Effect::Adopt(_))));
}

#[test]
fn a_later_grant_in_another_tab_is_followed_after_a_refusal() {
    for refused in [r#""denied""#, r#""anonymous""#] {
        let (mut there, _) = Page::open(Consent::Anonymous, None);
        let (mut here, _) = Page::open(Consent::Anonymous, None);
        for page in [&mut there, &mut here] {
            choose(page, refused);
        }
        let effects = choose(&mut there, r#""granted""#);
        let text = memory(&effects).unwrap().clone();
        assert_eq!(choose(&mut here, "{}"), [], "that there is a grant says nothing yet of {refused}");
        let effects = here.give(Input::Remembered(text));
        let batch = Batch::decode(bodies(&effects)[0]).unwrap().batch;
        assert_eq!((batch.consent, batch.visitor), (waypost_wire::Consent::Granted, there.tracker.origin.visitor));
        // Where nothing was recorded, it begins with the page on screen.
        assert!(batch.events.iter().any(|event| event.name == "page_view"), "{refused}");
    }
}

#[test]
fn a_reset_in_another_tab_brings_its_new_visitor_here() {
    let (mut there, effects) = Page::open(Consent::Granted, None);
    let (mut here, _) = Page::open(Consent::Anonymous, memory(&effects).cloned());
    here.track("add_to_cart", ADD);
    let effects = there.give(Input::Reset { elsewhere: false });
    assert_eq!(here.give(Input::Reset { elsewhere: true }), []);
    here.give(Input::Remembered(memory(&effects).unwrap().clone()));
    assert!(here.tracker.cart.is_empty());
    assert_eq!(here.tracker.origin.visitor, there.tracker.origin.visitor);
    assert_ne!(here.tracker.origin.stream, Id([1; 16]), "the old stream has a gap");
}

#[test]
fn a_device_that_knows_its_visitor_says_so() {
    let (page, effects) = Page::open(Consent::Granted, None);
    assert_eq!(page.tracker.origin.device, r#"{"class":"desktop","returning":false}"#);
    let (page, _) = Page::open(Consent::Anonymous, memory(&effects).cloned());
    assert_eq!(page.tracker.origin.device, r#"{"class":"desktop","returning":true}"#);
}
