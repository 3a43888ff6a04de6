//! Listeners that live as long as the document.

use crate::host;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = EventTarget)]
    type Target;

    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add(this: &Target, kind: &str, handler: &js_sys::Function, options: &JsValue) -> Result<(), JsValue>;
}

/// Calls `act` for each event of this kind, before the page's own listeners see it and without being able to stop it.
/// Boxed, here and in the other adapters, because each instance of a generic closure costs the bundle half a kilobyte.
pub fn on(target: &EventTarget, kind: &str, act: Box<dyn FnMut(Event)>) {
    let Some(host) = host::host() else { return };
    let handler = host.guard(&Closure::wrap(act).into_js_value());
    let options = js_sys::Object::new();
    for option in ["capture", "passive"] {
        let _ = js_sys::Reflect::set(&options, &option.into(), &JsValue::TRUE);
    }
    // A target that takes no listeners is one that has nothing to tell.
    let _ = target.unchecked_ref::<Target>().add(kind, &handler, &options);
}
