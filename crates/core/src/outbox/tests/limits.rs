//! What is held at the most, and what has to go.

use super::*;

#[test]
fn one_event_too_many_costs_the_least_valuable_that_waits() {
    let mut outbox = Outbox::new(Limits { events: 3, ..Limits::default() });
    outbox.push(entry(1, "a", "{}"));
    next(&mut outbox).unwrap();
    outbox.push(entry(2, "purchase", "{}"));
    outbox.push(entry(3, "a", "{}"));
    assert_eq!(news(&mut outbox), []);
    outbox.push(entry(4, "a", "{}"));
    assert_eq!(news(&mut outbox), [3], "the first one is under way");
    assert_eq!(lost(&next(&mut outbox).unwrap().1), [(3, "evicted".into())]);
}

#[test]
fn one_byte_too_many_costs_as_many_as_it_takes() {
    let weight = entry(1, "a", "{}").weight();
    let mut outbox = Outbox::new(Limits { bytes: 3 * weight, ..Limits::default() });
    for n in 1..=3 {
        outbox.push(entry(n, "a", "{}"));
    }
    assert_eq!(news(&mut outbox), []);
    outbox.push(entry(4, "purchase", "{\"a\":1}"));
    assert_eq!(news(&mut outbox), [1, 2], "a loss takes some bytes, too");
}

#[test]
fn losses_are_held_up_to_a_number_too() {
    let mut outbox = Outbox::new(Limits { events: 1, ..Limits::default() });
    let held = |outbox: &Outbox| outbox.entries().iter().filter(|entry| entry.is_lost()).count();
    for n in 1..=LOSSES as u64 + 1 {
        outbox.push(entry(n, "a", "{}"));
    }
    assert_eq!(held(&outbox), LOSSES);
    outbox.push(entry(LOSSES as u64 + 2, "a", "{}"));
    assert_eq!((held(&outbox), outbox.entries()[0].n), (LOSSES, 2), "the first one has gone");
}

#[test]
fn losses_leave_room_for_what_is_worth_most() {
    let mut outbox = Outbox::new(Limits { bytes: 100_000, ..Limits::default() });
    for n in 1..=1_000 {
        outbox.push(entry(n, "scroll", "{}"));
    }
    outbox.push(entry(1_001, "purchase", "{}"));
    outbox.push(entry(1_002, "scroll", "{}"));
    assert!(outbox.entries().iter().any(|entry| entry.name == "purchase"));
    assert!(outbox.bytes <= 100_000, "{} bytes", outbox.bytes);
}

#[test]
fn an_answer_that_names_a_number_twice_settles_nothing() {
    let mut outbox = Outbox::default();
    outbox.push(entry(1, "a", "{}"));
    outbox.push(entry(2, "purchase", "{}"));
    let (batch, _) = next(&mut outbox).unwrap();
    let twice = Reply::Ok(r#"{"stored":0,"dropped":[[1,"bad_name"],[1,"bad_name"]]}"#.into());
    assert_eq!((answer(&mut outbox, batch, &twice).keys.len(), outbox.waiting()), (0, 2));
}

#[test]
fn an_event_grows_too_old_after_its_limit_and_not_at_it() {
    let mut outbox = Outbox::new(Limits { age_ms: 500, ..Limits::default() });
    outbox.push(entry(1, "purchase", "{}"));
    outbox.expire(1_500);
    assert_eq!(news(&mut outbox), []);
    outbox.expire(1_501);
    assert_eq!(news(&mut outbox), [1]);
    outbox.expire(1_502);
    assert_eq!(news(&mut outbox), [], "a loss has no second reason");
    assert_eq!(lost(&next(&mut outbox).unwrap().1), [(1, "expired".into())]);
}
