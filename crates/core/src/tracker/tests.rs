use super::delivery::FLUSH_EVENTS;
use super::*;
use crate::memory::Remembered;
use crate::{Choice, Reply};
use proptest::prelude::*;
use waypost_wire::{Batch, Capture};

mod blocked;
mod delivery;
mod offer;
mod purposes;
mod shop;

const OFFER: &str = r#"{"id":"keep-cart","kind":"keep_cart","locale":"en","version":"1","consent_text":"One mail.","marketing_text":"News"}"#;
const ADD: &str = r#"{"currency":"EUR","items":[{"item_id":"mug","price":"14.90","quantity":2}]}"#;

struct Page {
    tracker: Tracker,
    now: UnixMs,
}

impl Page {
    fn open(consent: Consent, memory: Option<String>) -> (Self, Vec<Effect>) {
        let config = Config { consent, ..Config::new("demo") };
        let device = r#"{"class":"desktop"}"#.to_owned();
        let mut page = Self { tracker: Tracker::new(config, device, Id([1; 16]), Id([2; 16])), now: 1_000_000 };
        let mut effects = page.give(Input::Start { memory });
        effects.extend(page.give(view("https://shop.example/a?q=x", false)));
        (page, effects)
    }

    fn give(&mut self, input: Input) -> Vec<Effect> {
        self.tracker.handle(self.now, input)
    }

    fn track(&mut self, name: &str, data: &str) -> Vec<Effect> {
        self.give(Input::Track { at: self.now, name: name.into(), data: data.into() })
    }

    /// A page with a full cart whose offer is ready.
    fn with_offer(consent: Consent, memory: Option<String>) -> Self {
        let (mut page, _) = Self::open(consent, memory);
        page.track("add_to_cart", ADD);
        page.give(Input::Armed);
        page
    }

    fn offer(&mut self, modal: bool) -> Vec<Effect> {
        self.give(Input::ShowOffer { offer: OFFER.into(), modal })
    }

    /// What the rules are told.
    fn state(&mut self) -> String {
        let effects = self.give(Input::OfferState);
        let [Effect::OfferState(text)] = &effects[..] else { panic!("{effects:?}") };
        text.clone()
    }
}

fn view(url: &str, again: bool) -> Input {
    Input::Page { at: 999_000, url: url.into(), title: "A".into(), referrer: "".into(), again }
}

fn bodies(effects: &[Effect]) -> Vec<&str> {
    let mut bodies = Vec::new();
    for effect in effects {
        if let Effect::Send { body, .. } = effect {
            bodies.push(body.as_str());
        }
    }
    bodies
}

/// A head as a collector keeps it, for batches that refer to it.
const HEAD: &str = r#"{"consent":"anonymous","pages":[{"id":1,"url":"https://shop.example/a"}]}"#;

fn sent_names(effects: &[Effect]) -> Vec<String> {
    let names = |body| {
        let batch = Batch::decode_with(body, HEAD).unwrap().batch;
        batch.events.into_iter().map(|event| event.name.into_owned())
    };
    bodies(effects).into_iter().flat_map(names).collect()
}

fn stores_anything(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Store { .. } | Effect::Remember(_)))
}

fn shows(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::ShowOffer(_)))
}

#[test]
fn events_wait_for_the_flush_timer_and_valuable_ones_do_not() {
    let (mut page, effects) = Page::open(Consent::Anonymous, None);
    assert!(bodies(&effects).is_empty());
    assert!(effects.contains(&Effect::Wake { timer: Timer::Flush, after_ms: 2_000 }));
    assert_eq!(sent_names(&page.give(Input::Woken(Timer::Flush))), ["page_view"]);
    page.give(Input::Answered { batch: 1, reply: Reply::Ok(r#"{"stored":1,"dropped":[]}"#.into()) });
    assert!(bodies(&page.track("scroll", "")).is_empty());
    assert_eq!(sent_names(&page.track("add_to_cart", ADD)), ["scroll", "add_to_cart"]);
}

#[test]
fn each_event_waits_for_the_next_one_but_none_for_longer_than_twice_the_time() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    let mut woken = Vec::new();
    for ms in [0, 1_500, 1_000, 1_500, 100] {
        page.now += ms;
        let effects = page.track("scroll", "");
        woken.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Wake { timer: Timer::Flush, after_ms } => Some(after_ms),
            _ => None,
        }));
    }
    assert_eq!(woken, [2_000, 2_000, 1_500, 0, 0]);
    assert_eq!(sent_names(&page.give(Input::Woken(Timer::Flush))).len(), 6);
    page.give(Input::Answered { batch: 1, reply: Reply::Ok(r#"{"stored":6,"dropped":[]}"#.into()) });
    let effects = page.track("scroll", "");
    assert!(effects.contains(&Effect::Wake { timer: Timer::Flush, after_ms: 2_000 }), "the next one waits anew");
    let effects = page.give(Input::Visible);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Wake { .. })), "nothing new, nothing to set");
}

#[test]
fn fifty_events_are_not_kept_waiting() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    for _ in 2..FLUSH_EVENTS {
        assert!(bodies(&page.track("scroll", "")).is_empty());
    }
    assert_eq!(sent_names(&page.track("scroll", "")).len(), FLUSH_EVENTS);
}

#[test]
fn hiding_sends_all_even_while_a_batch_is_under_way_or_paused() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    assert_eq!(bodies(&page.give(Input::Flush)).len(), 1);
    page.track("scroll", "");
    assert_eq!(sent_names(&page.give(Input::Hidden)), ["scroll"]);
    assert!(bodies(&page.give(Input::Hidden)).is_empty(), "once is enough");
    page.give(Input::Answered { batch: 1, reply: Reply::Unreachable });
    assert_eq!(sent_names(&page.give(Input::Hidden)), ["page_view"]);
}

#[test]
fn anonymous_visitors_leave_nothing_on_the_device_and_have_no_ids() {
    let (mut page, effects) = Page::open(Consent::Anonymous, None);
    assert!(!stores_anything(&effects));
    let effects = page.track("add_to_cart", ADD);
    assert!(!stores_anything(&effects));
    let body = bodies(&effects)[0];
    let batch = Batch::decode(body).unwrap().batch;
    assert_eq!((batch.visitor, batch.sessions.len()), (None, 0));
    assert!(!stores_anything(&page.give(Input::Hidden)));
}

#[test]
fn pending_events_keep_their_times_and_a_grant_releases_them_with_ids() {
    let (mut page, _) = Page::open(Consent::Pending, None);
    assert!(bodies(&page.give(Input::Hidden)).is_empty());
    page.now += 60_000;
    let effects = page.give(Input::Consent(Choice::all(Consent::Granted)));
    let body = bodies(&effects)[0];
    let batch = Batch::decode(body).unwrap().batch;
    assert_eq!(batch.events[0].age_ms, 61_000);
    assert!(batch.visitor.is_some() && batch.events[0].session == Some(0));
    assert!(stores_anything(&effects));
}

#[test]
fn a_refusal_erases_and_records_nothing_until_it_is_taken_back() {
    let (mut page, _) = Page::open(Consent::Pending, None);
    let effects = page.give(Input::Consent(Choice::all(Consent::Denied)));
    assert!(effects.contains(&Effect::Erase) && bodies(&effects).is_empty());
    assert_eq!(page.track("purchase", ""), []);
    assert!(bodies(&page.give(Input::Hidden)).is_empty());
    let effects = page.give(Input::Consent(Choice::all(Consent::Anonymous)));
    let batch = Batch::decode(bodies(&effects)[0]).unwrap().batch;
    assert_ne!(batch.stream, Id([1; 16]), "the old stream has a gap");
    assert_eq!((batch.events.len(), batch.events[0].n, &*batch.events[0].name), (1, 1, "page_view"));
}

#[test]
fn going_back_to_anonymous_takes_the_ids_from_what_waits() {
    let (mut page, _) = Page::open(Consent::Granted, None);
    let effects = page.give(Input::Consent(Choice::all(Consent::Anonymous)));
    assert!(effects.contains(&Effect::Erase));
    let batch = Batch::decode(bodies(&effects)[0]).unwrap().batch;
    assert_eq!((batch.visitor, batch.events[0].session), (None, None));
    assert!(!stores_anything(&page.track("add_to_cart", ADD)));
}

#[test]
fn a_remembered_visitor_is_known_again_with_cart_and_session() {
    let (mut page, effects) = Page::open(Consent::Granted, None);
    assert!(matches!(&effects[0], Effect::Adopt(stream) if *stream == Id([1; 16]).hex()));
    let effects = page.track("add_to_cart", ADD);
    let Some(Effect::Remember(memory)) = effects.last() else { panic!("{effects:?}") };
    let (mut again, _) = Page::open(Consent::Anonymous, Some(memory.clone()));
    let effects = again.give(Input::Flush);
    let body = bodies(&effects)[0];

    let batch = Batch::decode(body).unwrap().batch;
    assert_eq!(batch.consent, waypost_wire::Consent::Granted);
    assert_eq!(Some(batch.sessions[0]), Remembered::decode(memory).map(|found| found.memory.session));
    assert!(!again.tracker.cart.is_empty());
}

#[test]
fn activity_is_remembered_every_half_minute_and_never_while_hiding() {
    let (mut page, _) = Page::open(Consent::Granted, None);
    let remembers = |effects: Vec<Effect>| effects.iter().any(|effect| matches!(effect, Effect::Remember(_)));
    page.now += REMEMBER_EVERY_MS - 1;
    assert!(!remembers(page.track("scroll", "")));
    page.now += 1;
    assert!(remembers(page.track("scroll", "")));
    assert!(!remembers(page.give(Input::Hidden)));
}

#[test]
fn a_remembered_visitor_who_is_denied_is_erased() {
    let (_, effects) = Page::open(Consent::Granted, None);
    let Some(Effect::Remember(memory)) = effects.last() else { panic!("{effects:?}") };
    let (_, effects) = Page::open(Consent::Denied, Some(memory.clone()));
    assert!(effects.contains(&Effect::Erase) && !stores_anything(&effects));
}

#[test]
fn reset_begins_a_new_visitor_and_stream() {
    let (mut page, effects) = Page::open(Consent::Granted, None);
    let visitor = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Remember(memory) => Remembered::decode(memory).map(|found| found.memory.visitor),
            _ => None,
        })
    };
    let before = visitor(&effects).unwrap();
    let effects = page.give(Input::Reset { elsewhere: false });
    assert!(effects.contains(&Effect::Erase) && bodies(&effects).is_empty());
    assert_ne!(visitor(&effects).unwrap(), before);
    assert!(page.tracker.cart.is_empty());
}

#[test]
fn an_event_that_cannot_be_sent_takes_a_number_and_is_counted() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    let deep = "[".repeat(5) + &"]".repeat(5);
    let long = "x".repeat(MAX_DATA_BYTES);
    for (name, data, reason) in [
        ("Bad Name", "", "bad_name"),
        ("a", "[]", "bad_data"),
        ("a", &*format!("{{\"k\":{deep}}}"), "bad_data"),
        ("a", &*format!("{{\"k\":\"{long}\"}}"), "too_large"),
    ] {
        let effects = page.track(name, data);
        assert!(
            effects.iter().any(|effect| matches!(effect, Effect::Warn { code, .. } if *code == reason)),
            "{reason}"
        );
    }
    page.track("a", "");
    let effects = page.give(Input::Flush);
    let batch = Batch::decode(bodies(&effects)[0]).unwrap().batch;
    assert_eq!(batch.events.iter().map(|event| event.n).collect::<Vec<_>>(), [1, 6]);
    assert_eq!(batch.lost.iter().map(|(n, _)| n.unwrap()).collect::<Vec<_>>(), [2, 3, 4, 5]);
}

#[test]
fn the_same_address_is_one_page_view_unless_asked_again() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    page.give(view("https://shop.example/a?q=x#part", false));
    page.give(view("https://shop.example/b", false));
    page.give(view("https://shop.example/b", true));
    let effects = page.give(Input::Flush);
    let batch = Batch::decode(bodies(&effects)[0]).unwrap().batch;
    assert_eq!(batch.events.iter().map(|event| event.page).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(batch.pages[0].url, "https://shop.example/a");
}

#[test]
fn identify_refuses_addresses_and_sends_the_rest_only_with_consent() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    let effects = page.give(Input::Identify("jane@example.org".into()));
    assert!(matches!(effects[0], Effect::Warn { code: "bad_user", .. }));
    page.give(Input::Identify("c-7".into()));
    let effects = page.give(Input::Flush);
    assert_eq!(Batch::decode(bodies(&effects)[0]).unwrap().batch.user, None);
    page.give(Input::Answered { batch: 1, reply: Reply::Ok(r#"{"stored":1,"dropped":[]}"#.into()) });
    page.give(Input::Consent(Choice::all(Consent::Granted)));
    page.track("a", "");
    let effects = page.give(Input::Flush);
    assert_eq!(Batch::decode(bodies(&effects)[0]).unwrap().batch.user.as_deref(), Some("c-7"));
}

proptest! {
    #[test]
    fn numbers_have_no_gap_whatever_is_tracked(names in prop::collection::vec("[a-zA-Z_]{0,4}", 0..80)) {
        let (mut page, mut effects) = Page::open(Consent::Anonymous, None);
        for name in &names {
            effects.extend(page.track(name, ""));
        }
        effects.extend(page.give(Input::Hidden));
        let mut numbers: Vec<u64> = Vec::new();
        let mut dropped = 0;
        for body in bodies(&effects) {
            let batch = Batch::decode(body).unwrap().batch;
            numbers.extend(batch.events.iter().map(|event| event.n));
            dropped += batch.lost.len() as u64;
        }
        prop_assert_eq!(numbers.len() as u64 + dropped, names.len() as u64 + 1);
        prop_assert_eq!(page.tracker.last_n, names.len() as u64 + 1);
    }
}
