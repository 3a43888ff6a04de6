//! The tracker behind its border, in a real browser: texts in, texts out.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const STREAM: &str = "0123456789abcdef0123456789abcdef";
const SEED: &str = "fedcba9876543210fedcba9876543210";

fn give(input: &str, data: &str) -> String {
    waypost::handle(1_000.0, input, data.to_owned())
}

#[wasm_bindgen_test]
fn a_page_view_and_an_event_go_out_in_one_batch() {
    assert!(waypost::start(r#"{"site":"demo"}"#, r#"{"lang":"en"}"#.to_owned(), STREAM, SEED));
    assert_eq!(give(r#"{"k":"start"}"#, ""), r#"[["wake","arm",8000]]"#);
    give(r#"{"k":"page","at":900,"url":"https://shop.example/","title":"Käse"}"#, "");
    give(r#"{"k":"track","at":950,"name":"quiz_done"}"#, r#"{"score":1.50,"by":"jane@example.org"}"#);
    let effects = give(r#"{"k":"flush"}"#, "");
    assert!(effects.starts_with(r#"[["send","{\"v\":1,\"site\":\"demo\""#), "{effects}");
    assert!(effects.contains(r#"\"title\":\"Käse\""#) && effects.contains(r#"{\"score\":1.50,\"by\":\"[email]\"}"#));
}

#[wasm_bindgen_test]
fn without_a_tracker_nothing_is_done() {
    for (options, stream) in [("{}", STREAM), (r#"{"site":"demo"}"#, "short"), ("no", STREAM)] {
        assert!(!waypost::start(options, "{}".to_owned(), stream, SEED));
        assert_eq!(give(r#"{"k":"flush"}"#, ""), "[]");
    }
}
