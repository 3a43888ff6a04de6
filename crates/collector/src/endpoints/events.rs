//! `POST /v1/events`: a batch goes in, and what became of each event comes out.

use super::site_for;
use crate::app::{App, Shared};
use crate::body;
use crate::browser;
use crate::client::Client;
use crate::clock::DAY_MS;
use crate::reject::Reject;
use crate::store::{Arrival, Where, Who, Work};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use waypost_wire::{Again, Answer, Batch, limits};

/// Answers 200 once the good events of the batch are on the disk, and names the bad ones with their reason.
///
/// # Errors
/// When nothing of the batch can be used or stored.
pub async fn post(
    State(app): State<Shared>,
    client: Client,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Reject> {
    body::check_type(&headers)?;
    app.room()?;
    let body = body::read(body, limits::MAX_BATCH_BYTES).await?;
    let head = match Again::of(&body) {
        Some(again) => {
            site_for(&app, &again.site, &headers)?;
            app.store.heads.get(again).await?
        }
        None => "{}".into(),
    };
    let arrival = {
        let decoded = Batch::decode_with(&body, &head).map_err(Reject::Body)?;
        let hosts = site_for(&app, &decoded.batch.site, &headers)?.hosts();
        let received_at = app.clock.now_ms();
        let who = who(&app, &decoded.batch.site, client.address, &headers, received_at)?;
        let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let place = Where { rules: &app.config.channels, hosts: &hosts };
        Arrival::new(decoded, place, who, browser::of(user_agent), received_at)
    };
    let (good, mut bad) = (arrival.good(), arrival.refused().to_vec());
    let refused = app.store.writer.write(Work::Batch(arrival), body.len()).await?;
    let stored = good - refused.len() as u64;
    bad.extend(refused);
    let dropped = bad.into_iter().map(|event| (event.n, event.reason.into())).collect();
    let answer = Answer { stored, dropped }.encode();
    Ok(([(header::CONTENT_TYPE, "application/json")], answer).into_response())
}

/// The visitor of this day.
pub(super) fn who(app: &App, site: &str, client: IpAddr, headers: &HeaderMap, now_ms: u64) -> Result<Who, Reject> {
    let user_agent = headers.get(header::USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
    let of_day = app.salt.visitor(now_ms, site, client, user_agent).map_err(|error| {
        tracing::error!("the day's salt cannot be kept: {error}");
        Reject::Store
    })?;
    Ok(Who { of_day, day: now_ms / DAY_MS })
}
