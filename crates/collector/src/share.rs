//! How sure a share of counts is, and a difference of two: intervals of 95 %.

use serde::Serialize;

/// 97.5 % of the normal distribution lie below.
const Z: f64 = 1.959_963_984_540_054;

/// Fewest counted on either side of a comparison for it to be told.
pub const FEWEST: u64 = 50;

/// Fewest outcomes on both sides together for a comparison to be told.
pub const FEWEST_OUTCOMES: u64 = 5;

/// A part of a whole, with the interval of Wilson's score method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// From 0 to 1.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Share {
    /// That of `some` in `all`; `None` of nothing.
    pub fn of(some: u64, all: u64) -> Option<Self> {
        if all == 0 {
            return None;
        }
        let (n, share) = (all as f64, some as f64 / all as f64);
        let middle = share + Z * Z / (2.0 * n);
        let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        Some(Self {
            share,
            low: ((middle - reach) / whole).clamp(0.0, share),
            high: ((middle + reach) / whole).clamp(share, 1.0),
        })
    }
}

/// What a difference comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Fewer than [`FEWEST`] on a side, or than [`FEWEST_OUTCOMES`] on both: nothing can be told.
    TooFew,
    /// Zero lies within the interval.
    Unclear,
    /// The whole interval is above zero.
    More,
    /// The whole interval is below zero.
    Less,
}

/// The difference of two independent shares, with the interval of Newcombe's hybrid score method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The first share less the second, from -1 to 1.
    pub difference: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// What it comes to.
    pub verdict: Verdict,
}

impl Difference {
    /// That of `some` in `all` from `base_some` in `base_all`; `None` where one of them is of nothing.
    pub fn of([some, all]: [u64; 2], [base_some, base_all]: [u64; 2]) -> Option<Self> {
        let (one, base) = (Share::of(some, all)?, Share::of(base_some, base_all)?);
        let difference = one.share - base.share;
        let low = difference - (one.share - one.low).hypot(base.high - base.share);
        let high = difference + (one.high - one.share).hypot(base.share - base.low);
        let verdict = if all.min(base_all) < FEWEST || some + base_some < FEWEST_OUTCOMES {
            Verdict::TooFew
        } else if low > 0.0 {
            Verdict::More
        } else if high < 0.0 {
            Verdict::Less
        } else {
            Verdict::Unclear
        };
        Some(Self { difference, low, high, verdict })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check_difference(one: [u64; 2], base: [u64; 2], low: f64, high: f64) {
        let found = Difference::of(one, base).unwrap();
        let near = |a: f64, b: f64| (a - b).abs() < 0.000_05;
        assert!(near(found.low, low) && near(found.high, high), "{one:?} {base:?}: {found:?}");
    }

    #[test]
    fn differences_are_those_of_the_paper() {
        // R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10.
        check_difference([56, 70], [48, 80], 0.0524, 0.3339);
        check_difference([9, 10], [3, 10], 0.1705, 0.8090);
        check_difference([10, 10], [0, 10], 0.6075, 1.0);
        check_difference([0, 10], [0, 20], -0.1611, 0.2775);
    }

    #[test]
    fn a_share_is_that_of_wilsons_method() {
        // The same author, Statistics in Medicine 17, 857 to 872, method 3: 81 of 263.
        let share = Share::of(81, 263).unwrap();
        assert!((share.low - 0.2553).abs() < 0.000_05 && (share.high - 0.3662).abs() < 0.000_05, "{share:?}");
        assert_eq!(Share::of(0, 0), None);
        assert_eq!(Difference::of([1, 2], [0, 0]), None);
    }

    #[test]
    fn what_is_too_few_is_told_as_such_on_both_sides_of_the_limit() {
        let verdict = |one, base| Difference::of(one, base).unwrap().verdict;
        assert_eq!(verdict([40, FEWEST - 1], [5, 50]), Verdict::TooFew);
        assert_eq!(verdict([40, 50], [5, FEWEST - 1]), Verdict::TooFew);
        assert_eq!(verdict([40, FEWEST], [5, FEWEST]), Verdict::More);
        assert_eq!(verdict([5, FEWEST], [40, FEWEST]), Verdict::Less);
        assert_eq!(verdict([4, 50], [0, 50]), Verdict::TooFew);
        assert_eq!(verdict([4, 50], [1, 50]), Verdict::Unclear);
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share_and_stays_within_bounds(all in 1u64..5_000, part in 0.0f64..=1.0, more in 1u64..5_000) {
            let some = (all as f64 * part) as u64;
            let share = Share::of(some, all).unwrap();
            prop_assert!(0.0 <= share.low && share.low <= share.share && share.share <= share.high && share.high <= 1.0);
            let found = Difference::of([some, all], [more / 2, more]).unwrap();
            prop_assert!(-1.0 <= found.low && found.low <= found.difference);
            prop_assert!(found.difference <= found.high && found.high <= 1.0);
        }
    }
}
