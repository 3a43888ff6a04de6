//! `POST /v1/channel`: from where the visitor of a page came, for offers that are for some channels only.

use super::site_for;
use crate::app::{App, Shared};
use crate::body;
use crate::channel::{Channel, Visit};
use crate::reject::Reject;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use waypost_wire::Id;
use waypost_wire::json::Raw;

/// Largest body, in bytes, inclusive.
const MAX_BYTES: usize = 8_192;

/// How often, and with which pauses, the store is asked for a page whose events are on their way: for 3 s, since a page keeps them for 2 s.
const WAITS: u32 = 12;
const PAUSE: Duration = Duration::from_millis(250);

/// The body. What is not known of it is passed over.
#[derive(Deserialize)]
struct Asked {
    site: String,
    stream: String,
    /// Origin of the page.
    #[serde(default)]
    url: String,
    /// Origin of what led to the document, or empty.
    #[serde(default)]
    referrer: String,
    /// Campaign parameters without their prefix, and click ids.
    #[serde(default)]
    utm: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Answer {
    v: u8,
    /// Empty where it is not known.
    channel: String,
}

/// Answers with the channel of the visit: as its stored page views tell it, else as the page does.
///
/// # Errors
/// When the body is wrong, there is no such site, the page may not ask, or the store fails.
pub async fn post(State(app): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, Reject> {
    body::check_type(&headers)?;
    let asked: Asked = body::json(&body::read(body, MAX_BYTES).await?)?;
    let site = site_for(&app, &asked.site, &headers)?;
    let stream = Id::parse(&asked.stream)
        .ok_or_else(|| body::wrong("field `stream` has to be 32 hexadecimal digits".to_owned()))?;
    let utm = serde_json::Value::Object(asked.utm).to_string();
    let utm = Raw::parse(&utm).unwrap_or(Raw::EMPTY);
    let visit = Visit { url: &asked.url, referrer: &asked.referrer, utm, own_hosts: &site.hosts() };
    let said = app.config.channels.touch(&visit).channel;
    let channel = match stored(&app, &site.key, stream, said == Channel::Internal).await? {
        // A visit that went on after a pause began within the shop: nobody else brought it.
        Some(word) if word == Channel::Internal.word() => Channel::Direct.word().to_owned(),
        Some(word) => word,
        None if said == Channel::Internal => String::new(),
        None => said.word().to_owned(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Answer { v: 1, channel })).into_response())
}

/// What the stored page views tell. Of a later page, which says nothing of it itself, its first events are waited for.
async fn stored(app: &App, site: &str, stream: Id, is_later: bool) -> Result<Option<String>, Reject> {
    let mut waits = if is_later { WAITS } else { 0 };
    loop {
        let found = app.store.readers.channel(site, stream).await?;
        if found.is_some() || waits == 0 {
            return Ok(found);
        }
        waits -= 1;
        tokio::time::sleep(PAUSE).await;
    }
}
