//! `GET /v1/settled`: which events of a stream need not be sent any more.

use super::site_for;
use crate::app::Shared;
use crate::reject::Reject;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use waypost_wire::Id;

/// The query.
#[derive(Deserialize)]
pub struct Asked {
    site: Option<String>,
    stream: Option<String>,
}

/// Answers with the numbers of the events that are stored or noted as lost, as ranges from the least to the greatest. What a page
/// sends as it is left has an answer that nobody hears; the page that takes its records over asks here. Of a stream that was never
/// heard of there are none.
///
/// # Errors
/// When there is no such site, the page may not ask, the stream is no id, or the store fails.
pub async fn get(
    State(app): State<Shared>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Reject> {
    let missing = || Reject::Query { name: "site", problem: "is missing: it has to be a site key".to_owned() };
    let site = site_for(&app, &asked.site.ok_or_else(missing)?, &headers)?;
    let stream = asked.stream.as_deref().and_then(Id::parse).ok_or_else(|| Reject::Query {
        name: "stream",
        problem: "is missing or wrong: it has to be 32 lower-case hexadecimal digits".to_owned(),
    })?;
    let settled = app.store.readers.settled(&site.key, stream).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(json!({ "v": 1, "settled": settled }))).into_response())
}
