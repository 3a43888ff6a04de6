//! `GET /api/v1/offers`: the offers of a site as visitors get them, also those that have ended, for the preview.

use super::Asked;
use crate::app::Shared;
use crate::reject::Reject;
use axum::Json;
use axum::extract::{Query, State};
use serde_json::{Value, json};

/// Answers with the offers in the language `lang`, else in the site's main one.
///
/// # Errors
/// When the query is wrong.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Value>, Reject> {
    let key = asked.site(&app)?;
    let language = asked.lang.as_deref().unwrap_or_default();
    let offers: Vec<_> = app.site(&key)?.offers.iter().map(|offer| offer.shown(language, "")).collect();
    Ok(Json(json!({ "offers": offers })))
}
