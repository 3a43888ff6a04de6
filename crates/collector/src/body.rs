//! Reading the body of a request, up to a limit and in good time.

use crate::reject::Reject;
use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, header};
use flate2::bufread::GzDecoder;
use futures_util::StreamExt as _;
use std::io::Read as _;
use std::time::Duration;

/// How long a body may take to arrive.
pub const READ_WITHIN: Duration = Duration::from_secs(20);

/// What is read and thrown away of a body that is too large. A connection closed with unread bytes in it is reset, and
/// the client would see that instead of the 413.
const DRAIN_BYTES: usize = 1024 * 1024;

/// What gzip begins with (RFC 1952, section 2.3.1), and no JSON.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The body as text, at most `limit` bytes long, inclusive, as it came and unpacked.
///
/// # Errors
/// [`Reject::TooLarge`], [`Reject::Slow`], or `bad_json` when it is not UTF-8, no whole gzip, or breaks off.
pub async fn read(body: Body, limit: usize) -> Result<String, Reject> {
    let mut bytes =
        tokio::time::timeout(READ_WITHIN, collect(body, limit)).await.map_err(|_| Reject::Slow(READ_WITHIN))??;
    if bytes.starts_with(&GZIP) {
        bytes = unpacked(&bytes, limit)?;
    }
    String::from_utf8(bytes)
        .map_err(|error| not_json(format!("not UTF-8 at byte {}", error.utf8_error().valid_up_to())))
}

/// Whether the type is one that this collector reads. Browsers send `text/plain` without asking first.
///
/// # Errors
/// [`Reject::ContentType`] for every other type, and for none.
pub fn check_type(headers: &HeaderMap) -> Result<(), Reject> {
    let sent = headers.get(header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let essence = sent.as_deref().map(|sent| sent.split(';').next().unwrap_or("").trim().to_ascii_lowercase());
    match essence.as_deref() {
        Some("text/plain" | "application/json") => Ok(()),
        other => Err(Reject::ContentType { got: other.unwrap_or("missing").chars().take(64).collect() }),
    }
}

/// No more than the limit and one byte is ever unpacked, whatever the body would become.
fn unpacked(packed: &[u8], limit: usize) -> Result<Vec<u8>, Reject> {
    let mut bytes = Vec::new();
    let mut decoder = GzDecoder::new(packed);
    (&mut decoder)
        .take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| not_json(format!("the gzip is broken: {error}")))?;
    match decoder.into_inner() {
        _ if bytes.len() > limit => Err(Reject::TooLarge { limit }),
        [] => Ok(bytes),
        rest => Err(not_json(format!("{} bytes follow the gzip", rest.len()))),
    }
}

async fn collect(body: Body, limit: usize) -> Result<Vec<u8>, Reject> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut bytes = Vec::with_capacity(announced.min(limit));
    let mut seen = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| not_json(format!("the body broke off: {error}")))?;
        seen += chunk.len();
        if seen <= limit {
            bytes.extend_from_slice(&chunk);
        } else if seen > limit + DRAIN_BYTES {
            break;
        }
    }
    if seen <= limit { Ok(bytes) } else { Err(Reject::TooLarge { limit }) }
}

fn not_json(detail: String) -> Reject {
    Reject::Body(waypost_wire::Fault { code: "bad_json", detail })
}
