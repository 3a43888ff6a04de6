//! Sessions of visitors without a session id of their own: runs of activity with no silence of 30 minutes or more.
//!
//! Events arrive in any order, so a late one may begin a session, stretch one, or join two.

/// Silence that ends a session, in milliseconds: a gap this long or longer.
pub const SESSION_IDLE_MS: u64 = 30 * 60 * 1000;

/// A session as far as it is known, both ends inclusive, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Row of the session.
    pub id: i64,
    /// Its first event.
    pub first_at: u64,
    /// Its last event.
    pub last_at: u64,
}

/// Where an event belongs.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// Into a new session.
    New,
    /// Into the session with this id, which may have become longer.
    In(i64),
    /// Into the session `into`, which has swallowed the session `gone`.
    Joined {
        /// The session that stays: the earlier one.
        into: i64,
        /// The session whose events have to follow.
        gone: i64,
    },
}

impl Span {
    /// Whether an event at `at` is less than [`SESSION_IDLE_MS`] away.
    pub fn reaches(&self, at: u64) -> bool {
        at < self.last_at.saturating_add(SESSION_IDLE_MS) && self.first_at < at.saturating_add(SESSION_IDLE_MS)
    }

    /// Makes the span long enough to hold `at`; whether it had to.
    pub fn stretch(&mut self, at: u64) -> bool {
        let before = *self;
        self.first_at = self.first_at.min(at);
        self.last_at = self.last_at.max(at);
        before != *self
    }
}

/// Finds the place of an event at `at` among all sessions of its visitor, and brings `spans` up to date.
/// For [`Place::New`] the caller adds the span once it has an id.
pub fn place(spans: &mut Vec<Span>, at: u64) -> Place {
    // Spans are at least SESSION_IDLE_MS apart, so that no more than two of them can reach the event.
    let mut reached = (0..spans.len()).filter(|index| spans[*index].reaches(at));
    match (reached.next(), reached.next()) {
        (None, _) => Place::New,
        (Some(one), None) => {
            spans[one].stretch(at);
            Place::In(spans[one].id)
        }
        (Some(one), Some(other)) => {
            let (stays, goes) = if spans[one].first_at < spans[other].first_at { (one, other) } else { (other, one) };
            let gone = spans[goes];
            let into = spans[stays].id;
            spans[stays].stretch(gone.last_at);
            spans.remove(goes);
            Place::Joined { into, gone: gone.id }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(first_at: u64, last_at: u64) -> Span {
        Span { id: 1, first_at, last_at }
    }

    #[test]
    fn a_session_ends_exactly_at_thirty_minutes() {
        let hour = 2 * SESSION_IDLE_MS;
        let known = span(hour, hour + 5);
        for (at, inside) in [
            (hour - SESSION_IDLE_MS, false),
            (hour - SESSION_IDLE_MS + 1, true),
            (hour + 5 + SESSION_IDLE_MS - 1, true),
            (hour + 5 + SESSION_IDLE_MS, false),
        ] {
            assert_eq!(known.reaches(at), inside, "{at}");
        }
    }

    #[test]
    fn a_late_event_joins_the_sessions_on_both_sides_of_it() {
        let mut spans = vec![
            Span { id: 1, first_at: 0, last_at: 10 },
            Span { id: 2, first_at: SESSION_IDLE_MS + 20, last_at: SESSION_IDLE_MS + 30 },
        ];
        assert_eq!(place(&mut spans, 25), Place::Joined { into: 1, gone: 2 });
        assert_eq!(spans, [Span { id: 1, first_at: 0, last_at: SESSION_IDLE_MS + 30 }]);
    }

    /// The rule itself: sort, then cut at every silence of 30 minutes or more.
    fn sorted_and_cut(mut times: Vec<u64>) -> Vec<(u64, u64)> {
        times.sort_unstable();
        let mut spans: Vec<(u64, u64)> = Vec::new();
        for at in times {
            match spans.last_mut() {
                Some((_, last)) if at - *last < SESSION_IDLE_MS => *last = at,
                _ => spans.push((at, at)),
            }
        }
        spans
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_does_not_matter(minutes in prop::collection::vec(0u64..600, 1..40)) {
            // Whole minutes, so that silences of exactly half an hour are common.
            let times: Vec<u64> = minutes.iter().map(|minute| minute * 60_000).collect();
            let mut spans = Vec::new();
            let mut session_of = std::collections::BTreeMap::new();
            for (index, at) in times.iter().enumerate() {
                let session = match place(&mut spans, *at) {
                    Place::New => {
                        let id = index as i64;
                        spans.push(Span { id, first_at: *at, last_at: *at });
                        id
                    }
                    Place::In(id) => id,
                    Place::Joined { into, gone } => {
                        session_of.values_mut().filter(|id| **id == gone).for_each(|id| *id = into);
                        into
                    }
                };
                session_of.insert(*at, session);
            }
            let expected = sorted_and_cut(times);
            let mut found: Vec<_> = spans.iter().map(|span| (span.first_at, span.last_at)).collect();
            found.sort_unstable();
            prop_assert_eq!(&found, &expected);
            for (first, last) in expected {
                let ids: std::collections::BTreeSet<_> = session_of.range(first..=last).map(|(_, id)| *id).collect();
                prop_assert_eq!(ids.len(), 1, "one session, one id");
            }
        }
    }
}
