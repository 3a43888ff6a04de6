//! Offers: what the rules are told, what is shown, and where an address goes.

use super::*;

#[test]
fn the_rules_are_brought_once_and_not_before_the_visitor_may_be_asked() {
    let brings = |effects: Vec<Effect>| effects.contains(&Effect::Prepare);
    let (mut page, _) = Page::open(Consent::Pending, None);
    assert!(!brings(page.give(Input::Armed)));
    assert!(brings(page.give(Input::Consent(Choice::all(Consent::Anonymous)))));
    assert!(!brings(page.give(Input::Armed)));
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    assert!(brings(page.give(Input::Armed)));
}

#[test]
fn the_rules_are_told_what_they_decide_by() {
    let mut page = Page::with_offer(Consent::Anonymous, None);
    page.give(Input::Facts(r#"{"type":"product"}"#.into()));
    page.give(Input::OfferSeen(r#"{"shown":1}"#.into()));
    let expected = r#"{"allowed":true,"armed":true,"open":false,"converted":false,"granted":false,"purposes":{},"visitor":"","session":"","views":1,"device":{"class":"desktop"},"campaign":{},"facts":{"type":"product"},"cart":{"currency":"EUR","value":"29.80","items":[{"item_id":"mug","price":"14.90","quantity":2}],"version":1},"seen":{"shown":1}}"#;
    assert_eq!(page.state(), expected);
    page.offer(true);
    assert!(page.state().contains(r#""open":true"#));
    page.track("purchase", "");
    assert!(page.state().contains(r#""converted":true"#));
    page.give(Input::Reset { elsewhere: false });
    assert!(page.state().contains(r#""seen":{}"#));
    page.give(Input::Consent(Choice::all(Consent::Denied)));
    assert!(page.state().contains(r#""allowed":false"#));
}

#[test]
fn what_became_of_offers_and_the_pages_of_a_session_last_with_consent() {
    let mut page = Page::with_offer(Consent::Granted, None);
    let effects = page.give(Input::OfferSeen(r#"{"shown":1}"#.into()));
    let Some(Effect::Remember(memory)) = effects.last() else { panic!("{effects:?}") };
    let mut next = Page::with_offer(Consent::Anonymous, Some(memory.clone()));
    let state = next.state();
    assert!(state.contains(r#""seen":{"shown":1}"#) && state.contains(r#""views":2"#), "{state}");
    assert!(state.contains(r#""granted":true"#), "{state}");
    next.now += crate::session::IDLE_MS;
    let later = next.now;
    next.give(Input::Page { at: later, url: "/b".into(), title: "".into(), referrer: "".into(), again: true });
    assert!(next.state().contains(r#""views":1"#), "another session");
    let mut other = Page::with_offer(Consent::Anonymous, None);
    let effects = other.give(Input::OfferSeen(r#"{"shown":1}"#.into()));
    assert!(!stores_anything(&effects));
}

#[test]
fn one_offer_is_open_at_a_time_and_none_without_consent() {
    let mut page = Page::with_offer(Consent::Anonymous, None);
    assert!(shows(&page.offer(true)));
    assert_eq!(page.offer(true), []);
    page.give(Input::OfferDismissed("esc".into()));
    assert!(shows(&page.offer(true)));
    page.give(Input::ShowOffer { offer: String::new(), modal: true });
    assert!(shows(&page.offer(true)), "the one before could not be shown");
    for consent in [Consent::Pending, Consent::Denied] {
        assert!(!shows(&Page::with_offer(consent, None).offer(true)));
    }
}

#[test]
fn what_is_told_of_an_offer_has_its_id_and_arm_and_who_leaves_is_told_of_at_once() {
    let mut page = Page::with_offer(Consent::Anonymous, None);
    page.give(Input::Answered { batch: 1, reply: Reply::Ok(r#"{"stored":2,"dropped":[]}"#.into()) });
    assert_eq!(sent_names(&page.track("exit_intent", "")), ["exit_intent"]);
    page.offer(false);
    let effects = page.give(Input::OfferShown);
    let told = Effect::Tell { topic: "offer", detail: r#"{"offer":"keep-cart","outcome":"shown"}"#.into() };
    assert!(effects.contains(&told), "{effects:?}");
    let told = |effects: &[Effect], data: &str| {
        effects.iter().any(|effect| matches!(effect, Effect::Tell { topic: "event", detail } if detail.contains(data)))
    };
    assert!(told(&effects, r#""data":{"offer":"keep-cart"}"#), "without an arm there is none: {effects:?}");
    page.give(Input::OfferDismissed("esc".into()));
    let offer = OFFER.replace(r#""kind""#, r#""arm":"above","kind""#);
    page.give(Input::ShowOffer { offer, modal: true });
    for (input, data) in [
        (Input::OfferShown, r#""data":{"offer":"keep-cart","arm":"above"}"#),
        (Input::OfferDismissed("esc".into()), r#""data":{"offer":"keep-cart","arm":"above","by":"esc"}"#),
    ] {
        let effects = page.give(input);
        assert!(told(&effects, data), "{effects:?}");
    }
}

#[test]
fn the_address_goes_into_the_capture_and_into_no_event() {
    let mut page = Page::with_offer(Consent::Anonymous, None);
    let mut effects = page.offer(true);
    effects.extend(page.give(Input::OfferShown));
    effects.extend(page.give(Input::OfferAccepted {
        email: " jane@example.org ".into(),
        marketing: true,
        given: r#"{"name":"Jane Doe"}"#.into(),
    }));
    let capture = effects.iter().find_map(|effect| match effect {
        Effect::SendCapture(body) => Some(body.clone()),
        _ => None,
    });
    let capture = capture.unwrap();
    let capture = Capture::decode(&capture).unwrap();
    assert_eq!(
        (&*capture.email, &*capture.receipt.text, capture.receipt.marketing),
        ("jane@example.org", "One mail.", true)
    );
    assert!(capture.cart.text().contains(r#""value":"29.80""#));
    assert_eq!(capture.given.text(), r#"{"name":"Jane Doe"}"#);
    effects.extend(page.give(Input::CaptureAnswered(Reply::Ok(r#"{"stored":1}"#.into()))));
    effects.extend(page.give(Input::Hidden));
    assert!(effects.contains(&Effect::CaptureOutcome("stored")));
    assert!(sent_names(&effects).contains(&"offer_submitted".to_owned()));
    assert!(bodies(&effects).iter().all(|body| !body.contains('@') && !body.contains("Jane")));
}

#[test]
fn a_capture_that_waits_is_given_and_closes_the_offer() {
    let mut page = Page::with_offer(Consent::Anonymous, None);
    page.offer(true);
    page.give(Input::OfferAccepted { email: "jane@example.org".into(), marketing: false, given: String::new() });
    let mut effects = page.give(Input::CaptureAnswered(Reply::Handed));
    effects.extend(page.give(Input::Hidden));
    assert_eq!(effects[0], Effect::CaptureOutcome("waiting"));
    assert!(sent_names(&effects).contains(&"offer_submitted".to_owned()));
    assert_eq!(page.give(Input::CaptureAnswered(Reply::Ok(r#"{"stored":1}"#.into()))), [], "it is told once");
}

#[test]
fn an_answer_is_captured_without_an_address() {
    let mut page = Page::with_offer(Consent::Anonymous, None);
    page.offer(true);
    let answer = r#"{"reason":"price","text":"No wallet"}"#;
    let effects = page.give(Input::OfferAccepted { email: String::new(), marketing: false, given: answer.into() });
    let [Effect::SendCapture(body)] = &effects[..] else { panic!("{effects:?}") };
    let capture = Capture::decode(body).unwrap();
    assert_eq!((&*capture.email, capture.given.text()), ("", answer));
}

#[test]
fn a_capture_that_failed_may_be_tried_again_under_the_same_id() {
    let mut page = Page::with_offer(Consent::Anonymous, None);
    page.offer(true);
    let accept = Input::OfferAccepted { email: "jane@example.org".into(), marketing: false, given: String::new() };
    let first = page.give(accept.clone());
    assert_eq!(page.give(Input::CaptureAnswered(Reply::Unreachable)), [Effect::CaptureOutcome("unreachable")]);
    assert_eq!(page.give(accept), first);
    let invalid = Input::OfferAccepted { email: "jane".into(), marketing: false, given: String::new() };
    assert_eq!(page.give(invalid), [Effect::CaptureOutcome("invalid")]);
}
