//! `POST /api/v1/stock`: how many of some items the shop has counted. Figures that offers may show, as long as the shop says.

use crate::app::Shared;
use crate::body;
use crate::reject::Reject;
use crate::store::{NewStock, Work};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use waypost_wire::limits;

/// Longest that a count may be shown, in seconds: a day.
pub const MAX_AGE_S: u64 = 24 * 60 * 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    site: String,
    max_age_s: u64,
    items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    item_id: String,
    count: u32,
}

/// Stores the counts, measured now.
///
/// # Errors
/// When the body is wrong, there is no such site, or nothing can be stored.
pub async fn post(State(app): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, Reject> {
    body::check_type(&headers)?;
    app.room()?;
    let text = body::read(body, limits::MAX_BATCH_BYTES).await?;
    let told: Told = body::json(&text)?;
    app.site(&told.site)?;
    if !(1..=MAX_AGE_S).contains(&told.max_age_s) {
        let detail = format!("field `max_age_s` is {}: it has to be from 1 to {MAX_AGE_S}", told.max_age_s);
        return Err(body::wrong(detail));
    }
    let stored = told.items.len();
    let items = told.items.into_iter().map(|item| (item.item_id, u64::from(item.count))).collect();
    let measured_at = app.clock.now_ms();
    let stock = NewStock { site: told.site, items, measured_at, max_age_ms: told.max_age_s * 1000 };
    app.store.writer.write(Work::Stock(stock), text.len()).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], format!(r#"{{"stored":{stored}}}"#)).into_response())
}
