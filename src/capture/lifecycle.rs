//! Hidden, shown again, and restored from the back/forward cache.

use crate::browser::{dom, listen};
use crate::engine;
use wasm_bindgen::JsCast;
use waypost_core::Input;
use web_sys::{Event, PageTransitionEvent, VisibilityState};

pub(super) fn attach() {
    let (Some(window), Some(document)) = (dom::window(), dom::document()) else {
        return;
    };
    let changed = |_| {
        let state = dom::document().map(|document| document.visibility_state());
        if state == Some(VisibilityState::Hidden) {
            engine::take(Input::Hidden);
        } else {
            engine::queue(Input::Visible { touch: dom::is_touch() });
        }
    };
    listen::on(&document, "visibilitychange", Box::new(changed));
    // Where a page is left without having been hidden first (WebKit), this is the last moment.
    listen::on(&window, "pagehide", Box::new(|_| engine::take(Input::Hidden)));
    let shown = |event: Event| {
        if event.unchecked_ref::<PageTransitionEvent>().persisted() {
            // A page from the back/forward cache is seen anew, as a page loaded anew would be.
            let referrer = dom::document().map(|document| document.referrer()).unwrap_or_default();
            let (url, title) = (dom::address(), dom::title());
            engine::queue(Input::Page { at: engine::now(), url, title, referrer, again: true });
        }
    };
    listen::on(&window, "pageshow", Box::new(shown));
}
