use super::*;
use proptest::prelude::*;

const OUT: i32 = 300;
const KINDS: [Kind; 6] = [Kind::Move, Kind::Down, Kind::Up, Kind::Wheel, Kind::Enter, Kind::Leave];

fn seen(t: u32, kind: Kind, x: i32, y: i32) -> Seen {
    Seen { t, kind, x, y }
}

/// A person who has pressed something and leaves for the tabs from there; gives the time of the crossing.
fn leaves(detector: &mut Detector<'_>, from: u32) -> u32 {
    detector.see(seen(from, Kind::Enter, 620, 0));
    detector.see(seen(from + 1_000, Kind::Down, 620, 400));
    detector.see(seen(from + 1_080, Kind::Up, 620, 400));
    for step in 1..=20 {
        detector.see(seen(from + 2_000 + 10 * step, Kind::Move, 620 - 16 * step as i32, 400 - 20 * step as i32));
    }
    let crossing = from + 2_210;
    assert_eq!(detector.see(seen(crossing, Kind::Leave, OUT, 0)), Some(crossing + LOOKS[0]));
    crossing
}

/// When it decides, looked at as often as it asks; and what.
fn decides(detector: &mut Detector<'_>, crossing: u32) -> Option<(u32, Decision)> {
    let mut t = crossing + LOOKS[0];
    loop {
        match detector.look(t) {
            Look::Again(later) => t = later,
            Look::Leaves(decision) => return Some((t - crossing, decision)),
            Look::Nothing => return None,
        }
    }
}

#[test]
fn who_leaves_for_the_tabs_and_stays_out_is_gone() {
    let mut detector = Detector::default();
    let crossing = leaves(&mut detector, 1_000);
    assert_eq!(detector.look(crossing + LOOKS[0] - 1), Look::Again(crossing + LOOKS[0]), "not before the first look");
    let (after, decision) = decides(&mut detector, crossing).unwrap();
    assert!(LOOKS.contains(&after), "{after}");
    assert!((0.5..=1.0).contains(&decision.score), "{decision:?}");
    assert_eq!(decision.reasons & Reason::Outside as u8, Reason::Outside as u8);
    assert_eq!(decision.reasons & Reason::Fast as u8, Reason::Fast as u8);
    assert_eq!(decision.reasons & Reason::Upward as u8, Reason::Upward as u8);
    assert_eq!(detector.look(crossing + 10_000), Look::Nothing, "a leaving is decided once");
}

#[test]
fn who_comes_back_before_the_look_is_not() {
    let mut detector = Detector::default();
    let crossing = leaves(&mut detector, 1_000);
    detector.see(seen(crossing + LOOKS[0] - 1, Kind::Enter, OUT, 3));
    assert_eq!(detector.look(crossing + LOOKS[0]), Look::Nothing);
}

#[test]
fn a_look_that_comes_late_is_taken_for_the_last_one() {
    let mut detector = Detector::default();
    let crossing = leaves(&mut detector, 1_000);
    assert!(matches!(detector.look(crossing + 5_000), Look::Leaves(_)));
}

#[test]
fn where_the_pointer_has_always_come_back_soon_fewer_leavings_are_taken_for_real() {
    let near = |detector: &Detector<'_>| detector.features().map(|all| all[APPROACH + habit::NEAR]);
    let mut detector = Detector::default();
    leaves(&mut detector, 1_000);
    assert_eq!(near(&detector), Some(560), "what is usual");
    for time in 0..12 {
        let crossing = leaves(&mut detector, 10_000 * time + 10_000);
        detector.see(seen(crossing + 120, Kind::Enter, OUT, 3));
        detector.see(seen(crossing + 130, Kind::Move, OUT, 30));
    }
    let crossing = leaves(&mut detector, 200_000);
    assert!(near(&detector).is_some_and(|share| share < 560), "{:?}", near(&detector));
    let Look::Leaves(decision) = detector.look(crossing + 1_000) else { return };
    assert_eq!(decision.reasons & Reason::Habit as u8, 0);
}

#[test]
fn a_drag_is_not_judged() {
    let mut detector = Detector::default();
    detector.see(seen(1_000, Kind::Down, 300, 300));
    detector.see(seen(1_100, Kind::Move, 300, 100));
    assert_eq!(detector.see(seen(1_200, Kind::Leave, 300, 0)), None);
    assert_eq!(detector.look(1_450), Look::Nothing);
}

#[test]
fn a_leap_to_the_corner_is_a_wheel_and_no_leaving() {
    let mut detector = Detector::default();
    for (x, is_leaving) in [(60, true), (61, false)] {
        detector.see(seen(1_000, Kind::Enter, x, 300));
        detector.see(seen(1_010, Kind::Move, x, 300));
        assert_eq!(detector.see(seen(1_020, Kind::Leave, 0, 0)).is_some(), is_leaving, "{x}");
        detector.see(seen(1_030, Kind::Enter, x, 300));
    }
}

#[test]
fn places_that_no_screen_has_are_passed_over() {
    for (x, is_leaving) in [(30_000, true), (30_001, false), (-30_000, true), (-30_001, false)] {
        let mut detector = Detector::default();
        detector.see(seen(0, Kind::Move, 500, 500));
        assert_eq!(detector.see(seen(10, Kind::Leave, x, 0)).is_some(), is_leaving, "{x}");
    }
}

#[test]
fn trees_are_walked_to_the_left_up_to_the_cut() {
    let tree = Tree([0, 1, 2, 0, 0, 0, 0], [10, 20, 30, 5, 9, 40, 50], [1, 2, 4, 8, 16, 32, 64, 100]);
    for (features, leaf) in [
        ([5, 20, 0], 1),
        ([6, 20, 0], 2),
        ([9, 21, 0], 4),
        ([10, 21, 0], 8),
        ([11, 0, 30], 16),
        ([41, 0, 30], 32),
        ([50, 0, 31], 64),
        ([51, 0, 31], 100),
    ] {
        assert_eq!(sum(&[tree], 0, &features), leaf as f32 / ONE, "{features:?}");
    }
    assert_eq!(sum(&[tree], -1_000, &[0, 0, 0]), 0.0);
    assert_eq!(sum(&[tree], 1_000, &[0, 0, 0]), 1.0);
    assert_eq!(sum(&[tree], 0, &[]), 1.0 / ONE, "what is missing is zero");
}

fn any_seen() -> impl Strategy<Value = Seen> {
    let t = prop_oneof![0_u32..5_000, any::<u32>()];
    let place = || prop_oneof![-50..2_000_i32, any::<i32>()];
    (t, proptest::sample::select(&KINDS[..]), place(), place()).prop_map(|(t, kind, x, y)| Seen { t, kind, x, y })
}

proptest! {
    #[test]
    fn whatever_comes_in_any_order_scores_are_shares(all in prop::collection::vec((any_seen(), any::<u16>()), 0..200)) {
        let mut detector = Detector::default();
        for (seen, wait) in all {
            if let Some(due) = detector.see(seen) {
                prop_assert!(due >= LOOKS[0] || due == u32::MAX);
            }
            if let Look::Leaves(decision) = detector.look(seen.t.saturating_add(u32::from(wait))) {
                prop_assert!((0.0..=1.0).contains(&decision.score));
                prop_assert!((1..16).contains(&decision.reasons));
            }
        }
    }

    #[test]
    fn a_pointer_inside_never_leaves(all in prop::collection::vec(any_seen(), 0..100), t in any::<u32>()) {
        let mut detector = Detector::default();
        for seen in all {
            detector.see(seen);
        }
        detector.see(seen(u32::MAX, Kind::Enter, 1, 1));
        detector.see(seen(u32::MAX, Kind::Enter, 1, 1));
        prop_assert_eq!(detector.look(t), Look::Nothing);
    }
}
