//! `GET /api/v1/captures`: the addresses that visitors gave, each with its receipt and cart, newest last.

use super::{Asked, number};
use crate::app::Shared;
use crate::reject::Reject;
use crate::store::CaptureRow;
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    captures: Vec<CaptureRow>,
    /// What to ask for `after` to go on; the same as before when nothing is new.
    next: i64,
}

/// Answers with a page of captures after an id.
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Answer>, Reject> {
    let site = asked.site(&app)?;
    let limit = asked.limit()?;
    let after = number("after", &asked.after, 0..=i64::MAX)?.unwrap_or(0);
    let captures = app.store.readers.captures(&site, after, limit).await?;
    let next = captures.last().map_or(after, |capture| capture.id);
    Ok(Json(Answer { captures, next }))
}
