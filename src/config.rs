//! The site's options, field by field: what is wrong is named with its value and what is allowed, and its default used.

use crate::host;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use waypost_core::{Config, Consent};
use waypost_wire::limits::is_site_key;

/// The options that there are, and those within `offer`.
const OPTIONS: [&str; 7] = ["site", "collector", "consent", "debug", "flushMs", "events", "offer"];
const OFFER: [&str; 3] = ["enabled", "armAfterMs", "returnAfterMs"];

/// Reads the options that the tracker needs; `None` without a usable site key. `collector`, `debug` and `events` are
/// the loader's.
pub fn read(options: &JsValue) -> Option<Config> {
    let mut site = String::new();
    let text = |value: &JsValue| value.as_string().filter(|site| is_site_key(site));
    set(&mut site, options, "site", "a site key: 1 to 64 of a-z 0-9 _ -", &text);
    if site.is_empty() {
        return None;
    }
    let mut config = Config::new(site);
    let consent = |value: &JsValue| Consent::parse(&value.as_string()?);
    set(&mut config.consent, options, "consent", Consent::WORDS, &consent);
    let ms = "a whole number of milliseconds";
    set(&mut config.flush_ms, options, "flushMs", ms, &whole);
    let mut offer = JsValue::UNDEFINED;
    let fields = |value: &JsValue| value.is_object().then(|| value.clone());
    set(&mut offer, options, "offer", "an object of `enabled`, `armAfterMs` and `returnAfterMs`", &fields);
    set(&mut config.offers, &offer, "enabled", "true or false", &JsValue::as_bool);
    set(&mut config.arm_after_ms, &offer, "armAfterMs", ms, &whole);
    set(&mut config.return_after_ms, &offer, "returnAfterMs", ms, &whole);
    check_names(options, &OPTIONS);
    check_names(&offer, &OFFER);
    Some(config)
}

/// Sets `to` where the option is set and right.
fn set<T>(to: &mut T, options: &JsValue, name: &str, allowed: &str, read: &dyn Fn(&JsValue) -> Option<T>) {
    let value = Reflect::get(options, &name.into()).unwrap_or_default();
    if value.is_null() || value.is_undefined() {
        return;
    }
    match read(&value) {
        Some(value) => *to = value,
        None => {
            let shown = js_sys::JSON::stringify(&value).map(String::from).unwrap_or_default();
            host::warn("bad_config", &["option `", name, "` is ", &shown, "; it has to be ", allowed].concat());
        }
    }
}

fn whole(value: &JsValue) -> Option<u32> {
    value.as_f64().filter(|number| *number >= 0.0 && *number == f64::from(*number as u32)).map(|number| number as u32)
}

fn check_names(options: &JsValue, known: &[&str]) {
    if !options.is_object() {
        return;
    }
    for key in Object::keys(options.unchecked_ref::<Object>()).iter().filter_map(|key| key.as_string()) {
        if !known.contains(&key.as_str()) {
            let text = ["there is no option `", &key, "`; there are ", &known.join(", ")].concat();
            host::warn("bad_config", &text);
        }
    }
}
