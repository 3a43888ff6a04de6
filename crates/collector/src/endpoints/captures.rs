//! `POST /v1/captures`: an address or an answer with the receipt of what its owner agreed to.

use super::site_for;
use crate::app::Shared;
use crate::body;
use crate::reject::Reject;
use crate::store::{NewCapture, Work};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use waypost_wire::{Capture, limits};

/// Answers 200 once it is on the disk. The same capture again is answered alike and stored once.
///
/// # Errors
/// When the capture cannot be used or stored.
pub async fn post(State(app): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, Reject> {
    body::check_type(&headers)?;
    app.room()?;
    let body = body::read(body, limits::MAX_CAPTURE_BYTES).await?;
    let capture = {
        let capture = Capture::decode(&body).map_err(Reject::Body)?;
        let site = site_for(&app, &capture.site, &headers)?;
        let is_news = site.is_for_news(&capture.offer);
        NewCapture::new(capture, app.clock.now_ms(), is_news).map_err(Reject::Body)?
    };
    app.store.writer.write(Work::Capture(capture), body.len()).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], r#"{"stored":1}"#).into_response())
}
