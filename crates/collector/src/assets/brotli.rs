//! Files compressed as well as Brotli can, once: that takes a tenth of a second for a large one, and saves every visitor
//! a sixth of what compressing on the fly would send. Other answers are left to the compression of the server.

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The compressed files by the hash of their content. A binary has few of them, and they never change.
static DONE: LazyLock<Mutex<HashMap<String, Bytes>>> = LazyLock::new(Mutex::default);

/// Whether the browser takes it.
pub fn wanted(request: &HeaderMap) -> bool {
    let accepted = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = accepted.flat_map(|list| list.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = matches!(weight.trim().trim_start_matches("q="), "0" | "0.0" | "0.00" | "0.000");
        name.trim() == "br" && !refused
    })
}

/// Whether files of this type become smaller.
pub fn pays(kind: &str) -> bool {
    kind.starts_with("text/") || matches!(kind, "application/wasm" | "application/json" | "image/svg+xml")
}

/// `content` compressed; `hash` is that of the content.
pub fn compressed(hash: &str, content: &[u8]) -> Bytes {
    let done = || DONE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = done().get(hash) {
        return known.clone();
    }
    let bytes = Bytes::from(compress(content));
    done().insert(hash.to_owned(), bytes.clone());
    bytes
}

fn compress(content: &[u8]) -> Vec<u8> {
    // A debug build would take seconds for the best quality, and nobody counts its bytes.
    let quality = if cfg!(debug_assertions) { 5 } else { 11 };
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut out, &params).expect("memory can be written to");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(accepted: &str, expected: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accepted.parse().unwrap());
        assert_eq!(wanted(&headers), expected, "{accepted}");
    }

    #[test]
    fn only_who_takes_brotli_gets_it() {
        check("gzip, deflate, br, zstd", true);
        check("br;q=0.5", true);
        check("gzip;q=1.0,br ; q=0", false);
        check("gzip, brotli", false);
        assert!(!wanted(&HeaderMap::new()));
    }

    #[test]
    fn what_was_compressed_is_the_same_again() {
        let content = "waypost ".repeat(1000);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &compressed("a", content.as_bytes())[..], &mut back).unwrap();
        assert_eq!(back, content.as_bytes());
        assert_eq!(compressed("a", content.as_bytes()), compressed("a", content.as_bytes()));
    }
}
