use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

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
    }
}

fn next(outbox: &mut Outbox) -> Option<(u64, String, bool)> {
    outbox.next_batch(2_000, "demo", Consent::Anonymous, &origin())
}

fn numbers(body: &str) -> Vec<u64> {
    Batch::decode(body).unwrap().batch.events.iter().map(|event| event.n).collect()
}

fn ok(stored: usize) -> Reply {
    Reply::Ok(format!("{{\"stored\":{stored},\"dropped\":[]}}"))
}

#[test]
fn a_batch_tells_ages_and_keeps_the_order_of_numbers() {
    let mut outbox = Outbox::default();
    outbox.push(entry(1, "page_view", "{}"));
    outbox.push(entry(2, "purchase", "{}"));
    let (_, body, keepalive) = next(&mut outbox).unwrap();
    let decoded = Batch::decode(&body).unwrap();
    assert_eq!(numbers(&body), [1, 2]);
    assert_eq!(decoded.batch.events[0].age_ms, 1_000);
    assert!(keepalive && decoded.bad.is_empty());
    assert!(next(&mut outbox).is_none(), "nothing waits any more");
}

#[test]
fn events_queued_during_a_send_survive_its_answer() {
    let mut outbox = Outbox::default();
    let mut random = Random::new(Id([1; 16]));
    outbox.push(entry(1, "a", "{}"));
    let (batch, ..) = next(&mut outbox).unwrap();
    outbox.push(entry(2, "b", "{}"));
    let settled = outbox.answered(batch, &ok(1), 2_000, &mut random);
    assert_eq!(settled.keys, [entry(1, "a", "{}").key()]);
    assert_eq!(numbers(&next(&mut outbox).unwrap().1), [2]);
}

#[test]
fn what_is_no_answer_to_the_batch_settles_nothing() {
    for reply in [
        ok(0),
        ok(2),
        Reply::Ok("<html>".into()),
        Reply::Status { code: 503, retry_after_s: 2 },
        Reply::Status { code: 408, retry_after_s: 0 },
        Reply::Status { code: 429, retry_after_s: 0 },
        Reply::Status { code: 302, retry_after_s: 0 },
        Reply::Unreachable,
        Reply::Handed,
    ] {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, "a", "{}"));
        let (batch, ..) = next(&mut outbox).unwrap();
        let settled = outbox.answered(batch, &reply, 2_000, &mut Random::new(Id([1; 16])));
        assert_eq!((settled.keys.len(), outbox.waiting()), (0, 1), "{reply:?}");
        assert!(settled.retry_after_ms.is_some(), "{reply:?}");
    }
}

#[test]
fn a_refusal_is_final_and_counted() {
    for code in [400, 401, 403, 404, 413, 415] {
        let mut outbox = Outbox::default();
        outbox.push(entry(1, "a", "{}"));
        let (batch, ..) = next(&mut outbox).unwrap();
        let reply = Reply::Status { code, retry_after_s: 0 };
        let settled = outbox.answered(batch, &reply, 2_000, &mut Random::new(Id([1; 16])));
        assert_eq!((settled.keys.len(), settled.dropped.len(), outbox.waiting()), (1, 1, 0));
        assert!(settled.warning.unwrap().1.contains(&code.to_string()));
        outbox.push(entry(2, "b", "{}"));
        let body = next(&mut outbox).unwrap().1;
        assert_eq!(Batch::decode(&body).unwrap().batch.drops, [("refused".into(), 1)]);
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
        let (batch, ..) = next(&mut outbox).unwrap();
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
    let data = format!("{{\"k\":\"{}\"}}", "x".repeat(16_000));
    for n in 1..=6 {
        outbox.push(entry(n, if n == 6 { "purchase" } else { "a" }, &data));
    }
    let (_, first, keepalive) = next(&mut outbox).unwrap();
    assert!(first.len() <= MAX_BATCH_BYTES && keepalive);
    assert!(numbers(&first).contains(&6));
    let (_, second, keepalive) = next(&mut outbox).unwrap();
    assert!(second.len() <= MAX_BATCH_BYTES && !keepalive, "the page's allowance is spent");
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
fn one_event_too_many_costs_the_least_valuable() {
    let mut outbox = Outbox::default();
    outbox.push(entry(1, "purchase", "{}"));
    for n in 2..=MAX_EVENTS as u64 {
        assert_eq!(outbox.push(entry(n, "a", "{}")), None);
    }
    let evicted = outbox.push(entry(MAX_EVENTS as u64 + 1, "a", "{}"));
    assert_eq!(evicted, Some(entry(2, "a", "{}").key()));
    assert_eq!(outbox.drops, [("evicted", 1)]);
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
                    if let Some((batch, body, _)) = next(&mut outbox) {
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
                        _ => (Reply::Status { code: 400, retry_after_s: 0 }, true),
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
