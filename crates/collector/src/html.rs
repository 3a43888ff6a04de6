//! Pages that the collector writes itself.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What pages may load and do: only what comes from this server, no inline script or style, no text turned into markup.
pub const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

/// The policy of pages that only pages of this server may show in a frame.
pub fn framed_policy() -> String {
    POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
}

const PAGE: &str = include_str!("../pages/page.html");

/// A page with a title and a body. `body` is markup, `title` is text.
pub fn page(status: StatusCode, title: &str, body: &str) -> Response {
    page_of("Waypost", "en", status, title, body)
}

/// A page in another language, that of `owner`.
pub fn page_of(owner: &str, language: &str, status: StatusCode, title: &str, body: &str) -> Response {
    let direction = if language == "ar" { "rtl" } else { "ltr" };
    let html = PAGE
        .replace("{language}", language)
        .replace("{direction}", direction)
        .replace("{title}", &escape(&format!("{title} · {owner}")))
        .replace("{body}", body);
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

/// The page for an address that leads nowhere.
pub fn not_found() -> Response {
    let body = "<h1>There is no such page</h1>\n<p>You may have followed an old link.</p>\n\
        <p><a href=\"/shop/\">The shop</a> · <a href=\"/\">The dashboard</a></p>";
    page(StatusCode::NOT_FOUND, "No such page", body)
}

/// `text` as markup that shows it.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The style sheet of these pages.
pub async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../pages/page.css")).into_response()
}
