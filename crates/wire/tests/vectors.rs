//! The golden payloads in `tests/vectors`: what both ends have agreed on, byte for byte. A change that breaks one of
//! them breaks pages that are open, and records that wait in browsers.

use waypost_wire::json::Raw;
use waypost_wire::{Again, Answer, Batch, Capture, Consent, Event, Naming};

const MINIMAL: &str = include_str!("../../../tests/vectors/batch_minimal.json");
const FULL: &str = include_str!("../../../tests/vectors/batch_full.json");
const AGAIN: &str = include_str!("../../../tests/vectors/batch_again.json");
const BAD_EVENTS: &str = include_str!("../../../tests/vectors/batch_bad_events.json");
const BAD_EVENTS_ANSWER: &str = include_str!("../../../tests/vectors/batch_bad_events_answer.json");
const ANSWER: &str = include_str!("../../../tests/vectors/answer.json");
const EARLY: &str = include_str!("../../../tests/vectors/early.json");
const CAPTURE: &str = include_str!("../../../tests/vectors/capture.json");

fn numbers(events: &[Event<'_>]) -> Vec<u64> {
    events.iter().map(|event| event.n).collect()
}

#[test]
fn the_minimal_batch_is_written_as_it_was_read() {
    let decoded = Batch::decode(MINIMAL).unwrap();
    assert_eq!(decoded.bad, []);
    assert_eq!(numbers(&decoded.batch.events), [1]);
    assert_eq!(decoded.batch.encode(), MINIMAL);
}

#[test]
fn the_full_batch_is_written_as_it_was_read() {
    let decoded = Batch::decode(FULL).unwrap();
    assert_eq!(decoded.bad, []);
    let batch = decoded.batch;
    assert_eq!(batch.consent, Consent::Granted);
    assert_eq!(batch.user.as_deref(), Some("c-1234"));
    assert_eq!(batch.pages[0].title, "Dapple \"mug\" – 30 cl");
    let text = |raw: Raw<'_>, key: &str| raw.get(key).and_then(Raw::str).map(|text| text.into_owned());
    assert_eq!(text(batch.pages[0].utm, "gclid").as_deref(), Some("1"));
    assert_eq!(text(batch.pages[0].facts, "type").as_deref(), Some("product"));
    assert_eq!(text(batch.device, "tz").as_deref(), Some("Europe/Vienna"));
    assert_eq!(batch.purposes.get("marketing").map(Raw::text), Some("false"));
    assert_eq!(batch.lost, [(Some(16), "evicted".into()), (Some(19), "bad_name".into())]);
    assert_eq!(batch.last, 22);
    assert_eq!(batch.events.iter().map(|event| event.session).collect::<Vec<_>>(), [Some(0), Some(0), Some(1)]);
    assert_eq!(batch.events[2].data.get("shipping").unwrap().text(), "3.90", "numbers keep every digit");
    assert_eq!(batch.encode(), FULL);
}

#[test]
fn a_batch_that_refers_to_the_head_of_the_full_one_is_written_as_it_was_read() {
    let full = Batch::decode(FULL).unwrap().batch;
    assert_eq!(full.naming, Naming::Named(1));
    assert_eq!(Again::of(AGAIN), Some(Again { site: "demo".into(), stream: full.stream, number: 1 }));
    let head = full.head();
    let decoded = Batch::decode_with(AGAIN, &head).unwrap();
    assert_eq!(decoded.bad, []);
    let batch = decoded.batch;
    assert_eq!((batch.visitor, batch.device, &batch.pages), (full.visitor, full.device, &full.pages));
    assert_eq!(batch.events.iter().map(|event| event.page).collect::<Vec<_>>(), [4, 5]);
    assert_eq!(batch.encode(), AGAIN);
}

#[test]
fn what_the_loader_sends_by_itself_is_a_batch_like_any_other() {
    let decoded = Batch::decode(EARLY.trim_end()).unwrap();
    assert_eq!(decoded.bad, []);
    assert_eq!(numbers(&decoded.batch.events), [1, 2, 3, 4]);
    assert_eq!(decoded.batch.pages[0].utm.text(), r#"{"source":"News Letter","medium":"e-mail"}"#);
    assert_eq!(decoded.batch.events[0].name, "page_view");
}

#[test]
fn bad_events_are_named_and_what_is_unknown_is_passed_over() {
    let decoded = Batch::decode(BAD_EVENTS).unwrap();
    assert_eq!(numbers(&decoded.batch.events), [1, 12]);
    let answer = Answer {
        stored: decoded.batch.events.len() as u64,
        dropped: decoded.bad.into_iter().map(|bad| (bad.n, bad.reason.into())).collect(),
    };
    assert_eq!(answer.encode(), BAD_EVENTS_ANSWER);
    assert_eq!(Answer::decode(BAD_EVENTS_ANSWER), Some(answer));
}

#[test]
fn the_answer_is_written_as_it_was_read() {
    let answer = Answer::decode(ANSWER).unwrap();
    assert_eq!(answer, Answer { stored: 2, dropped: vec![(Some(3), "bad_name".into())] });
    assert_eq!(answer.encode(), ANSWER);
}

#[test]
fn the_capture_is_written_as_it_was_read() {
    let capture = Capture::decode(CAPTURE).unwrap();
    assert_eq!(capture.email, "jane@example.org");
    assert!(!capture.receipt.marketing);
    assert_eq!(capture.encode(), CAPTURE);
}
