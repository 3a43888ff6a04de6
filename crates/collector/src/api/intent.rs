//! `GET /api/v1/intent`: whether exit intent was right, and what offers changed.

mod tally;

use super::{Asked, number};
use crate::app::Shared;
use crate::clock::DAY_MS;
use crate::outcome::{exposures, judged};
use crate::reject::Reject;
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use tally::{Device, Offer, Signal, Tally};

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    from_ms: u64,
    to_ms: u64,
    signals: Vec<Signal>,
    devices: Vec<Device>,
    offers: Vec<Offer>,
}

/// Joins the decisions, and the offers that were shown or held out, from `from_ms` (default: the start of this UTC day) to
/// before `to_ms` (default: now) with what their visitors did afterwards, as far as it has arrived.
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
    let span = from_ms..to_ms;
    let leavings = app.store.readers.leavings(&site, span.clone(), now_ms).await?;
    let within = span.clone();
    let tally = app.store.readers.intents(&site, span, Tally::default(), move |tally, seen| {
        judged(seen, &within, now_ms).iter().for_each(|decision| tally.decision(decision));
        exposures(seen, &within).iter().for_each(|exposure| tally.exposure(exposure));
    });
    let (signals, devices, offers) = tally.await?.tell(&leavings);
    Ok(Json(Answer { from_ms, to_ms, signals, devices, offers }))
}
