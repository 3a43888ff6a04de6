//! Brings the tracker its inputs and runs its effects. The tracker is never borrowed while JavaScript runs.

use crate::browser::{clock, dom, timer};
use crate::capture;
use crate::host::{self, Host};
use std::cell::RefCell;
use std::collections::VecDeque;
use waypost_core::{Config, Effect, Input, Tracker, UnixMs};
use waypost_wire::Id;

struct Engine {
    tracker: Tracker,
    inbox: VecDeque<Input>,
    /// Effects are being run: what they bring waits its turn.
    is_running: bool,
    drain_is_timed: bool,
}

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

/// Starts the document's tracker; `false` when there is one already.
pub fn start(config: Config, memory: Option<String>, stream: Id, seed: Id) -> bool {
    let tracker = Tracker::new(config, &capture::device(), stream, seed);
    let is_new = ENGINE.with_borrow_mut(|cell| {
        let is_new = cell.is_none();
        cell.get_or_insert(Engine { tracker, inbox: VecDeque::new(), is_running: false, drain_is_timed: false });
        is_new
    });
    if is_new {
        capture::attach();
        queue(Input::Start { memory });
    }
    is_new
}

/// Takes an input in the next task, so that no work is added to the handler that brings it.
pub fn queue(input: Input) {
    let is_first = with(|engine| {
        engine.inbox.push_back(input);
        !std::mem::replace(&mut engine.drain_is_timed, true)
    });
    if is_first == Some(true) {
        timer::after(0, Box::new(drain));
    }
}

/// Takes an input at once, after those that wait: the page may be gone in the next task.
pub fn take(input: Input) {
    with(|engine| engine.inbox.push_back(input));
    drain();
}

fn drain() {
    let Some(host) = host::host() else { return };
    with(|engine| engine.drain_is_timed = false);
    let title = dom::title();
    loop {
        let effects = with(|engine| {
            let mut input = if engine.is_running { None } else { engine.inbox.pop_front() };
            if let Some(Input::Page { title: late, .. }) = &mut input
                && late.is_empty()
            {
                late.clone_from(&title);
            }
            let effects = input.map(|input| engine.tracker.handle(clock::now(), input));
            engine.is_running |= effects.is_some();
            effects
        });
        let Some(effects) = effects.flatten() else {
            return;
        };
        for effect in effects {
            run(&host, effect);
        }
        with(|engine| engine.is_running = false);
    }
}

fn run(host: &Host, effect: Effect) {
    match effect {
        Effect::Send { batch, body, keepalive } => host.send(batch as f64, body, keepalive),
        Effect::SendCapture(body) => host.capture(body),
        Effect::Store { key, text } => host.put(key, text),
        Effect::Remove(keys) => host.remove(keys.join("\n")),
        Effect::Remember(text) => host.remember(text),
        Effect::Adopt(stream) => host.adopt(stream),
        Effect::Erase => host.erase(),
        Effect::Wake { timer, after_ms } => {
            timer::replace(timer, after_ms, Box::new(move || take(Input::Woken(timer))));
        }
        Effect::Prepare => host.prepare(),
        Effect::ShowOffer(view) => host.show(view),
        Effect::CaptureOutcome(word) => host.outcome(word),
        Effect::Tell { topic, detail } => host.tell(topic, &detail),
        Effect::Warn { code, text } => host.warn(code, &text),
    }
}

/// The time for inputs that bring their own.
pub fn now() -> UnixMs {
    clock::now()
}

fn with<T>(act: impl FnOnce(&mut Engine) -> T) -> Option<T> {
    ENGINE.with(|cell| cell.try_borrow_mut().ok()?.as_mut().map(act))
}
