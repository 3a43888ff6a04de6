//! `GET /api/v1/completeness`: what became of the events that browsers have recorded.

use super::{Asked, number};
use crate::app::Shared;
use crate::clock::DAY_MS;
use crate::reject::Reject;
use crate::store::Cell;
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    from_ms: u64,
    to_ms: u64,
    #[serde(flatten)]
    total: Counts,
    by_browser: Vec<Group>,
    by_sdk: Vec<Group>,
    by_day: Vec<Group>,
}

/// `tracked` is always the sum of `stored`, what was `dropped`, `pending` and `missing`.
#[derive(Default, Serialize)]
struct Counts {
    tracked: u64,
    stored: u64,
    dropped: BTreeMap<String, u64>,
    pending: u64,
    missing: u64,
    repeated: u64,
}

#[derive(Serialize)]
struct Group {
    value: String,
    #[serde(flatten)]
    counts: Counts,
}

/// Counts the events of streams that began from `from_ms` (default: the start of this UTC day) to before `to_ms` (default: now),
/// in sum, by browser, by version of the SDK and by UTC day (`2026-11-27`).
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Answer>, Reject> {
    let site = asked.site(&app)?;
    let now_ms = app.clock.now_ms();
    let latest = i64::MAX as u64;
    let from_ms = number("from_ms", &asked.from_ms, 0..=latest)?.unwrap_or(now_ms / DAY_MS * DAY_MS);
    let to_ms = number("to_ms", &asked.to_ms, 0..=latest)?.unwrap_or(now_ms + 1);
    let cells = app.store.readers.completeness(&site, from_ms, to_ms, now_ms).await?;
    let mut total = Counts::default();
    cells.iter().for_each(|cell| total.add(cell));
    Ok(Json(Answer {
        from_ms,
        to_ms,
        total,
        by_browser: groups(&cells, |cell| cell.browser.clone()),
        by_sdk: groups(&cells, |cell| cell.sdk.clone()),
        by_day: groups(&cells, |cell| cell.day.clone()),
    }))
}

fn groups(cells: &[Cell], value: impl Fn(&Cell) -> String) -> Vec<Group> {
    let mut groups: BTreeMap<String, Counts> = BTreeMap::new();
    for cell in cells {
        groups.entry(value(cell)).or_default().add(cell);
    }
    groups.into_iter().map(|(value, counts)| Group { value, counts }).collect()
}

impl Counts {
    fn add(&mut self, cell: &Cell) {
        self.tracked += cell.tracked;
        self.stored += cell.stored;
        self.pending += cell.pending;
        self.missing += cell.missing;
        self.repeated += cell.repeated;
        for (reason, count) in &cell.lost {
            *self.dropped.entry(reason.clone()).or_default() += count;
        }
    }
}
