//! The border between the tracker and JavaScript: one text buffer in which inputs come and effects go.
//!
//! This file only exports, and only numbers cross: glue for strings would be loaded by every page and does what
//! `pkg/src/wasm.ts` says in ten lines. What comes in is read by [`input`], what goes out is written by [`effects`]; decisions
//! are made in `waypost-core`, and everything that touches the browser is in `pkg/src`. Since effects are a result and not
//! calls, the tracker is never lent while JavaScript runs.
//!
//! A call may be ended half-way and never go on: Firefox ends what runs as it closes a tab or begins to navigate, and calls the
//! page's listeners once more. So nothing is marked as lent or locked, which would stay so: what waits would be lost with a trap.
#![deny(clippy::unwrap_used, clippy::expect_used)]
#![expect(unsafe_code, reason = "what is safe keeps marks, which stay when a call is ended half-way")]

pub mod effects;
pub mod input;

use std::cell::{Cell, UnsafeCell};
use wasm_bindgen::prelude::*;
use waypost_core::Tracker;

// SAFETY: the module has one thread.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

thread_local! {
    /// And how many of its events had a number when the last input came that was none again.
    static TRACKER: UnsafeCell<(Option<Tracker>, u64)> = const { UnsafeCell::new((None, 0)) };
    static TEXT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Where in the memory the text of `len` bytes is that the other side writes before [`handle`] and reads after it. Good until
/// the next call of either.
#[wasm_bindgen]
pub fn room(len: usize) -> *const u8 {
    let mut text = TEXT.take();
    text.resize(len, 0);
    let at = text.as_ptr();
    TEXT.set(text);
    at
}

/// Takes the text in [`room`]: an input of `input_len` bytes and the data beside it. Leaves there what has to be done, see
/// [`answer`], and gives its length in bytes. A text that is not UTF-8 is no input.
#[wasm_bindgen]
pub fn handle(now: f64, input_len: usize, is_again: bool) -> usize {
    let text = String::from_utf8(TEXT.take()).unwrap_or_default();
    let (input, data) = text.split_at_checked(input_len).unwrap_or_default();
    let effects = answer(now, input, data, is_again);
    let len = effects.len();
    TEXT.set(effects.into_bytes());
    len
}

/// Takes one input at `now` (milliseconds since 1970) and gives what has to be done: a JSON array of `[kind, …arguments]`,
/// in order. Inputs and effects are listed in [`input`] and [`effects`]. The first input, `start`, makes the tracker.
/// Without a tracker, and for an input that is none, there is nothing to do. One that `is_again` there, because the call
/// that brought it was ended, is passed over where its event has been recorded.
pub fn answer(now: f64, input: &str, data: &str, is_again: bool) -> String {
    let effects = TRACKER.with(|tracker| {
        // SAFETY: nothing below leads back here, since the module imports nothing; and a call that was ended has left its
        // reference behind for good.
        let (tracker, numbered) = unsafe { &mut *tracker.get() };
        if tracker.is_none() {
            *tracker = input::tracker(input);
        }
        let input = input::read(input, data.to_owned())?;
        let tracker = tracker.as_mut()?;
        if is_again && *numbered != tracker.numbered() {
            return None;
        }
        *numbered = tracker.numbered();
        Some(tracker.handle(now as u64, input))
    });
    effects::write(&effects.unwrap_or_default())
}
