//! The border between the tracker and JavaScript: one text buffer in which inputs come and effects go.
//!
//! This file only exports, and only numbers cross: glue for strings would be loaded by every page and does what
//! `pkg/src/wasm.ts` says in ten lines. What comes in is read by [`input`], what goes out is written by [`effects`]; decisions
//! are made in `waypost-core`, and everything that touches the browser is in `pkg/src`. Since effects are a result and not
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
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Where in the memory the text of `len` bytes is that the other side writes before [`handle`] and reads after it. Good until
/// the next call of either.
#[wasm_bindgen]
pub fn room(len: usize) -> *const u8 {
    TEXT.with_borrow_mut(|text| {
        text.resize(len, 0);
        text.as_ptr()
    })
}

/// Takes the text in [`room`]: an input of `input_len` bytes and the data beside it. Leaves there what has to be done, see
/// [`answer`], and gives its length in bytes. A text that is not UTF-8 is no input.
#[wasm_bindgen]
pub fn handle(now: f64, input_len: usize) -> usize {
    let text = String::from_utf8(TEXT.take()).unwrap_or_default();
    let (input, data) = text.split_at_checked(input_len).unwrap_or_default();
    let effects = answer(now, input, data);
    let len = effects.len();
    TEXT.set(effects.into_bytes());
    len
}

/// Takes one input at `now` (milliseconds since 1970) and gives what has to be done: a JSON array of `[kind, …arguments]`,
/// in order. Inputs and effects are listed in [`input`] and [`effects`]. The first input, `start`, makes the tracker.
/// Without a tracker, and for an input that is none, there is nothing to do.
pub fn answer(now: f64, input: &str, data: &str) -> String {
    let effects = TRACKER.with_borrow_mut(|tracker| {
        if tracker.is_none() {
            *tracker = input::tracker(input);
        }
        let input = input::read(input, data.to_owned())?;
        Some(tracker.as_mut()?.handle(now as u64, input))
    });
    effects::write(&effects.unwrap_or_default())
}
