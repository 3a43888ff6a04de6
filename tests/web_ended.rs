//! An input whose call the browser ended half-way, in a real browser, with a tracker of its own.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const START: &str = r#"{"k":"start","options":{"site":"demo"},"device":{"lang":"en"},"stream":"0123456789abcdef0123456789abcdef","seed":"fedcba9876543210fedcba9876543210"}"#;

#[wasm_bindgen_test]
fn an_input_whose_call_was_ended_is_taken_once() {
    let again = |input: &str, data: &str| waypost::answer(1_000.0, input, data, true);
    let give = |input: &str, data: &str| waypost::answer(1_000.0, input, data, false);
    give(START, "");
    give(r#"{"k":"page","at":900,"url":"https://shop.example/","title":""}"#, "");
    give(r#"{"k":"flush"}"#, "");
    let track = r#"{"k":"track","at":950,"name":"last_words"}"#;
    again(track, "{}");
    give(track, "{}");
    again(track, "{}");
    let effects = give(r#"{"k":"hidden"}"#, "");
    assert_eq!(effects.matches("last_words").count(), 2, "one that was not recorded and one that was: {effects}");
}
