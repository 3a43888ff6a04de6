//! The border between the tracker and JavaScript: two exports, texts in and texts out.
//!
//! This file only exports. What comes in is read by [`input`], what goes out is written by [`effects`]; decisions are
//! made in `waypost-core`, and everything that touches the browser is in `pkg/src`. Since effects are a result and not
//! calls, the tracker is never borrowed while JavaScript runs.
#![deny(clippy::unwrap_used, clippy::expect_used)]

pub mod effects;
pub mod input;

use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use waypost_core::{Config, Tracker};
use waypost_wire::Id;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

thread_local! {
    static TRACKER: RefCell<Option<Tracker>> = const { RefCell::new(None) };
}

/// Makes the tracker of this document; it replaces one made before.
///
/// `options` is a JSON object of what the site set, checked by `pkg/src/options.ts`; what is missing in it has its default.
/// `device` is a JSON object of facts for every batch. `stream` and `seed` are 32 lower-case hexadecimal digits each,
/// from the browser's cryptographic source. `false`, and no tracker, when one of the four cannot be used.
#[wasm_bindgen]
pub fn start(options: &str, device: String, stream: &str, seed: &str) -> bool {
    let tracker = Config::read(options).zip(Id::parse(stream)).zip(Id::parse(seed));
    let tracker = tracker.map(|((config, stream), seed)| Tracker::new(config, device, stream, seed));
    TRACKER.with_borrow_mut(|cell| {
        *cell = tracker;
        cell.is_some()
    })
}

/// Takes one input at `now` (milliseconds since 1970) and gives what has to be done: a JSON array of `[kind, …arguments]`,
/// in order. Input and effects are listed in [`input`] and [`effects`]. Without a tracker, and for an input that is none,
/// there is nothing to do.
#[wasm_bindgen]
pub fn handle(now: f64, input: &str, data: String) -> String {
    let done = input::read(input, data)
        .and_then(|input| TRACKER.with_borrow_mut(|cell| Some(cell.as_mut()?.handle(now as u64, input))));
    effects::write(&done.unwrap_or_default())
}
