//! `GET /api/v1/captures`: the addresses that visitors gave, each with its receipt and cart, newest last.

use super::{Asked, number};
use crate::app::{App, Shared};
use crate::clock::DAY_MS;
use crate::config::Site;
use crate::link::{Link, Purpose};
use crate::reject::Reject;
use crate::store::{CaptureRow, Confirmation};
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    captures: Vec<Shown>,
    /// What to ask for `after`, or for `changed_after`, to go on; the same as before when nothing is new.
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
    /// The link by which the owner confirms the address; null where that is not to be done, or was.
    confirm_url: Option<String>,
    /// When it ends, exclusive.
    confirm_until_ms: Option<u64>,
}

impl Shown {
    fn new(app: &App, site: &Site, capture: CaptureRow) -> Self {
        let has_cart = !capture.email.is_empty() && capture.cart.get().contains("\"item_id\"");
        let link = |is_wanted: bool, purpose, path, days: u32| {
            let until_s = capture.received_at_ms / 1000 + u64::from(days) * DAY_MS / 1000;
            let link = Link { site: site.key.clone(), capture: capture.key, until_s };
            let url = || format!("{}/{path}/{}", app.public_url(), app.links.sign(purpose, &link));
            is_wanted.then(|| (url(), until_s * 1000)).unzip()
        };
        let (restore_url, restore_until_ms) = link(has_cart, Purpose::Restore, "r", site.restore_days);
        let is_pending = capture.confirmation == Confirmation::Pending;
        let (confirm_url, confirm_until_ms) = link(is_pending, Purpose::Confirm, "c", site.confirm_days);
        Self { capture, restore_url, restore_until_ms, confirm_url, confirm_until_ms }
    }
}

/// Answers with a page of captures after an id, or after a change.
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Answer>, Reject> {
    let key = asked.site(&app)?;
    let limit = asked.limit()?;
    let after = number("after", &asked.after, 0..=i64::MAX)?.unwrap_or(0);
    let (captures, next) = match number("changed_after", &asked.changed_after, 0..=i64::MAX)? {
        Some(change) => {
            let captures = app.store.readers.changed_captures(&key, change, limit).await?;
            let next = captures.last().map_or(change, |capture| capture.change);
            (captures, next)
        }
        None => {
            let captures = app.store.readers.captures(&key, after, limit).await?;
            let next = captures.last().map_or(after, |capture| capture.id);
            (captures, next)
        }
    };
    let site = app.site(&key)?;
    let captures = captures.into_iter().map(|capture| Shown::new(&app, site, capture)).collect();
    Ok(Json(Answer { captures, next }))
}
