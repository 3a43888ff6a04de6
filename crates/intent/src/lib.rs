//! The exit-intent detector of `waypost-core` for pages: a WebAssembly module of its own, since few pages need it.
//!
//! Numbers in, numbers out: it imports nothing, and needs no glue. One detector a page.
#![deny(clippy::unwrap_used, clippy::expect_used)]
#![expect(unsafe_code, reason = "an export is called by its own name, which only `no_mangle` leaves to it")]

use std::cell::RefCell;
use waypost_core::intent::{Detector, Kind, Look, Seen};

const KINDS: [Kind; 6] = [Kind::Move, Kind::Down, Kind::Up, Kind::Wheel, Kind::Enter, Kind::Leave];

thread_local! {
    static DETECTOR: RefCell<Detector<'static>> = RefCell::new(Detector::default());
}

/// The viewport is so many pixels wide.
#[unsafe(no_mangle)]
pub extern "C" fn widen(width: i32) {
    DETECTOR.with_borrow_mut(|detector| detector.widen(width));
}

/// Takes in what was seen at `t` milliseconds: 0 a move, 1 a press, 2 a release, 3 the wheel, 4 an entry, 5 a leaving through
/// the top edge. Gives the milliseconds until it is to be looked at, or 0.
#[unsafe(no_mangle)]
pub extern "C" fn see(t: u32, kind: u32, x: i32, y: i32) -> i32 {
    let Some(kind) = KINDS.get(kind as usize).copied() else { return 0 };
    DETECTOR.with_borrow_mut(|detector| detector.see(Seen { t, kind, x, y }).map_or(0, |due| wait(t, due)))
}

/// Looks at `t` milliseconds. Gives 0 for nothing, the milliseconds until the next look, or for a decision a negative number:
/// of its absolute value the lowest 7 bits are the score in hundredths, those above are the reasons.
#[unsafe(no_mangle)]
pub extern "C" fn look(t: u32) -> i32 {
    DETECTOR.with_borrow_mut(|detector| match detector.look(t) {
        Look::Nothing => 0,
        Look::Again(due) => wait(t, due),
        Look::Leaves(decision) => -((decision.score * 100.0) as i32 | i32::from(decision.reasons) << 7),
    })
}

fn wait(t: u32, due: u32) -> i32 {
    (due.saturating_sub(t) as i32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaving_is_looked_at_and_what_is_no_kind_is_nothing() {
        assert_eq!(see(1_000, 6, 10, 10), 0);
        assert_eq!(look(1_000), 0);
        assert_eq!(see(2_000, 5, 300, 0), 200);
        assert_eq!(look(2_199), 1);
        let later = look(2_200);
        assert!(later == 50 || later < 0, "{later}");
        assert_eq!(see(2_300, 4, 300, 0), 0);
        assert_eq!(look(2_350), 0, "it is back");
    }
}
