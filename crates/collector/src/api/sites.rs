//! `GET /api/v1/sites`: the sites that events are kept for.

use crate::app::Shared;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

/// Answers with key and name of each.
pub async fn get(State(app): State<Shared>) -> Json<Value> {
    let sites: Vec<Value> = app.config.sites.iter().map(|site| json!({ "key": site.key, "name": site.name })).collect();
    Json(json!({ "sites": sites }))
}
