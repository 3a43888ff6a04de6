//! What happens in the page, as inputs of the tracker. One source a file. Clicks and declared events come from the
//! loader, which has to know them before the tracker is there.

pub mod lifecycle;
pub mod navigation;
pub mod pointer;

use crate::browser::dom;
use waypost_core::Device;

/// Begins to listen.
pub fn attach() {
    lifecycle::attach();
    navigation::attach();
    pointer::attach();
}

/// Facts of the device.
pub fn device() -> Device {
    let Some(window) = dom::window() else {
        return Device::default();
    };
    let pixels =
        |size: Result<wasm_bindgen::JsValue, _>| size.ok().and_then(|size| size.as_f64()).unwrap_or(0.0) as u32;
    Device {
        touch: dom::is_touch(),
        width: pixels(window.inner_width()),
        height: pixels(window.inner_height()),
        language: window.navigator().language().unwrap_or_default(),
    }
}
