//! Reading the document. Nothing here makes the browser compute a layout.

use web_sys::{Document, Window};

/// The window.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// `location.href`, or empty.
pub fn address() -> String {
    window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// `document.title`, or empty.
pub fn title() -> String {
    document().map(|document| document.title()).unwrap_or_default()
}

/// Whether the main pointer of the device is coarse.
pub fn is_touch() -> bool {
    let media = window().and_then(|window| window.match_media("(pointer: coarse)").ok().flatten());
    media.is_some_and(|media| media.matches())
}
