//! The site's options in a real browser: what is wrong is named, and its default used.
#![cfg(target_arch = "wasm32")]

mod web;

use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use waypost::config;
use waypost_core::{Config, Consent};

wasm_bindgen_test_configure!(run_in_browser);

fn read(json: &str) -> (Option<Config>, Vec<String>) {
    web::install();
    let config = config::read(&js_sys::JSON::parse(json).unwrap_or(JsValue::UNDEFINED));
    (config, web::warnings())
}

#[wasm_bindgen_test]
fn what_is_not_set_has_its_default() {
    assert_eq!(read(r#"{"site":"demo"}"#), (Some(Config::new("demo")), vec![]));
}

#[wasm_bindgen_test]
fn what_is_set_is_taken() {
    let json = r#"{"site":"demo","consent":"pending","flushMs":0,"collector":"https://c.example","debug":true,"events":[],
        "offer":{"enabled":false,"armAfterMs":1,"returnAfterMs":4294967295}}"#;
    let expected = Config {
        consent: Consent::Pending,
        flush_ms: 0,
        offers: false,
        arm_after_ms: 1,
        return_after_ms: u32::MAX,
        ..Config::new("demo")
    };
    assert_eq!(read(json), (Some(expected), vec![]));
}

#[wasm_bindgen_test]
fn a_wrong_option_is_named_with_its_value_and_what_is_allowed() {
    for (option, named) in [
        (
            r#""consent":"yes""#,
            r#"option `consent` is "yes"; it has to be 'anonymous', 'pending', 'granted' or 'denied'"#,
        ),
        (r#""flushMs":-1"#, "option `flushMs` is -1; it has to be a whole number of milliseconds"),
        (r#""flushMs":1.5"#, "option `flushMs` is 1.5; it has to be a whole number of milliseconds"),
        (r#""flushMs":4294967296"#, "option `flushMs` is 4294967296; it has to be a whole number of milliseconds"),
        (r#""offer":7"#, "option `offer` is 7; it has to be an object of `enabled`, `armAfterMs` and `returnAfterMs`"),
        (r#""offer":{"enabled":"no"}"#, r#"option `enabled` is "no"; it has to be true or false"#),
        (r#""offer":{"armAfter":1}"#, "there is no option `armAfter`; there are enabled, armAfterMs, returnAfterMs"),
        (
            r#""flushms":1"#,
            "there is no option `flushms`; there are site, collector, consent, debug, flushMs, events, offer",
        ),
    ] {
        let (config, warnings) = read(&format!(r#"{{"site":"demo",{option}}}"#));
        assert_eq!((config, warnings), (Some(Config::new("demo")), vec![format!("bad_config {named}")]));
    }
}

#[wasm_bindgen_test]
fn without_a_usable_site_key_there_is_no_configuration() {
    assert_eq!(read("{}").0, None);
    let (config, warnings) = read(r#"{"site":"My Shop"}"#);
    assert_eq!(config, None);
    assert_eq!(warnings, [r#"bad_config option `site` is "My Shop"; it has to be a site key: 1 to 64 of a-z 0-9 _ -"#]);
}
