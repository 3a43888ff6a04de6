//! Reading the body of a request, up to a limit and in good time.

use crate::reject::Reject;
use axum::body::{Body, HttpBody as _};
use axum::http::{HeaderMap, header};
use flate2::{Decompress, FlushDecompress, Status};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use std::time::Duration;
use waypost_wire::{DICTIONARY, Fault};

/// How long a body may take to arrive.
pub const READ_WITHIN: Duration = Duration::from_secs(20);

/// What is read and thrown away of a body that is too large. A connection closed with unread bytes in it is reset, and
/// the client would see that instead of the 413.
const DRAIN_BYTES: usize = 1024 * 1024;

/// What gzip begins with (RFC 1952, section 2.3.1), and no JSON.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What zlib begins with (RFC 1950, section 2.2), and no JSON: deflate with a window of 32 KiB.
const ZLIB: [u8; 1] = [0x78];

/// The window of both: 2¹⁵ bytes.
const WINDOW_BITS: u8 = 15;

/// The body as text, at most `limit` bytes long, inclusive, as it came and unpacked.
///
/// # Errors
/// [`Reject::TooLarge`], [`Reject::Slow`], [`Reject::Dictionary`], or `bad_json` when it is not UTF-8, breaks off, or is packed and no whole gzip or zlib.
pub async fn read(body: Body, limit: usize) -> Result<String, Reject> {
    let mut bytes =
        tokio::time::timeout(READ_WITHIN, collect(body, limit)).await.map_err(|_| Reject::Slow(READ_WITHIN))??;
    if bytes.starts_with(&GZIP) {
        bytes = unpacked(&bytes, Decompress::new_gzip(WINDOW_BITS), limit)?;
    } else if bytes.starts_with(&ZLIB) {
        bytes = unpacked(&bytes, Decompress::new(true), limit)?;
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

/// The body's text as JSON of this shape.
///
/// # Errors
/// `bad_field`, with the field that is missing or wrong.
pub fn json<T: DeserializeOwned>(text: &str) -> Result<T, Reject> {
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(text))
        .map_err(|error| wrong(format!("field `{}`: {}", error.path(), error.inner())))
}

/// A field of the body cannot be used, for this reason.
pub fn wrong(detail: String) -> Reject {
    Reject::Body(Fault { code: "bad_field", detail })
}

/// Little more than the limit is ever unpacked, whatever the body would become.
fn unpacked(packed: &[u8], mut stream: Decompress, limit: usize) -> Result<Vec<u8>, Reject> {
    let mut bytes = Vec::with_capacity(limit + 1);
    loop {
        let rest = &packed[stream.total_in() as usize..];
        match stream.decompress_vec(rest, &mut bytes, FlushDecompress::Finish) {
            _ if bytes.len() > limit => return Err(Reject::TooLarge { limit }),
            Ok(Status::StreamEnd) => break,
            Ok(_) => return Err(not_json("what was packed breaks off".to_owned())),
            Err(error) if error.needs_dictionary().is_some() => {
                stream.set_dictionary(DICTIONARY.as_bytes()).map_err(|_| Reject::Dictionary)?;
            }
            Err(error) => return Err(not_json(format!("what was packed is broken: {error}"))),
        }
    }
    match packed.len() as u64 - stream.total_in() {
        0 => Ok(bytes),
        rest => Err(not_json(format!("{rest} bytes follow what was packed"))),
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
    Reject::Body(Fault { code: "bad_json", detail })
}
