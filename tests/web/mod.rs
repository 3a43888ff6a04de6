//! A host for tests in the browser: it keeps what it is told.

use wasm_bindgen::prelude::*;
use waypost::host;

#[wasm_bindgen(inline_js = "
const warnings = [];
export const recorder = () => ({
  warn: (code, text) => { warnings.push(`${code} ${text}`); },
  guard: (handler) => (...args) => handler(...args),
});
export const takeWarnings = () => warnings.splice(0);
")]
extern "C" {
    fn recorder() -> host::Host;

    #[wasm_bindgen(js_name = takeWarnings)]
    fn take_warnings() -> Vec<String>;
}

/// Makes the recorder the host, once.
pub fn install() {
    host::install(recorder());
}

/// What was warned of since the last call.
#[allow(dead_code, reason = "not every suite looks at them")]
pub fn warnings() -> Vec<String> {
    take_warnings()
}
