//! A mouse that leaves the window.

use crate::browser::{dom, listen};
use crate::engine;
use wasm_bindgen::JsCast;
use waypost_core::Input;
use web_sys::{Event, PointerEvent};

pub(super) fn attach() {
    let Some(root) = dom::document().and_then(|document| document.document_element()) else {
        return;
    };
    // On the root element all three engines tell it, with the real place outside: above the top edge `y` is negative.
    // On the document only Chromium does. A fast mouse gives no move near the edge before it.
    let left = |event: Event| {
        let event: PointerEvent = event.unchecked_into();
        if event.pointer_type() == "mouse" && event.related_target().is_none() && event.client_y() < 0 {
            engine::queue(Input::PointerLeft);
        }
    };
    listen::on(&root, "pointerleave", Box::new(left));
}
