//! What the JavaScript side does for the tracker: requests, storage, messages, and the parts that are loaded late.

use std::cell::OnceCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The object that `pkg/src/host.ts` makes. Its methods never throw.
    #[derive(Clone)]
    pub type Host;

    /// Posts a batch; its answer comes back by `answered`.
    #[wasm_bindgen(method)]
    pub fn send(this: &Host, batch: f64, body: String, keepalive: bool);

    /// Posts a capture; its answer comes back by `capture_answered`.
    #[wasm_bindgen(method)]
    pub fn capture(this: &Host, body: String);

    /// Replaces what is remembered of this device.
    #[wasm_bindgen(method)]
    pub fn remember(this: &Host, text: String);

    /// Appends a record.
    #[wasm_bindgen(method)]
    pub fn put(this: &Host, key: String, text: String);

    /// Deletes the records with these keys, a line each.
    #[wasm_bindgen(method)]
    pub fn remove(this: &Host, keys: String);

    /// Holds the lock of this stream and looks for records of streams that nobody holds; they come back by `adopted`.
    #[wasm_bindgen(method)]
    pub fn adopt(this: &Host, stream: String);

    /// Deletes everything stored.
    #[wasm_bindgen(method)]
    pub fn erase(this: &Host);

    /// Gets `/v1/config` and loads the offer's view; the body comes back by `site_config`.
    #[wasm_bindgen(method)]
    pub fn prepare(this: &Host);

    /// Shows the offer.
    #[wasm_bindgen(method)]
    pub fn show(this: &Host, view: String);

    /// Tells the offer's view what became of the address.
    #[wasm_bindgen(method)]
    pub fn outcome(this: &Host, word: &str);

    /// Tells listeners of `topic`; `detail` is JSON text of an object.
    #[wasm_bindgen(method)]
    pub fn tell(this: &Host, topic: &str, detail: &str);

    /// One message on the console, once a page and code.
    #[wasm_bindgen(method)]
    pub fn warn(this: &Host, code: &str, text: &str);

    /// `handler` as a function that throws nothing into the page: after a trap the SDK goes quiet.
    #[wasm_bindgen(method)]
    pub fn guard(this: &Host, handler: &JsValue) -> js_sys::Function;
}

thread_local! {
    static HOST: OnceCell<Host> = const { OnceCell::new() };
}

/// Sets the host of this document; the first one stays.
pub fn install(host: Host) {
    HOST.with(|cell| drop(cell.set(host)));
}

/// The host, once there is one.
pub fn host() -> Option<Host> {
    HOST.with(|cell| cell.get().cloned())
}

/// See [`Host`].
pub fn warn(code: &str, text: &str) {
    if let Some(host) = host() {
        host.warn(code, text);
    }
}
