//! `GET /api/v1/goals`: how often the shop's goals were reached, and by how many sessions.

use super::{Asked, funnel};
use crate::app::Shared;
use crate::reject::Reject;
use crate::store::Reached;
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    from_ms: u64,
    to_ms: u64,
    visits: u64,
    goals: Vec<Goal>,
}

#[derive(Serialize)]
struct Goal {
    name: String,
    events: u64,
    sessions: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<Group>>,
}

#[derive(Serialize)]
struct Group {
    value: Option<String>,
    visits: u64,
    events: u64,
    sessions: u64,
}

/// Counts the macro-conversions of a span as [`funnel::get`] counts steps: orders, leads, sign-ups, and what the site itself has
/// declared to be one. Goals that were reached by most sessions come first, groups with most visits.
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Answer>, Reject> {
    let site = asked.site(&app)?;
    let (from_ms, to_ms) = funnel::span(&app, &asked)?;
    let by = asked.by.as_deref().map(funnel::by).transpose()?;
    let (visits, reached) = app.store.readers.goals(&site, from_ms, to_ms, by).await?;
    let mut goals: Vec<Goal> = Vec::new();
    for one in &reached {
        if goals.last().is_none_or(|goal| goal.name != one.name) {
            let groups = by.map(|_| groups(&one.name, &visits, &reached));
            goals.push(Goal { name: one.name.clone(), events: 0, sessions: 0, groups });
        }
        if let Some(goal) = goals.last_mut() {
            goal.events += one.events;
            goal.sessions += one.sessions;
        }
    }
    goals.sort_by_key(|goal| std::cmp::Reverse((goal.sessions, goal.events)));
    Ok(Json(Answer { from_ms, to_ms, visits: visits.iter().map(|(_, visits)| visits).sum(), goals }))
}

/// A goal in each group of sessions, also in those that never reached it.
fn groups(name: &str, visits: &[(Option<String>, u64)], reached: &[Reached]) -> Vec<Group> {
    let of_goal = || reached.iter().filter(|one| one.name == name);
    let visited = visits.iter().map(|(value, visits)| {
        let found = of_goal().find(|one| one.value == *value);
        let (events, sessions) = found.map_or((0, 0), |one| (one.events, one.sessions));
        Group { value: value.clone(), visits: *visits, events, sessions }
    });
    // Sessions that began before the span and viewed nothing in it.
    let others = of_goal().filter(|one| visits.iter().all(|(value, _)| *value != one.value));
    let others = others.map(|one| Group { value: one.value.clone(), visits: 0, events: one.events, sessions: 0 });
    let mut groups: Vec<Group> = visited.chain(others).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.visits));
    groups
}
