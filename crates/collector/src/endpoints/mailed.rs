//! What the pages have in common that links in mails lead to.

use crate::config::PageWords;
use crate::html;
use crate::link::BadLink;
use crate::reject::Reject;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// What a link leads to is for its bearer: it is kept by no cache, and the address goes to no other site.
pub fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// A page that says why a link is not followed, in the browser's language, under a title of these words.
pub fn refusal(refused: &Reject, headers: &HeaderMap, title: impl Fn(&PageWords) -> &str) -> Response {
    let (language, words) = PageWords::of(languages(headers));
    let why = match refused {
        Reject::Link(BadLink::Broken) => words.broken.clone(),
        Reject::Link(BadLink::Expired) => words.expired.clone(),
        Reject::Link(BadLink::Gone) => words.gone.clone(),
        other => other.to_string(),
    };
    let title = title(words);
    let body = format!("<h1>{}</h1>\n<p>{}</p>", html::escape(title), html::escape(&why));
    private(html::page_of("Waypost", language, refused.status(), title, &body))
}

/// The languages that the browser asks for, in its order.
fn languages(headers: &HeaderMap) -> Vec<&str> {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.split(',').map(|one| one.split(';').next().unwrap_or_default().trim()).collect()
}
