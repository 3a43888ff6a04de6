//! The demo shop.

use crate::assets::{self, Shop};
use crate::html;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

/// The query of a page.
#[derive(Deserialize)]
pub struct Asked {
    /// There where the dashboard shows the page in its preview.
    waypost_preview: Option<String>,
}

/// How every page of the shop loads Waypost, and what the preview has instead: there nothing may be recorded.
const TAG: &str = r#"<script async src="/waypost.js" data-site="demo"></script>"#;
const PREVIEW_TAG: &str = r#"<script type="module" src="/shop/js/preview.js"></script>"#;

/// The shop's front page.
pub async fn home(Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    answer("", &asked, &headers)
}

/// `/shop` without its slash.
pub async fn slash() -> Redirect {
    Redirect::permanent("/shop/")
}

/// Any other page or file of the shop.
pub async fn page(Path(path): Path<String>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    answer(&path, &asked, &headers)
}

fn answer(path: &str, asked: &Asked, headers: &HeaderMap) -> Response {
    let page = asked.waypost_preview.as_ref().and_then(|_| Shop::get(&file_name(path)));
    let text = page.and_then(|page| String::from_utf8(page.data.into_owned()).ok()).filter(|text| text.contains(TAG));
    match text {
        Some(text) => {
            let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned());
            let policy = (header::CONTENT_SECURITY_POLICY, html::framed_policy());
            let fresh = (header::CACHE_CONTROL, "no-store".to_owned());
            ([kind, policy, fresh], text.replace(TAG, PREVIEW_TAG)).into_response()
        }
        None => file(path, headers),
    }
}

fn file(path: &str, headers: &HeaderMap) -> Response {
    let name = file_name(path);
    match Shop::get(&name) {
        Some(file) => assets::answer(&name, file, headers),
        None => not_found(headers),
    }
}

fn not_found(headers: &HeaderMap) -> Response {
    let page = "404.html";
    let Some(file) = Shop::get(page) else { return html::not_found() };
    let mut response = assets::answer(page, file, headers);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Which file shows the page `path`: one for all products, one for all categories, and for steps of the checkout a file
/// named after them.
fn file_name(path: &str) -> String {
    let Some(page) = path.strip_suffix('/') else {
        return if path.is_empty() { "index.html".to_owned() } else { path.to_owned() };
    };
    match page.split_once('/') {
        Some((kind @ ("product" | "category"), slug)) if !slug.contains('/') => format!("{kind}.html"),
        _ => format!("{}.html", page.replace('/', "-")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_files() {
        for (path, file) in [
            ("", "index.html"),
            ("product/blue-mug/", "product.html"),
            ("category/mugs/", "category.html"),
            ("cart/", "cart.html"),
            ("checkout/", "checkout.html"),
            ("checkout/delivery/", "checkout-delivery.html"),
            ("checkout/payment/", "checkout-payment.html"),
            ("brochure.pdf", "brochure.pdf"),
            ("img/mug.svg", "img/mug.svg"),
        ] {
            assert_eq!(file_name(path), file);
        }
    }
}
