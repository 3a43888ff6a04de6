//! The wall clock.

use waypost_core::UnixMs;

/// Milliseconds since 1970 by the visitor's clock.
pub fn now() -> UnixMs {
    js_sys::Date::now() as UnixMs
}
