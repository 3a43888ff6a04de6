use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// An event as its time and the campaign that brought it, with its session.
#[derive(Default)]
struct Memory {
    events: Vec<(u64, Option<i64>, i64)>,
    sessions: i64,
}

impl Memory {
    fn touches(&self, id: i64) -> Touches {
        let mut touches = Touches::default();
        for (at, campaign, session) in &self.events {
            if *session == id {
                touches.see(*at, *at as i64, campaign.is_some());
            }
        }
        touches
    }
}

impl Rows for Memory {
    type Error = Infallible;

    fn add(&mut self, _: u64, _: Option<i64>) -> Result<i64, Infallible> {
        self.sessions += 1;
        Ok(self.sessions)
    }

    fn join(&mut self, into: i64, gone: i64) -> Result<Touches, Infallible> {
        self.events.iter_mut().filter(|event| event.2 == gone).for_each(|event| event.2 = into);
        Ok(self.touches(into))
    }

    fn cut(&mut self, from: i64, at: u64, to: i64) -> Result<(Option<u64>, Touches, Touches), Infallible> {
        self.events.iter_mut().filter(|event| event.2 == from && event.0 >= at).for_each(|event| event.2 = to);
        let left = self.events.iter().filter(|event| event.2 == from).map(|event| event.0).max();
        Ok((left, self.touches(from), self.touches(to)))
    }

    fn next_campaign(&mut self, id: i64, at: u64, campaign: i64) -> Result<Option<(u64, i64)>, Infallible> {
        let of_session = self.events.iter().filter(|event| event.2 == id && event.0 > at);
        Ok(of_session.filter_map(|event| Some((event.0, event.1?))).filter(|(_, other)| *other != campaign).min())
    }
}

/// Events in the order of their arrival, with their sessions at last.
fn arrive(events: &[(u64, Option<i64>)]) -> (Vec<Span>, Vec<(u64, i64)>) {
    let (mut spans, mut memory) = (Vec::new(), Memory::default());
    for (at, campaign) in events {
        let Ok(id) = place(&mut spans, *at, *campaign, &mut memory);
        if let Some(span) = spans.iter_mut().find(|span| span.id == id) {
            span.touches.see(*at, *at as i64, campaign.is_some());
        }
        memory.events.push((*at, *campaign, id));
    }
    for span in &spans {
        let of_span = memory.events.iter().filter(|event| event.2 == span.id).map(|event| event.0);
        assert_eq!((span.first_at, span.last_at), (of_span.clone().min().unwrap(), of_span.max().unwrap()));
        assert_eq!(span.touches, memory.touches(span.id));
    }
    let mut sessions: Vec<_> = memory.events.iter().map(|(at, _, id)| (*at, *id)).collect();
    sessions.sort_unstable();
    (spans, sessions)
}

/// First and last event of the sessions, in their order.
fn lengths(events: &[(u64, Option<i64>)]) -> Vec<(u64, u64)> {
    arrive(events).0.iter().map(|span| (span.first_at, span.last_at)).collect()
}

const HALF_HOUR: u64 = SESSION_IDLE_MS;

#[test]
fn a_session_ends_exactly_at_thirty_minutes() {
    assert_eq!(lengths(&[(0, None), (HALF_HOUR - 1, None)]), [(0, HALF_HOUR - 1)]);
    assert_eq!(lengths(&[(0, None), (HALF_HOUR, None)]), [(0, 0), (HALF_HOUR, HALF_HOUR)]);
    assert_eq!(lengths(&[(HALF_HOUR, None), (1, None)]), [(1, HALF_HOUR)]);
    assert_eq!(lengths(&[(HALF_HOUR, None), (0, None)]), [(0, 0), (HALF_HOUR, HALF_HOUR)]);
}

#[test]
fn midnight_is_no_border() {
    let midnight = 20_000 * crate::clock::DAY_MS;
    assert_eq!(lengths(&[(midnight - 1, None), (midnight, None)]), [(midnight - 1, midnight)]);
}

#[test]
fn a_late_event_joins_the_sessions_on_both_sides_of_it() {
    assert_eq!(lengths(&[(10, None), (HALF_HOUR + 20, None), (25, None)]), [(10, HALF_HOUR + 20)]);
}

#[test]
fn another_campaign_begins_a_session_and_the_same_one_does_not() {
    assert_eq!(lengths(&[(0, None), (5, Some(1)), (6, None), (7, Some(1)), (8, Some(2))]), [(0, 0), (5, 7), (8, 8)]);
}

#[test]
fn a_campaign_that_arrives_late_cuts_the_session_it_falls_into() {
    assert_eq!(lengths(&[(0, None), (9, None), (5, Some(1))]), [(0, 0), (5, 9)]);
    // 7 was no news after 1, but is after 5.
    assert_eq!(lengths(&[(1, Some(1)), (7, Some(1)), (9, None), (5, Some(2))]), [(1, 1), (5, 5), (7, 9)]);
}

#[test]
fn a_campaign_that_arrives_late_takes_what_follows_it() {
    assert_eq!(lengths(&[(5, None), (8, Some(1)), (3, Some(1))]), [(3, 8)]);
    assert_eq!(lengths(&[(5, Some(1)), (3, None)]), [(3, 3), (5, 5)]);
}

#[test]
fn the_last_touch_is_the_last_one_that_brought_somebody() {
    let mut touches = Touches::default();
    assert!(touches.see(5, 50, false));
    assert!(touches.see(7, 70, true));
    assert!(!touches.see(9, 90, false), "a view that nobody brought is none");
    assert!(touches.see(3, 30, true));
    assert_eq!(touches, Touches { first: Some((3, 30)), last: Some((true, 7, 70)) });
}

/// The rule itself: sort, then begin a session at every silence of 30 minutes or more, and at every page view that another
/// campaign brought than the one that began the session.
fn sorted_and_cut(mut events: Vec<(u64, Option<i64>)>) -> Vec<(u64, u64)> {
    events.sort_unstable();
    let mut spans: Vec<(u64, u64, Option<i64>)> = Vec::new();
    for (at, campaign) in events {
        match spans.last_mut() {
            Some((_, last, began)) if at - *last < HALF_HOUR && (campaign.is_none() || campaign == *began) => {
                *last = at
            }
            _ => spans.push((at, at, campaign)),
        }
    }
    spans.into_iter().map(|(first, last, _)| (first, last)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn the_order_of_arrival_does_not_matter(
        // Whole minutes, so that silences of exactly half an hour are common; each of them once, since of two campaigns in
        // one millisecond the first to arrive counts.
        events in prop::collection::btree_map(0u64..400, prop::option::weighted(0.3, 1i64..4), 1..40)
            .prop_map(|events: BTreeMap<_, _>| events.into_iter().collect::<Vec<_>>())
            .prop_shuffle(),
    ) {
        let events: Vec<_> = events.into_iter().map(|(minute, campaign)| (minute * 60_000, campaign)).collect();
        let (spans, sessions) = arrive(&events);
        let expected = sorted_and_cut(events);
        let found: Vec<_> = spans.iter().map(|span| (span.first_at, span.last_at)).collect();
        prop_assert_eq!(&found, &expected, "in the order of their times");
        for (first, last) in expected {
            let ids: std::collections::BTreeSet<_> =
                sessions.iter().filter(|(at, _)| (first..=last).contains(at)).map(|(_, id)| *id).collect();
            prop_assert_eq!(ids.len(), 1, "one session, one id");
        }
    }
}
