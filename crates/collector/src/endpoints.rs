//! What browsers ask for, one file each.

pub mod assets;
pub mod captures;
pub mod channel;
pub mod config;
pub mod confirm;
pub mod docs;
pub mod events;
pub mod facts;
pub mod health;
mod mailed;
pub mod restore;
pub mod settled;
pub mod shop;
pub mod sign_in;

use crate::app::App;
use crate::config::Site;
use crate::reject::Reject;
use axum::http::{HeaderMap, header};

/// The site `key`, if it is known here and the page that asks may send for it. A request without `Origin` is not from a
/// foreign page: browsers always say it across origins.
///
/// # Errors
/// [`Reject::UnknownSite`] or [`Reject::Origin`].
fn site_for<'a>(app: &'a App, key: &str, headers: &HeaderMap) -> Result<&'a Site, Reject> {
    let site = app.site(key)?;
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(site) };
    let origin = String::from_utf8_lossy(origin.as_bytes());
    if site.allows(&origin, &app.own_origins) {
        Ok(site)
    } else {
        Err(Reject::Origin { origin: origin.chars().take(256).collect(), site: key.to_owned() })
    }
}
