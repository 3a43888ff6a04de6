//! Something keeps the page from the collector for good: a session is told so once a page, and stops trying.

use super::*;
use crate::outbox::BLOCKED_AFTER;
use crate::session::IDLE_MS;

/// Sends until nothing more is tried; how many tries that took, and what is to be remembered in the end.
fn tries(page: &mut Page) -> (u32, Option<String>) {
    let (mut count, mut remembered) = (0, None);
    let mut effects = page.give(Input::Flush);
    loop {
        let batch = effects.iter().find_map(|effect| match effect {
            Effect::Send { batch, .. } => Some(*batch),
            _ => None,
        });
        remembered = effects.iter().rev().find_map(remembered_of).or(remembered);
        let Some(batch) = batch else { return (count, remembered) };
        count += 1;
        effects = page.give(Input::Answered { batch, reply: Reply::Unreachable });
        if effects.iter().any(|effect| matches!(effect, Effect::Tell { topic: "blocked", .. })) {
            continue;
        }
        effects.extend(page.give(Input::Woken(Timer::Retry)));
    }
}

/// A page of a visitor who is remembered.
fn opened_at(now: UnixMs, memory: String) -> Page {
    let config = Config { consent: Consent::Granted, ..Config::new("demo") };
    let mut page = Page { tracker: Tracker::new(config, "{}".to_owned(), Id([1; 16]), Id([2; 16])), now };
    page.give(Input::Start { memory: Some(memory) });
    page.give(Input::Page {
        at: now,
        url: "https://shop.example/".into(),
        title: "A".into(),
        referrer: "".into(),
        again: false,
    });
    page
}

fn remembered_of(effect: &Effect) -> Option<String> {
    if let Effect::Remember(text) = effect { Some(text.clone()) } else { None }
}

#[test]
fn the_next_page_of_the_session_tries_once_and_that_of_another_as_often_as_the_first() {
    let (mut page, _) = Page::open(Consent::Granted, None);
    let (count, remembered) = tries(&mut page);
    assert_eq!(count, BLOCKED_AFTER);
    let memory = remembered.unwrap();
    let (mut next, _) = Page::open(Consent::Granted, Some(memory.clone()));
    assert_eq!(tries(&mut next).0, 1);
    for (silence, expected) in [(IDLE_MS - 1, 1), (IDLE_MS, BLOCKED_AFTER)] {
        let aged = {
            let Remembered { memory: mut last, .. } = Remembered::decode(&memory).unwrap();
            last.last = 1_000_000;
            Remembered { memory: last, ..Remembered::decode(&memory).unwrap() }.encode()
        };
        let mut later = opened_at(1_000_000 + silence, aged);
        assert_eq!(tries(&mut later).0, expected, "after {silence} ms");
    }
}

#[test]
fn an_answer_ends_it() {
    let (mut page, _) = Page::open(Consent::Granted, None);
    let (_, remembered) = tries(&mut page);
    let (mut next, _) = Page::open(Consent::Granted, remembered);
    let effects = next.give(Input::Flush);
    let Some(Effect::Send { batch, body, .. }) = effects.iter().find(|effect| matches!(effect, Effect::Send { .. }))
    else {
        panic!("{effects:?}")
    };
    let stored = Batch::decode(body).unwrap().batch.events.len();
    let reply = Reply::Ok(format!("{{\"stored\":{stored},\"dropped\":[]}}"));
    let effects = next.give(Input::Answered { batch: *batch, reply });
    let remembered = effects.iter().find_map(remembered_of).unwrap();
    assert!(!Remembered::decode(&remembered).unwrap().memory.is_blocked);
}

#[test]
fn without_consent_nothing_of_it_is_remembered() {
    let (mut page, _) = Page::open(Consent::Anonymous, None);
    assert_eq!(tries(&mut page), (BLOCKED_AFTER, None));
}
