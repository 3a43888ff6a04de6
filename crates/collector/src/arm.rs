//! Experiments: which arm of an offer a visitor is in, or whether they are held out.
//!
//! Nothing is remembered: the arm is drawn by a hash of the offer and the visitor, so that all pages and tabs of a visitor
//! get the same one as long as the visitor is known for the same.

use sha2::{Digest as _, Sha256};

/// The arm in which nothing is shown.
pub const HOLDOUT: &str = "holdout";

/// Which of the arms with these weights `who` is in by `offer`, or `None` where they are among the `holdout` percent (0 to
/// 100) that are held out. Who is held out, and who is in which arm, are drawn apart: another weight moves nobody into or
/// out of the hold-out, and a larger hold-out keeps all who were in the smaller one. The first arm where all weights are 0.
pub fn of(offer: &str, who: &str, holdout: u8, weights: &[u32]) -> Option<usize> {
    if draw("holdout", offer, who, 100) < u64::from(holdout) {
        return None;
    }
    let mut left = draw("arm", offer, who, weights.iter().copied().map(u64::from).sum());
    let found = weights.iter().position(|weight| {
        let weight = u64::from(*weight);
        let is_it = left < weight;
        left = left.saturating_sub(weight);
        is_it
    });
    Some(found.unwrap_or_default())
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

    /// What a page may say of a visitor.
    fn all() -> impl Iterator<Item = String> {
        (0..=u16::MAX).map(|n| format!("{n:04x}"))
    }

    #[test]
    fn an_arm_never_changes() {
        let found = |offer, who| of(offer, who, 20, &[1, 2, 1]);
        let visitors = ["0000", "0001", "0002", "0003", "1f3a", "8000", "c0de", "ffff"];
        let expected = [Some(2), Some(1), Some(2), Some(0), Some(2), Some(1), None, Some(0)];
        assert_eq!(visitors.map(|who| found("keep-cart", who)), expected);
        let offers = ["keep-cart", "discount", "newsletter", "survey"];
        let of_day = offers.map(|offer| found(offer, "0123456789abcdef0123456789abcdef"));
        assert_eq!(of_day, [None, Some(0), Some(2), Some(1)]);
    }

    #[test]
    fn nobody_or_everybody_may_be_held_out() {
        for who in all() {
            assert_eq!(of("x", &who, 0, &[1]), Some(0));
            assert_eq!(of("x", &who, 100, &[1]), None);
        }
        assert_eq!(of("x", "0000", 0, &[]), Some(0));
    }

    #[test]
    fn all_that_a_page_may_say_of_a_visitor_come_to_the_shares_that_were_asked_for() {
        let share = |arm| all().filter(|who| of("keep-cart", who, 10, &[3, 1]) == arm).count() as f64 / 65_536.0;
        for (arm, expected) in [(None, 0.1), (Some(0), 0.675), (Some(1), 0.225)] {
            let found = share(arm);
            assert!((found - expected).abs() < 0.006, "{arm:?}: {found}");
        }
    }

    #[test]
    fn two_offers_hold_out_different_visitors() {
        let both = all().filter(|who| ["a", "b"].iter().all(|offer| of(offer, who, 10, &[1]).is_none())).count() as f64;
        assert!((both / 65_536.0 - 0.01).abs() < 0.002, "{both}");
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(32))]

        #[test]
        fn weights_are_kept_whoever_comes(
            offer in "[a-z0-9_-]{1,20}", holdout in 0u8..=100, weights in prop::collection::vec(0u32..20, 1..5), salt: u64,
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let visitors = 4_000;
            let mut counts = vec![0u32; weights.len() + 1];
            for n in 0..visitors {
                let who = format!("{:032x}", u128::from(salt) * 0x9e37_79b9_7f4a_7c15 + n);
                counts[of(&offer, &who, holdout, &weights).unwrap_or(weights.len())] += 1;
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
        fn who_is_held_out_stays_so_in_a_larger_hold_out_and_under_other_weights(
            who in "[0-9a-f]{32}", less in 0u8..=100, more in 0u8..=100,
        ) {
            let (less, more) = (less.min(more), less.max(more));
            if of("x", &who, less, &[1]).is_none() {
                prop_assert_eq!(of("x", &who, more, &[7, 2]), None);
            }
        }
    }
}
