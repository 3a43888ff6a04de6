//! What the proxy answers by itself: fixtures, the pages of a shop that is played, and what it adds to every page.

use std::convert::Infallible;
use std::path::Path;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use hyper::{Method, Response, StatusCode};

use super::{Body, Shared, lock};
use crate::storefront::Reply;

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    require-trusted-types-for 'script'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'";
const RECORDER: &str = "<script src=\"/fixture/record.js\"></script>";

/// A fixture's file, or a script that the test has given.
pub(super) fn fixture(shared: &Shared, name: &str) -> Result<Response<Body>> {
    let kind = match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "js")) => "text/javascript",
        Some((_, "css")) => "text/css",
        // What Chromium asks for in a `Speculation-Rules` header.
        Some((_, "json")) => "application/speculationrules+json",
        _ => bail!("no fixture is called {name:?}"),
    };
    let given = lock(&shared.scripts).get(name).cloned();
    let text = given.map_or_else(|| file(name), Ok)?;
    let text = if kind.starts_with("text/html") { prepared(shared, &text) } else { text };
    Ok(answer(StatusCode::OK, kind, Bytes::from(text)))
}

fn file(name: &str) -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    std::fs::read_to_string(folder.join(name)).with_context(|| format!("fixture {name}"))
}

/// What the shop that is played answers; none where no shop is played or the address is not one of its own.
pub(super) fn played(shared: &Shared, method: &Method, target: &str, body: &[u8]) -> Result<Option<Response<Body>>> {
    let mut storefront = lock(&shared.storefront);
    let Some(storefront) = storefront.as_mut() else { return Ok(None) };
    let Some(reply) = storefront.answer(method.as_str(), target, &String::from_utf8_lossy(body)) else {
        return Ok(None);
    };
    let mut response = match reply {
        Reply::Page(name) => {
            let page = storefront.filled(&file(&format!("storefronts/{}/{name}.html", storefront.name()))?);
            answer(StatusCode::OK, "text/html; charset=utf-8", Bytes::from(prepared(shared, &page)))
        }
        Reply::Data(status, data) => {
            answer(StatusCode::from_u16(status)?, "application/json", Bytes::from(storefront.filled(data)))
        }
        Reply::See(address) => {
            let mut response = answer(StatusCode::SEE_OTHER, "text/plain", Bytes::new());
            response.headers_mut().insert(LOCATION, HeaderValue::from_static(address));
            response
        }
    };
    if storefront.has_inline_scripts() {
        response.headers_mut().remove("content-security-policy");
    }
    Ok(Some(response))
}

/// A page as the browser is to see it.
pub(super) fn prepared(shared: &Shared, page: &str) -> String {
    let edits = lock(&shared.edits);
    let page = edits.iter().fold(page.to_owned(), |page, (from, to)| page.replace(from, to));
    page.replacen("<head>", &format!("<head>{RECORDER}"), 1)
}

/// An answer under the policy of the tests.
pub(super) fn answer(status: StatusCode, kind: &str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(whole(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if let Ok(kind) = kind.parse() {
        headers.insert(CONTENT_TYPE, kind);
    }
    headers.insert("content-security-policy", HeaderValue::from_static(POLICY));
    response
}

/// A body that is there at once.
pub(super) fn whole(body: Bytes) -> Body {
    Full::new(body).map_err(|never: Infallible| match never {}).boxed()
}
