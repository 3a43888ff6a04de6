//! Single-page navigation, by the Navigation API where there is one, else by the history.

use crate::browser::{dom, listen};
use crate::engine;
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use waypost_core::Input;
use web_sys::EventTarget;

pub(super) fn attach() {
    let Some(window) = dom::window() else { return };
    let last = RefCell::new(dom::address());
    let changed = Rc::new(move || {
        let url = dom::address();
        let referrer = last.replace(url.clone());
        if referrer != url {
            // In its turn, so that what the shop records next belongs to the new page. Its title comes later.
            engine::queue(Input::Page { at: engine::now(), url, title: String::new(), referrer, again: false });
        }
    });
    let navigation = Reflect::get(&window, &"navigation".into()).ok().filter(JsValue::is_object);
    if let Some(navigation) = navigation {
        let navigation: EventTarget = navigation.unchecked_into();
        listen::on(&navigation, "currententrychange", Box::new(move |_| changed()));
        return;
    }
    if let Ok(history) = window.history() {
        for method in ["pushState", "replaceState"] {
            follow(&history, method, changed.clone());
        }
    }
    listen::on(&window, "popstate", Box::new(move |_| changed()));
}

/// Calls `changed` after each call of a method, which itself works as before and throws what it threw.
fn follow(history: &JsValue, method: &str, changed: Rc<dyn Fn()>) {
    let Some(original) = Reflect::get(history, &method.into()).ok().and_then(|found| found.dyn_into::<Function>().ok())
    else {
        return;
    };
    let receiver = history.clone();
    let call = move |state: JsValue, title: JsValue, url: JsValue| {
        let arguments = Array::of3(&state, &title, &url);
        let result = original.apply(&receiver, &arguments)?;
        changed();
        Ok(result)
    };
    let call = Closure::<dyn FnMut(JsValue, JsValue, JsValue) -> Result<JsValue, JsValue>>::new(call);
    let _ = Reflect::set(history, &method.into(), &call.into_js_value());
}
