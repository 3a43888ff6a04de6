//! The border between the tracker and JavaScript: one export, texts in and texts out.
//!
//! This file only exports. What comes in is read by [`input`], what goes out is written by [`effects`]; decisions are
//! made in `waypost-core`, and everything that touches the browser is in `pkg/src`. Since effects are a result and not
//! calls, the tracker is never borrowed while JavaScript runs.
#![deny(clippy::unwrap_used, clippy::expect_used)]

pub mod effects;
pub mod input;

use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use waypost_core::Tracker;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

thread_local! {
    static TRACKER: RefCell<Option<Tracker>> = const { RefCell::new(None) };
}

/// Takes one input at `now` (milliseconds since 1970) and gives what has to be done: a JSON array of `[kind, …arguments]`,
/// in order. Inputs and effects are listed in [`input`] and [`effects`]. The first input, `start`, makes the tracker.
/// Without a tracker, and for an input that is none, there is nothing to do.
#[wasm_bindgen]
pub fn handle(now: f64, input: &str, data: String) -> String {
    let effects = TRACKER.with_borrow_mut(|tracker| {
        if tracker.is_none() {
            *tracker = input::tracker(input);
        }
        let input = input::read(input, data)?;
        Some(tracker.as_mut()?.handle(now as u64, input))
    });
    effects::write(&effects.unwrap_or_default())
}
