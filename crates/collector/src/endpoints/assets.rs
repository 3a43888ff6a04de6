//! The SDK's files, for pages of every origin.

use crate::assets::{self, Sdk};
use crate::reject::Reject;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;

/// One of the files that a page loads.
///
/// # Errors
/// [`Reject::NotFound`] when the SDK has not been built into this binary.
pub async fn sdk(uri: Uri, headers: HeaderMap) -> Result<Response, Reject> {
    file(uri.path().trim_start_matches('/'), &headers)
}

/// A source map.
///
/// # Errors
/// [`Reject::NotFound`] when there is none of this name.
pub async fn map(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Reject> {
    file(&format!("maps/{name}"), &headers)
}

fn file(path: &str, headers: &HeaderMap) -> Result<Response, Reject> {
    let file = Sdk::get(path).ok_or_else(|| Reject::NotFound(format!("/{path}")))?;
    let mut response = assets::answer(path, file, headers);
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}
