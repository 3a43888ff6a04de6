//! `POST /v1/channel`: from where the visitor of a page came, for offers that are for some channels only.

use super::site_for;
use crate::app::Shared;
use crate::body;
use crate::channel::{Channel, Visit};
use crate::reject::Reject;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use waypost_wire::Id;
use waypost_wire::json::Raw;

/// Largest body, in bytes, inclusive.
const MAX_BYTES: usize = 8_192;

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
    let channel = match app.store.readers.channel(&site.key, stream).await? {
        // A visit that went on after a pause began within the shop: nobody else brought it.
        Some(word) if word == Channel::Internal.word() => Channel::Direct.word().to_owned(),
        Some(word) => word,
        None => {
            let utm = serde_json::Value::Object(asked.utm).to_string();
            let utm = Raw::parse(&utm).unwrap_or(Raw::EMPTY);
            let visit = Visit { url: &asked.url, referrer: &asked.referrer, utm, own_hosts: &site.hosts() };
            match app.config.channels.touch(&visit).channel {
                // A later page of a visit of which nothing is stored yet.
                Channel::Internal => String::new(),
                channel => channel.word().to_owned(),
            }
        }
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Answer { v: 1, channel })).into_response())
}
