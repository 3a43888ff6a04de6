//! Experiments: which arm of an offer a visitor is in, or whether they are held out.
//!
//! Nothing is remembered: the arm is drawn by a hash of the offer and the visitor, so that all pages and tabs of a visitor
//! get the same one as long as the visitor is known for the same.

use sha2::{Digest as _, Sha256};

/// The arm in which nothing is shown.
pub const HOLDOUT: &str = "holdout";

/// The arm of an offer without others.
pub const ONLY: &str = "offer";

/// Percent of visitors that are held out unless the site says otherwise.
pub const DEFAULT_HOLDOUT: u8 = 10;

/// The arms of one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arms {
    /// Percent of the visitors to whom nothing is shown, 0 to 100. Default: 10.
    pub holdout: u8,
    /// Names, each with its weight among those who are not held out. Default: one arm, `offer`.
    pub arms: Vec<(String, u32)>,
}

impl Default for Arms {
    fn default() -> Self {
        Self { holdout: DEFAULT_HOLDOUT, arms: vec![(ONLY.to_owned(), 1)] }
    }
}

impl Arms {
    /// The arm of `who` in `offer`. Who is held out, and who is in which arm, are drawn apart: another weight moves nobody
    /// into or out of the hold-out, and a larger hold-out keeps all who were in the smaller one.
    pub fn of(&self, offer: &str, who: &str) -> &str {
        if draw("holdout", offer, who, 100) < u64::from(self.holdout) {
            return HOLDOUT;
        }
        let sum = self.arms.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut left = draw("arm", offer, who, sum);
        let found = self.arms.iter().find(|(_, weight)| {
            let weight = u64::from(*weight);
            let is_it = left < weight;
            left = left.saturating_sub(weight);
            is_it
        });
        found.map_or(ONLY, |(name, _)| name)
    }
}

/// A number below `sum`, always the same of the same texts: the first 64 bits of their SHA-256, scaled.
fn draw(what: &str, offer: &str, who: &str, sum: u64) -> u64 {
    // The separators keep apart what is joined; ids hold no zero byte.
    let hash = Sha256::digest([what, offer, who].join("\0"));
    let first = hash.iter().take(8).fold(0, |all: u64, byte| all << 8 | u64::from(*byte));
    ((u128::from(first) * u128::from(sum)) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arms(holdout: u8, arms: &[(&str, u32)]) -> Arms {
        Arms { holdout, arms: arms.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect() }
    }

    #[test]
    fn an_arm_never_changes() {
        let three = arms(20, &[("a", 1), ("b", 2), ("c", 1)]);
        let found: Vec<&str> = ["0000", "0001", "0002", "0003", "1f3a", "8000", "c0de", "ffff"]
            .into_iter()
            .map(|who| three.of("keep-cart", who))
            .collect();
        assert_eq!(found, ["c", "b", "c", "a", "c", "b", "holdout", "a"]);
        let day = "0123456789abcdef0123456789abcdef";
        let offers = ["keep-cart", "discount", "newsletter", "survey"];
        assert_eq!(offers.map(|offer| three.of(offer, day)), ["holdout", "a", "c", "b"]);
    }

    #[test]
    fn nobody_or_everybody_may_be_held_out() {
        for who in (0..2_000).map(|n: u32| format!("{n:04x}")) {
            assert_eq!(arms(0, &[("a", 1)]).of("x", &who), "a");
            assert_eq!(arms(100, &[("a", 1)]).of("x", &who), HOLDOUT);
        }
    }

    #[test]
    fn all_that_a_page_may_say_of_a_visitor_come_to_the_shares_that_were_asked_for() {
        let two = arms(10, &[("a", 3), ("b", 1)]);
        let count =
            |arm: &str| (0..=u16::MAX).filter(|n| two.of("keep-cart", &format!("{n:04x}")) == arm).count() as f64;
        for (arm, share) in [(HOLDOUT, 0.1), ("a", 0.675), ("b", 0.225)] {
            let found = count(arm) / 65_536.0;
            assert!((found - share).abs() < 0.006, "{arm}: {found}");
        }
    }

    #[test]
    fn two_offers_hold_out_different_visitors() {
        let ten = Arms::default();
        let all: Vec<String> = (0..=u16::MAX).map(|n| format!("{n:04x}")).collect();
        let both = all.iter().filter(|who| ten.of("a", who) == HOLDOUT && ten.of("b", who) == HOLDOUT).count() as f64;
        assert!((both / 65_536.0 - 0.01).abs() < 0.002, "{both}");
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(32))]

        #[test]
        fn weights_are_kept_whoever_comes(
            offer in "[a-z0-9_-]{1,20}", holdout in 0u8..=100, weights in prop::collection::vec(0u32..20, 1..5), salt: u64,
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let names: Vec<String> = (0..weights.len()).map(|n| format!("arm-{n}")).collect();
            let arms = Arms { holdout, arms: names.iter().cloned().zip(weights.iter().copied()).collect() };
            let visitors = 4_000;
            let mut counts = vec![0u32; weights.len() + 1];
            for n in 0..visitors {
                let arm = arms.of(&offer, &format!("{:032x}", u128::from(salt) * 0x9e37_79b9_7f4a_7c15 + n));
                let at = names.iter().position(|name| name == arm);
                counts[at.unwrap_or(weights.len())] += 1;
            }
            let held = f64::from(holdout) / 100.0;
            let sum: u32 = weights.iter().sum();
            for (at, count) in counts.iter().enumerate() {
                let share = weights.get(at).map_or(held, |weight| (1.0 - held) * f64::from(*weight) / f64::from(sum));
                // Five standard deviations of a fair draw.
                let room = 5.0 * (share * (1.0 - share) / visitors as f64).sqrt() + 1e-9;
                prop_assert!((f64::from(*count) / visitors as f64 - share).abs() <= room, "{at}: {count} for {share}");
            }
        }

        #[test]
        fn who_is_held_out_stays_so_in_a_larger_hold_out_and_under_other_weights(who in "[0-9a-f]{32}", less in 0u8..=100, more in 0u8..=100) {
            let (less, more) = (less.min(more), less.max(more));
            if arms(less, &[("a", 1)]).of("x", &who) == HOLDOUT {
                let others = arms(more, &[("b", 7), ("c", 2)]);
                prop_assert_eq!(others.of("x", &who), HOLDOUT);
            }
        }
    }
}
