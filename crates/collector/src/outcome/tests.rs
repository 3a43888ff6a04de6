use super::*;
use proptest::prelude::*;

const AT: u64 = 1_000_000;
const ALL: Range<u64> = 0..u64::MAX;

fn seen(stream: i64, n: u64, at: u64, what: What) -> Seen {
    Seen { stream, n, at, session: 1, device: None, is_own: true, what }
}

fn decision() -> What {
    What::read("exit_intent", Some(r#"{"signal":"pointer_top","shown":false,"reason":"no_cart","score":0.68}"#))
}

/// What came of a decision in stream 1 at [`AT`], followed by `later`.
fn fate(later: Seen, now: u64) -> Fate {
    judged(&[seen(1, 5, AT, decision()), later], &ALL, now)[0].fate
}

#[test]
fn who_does_something_within_thirty_seconds_has_stayed() {
    let late = AT + 10 * LEFT_MS;
    for stream in [1, 2] {
        assert_eq!(fate(seen(stream, 6, AT + LEFT_MS, What::Act), late), Fate::Stayed, "the last moment");
        assert_eq!(fate(seen(stream, 6, AT + LEFT_MS + 1, What::Act), late), Fate::Left, "one too late");
    }
}

#[test]
fn nothing_is_said_before_the_thirty_seconds_are_over() {
    let nothing = seen(1, 6, AT + 10, What::Passive);
    assert_eq!(fate(nothing.clone(), AT + LEFT_MS), Fate::Pending);
    assert_eq!(fate(nothing, AT + LEFT_MS + 1), Fate::Left);
    assert_eq!(fate(seen(1, 6, AT + 10, What::Act), AT + 20), Fate::Stayed, "what is known is said");
}

#[test]
fn what_happened_before_is_not_what_came_of_it() {
    let late = AT + 10 * LEFT_MS;
    assert_eq!(fate(seen(1, 4, AT + 400, What::Act), late), Fate::Left, "numbered earlier, longer on its way");
    assert_eq!(fate(seen(1, 6, AT - 400, What::Act), late), Fate::Stayed, "numbered later, shorter on its way");
    assert_eq!(fate(seen(1, 6, AT - TRANSIT_MS - 1, What::Act), late), Fate::Left, "told late, and long ago");
    assert_eq!(fate(seen(2, 1, AT, What::Act), late), Fate::Left, "of other documents only the time is known");
    assert_eq!(fate(seen(2, 1, AT + 1, What::Act), late), Fate::Stayed);
}

#[test]
fn only_what_a_visitor_does_tells_that_they_are_there() {
    for name in
        ["click", "page_view", "exit_return", "exit_intent", "scroll", "purchase", "offer_dismissed", "anything"]
    {
        assert!(What::read(name, None).is_activity(), "{name}");
    }
    for name in PASSIVE {
        assert!(!What::read(name, Some(r#"{"offer":"a","arm":"b","reason":"holdout"}"#)).is_activity(), "{name}");
    }
}

#[test]
fn what_is_read_of_events() {
    let exposed = |arm: &str| What::Exposed { offer: "a".into(), arm: arm.into() };
    assert_eq!(What::read("offer_shown", Some(r#"{"offer":"a","arm":"b"}"#)), exposed("b"));
    assert_eq!(What::read("offer_shown", Some(r#"{"offer":"a"}"#)), What::Passive, "before there were arms");
    assert_eq!(What::read("offer_withheld", Some(r#"{"offer":"a","reason":"holdout"}"#)), exposed(HOLDOUT));
    assert_eq!(What::read("offer_withheld", Some(r#"{"offer":"a","reason":"capped"}"#)), What::Passive);
    assert_eq!(What::read("offer_submitted", Some(r#"{"offer":"a"}"#)), What::Captured("a".into()));
    let What::Decision(decision) = decision() else { panic!() };
    assert_eq!((decision.score, decision.veto, decision.is_shown), (Some(68), None, false));
    for (score, expected) in [("0", Some(0)), ("\"0.295\"", Some(30)), ("1", Some(100)), ("1.01", None), ("-0.1", None)]
    {
        let data = format!(r#"{{"signal":"return","score":{score}}}"#);
        let What::Decision(decision) = What::read("exit_intent", Some(&data)) else { panic!() };
        assert_eq!(decision.score, expected, "{score}");
    }
}

#[test]
fn an_order_counts_in_the_session_of_the_decision_only() {
    let order = |session| Seen { session, ..seen(1, 6, AT + 60_000, What::Purchase) };
    let bought = |order| judged(&[seen(1, 5, AT, decision()), order], &ALL, AT * 2)[0].bought;
    assert!(bought(order(1)));
    assert!(!bought(order(2)));
    assert!(!bought(seen(1, 4, AT - 5, What::Purchase)), "an earlier one");
}

#[test]
fn a_leaving_was_predicted_by_a_decision_that_nothing_followed_in_a_session_that_has_ended() {
    let end = AT + 4_000;
    let view = |session, at| Seen { session, ..seen(2, 1, at, What::View) };
    let was_last = |others: &[Seen], span: &Range<u64>, now| {
        let all = [&[seen(1, 5, AT, decision()), seen(1, 6, end, What::Passive)], others].concat();
        judged(&all, span, now)[0].was_last
    };
    let ended = end + SESSION_IDLE_MS;
    assert!(was_last(&[], &ALL, ended));
    assert!(!was_last(&[], &ALL, ended - 1), "the visitor may still come back");
    assert!(!was_last(&[], &(0..end), ended), "the session ended after the time that was asked for");
    assert!(was_last(&[], &(0..end + 1), ended));
    assert!(!was_last(&[view(1, AT + 60_000)], &ALL, ended + 60_000), "they came back after a minute");
    assert!(was_last(&[view(2, AT + 60_000)], &ALL, ended), "another session is another leaving");
}

#[test]
fn an_exposure_is_the_first_one_and_its_outcomes_are_those_of_seven_days() {
    let exposed = |n, at, arm: &str| seen(1, n, at, What::Exposed { offer: "a".into(), arm: arm.into() });
    let of = |later: Seen| exposures(&[exposed(2, AT + 9, "y"), exposed(1, AT, "x"), later], &ALL).remove(0);
    let flags = |later| {
        let Exposure { captured, purchase, returned, .. } = of(later);
        [captured, purchase, returned]
    };
    assert_eq!(of(seen(1, 3, AT, What::Passive)).arm, "x");
    let last = AT + OUTCOME_MS;
    assert_eq!(flags(seen(2, 1, last, What::Purchase)), [false, true, false]);
    assert_eq!(flags(seen(2, 1, last + 1, What::Purchase)), [false; 3]);
    assert_eq!(flags(seen(2, 1, last, What::Captured("a".into()))), [true, false, false]);
    assert_eq!(flags(seen(2, 1, last, What::Captured("b".into()))), [false; 3], "of another offer");
    assert_eq!(flags(Seen { session: 2, ..seen(2, 1, last, What::View) }), [false, false, true]);
    assert_eq!(flags(seen(2, 1, last, What::View)), [false; 3], "the same session");
    assert_eq!(flags(seen(2, 1, AT - 1, What::Purchase)), [false; 3], "before it");
}

#[test]
fn what_somebody_had_under_another_name_is_counted_there() {
    let others = Seen { is_own: false, ..seen(1, 5, AT, decision()) };
    assert_eq!(judged(&[others], &ALL, AT * 2), []);
    let granted = Seen { is_own: false, ..seen(1, 6, AT + 9, What::Act) };
    assert_eq!(fate(granted, AT * 2), Fate::Stayed, "but what they did after granting shows that they are there");
    assert_eq!(judged(&[seen(1, 5, AT, decision())], &(AT + 1..u64::MAX), AT * 2), [], "before the time asked for");
    assert_eq!(judged(&[seen(1, 5, AT, decision())], &(0..AT), AT * 2), [], "after it");
}

proptest! {
    #[test]
    fn the_order_in_which_events_come_does_not_matter(
        marks in prop::collection::vec((1i64..4, 0u64..90_000, 0u8..6, 1i64..3), 1..14), shift in 0usize..14,
    ) {
        let mut all: Vec<Seen> = (1u64..).zip(marks).map(|(n, (stream, at, kind, session))| {
            let what = match kind {
                0 => decision(),
                1 => What::Passive,
                2 => What::Purchase,
                3 => What::View,
                4 => What::Exposed { offer: "a".into(), arm: format!("arm-{stream}") },
                _ => What::Act,
            };
            // Times of one document go on with its numbers.
            Seen { session, ..seen(stream, n, AT + at + 100_000 * n, what) }
        }).collect();
        let count = |judged: Vec<Judged>| {
            let mut all: Vec<String> = judged.into_iter().map(|one| format!("{one:?}")).collect();
            all.sort();
            all
        };
        let before = (count(judged(&all, &ALL, AT * 10)), exposures(&all, &ALL));
        let length = all.len();
        all.rotate_left(shift % length);
        prop_assert_eq!((count(judged(&all, &ALL, AT * 10)), exposures(&all, &ALL)), before);
    }
}
