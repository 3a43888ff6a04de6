//! `GET /api/v1/funnel`: how many sessions came how far.

use super::{Asked, number};
use crate::app::Shared;
use crate::clock::DAY_MS;
use crate::funnel::STEPS;
use crate::reject::Reject;
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    from_ms: u64,
    to_ms: u64,
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    step: &'static str,
    sessions: u64,
}

/// Counts the sessions with events from `from_ms` (default: the start of this UTC day) to before `to_ms` (default:
/// now) by the steps that they took in order. A session counts in every step up to its furthest one.
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Answer>, Reject> {
    let site = asked.site(&app)?;
    let now_ms = app.clock.now_ms();
    let latest = i64::MAX as u64;
    let from_ms = number("from_ms", &asked.from_ms, 0..=latest)?.unwrap_or(now_ms / DAY_MS * DAY_MS);
    // An event of this very millisecond has happened too.
    let to_ms = number("to_ms", &asked.to_ms, 0..=latest)?.unwrap_or(now_ms + 1);
    let reached = app.store.readers.funnel(&site, from_ms, to_ms).await?;
    let steps = STEPS.iter().zip(reached).map(|((step, _), sessions)| Step { step, sessions });
    Ok(Json(Answer { from_ms, to_ms, steps: steps.collect() }))
}
