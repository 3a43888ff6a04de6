//! The adapters over browser facilities, in a real browser.
#![cfg(target_arch = "wasm32")]

mod web;

use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use waypost::browser::{clock, dom, listen, timer};
use waypost::capture;
use waypost_core::Timer;

wasm_bindgen_test_configure!(run_in_browser);

/// A promise that is resolved when `done` is called.
fn until(start: impl FnOnce(js_sys::Function) + 'static) -> js_sys::Promise {
    let mut start = Some(start);
    js_sys::Promise::new(&mut |resolve, _| {
        if let Some(start) = start.take() {
            start(resolve);
        }
    })
}

#[wasm_bindgen_test]
async fn a_replaced_timer_does_not_fire() {
    let fired = Rc::new(RefCell::new(Vec::new()));
    let record = |what: &'static str| {
        let fired = fired.clone();
        Box::new(move || fired.borrow_mut().push(what))
    };
    timer::replace(Timer::Flush, 0, record("first"));
    timer::replace(Timer::Flush, 0, record("second"));
    timer::replace(Timer::Retry, 0, record("other"));
    let done = until(|resolve| timer::after(0, Box::new(move || drop(resolve.call0(&JsValue::NULL)))));
    wasm_bindgen_futures::JsFuture::from(done).await.unwrap();
    assert_eq!(*fired.borrow(), ["second", "other"]);
}

#[wasm_bindgen_test]
fn a_listener_hears_every_event_before_the_page_and_cannot_stop_it() {
    web::install();
    let heard = Rc::new(RefCell::new(0));
    let counter = heard.clone();
    let document = dom::document().unwrap();
    let act = move |event: web_sys::Event| {
        event.prevent_default();
        *counter.borrow_mut() += 1;
    };
    listen::on(&document, "waypost-test", Box::new(act));
    let cancelable = web_sys::EventInit::new();
    cancelable.set_cancelable(true);
    for _ in 0..2 {
        let event = web_sys::Event::new_with_event_init_dict("waypost-test", &cancelable).unwrap();
        assert!(document.dispatch_event(&event).unwrap(), "a passive listener prevents nothing");
    }
    assert_eq!(*heard.borrow(), 2);
}

#[wasm_bindgen_test]
fn the_document_is_read_as_the_browser_has_it() {
    let window = web_sys::window().unwrap();
    window.document().unwrap().set_title("A title");
    assert_eq!(dom::title(), "A title");
    assert_eq!(dom::address(), window.location().href().unwrap());
    let device = capture::device();
    assert_eq!(f64::from(device.width), window.inner_width().unwrap().as_f64().unwrap());
    assert!(!device.language.is_empty() && !device.touch);
    assert!(clock::now().abs_diff(js_sys::Date::now() as u64) < 60_000);
}
