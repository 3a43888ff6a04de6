//! The tracker behind its border, in a real browser: texts in, texts out.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const STREAM: &str = "0123456789abcdef0123456789abcdef";
const SEED: &str = "fedcba9876543210fedcba9876543210";

fn start(options: &str, stream: &str) -> String {
    format!(r#"{{"k":"start","options":{options},"device":{{"lang":"en"}},"stream":"{stream}","seed":"{SEED}"}}"#)
}

fn give(input: &str, data: &str) -> String {
    waypost::answer(1_000.0, input, data, false)
}

#[wasm_bindgen_test]
fn a_page_view_and_an_event_go_out_in_one_batch() {
    for (options, stream) in [("{}", STREAM), (r#"{"site":"demo"}"#, "short"), ("7", STREAM)] {
        assert_eq!(give(&start(options, stream), ""), "[]");
        assert_eq!(give(r#"{"k":"flush"}"#, ""), "[]", "there is no tracker yet");
    }
    assert_eq!(give(&start(r#"{"site":"demo"}"#, STREAM), ""), "[]");
    give(r#"{"k":"page","at":900,"url":"https://shop.example/","title":"Käse"}"#, "");
    give(r#"{"k":"track","at":950,"name":"quiz_done"}"#, r#"{"score":1.50,"by":"jane@example.org"}"#);
    let effects = give(r#"{"k":"flush"}"#, "");
    assert!(effects.starts_with(r#"[["send","{\"v\":1,\"site\":\"demo\""#), "{effects}");
    assert!(effects.contains(r#"\"title\":\"Käse\""#) && effects.contains(r#"{\"score\":1.50,\"by\":\"[email]\"}"#));
}
