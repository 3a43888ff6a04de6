//! The demo shop.

use crate::assets::{self, Shop};
use crate::html;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Redirect, Response};

/// The shop's front page.
pub async fn home(headers: HeaderMap) -> Response {
    file("", &headers)
}

/// `/shop` without its slash.
pub async fn slash() -> Redirect {
    Redirect::permanent("/shop/")
}

/// Any other page or file of the shop.
pub async fn page(Path(path): Path<String>, headers: HeaderMap) -> Response {
    file(&path, &headers)
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
