//! `GET /api/v1/captures`: the addresses that visitors gave, each with its receipt and cart, newest last.

use super::{Asked, number};
use crate::app::{App, Shared};
use crate::clock::DAY_MS;
use crate::config::Site;
use crate::link::{Link, Purpose};
use crate::reject::Reject;
use crate::store::CaptureRow;
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    captures: Vec<Shown>,
    /// What to ask for `after` to go on; the same as before when nothing is new.
    next: i64,
}

/// A capture, with the links that go out by mail.
#[derive(Serialize)]
pub struct Shown {
    #[serde(flatten)]
    capture: CaptureRow,
    /// The link that brings the cart back; null without an address or a cart.
    restore_url: Option<String>,
    /// When it ends, exclusive.
    restore_until_ms: Option<u64>,
}

impl Shown {
    fn new(app: &App, site: &Site, capture: CaptureRow) -> Self {
        let has_cart = !capture.email.is_empty() && capture.cart.get().contains("\"item_id\"");
        let until_s = capture.received_at_ms / 1000 + u64::from(site.restore_days) * DAY_MS / 1000;
        let link = has_cart.then(|| Link { site: site.key.clone(), capture: capture.key, until_s });
        Self {
            restore_url: link
                .as_ref()
                .map(|link| format!("{}/r/{}", app.public_url(), app.links.sign(Purpose::Restore, link))),
            restore_until_ms: link.map(|link| link.until_s * 1000),
            capture,
        }
    }
}

/// Answers with a page of captures after an id.
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Answer>, Reject> {
    let key = asked.site(&app)?;
    let limit = asked.limit()?;
    let after = number("after", &asked.after, 0..=i64::MAX)?.unwrap_or(0);
    let captures = app.store.readers.captures(&key, after, limit).await?;
    let next = captures.last().map_or(after, |capture| capture.id);
    let site = app.site(&key)?;
    let captures = captures.into_iter().map(|capture| Shown::new(&app, site, capture)).collect();
    Ok(Json(Answer { captures, next }))
}
