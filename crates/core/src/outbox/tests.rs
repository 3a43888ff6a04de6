mod limits;

use super::settle::{FIRST_BACKOFF_MS, MAX_BACKOFF_MS};
use super::*;
use crate::input::Reply;
use crate::random::Random;
use proptest::prelude::*;
use std::collections::BTreeSet;
use waypost_wire::limits::{MAX_ANSWER_BYTES, MAX_BATCH_BYTES};
use waypost_wire::{Batch, Consent, Naming};

fn origin() -> Origin {
    Origin {
        stream: Id([1; 16]),
        sdk: "0.1.0".into(),
        device: "{}".into(),
        visitor: None,
        user: None,
        purposes: Purposes::default(),
    }
}

fn entry(n: u64, name: &str, data: &str) -> Entry {
    Entry {
        stream: Id([1; 16]),
        n,
        at: 1_000,
        name: name.into(),
        data: data.into(),
        page: Rc::new(PageView::new(1, "https://shop.example/", "", "", &crate::Config::new("demo"), false)),
        session: None,
        origin: None,
        batch: None,
        is_news: false,
    }
}

fn pack(outbox: &mut Outbox, is_hiding: bool) -> Option<Packed> {
    let origin = origin();
    let sender = Sender { site: "demo", consent: Consent::Anonymous, origin: &origin, last: 9 };
    outbox.next_batch(2_000, sender, is_hiding)
}

fn next(outbox: &mut Outbox) -> Option<(u64, String)> {
    pack(outbox, false).map(|packed| (packed.batch, packed.body))
}

fn answer(outbox: &mut Outbox, batch: u64, reply: &Reply) -> Settled {
    outbox.answered(batch, reply, 2_000, &mut Random::new(Id([1; 16])))
}

/// The head of the batches here, as a collector keeps it.
const HEAD: &str = r#"{"consent":"anonymous","pages":[{"id":1,"url":"https://shop.example/"}]}"#;

fn numbers(body: &str) -> Vec<u64> {
    Batch::decode_with(body, HEAD).unwrap().batch.events.iter().map(|event| event.n).collect()
}

fn ok(stored: usize) -> Reply {
    Reply::Ok(format!("{{\"stored\":{stored},\"dropped\":[]}}"))
}

#[test]
fn a_batch_tells_ages_and_keeps_the_order_of_numbers() {
    let mut outbox = Outbox::default();
    outbox.push(entry(1, "page_view", "{}"));
    outbox.push(entry(2, "purchase", "{}"));
    let Packed { body, way, .. } = pack(&mut outbox, false).unwrap();
    let decoded = Batch::decode(&body).unwrap();
    assert_eq!(numbers(&body), [1, 2]);
    assert_eq!((decoded.batch.events[0].age_ms, decoded.batch.last), (1_000, 9));
    assert!(way == Way::Keepalive && decoded.bad.is_empty());
    assert!(next(&mut outbox).is_none(), "nothing waits any more");
}

#[test]
fn events_queued_during_a_send_survive_its_answer() {
    let mut outbox = Outbox::default();
    outbox.push(entry(1, "a", "{}"));
    let (batch, _) = next(&mut outbox).unwrap();
    outbox.push(entry(2, "b", "{}"));
    let settled = answer(&mut outbox, batch, &ok(1));
    assert_eq!(settled.keys, [entry(1, "a", "{}").key()]);
    assert_eq!(numbers(&next(&mut outbox).unwrap().1), [2]);
}

#[test]
fn what_is_no_answer_to_the_batch_settles_nothing() {
    for reply in [
        ok(0),
        ok(2),
        Reply::Ok("<html>".into()),
        Reply::Ok(r#"{"stored":0,"dropped":[[2,"bad_name"]]}"#.into()),
        Reply::Ok(r#"{"stored":0,"dropped":[[null,"bad_number"]]}"#.into()),
        Reply::Ok(format!(r#"{{"stored":{},"dropped":[[1,"x"],[1,"x"]]}}"#, u64::MAX)),
        Reply::Ok(format!(r#"{{"stored":1,"dropped":[],"more":"{}"}}"#, "x".repeat(MAX_ANSWER_BYTES))),
        Reply::Status { code: 503, retry_after_s: 2 },
        Reply::Status { code: 408, retry_after_s: 0 },
        Reply::Status { code: 429, retry_after_s: 0 },
        Reply::Status { code: 302, retry_after_s: 0 },
        Reply::Unreachable,
        Reply::Handed,
        Reply::TooMuch,
    ] {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, "a", "{}"));
        let (batch, _) = next(&mut outbox).unwrap();
        let settled = outbox.answered(batch, &reply, 2_000, &mut Random::new(Id([1; 16])));
        assert_eq!((settled.keys.len(), outbox.waiting()), (0, 1), "{reply:?}");
        assert!(settled.retry_after_ms.is_some(), "{reply:?}");
    }
}

#[test]
fn a_stored_head_is_not_said_again_and_an_unknown_one_is_at_once() {
    let mut outbox = Outbox::default();
    let send = |outbox: &mut Outbox, n| {
        outbox.push(entry(n, "a", "{}"));
        let (batch, body) = next(outbox).unwrap();
        (batch, Batch::decode_with(&body, HEAD).unwrap().batch.naming)
    };
    let (first, naming) = send(&mut outbox, 1);
    assert_eq!(naming, Naming::Named(1));
    answer(&mut outbox, first, &ok(1));
    let (second, naming) = send(&mut outbox, 2);
    assert_eq!(naming, Naming::Again(1));
    let unknown = Reply::Status { code: 409, retry_after_s: 0 };
    let settled = answer(&mut outbox, second, &unknown);
    assert_eq!(settled, Settled { goes_again: true, ..Settled::default() });
    let (batch, body) = next(&mut outbox).unwrap();
    assert_eq!((Batch::decode(&body).unwrap().batch.naming, numbers(&body)), (Naming::Named(1), vec![2]));
    let settled = answer(&mut outbox, batch, &unknown);
    assert!(settled.warning.is_some() && news(&mut outbox) == [2], "who has got it and still asks refuses");
}

#[test]
fn what_another_tab_has_left_says_its_own_head() {
    let mut outbox = Outbox::default();
    outbox.push(entry(1, "a", "{}"));
    let (batch, _) = next(&mut outbox).unwrap();
    answer(&mut outbox, batch, &ok(1));
    let theirs = Origin { stream: Id([9; 16]), ..origin() };
    outbox.push(Entry { stream: theirs.stream, origin: Some(Rc::new(theirs)), ..entry(4, "a", "{}") });
    let naming = |body: &str| Batch::decode_with(body, HEAD).unwrap().batch.naming;
    assert_eq!(naming(&next(&mut outbox).unwrap().1), Naming::Unnamed);
    outbox.push(entry(2, "a", "{}"));
    assert_eq!(naming(&next(&mut outbox).unwrap().1), Naming::Again(1));
}

#[test]
fn a_refusal_is_final_and_told_once() {
    for code in [400, 401, 403, 404, 409, 413, 415] {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, "a", "{}"));
        let (batch, _) = next(&mut outbox).unwrap();
        let reply = Reply::Status { code, retry_after_s: 0 };
        let settled = answer(&mut outbox, batch, &reply);
        assert_eq!((settled.keys.len(), news(&mut outbox), outbox.waiting()), (0, vec![1], 1));
        assert!(settled.warning.unwrap().1.contains(&code.to_string()));
        let (batch, body) = next(&mut outbox).unwrap();
        assert_eq!(lost(&body), [(1, "refused".into())]);
        let settled = answer(&mut outbox, batch, &reply);
        assert_eq!((settled.keys, outbox.waiting()), (vec![entry(1, "a", "{}").key()], 0), "not for ever");
    }
}

#[test]
fn a_late_answer_of_an_unknown_batch_changes_nothing() {
    let mut outbox = Outbox::default();
    outbox.push(entry(1, "a", "{}"));
    assert_eq!(outbox.answered(7, &ok(1), 0, &mut Random::new(Id([1; 16]))), Settled::default());
    assert_eq!(outbox.waiting(), 1);
}

#[test]
fn the_pause_doubles_up_to_its_limit_after_what_the_collector_asks() {
    let mut outbox = Outbox::default();
    let mut random = Random::new(Id([1; 16]));
    outbox.push(entry(1, "a", "{}"));
    for failure in 0..20 {
        let (batch, _) = next(&mut outbox).unwrap();
        let reply = Reply::Status { code: 503, retry_after_s: 3 };
        let pause = outbox.answered(batch, &reply, 10_000, &mut random).retry_after_ms.unwrap();
        let most = MAX_BACKOFF_MS.min(FIRST_BACKOFF_MS << failure.min(9));
        assert!((3_000..=3_000 + most).contains(&pause), "failure {failure}: {pause}");
        assert!(outbox.is_paused(10_000 + u64::from(pause) - 1) && !outbox.is_paused(10_000 + u64::from(pause)));
    }
}

#[test]
fn bodies_stay_within_their_limit_and_the_valuable_go_first() {
    let mut outbox = Outbox::default();
    fill(&mut outbox, 6);
    let first = pack(&mut outbox, false).unwrap();
    assert!(first.body.len() <= MAX_BATCH_BYTES && first.way == Way::Keepalive);
    assert!(numbers(&first.body).contains(&6));
    let second = pack(&mut outbox, false).unwrap();
    assert!(second.body.len() <= MAX_BATCH_BYTES && second.way == Way::Plain, "the page's allowance is spent");
}

/// Events of about 16,000 bytes each; the last one is a purchase.
fn fill(outbox: &mut Outbox, count: u64) {
    let data = format!("{{\"k\":\"{}\"}}", "x".repeat(16_000));
    for n in 1..=count {
        outbox.push(entry(n, if n == count { "purchase" } else { "a" }, &data));
    }
}

#[test]
fn a_page_that_is_hidden_has_one_allowance_for_all_it_sends() {
    let mut outbox = Outbox::default();
    outbox.push(entry(9, "a", &format!("{{\"k\":\"{}\"}}", "x".repeat(15_000))));
    next(&mut outbox).unwrap();
    fill(&mut outbox, 6);
    let first = pack(&mut outbox, true).unwrap();
    assert_eq!((numbers(&first.body), first.way), (vec![1, 6], Way::Keepalive), "what fits beside the one under way");
    let rest = pack(&mut outbox, true).unwrap();
    assert_eq!((numbers(&rest.body), rest.way), (vec![2, 3, 4], Way::Later));
}

#[test]
fn a_page_that_is_hidden_sends_so_many_requests_and_no_more() {
    let mut outbox = Outbox::default();
    for n in 1..=MAX_REQUESTS as u64 + 1 {
        outbox.push(entry(n, "a", "{}"));
        let way = pack(&mut outbox, true).unwrap().way;
        assert_eq!(way, if n <= MAX_REQUESTS as u64 { Way::Keepalive } else { Way::Later }, "request {n}");
    }
}

#[test]
fn what_the_browser_finds_too_much_is_halved_until_it_is_small() {
    let mut outbox = Outbox::default();
    fill(&mut outbox, 3);
    let whole = pack(&mut outbox, true).unwrap();
    assert!(answer(&mut outbox, whole.batch, &Reply::TooMuch).goes_again);
    let half = pack(&mut outbox, true).unwrap();
    assert_eq!(numbers(&half.body), [3], "the purchase first");
    answer(&mut outbox, half.batch, &ok(1));
    assert_eq!(numbers(&pack(&mut outbox, true).unwrap().body), [1, 2], "after an answer there is room again");
    let mut small = Outbox::default();
    small.push(entry(1, "a", "{}"));
    let (batch, _) = next(&mut small).unwrap();
    let settled = answer(&mut small, batch, &Reply::TooMuch);
    assert!(!settled.goes_again && settled.retry_after_ms.is_some());
}

#[test]
fn who_never_gets_an_answer_stops_asking_and_who_had_one_does_not() {
    for had_one in [false, true] {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, "a", "{}"));
        if had_one {
            let (batch, _) = next(&mut outbox).unwrap();
            answer(&mut outbox, batch, &Reply::Status { code: 503, retry_after_s: 0 });
        }
        for attempt in 1..=BLOCKED_AFTER {
            let (batch, _) = next(&mut outbox).unwrap();
            let settled = answer(&mut outbox, batch, &Reply::Unreachable);
            let is_last = attempt == BLOCKED_AFTER && !had_one;
            assert_eq!((settled.is_blocked, settled.retry_after_ms.is_none()), (is_last, is_last), "{attempt}");
        }
        assert_eq!(outbox.is_paused(UnixMs::MAX), !had_one);
        outbox.resume();
        assert!(!outbox.is_paused(0), "who is told to may try once more");
    }
}

#[test]
fn adopted_events_go_out_under_their_own_stream_once() {
    let mut outbox = Outbox::default();
    let theirs = Origin { stream: Id([9; 16]), ..origin() };
    let adopted = Entry { stream: Id([9; 16]), origin: Some(Rc::new(theirs)), ..entry(4, "a", "{}") };
    outbox.push(adopted.clone());
    outbox.push(adopted);
    outbox.push(entry(1, "a", "{}"));
    let first = next(&mut outbox).unwrap().1;
    assert_eq!(Batch::decode(&first).unwrap().batch.stream, Id([9; 16]));
    assert_eq!(numbers(&first), [4]);
    assert_eq!(numbers(&next(&mut outbox).unwrap().1), [1]);
}

#[test]
fn what_was_adopted_and_is_older_makes_room_for_this_tab_s_own() {
    let mut outbox = Outbox::new(Limits { events: 2, ..Limits::default() });
    let theirs = Rc::new(Origin { stream: Id([9; 16]), ..origin() });
    let adopted = |n, at| Entry { stream: theirs.stream, origin: Some(theirs.clone()), at, ..entry(n, "a", "{}") };
    outbox.push(Entry { at: 5_000, ..entry(1, "a", "{}") });
    outbox.push(adopted(4, 4_999));
    outbox.push(Entry { at: 6_000, ..entry(2, "a", "{}") });
    assert_eq!(news(&mut outbox), [4]);
    outbox.push(adopted(5, 5_001));
    assert_eq!(news(&mut outbox), [1], "its age decides, not whose it is");
}

#[test]
fn a_clock_that_was_set_back_makes_nothing_older_or_negative() {
    let mut outbox = Outbox::default();
    outbox.push(Entry { at: 5_000, ..entry(1, "a", "{}") });
    outbox.expire(0);
    assert_eq!(news(&mut outbox), []);
    let (_, body) = next(&mut outbox).unwrap();
    assert_eq!(Batch::decode(&body).unwrap().batch.events[0].age_ms, 0);
}

#[test]
fn who_is_forgotten_leaves_numbers_and_no_name() {
    let mine = Origin { visitor: Some(Id([7; 16])), user: Some("c-1".into()), ..origin() };
    let mut outbox = Outbox::default();
    outbox.push(entry(1, "a", "{}"));
    next(&mut outbox).unwrap();
    outbox.push(entry(2, "a", "{}"));
    outbox.forget("reset", &mine);
    assert_eq!(news(&mut outbox), [2], "what is under way may have arrived");
    let fresh = Origin { stream: Id([3; 16]), visitor: Some(Id([8; 16])), ..origin() };
    let sender = Sender { site: "demo", consent: Consent::Granted, origin: &fresh, last: 0 };
    let body = outbox.next_batch(2_000, sender, false).unwrap().body;
    let batch = Batch::decode(&body).unwrap().batch;
    assert_eq!((batch.stream, batch.visitor, batch.user), (Id([1; 16]), None, None));
    assert_eq!(lost(&body), [(2, "reset".into())]);
}

fn lost(body: &str) -> Vec<(u64, String)> {
    let lost = Batch::decode(body).unwrap().batch.lost;
    lost.into_iter().map(|(n, reason)| (n.unwrap(), reason.into_owned())).collect()
}

fn news(outbox: &mut Outbox) -> Vec<u64> {
    let mut lost = Vec::new();
    outbox.news(|entry| lost.push(entry.n));
    lost
}

#[derive(Clone, Debug)]
enum Step {
    Push(u8),
    Send,
    Answer(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<u8>().prop_map(Step::Push),
        Just(Step::Send),
        (any::<u8>(), any::<u8>()).prop_map(|(batch, reply)| Step::Answer(batch, reply)),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_each_event_is_waiting_under_way_or_settled_by_its_own_answer(
        steps in prop::collection::vec(step(), 0..60),
    ) {
        let mut outbox = Outbox::default();
        let mut random = Random::new(Id([3; 16]));
        let names = ["a", "add_to_cart", "purchase"];
        let (mut tracked, mut settled) = (BTreeSet::new(), BTreeSet::new());
        let mut sent: Vec<(u64, Vec<u64>)> = Vec::new();
        for step in steps {
            match step {
                Step::Push(kind) => {
                    let n = tracked.len() as u64 + 1;
                    tracked.insert(n);
                    outbox.push(entry(n, names[usize::from(kind) % 3], "{}"));
                }
                Step::Send => {
                    if let Some((batch, body)) = next(&mut outbox) {
                        sent.push((batch, numbers(&body)));
                    }
                }
                Step::Answer(which, _) if sent.is_empty() => { let _ = which; }
                Step::Answer(which, kind) => {
                    let (batch, events) = sent.remove(usize::from(which) % sent.len());
                    let (reply, is_final) = match kind % 5 {
                        0 => (ok(events.len()), true),
                        1 => (ok(events.len() + 1), false),
                        2 => (Reply::Unreachable, false),
                        3 => (Reply::Status { code: 503, retry_after_s: 0 }, false),
                        _ => (Reply::Handed, false),
                    };
                    let keys = outbox.answered(batch, &reply, 5_000, &mut random).keys;
                    let expected: BTreeSet<String> =
                        events.iter().filter(|_| is_final).map(|n| entry(*n, "a", "{}").key()).collect();
                    prop_assert_eq!(keys.into_iter().collect::<BTreeSet<_>>(), expected);
                    if is_final {
                        for n in events {
                            prop_assert!(settled.insert(n), "settled twice: {}", n);
                        }
                    }
                }
            }
            let held: BTreeSet<u64> = outbox.own().map(|entry| entry.n).collect();
            prop_assert!(held.is_disjoint(&settled));
            prop_assert_eq!(held.union(&settled).copied().collect::<BTreeSet<_>>(), tracked.clone());
        }
    }
}
