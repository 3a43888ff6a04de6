//! `GET /api/v1/funnel`: how many sessions came how far.

use super::{Asked, number};
use crate::app::Shared;
use crate::clock::DAY_MS;
use crate::funnel::{By, Reached, STEPS};
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
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<Group>>,
}

#[derive(Serialize)]
struct Step {
    step: &'static str,
    sessions: u64,
}

#[derive(Serialize)]
struct Group {
    value: Option<String>,
    steps: Vec<Step>,
}

/// Counts the sessions with events from `from_ms` (default: the start of this UTC day) to before `to_ms` (default:
/// now) by the steps that they took in order; also those of each device class, channel or kind of page where `by` says so,
/// largest group first. A session counts in every step up to its furthest one.
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Answer>, Reject> {
    let site = asked.site(&app)?;
    let (from_ms, to_ms) = span(&app, &asked)?;
    let by = asked.by.as_deref().map(by).transpose()?;
    let mut groups = app.store.readers.funnel(&site, from_ms, to_ms, by).await?;
    let mut all: Reached = [0; STEPS.len()];
    for (_, reached) in &groups {
        all.iter_mut().zip(reached).for_each(|(sum, sessions)| *sum += sessions);
    }
    groups.retain(|(_, reached)| reached[0] > 0);
    groups.sort_by_key(|(_, reached)| std::cmp::Reverse(*reached));
    let groups = groups.into_iter().map(|(value, reached)| Group { value, steps: steps(reached) }).collect();
    Ok(Json(Answer { from_ms, to_ms, steps: steps(all), groups: by.map(|_| groups) }))
}

/// The span that is asked for: from the start of this UTC day to now, unless the query says otherwise.
pub(super) fn span(app: &Shared, asked: &Asked) -> Result<(u64, u64), Reject> {
    let now_ms = app.clock.now_ms();
    let latest = i64::MAX as u64;
    let from_ms = number("from_ms", &asked.from_ms, 0..=latest)?.unwrap_or(now_ms / DAY_MS * DAY_MS);
    // An event of this very millisecond has happened too.
    let to_ms = number("to_ms", &asked.to_ms, 0..=latest)?.unwrap_or(now_ms + 1);
    Ok((from_ms, to_ms))
}

fn steps(reached: Reached) -> Vec<Step> {
    STEPS.iter().zip(reached).map(|((step, _), sessions)| Step { step, sessions }).collect()
}

/// What sessions are to be told apart by.
pub(super) fn by(word: &str) -> Result<By, Reject> {
    let known = By::ALL.iter().find(|(known, _)| *known == word);
    let problem = || format!("is wrong: it has to be one of {}", By::ALL.map(|(word, _)| word).join(", "));
    known.map(|(_, by)| *by).ok_or_else(|| Reject::Query { name: "by", problem: problem() })
}
