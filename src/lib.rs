//! The SDK: what touches the browser, and what JavaScript can see.
//!
//! This file only converts. Decisions are made in `waypost-core`; [`engine`] brings it inputs and runs its effects,
//! `browser` wraps one browser facility a file, `capture` turns what happens in the page into inputs.
//! Natively the crate is empty: everything in it needs a browser.
#![deny(clippy::unwrap_used, clippy::expect_used)]
#![cfg(target_arch = "wasm32")]

pub mod browser;
pub mod capture;
pub mod config;
pub mod engine;
pub mod host;

use host::Host;
use wasm_bindgen::prelude::*;
use waypost_core::{Consent, Input, Reply};
use waypost_wire::Id;

/// Starts the tracker of this document; a second call does nothing.
///
/// `options` is what the site set, unchecked; what is wrong in it is warned about and its default used.
/// `memory` is what was remembered of this device, if anything. `stream` and `seed` are 32 hexadecimal digits each from the browser's cryptographic source. Returns `false` when nothing can be recorded: a wrong site key, stream or seed.
#[wasm_bindgen]
pub fn start(options: &JsValue, memory: Option<String>, stream: &str, seed: &str, host: Host) -> bool {
    let (Some(stream), Some(seed)) = (Id::parse(stream), Id::parse(seed)) else {
        return false;
    };
    host::install(host);
    let Some(config) = config::read(options) else {
        return false;
    };
    engine::start(config, memory, stream, seed)
}

/// Records of streams whose document is gone, a line each: JSON text has no line break of its own.
#[wasm_bindgen]
pub fn adopted(records: String) {
    engine::take(Input::Adopted(records.lines().map(str::to_owned).collect()));
}

/// What came back for a batch: an HTTP status, or 0 for no answer and 1 for a beacon that took it.
#[wasm_bindgen]
pub fn answered(batch: f64, status: u16, body: String, retry_after_s: u32) {
    engine::take(Input::Answered { batch: batch as u64, reply: reply(status, body, retry_after_s) });
}

/// What came back for the capture, likewise.
#[wasm_bindgen]
pub fn capture_answered(status: u16, body: String, retry_after_s: u32) {
    engine::take(Input::CaptureAnswered(reply(status, body, retry_after_s)));
}

/// A page view at `at` (milliseconds since 1970), told by the loader or by `page()`. With `again` it counts even
/// where the address has not changed.
#[wasm_bindgen]
pub fn page(at: f64, url: String, title: String, referrer: String, again: bool) {
    engine::queue(Input::Page { at: at as u64, url, title, referrer, again });
}

/// An event at `at` with its data as JSON text of an object, or empty.
#[wasm_bindgen]
pub fn track(at: f64, name: String, data: String) {
    engine::queue(Input::Track { at: at as u64, name, data });
}

/// A click at `at` on an element of this name, with its `id`, text and address where it has any.
#[wasm_bindgen]
pub fn click(at: f64, tag: String, id: String, text: String, href: String) {
    engine::queue(Input::Click { at: at as u64, tag, id, text, href });
}

/// The shop's own name for the visitor.
#[wasm_bindgen]
pub fn identify(user: String) {
    engine::queue(Input::Identify(user));
}

/// The visitor's choice; `false` for a word that is none of the four.
#[wasm_bindgen]
pub fn consent(word: &str) -> bool {
    match Consent::parse(word) {
        Some(consent) => {
            engine::queue(Input::Consent(consent));
            true
        }
        None => {
            host::warn("bad_consent", &["consent() takes ", Consent::WORDS, ", not '", word, "'"].concat());
            false
        }
    }
}

/// Sends what waits.
#[wasm_bindgen]
pub fn flush() {
    engine::queue(Input::Flush);
}

/// Forgets the visitor and begins anew.
#[wasm_bindgen]
pub fn reset() {
    engine::queue(Input::Reset);
}

/// The body of `GET /v1/config`, or nothing.
#[wasm_bindgen]
pub fn site_config(body: Option<String>) {
    engine::queue(Input::SiteConfig(body));
}

/// The offer is on screen.
#[wasm_bindgen]
pub fn offer_shown() {
    engine::queue(Input::OfferShown);
}

/// The offer was closed without an address.
#[wasm_bindgen]
pub fn offer_dismissed(how: String) {
    engine::queue(Input::OfferDismissed(how));
}

/// The visitor gave an address. What became of it comes back through the host's `outcome`.
#[wasm_bindgen]
pub fn offer_accepted(email: String, marketing: bool) {
    engine::queue(Input::OfferAccepted { email, marketing });
}

fn reply(status: u16, body: String, retry_after_s: u32) -> Reply {
    match status {
        0 => Reply::Unreachable,
        1 => Reply::Handed,
        200..=299 => Reply::Ok(body),
        code => Reply::Status { code, retry_after_s },
    }
}
