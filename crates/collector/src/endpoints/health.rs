//! `GET /healthz` and `GET /readyz`: whether it lives, and whether it can take events.

use crate::app::Shared;
use crate::reject::Reject;
use crate::store::{MAX_QUEUE_BYTES, Work};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::time::Duration;

/// How long the store may take to prove that it can write.
const PROBE_WITHIN: Duration = Duration::from_secs(5);

/// Answers 200 as long as the process answers at all.
pub async fn live() -> Response {
    Json(json!({ "alive": true })).into_response()
}

/// Answers 200 when a write reached the disk just now, the queue has room and the disk has space; else 503 with the reason.
pub async fn ready(State(app): State<Shared>) -> Response {
    let reason = check(&app).await.err();
    let status = if reason.is_none() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({
        "ready": reason.is_none(),
        "reason": reason.map(|reason| reason.to_string()),
        "queue_bytes": app.store.writer.waiting_bytes(),
        "queue_limit_bytes": MAX_QUEUE_BYTES,
        "disk_free_mib": app.free_mib().ok(),
    });
    (status, Json(body)).into_response()
}

async fn check(app: &Shared) -> Result<(), Reject> {
    app.room()?;
    let probe = Work::Probe { at: app.clock.now_ms() };
    let written = tokio::time::timeout(PROBE_WITHIN, app.store.writer.write(probe, 0)).await;
    written.unwrap_or(Err(Reject::Store)).map(|_| ())
}
