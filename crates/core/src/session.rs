//! A session is activity with no silence of [`IDLE_MS`] or more.

use crate::UnixMs;

/// The silence that ends a session, in milliseconds: 30 minutes, as GA4 and most trackers have it.
pub const IDLE_MS: u64 = 30 * 60 * 1000;

/// Whether activity at `now` belongs to the session last active at `last`. A clock set back keeps the session.
pub fn continues(last: UnixMs, now: UnixMs) -> bool {
    now.saturating_sub(last) < IDLE_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_session_ends_exactly_at_thirty_minutes() {
        assert!(continues(1_000, 1_000 + IDLE_MS - 1));
        assert!(!continues(1_000, 1_000 + IDLE_MS));
        assert!(continues(1_000, 0));
    }

    proptest! {
        #[test]
        fn only_the_silence_matters_not_the_hour(last in 0..u64::MAX / 2, silence in 0..2 * IDLE_MS) {
            prop_assert_eq!(continues(last, last + silence), silence < IDLE_MS);
        }
    }
}
