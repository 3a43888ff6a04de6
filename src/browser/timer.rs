//! One-shot timers.

use gloo_timers::callback::Timeout;
use std::cell::RefCell;
use waypost_core::Timer;

thread_local! {
    static RUNNING: RefCell<Vec<(Timer, Timeout)>> = const { RefCell::new(Vec::new()) };
}

/// Calls `act` once after `ms` milliseconds.
pub fn after(ms: u32, act: Box<dyn FnOnce()>) {
    Timeout::new(ms, act).forget();
}

/// Like [`after`]; the timer of the same kind that still runs is cancelled.
pub fn replace(timer: Timer, ms: u32, act: Box<dyn FnOnce()>) {
    let timeout = Timeout::new(ms, act);
    let cancelled = RUNNING.with_borrow_mut(|running| {
        let at = running.iter().position(|(known, _)| *known == timer);
        let cancelled = at.map(|at| running.swap_remove(at));
        running.push((timer, timeout));
        cancelled
    });
    drop(cancelled);
}
