//! Files that the binary carries. A debug build reads them from the source tree instead, so that a page can be edited
//! and reloaded. What has not been built yet is missing, and asking for it is a 404.

mod brotli;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

/// The demo shop.
#[derive(RustEmbed)]
#[folder = "../../www/shop"]
#[allow_missing = true]
pub struct Shop;

/// The dashboard.
#[derive(RustEmbed)]
#[folder = "../../www/dashboard"]
#[include = "*.html"]
#[include = "*.css"]
#[include = "*.svg"]
#[include = "dist/*"]
#[allow_missing = true]
pub struct Dashboard;

/// The SDK's files.
#[derive(RustEmbed)]
#[folder = "../../pkg/dist"]
#[exclude = "*.d.ts"]
#[allow_missing = true]
pub struct Sdk;

/// The guides.
#[derive(RustEmbed)]
#[folder = "../../docs"]
#[include = "*.md"]
#[allow_missing = true]
pub struct Docs;

/// The answer that carries `file`, or 304 when the browser has it already. Browsers ask again each time, because the
/// addresses stay the same from version to version.
pub fn answer(path: &str, file: EmbeddedFile, request: &HeaderMap) -> Response {
    let hash = hash(&file);
    // Weak, because the compressed answer has the same tag.
    let tag = format!("W/\"{hash}\"");
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = kind(path);
        let mut response = match brotli::wanted(request) && brotli::pays(&kind) {
            true => ([(header::CONTENT_ENCODING, "br")], brotli::compressed(&hash, &file.data)).into_response(),
            false => file.data.into_response(),
        };
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_str(&kind).expect("a type is ASCII"));
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).expect("hexadecimal digits make a header value"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Compresses the SDK's files before the first visitor asks for them.
pub fn compress_sdk() {
    for path in Sdk::iter().filter(|path| brotli::pays(&kind(path)) && !path.contains('/')) {
        if let Some(file) = Sdk::get(&path) {
            brotli::compressed(&hash(&file), &file.data);
        }
    }
}

fn hash(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn kind(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if kind.type_() == mime_guess::mime::TEXT { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}
