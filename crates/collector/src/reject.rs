//! Why a request was refused: one enum, whose every variant has to choose its status.

use crate::link::BadLink;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use waypost_wire::Fault;

/// A refusal. Its text is the `detail` of the JSON answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reject {
    /// The body is no batch or capture.
    #[error("{}", .0.detail)]
    Body(Fault),
    /// A query parameter is missing or wrong.
    #[error("query parameter `{name}` {problem}")]
    Query {
        /// The parameter.
        name: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// A batch refers to a head that is not kept here (any more).
    #[error("head {number} of this stream is not known here: send the batch with its head")]
    UnknownHead {
        /// The number of the head.
        number: u64,
    },
    /// The site key is not configured here.
    #[error("no site has the key \"{0}\" here")]
    UnknownSite(String),
    /// The page's origin is not in the site's list.
    #[error("origin {origin} may not send for the site \"{site}\"; add it to the site's origins")]
    Origin {
        /// As the browser sent it.
        origin: String,
        /// Site key.
        site: String,
    },
    /// Neither the sign-in cookie nor the token came along.
    #[error("sign in with the link that `waypost serve` prints, or send `Authorization: Bearer TOKEN`")]
    NotSignedIn,
    /// A link that is not followed.
    #[error(transparent)]
    Link(#[from] BadLink),
    /// No such route.
    #[error("there is nothing at {0}")]
    NotFound(String),
    /// The route takes other methods.
    #[error("{0} is not possible here")]
    Method(String),
    /// The body took too long to arrive.
    #[error("the body did not arrive within {} s", .0.as_secs())]
    Slow(Duration),
    /// The body is too large.
    #[error("body is larger than the limit of {limit} bytes")]
    TooLarge {
        /// Most bytes, inclusive.
        limit: usize,
    },
    /// The body is of another type.
    #[error("content type is {got}, it has to be text/plain or application/json")]
    ContentType {
        /// As sent, or `missing`.
        got: String,
    },
    /// The body is packed with a dictionary of another version.
    #[error("the body is packed with a dictionary that is not known here: send it as it is")]
    Dictionary,
    /// One client makes too many requests.
    #[error("too many requests from one address, the limit is {limit} {unit}")]
    TooMany {
        /// Most of them, on average.
        limit: u32,
        /// What they are counted in, such as `a second`.
        unit: &'static str,
        /// When to come again.
        wait: Duration,
    },
    /// The store cannot keep up.
    #[error("the store is behind: {waiting} of at most {limit} bytes are waiting")]
    Busy {
        /// Bytes in the queue.
        waiting: usize,
        /// Bytes at which no more are taken.
        limit: usize,
    },
    /// The disk is nearly full.
    #[error("the disk has {free_mib} MiB left, {min_mib} are needed")]
    DiskLow {
        /// Free space.
        free_mib: u64,
        /// The limit.
        min_mib: u64,
    },
    /// The database refused.
    #[error("the store failed; the log has the reason")]
    Store,
}

impl Reject {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Body(fault) if fault.code == "too_large" => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Body(_) | Self::Query { .. } => StatusCode::BAD_REQUEST,
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Link(BadLink::Broken) => StatusCode::BAD_REQUEST,
            Self::Link(BadLink::Expired | BadLink::Gone) => StatusCode::GONE,
            Self::Origin { .. } => StatusCode::FORBIDDEN,
            Self::UnknownHead { .. } => StatusCode::CONFLICT,
            Self::UnknownSite(_) | Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::ContentType { .. } | Self::Dictionary => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Slow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Busy { .. } | Self::DiskLow { .. } | Self::Store => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The `error` of the answer: one word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Body(fault) => fault.code,
            Self::Query { .. } => "bad_query",
            Self::UnknownHead { .. } => "unknown_head",
            Self::UnknownSite(_) => "unknown_site",
            Self::Origin { .. } => "origin_not_allowed",
            Self::NotSignedIn => "not_signed_in",
            Self::Link(BadLink::Broken) => "bad_link",
            Self::Link(BadLink::Expired) => "link_expired",
            Self::Link(BadLink::Gone) => "link_gone",
            Self::NotFound(_) => "not_found",
            Self::Method(_) => "method_not_allowed",
            Self::Slow(_) => "too_slow",
            Self::TooLarge { .. } => "too_large",
            Self::ContentType { .. } => "bad_content_type",
            Self::Dictionary => "unknown_dictionary",
            Self::TooMany { .. } => "too_many_requests",
            Self::Busy { .. } => "busy",
            Self::DiskLow { .. } => "disk_low",
            Self::Store => "store_failed",
        }
    }

    /// How long to wait before the same request may succeed, where waiting helps.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooMany { wait, .. } => Some(*wait),
            Self::Busy { .. } => Some(Duration::from_secs(2)),
            Self::Store => Some(Duration::from_secs(5)),
            Self::DiskLow { .. } => Some(Duration::from_secs(60)),
            Self::Body(_)
            | Self::Query { .. }
            | Self::UnknownHead { .. }
            | Self::UnknownSite(_)
            | Self::Origin { .. }
            | Self::NotSignedIn
            | Self::Link(_)
            | Self::NotFound(_)
            | Self::Method(_)
            | Self::Slow(_)
            | Self::TooLarge { .. }
            | Self::ContentType { .. }
            | Self::Dictionary => None,
        }
    }
}

impl IntoResponse for Reject {
    fn into_response(self) -> Response {
        let status = self.status();
        // Not louder for a 503: what made it necessary was logged when it began, and a busy collector says it often.
        tracing::debug!(code = self.code(), "{self}");
        let body = serde_json::json!({ "error": self.code(), "detail": self.to_string() }).to_string();
        let mut response = (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
        if let Some(wait) = self.retry_after() {
            // Rounded up, because a client that comes a little early is refused again.
            let seconds = wait.as_millis().div_ceil(1000).max(1);
            let value = HeaderValue::from_str(&seconds.to_string()).expect("digits make a header value");
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        response
    }
}
