//! A cart that was kept is brought back: `GET /r/TOKEN`, the link in the mail, and `GET /v1/restore`, its cart for the shop's
//! page.

use super::mailed::{self, private};
use super::site_for;
use crate::app::{App, Shared};
use crate::config::Site;
use crate::link::{BadLink, Link, Purpose};
use crate::reject::Reject;
use crate::store::{Kept, RestoredCart};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

/// The parameter that a page of the shop is opened with.
pub const PARAMETER: &str = "waypost_restore";

/// The query of `GET /v1/restore`.
#[derive(Deserialize)]
pub struct Asked {
    token: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    v: u8,
    cart: RestoredCart,
}

/// Leads to the page of the shop that the offer was on, or to the one that the site names, and nowhere else. A link that is
/// not followed is answered with a page that says why.
pub async fn link(State(app): State<Shared>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    match target(&app, &token).await {
        Ok(target) => private(Redirect::to(&target).into_response()),
        Err(refused) => mailed::refusal(&refused, &headers, |words| &words.restore_title),
    }
}

/// Answers with the cart of a link, and with nothing else that the visitor gave.
///
/// # Errors
/// When the link is not followed, the page may not ask, or the store fails.
pub async fn cart(
    State(app): State<Shared>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Reject> {
    let missing = || Reject::Query { name: "token", problem: "is missing: it has to be that of a link".to_owned() };
    let (link, kept) = kept(&app, &asked.token.ok_or_else(missing)?).await?;
    site_for(&app, &link.site, &headers)?;
    let cart = kept.cart();
    Ok(private(Json(Answer { v: 1, cart }).into_response()))
}

async fn target(app: &App, token: &str) -> Result<String, Reject> {
    let (link, kept) = kept(app, token).await?;
    let page = page(app, app.site(&link.site)?, &kept.page);
    let sign = if page.contains('?') { '&' } else { '?' };
    Ok(format!("{page}{sign}{PARAMETER}={token}"))
}

async fn kept(app: &App, token: &str) -> Result<(Link, Kept), Reject> {
    let link = app.links.read(Purpose::Restore, token, app.clock.now_ms())?;
    let kept = app.store.readers.kept(&link.site, link.capture).await?;
    Ok((link, kept.ok_or(BadLink::Gone)?))
}

/// The site's own page for restored carts, else the one that the offer was on, else the front page: always of an origin that
/// is the site's, whatever page the capture has named.
fn page(app: &App, site: &Site, captured: &str) -> String {
    let captured = captured.split(['?', '#']).next().unwrap_or_default();
    let is_own = |page: &&str| {
        page.bytes().all(|byte| byte.is_ascii_graphic())
            && origin(page).is_some_and(|origin| site.allows(origin, &app.own_origins))
    };
    let named = site.restore_page.as_deref().filter(is_own);
    named.or_else(|| Some(captured).filter(is_own)).map_or_else(
        || match site.origins.first() {
            Some(origin) => format!("{}/", origin.text()),
            None => "/shop/".to_owned(),
        },
        str::to_owned,
    )
}

/// Scheme, host and port of an address.
fn origin(address: &str) -> Option<&str> {
    let host = address.find("://")? + 3;
    let end = address[host..].find(['/', '?', '#', '\\']).map_or(address.len(), |at| host + at);
    Some(&address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_ends_where_browsers_end_it() {
        for (address, expected) in [
            ("https://shop.example/cart/", Some("https://shop.example")),
            ("https://shop.example:8443", Some("https://shop.example:8443")),
            ("https://shop.example\\@evil.example/", Some("https://shop.example")),
            ("https://shop.example@evil.example/", Some("https://shop.example@evil.example")),
            ("https://shop.example.evil.example/", Some("https://shop.example.evil.example")),
            ("/cart/", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(origin(address), expected);
        }
    }
}
