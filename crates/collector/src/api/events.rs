//! `GET /api/v1/events`: what was stored, newest last.

use super::{Asked, MAX_LIMIT, number};
use crate::app::Shared;
use crate::reject::Reject;
use crate::store::{EventRow, Page};
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    events: Vec<EventRow>,
    /// What to ask for `after` to go on; the same as before when nothing is new.
    next: i64,
}

/// Answers with a page of events: those after an id (the default, from the first), the last ones before an id, or
/// the newest.
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Answer>, Reject> {
    let site = asked.site(&app)?;
    let limit = asked.limit()?;
    let after = number("after", &asked.after, 0..=i64::MAX)?.unwrap_or(0);
    let latest = number("latest", &asked.latest, 1..=MAX_LIMIT)?;
    let before = number("before", &asked.before, 0..=i64::MAX)?;
    let page = match (latest, before) {
        (Some(limit), before) => Page::Before { id: before.unwrap_or(i64::MAX), limit },
        (None, Some(id)) => Page::Before { id, limit },
        (None, None) => Page::After { id: after, limit },
    };
    let events = app.store.readers.events(&site, page).await?;
    let next = events.last().map_or(after, |event| event.id);
    Ok(Json(Answer { events, next }))
}
