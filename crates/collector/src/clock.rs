//! What time it is, as a value that tests can hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// Milliseconds of a UTC day.
pub const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Tells the time in milliseconds since 1970 (UTC).
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's.
    System,
    /// Stands still until it is set.
    Set(Arc<AtomicU64>),
}

impl Clock {
    /// A clock that stands at `now_ms`.
    pub fn at(now_ms: u64) -> Self {
        Self::Set(Arc::new(AtomicU64::new(now_ms)))
    }

    /// The time.
    pub fn now_ms(&self) -> u64 {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
                u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
            }
            Self::Set(now_ms) => now_ms.load(Ordering::Relaxed),
        }
    }

    /// Moves a standing clock on; the system's stays as it is.
    pub fn advance_ms(&self, by_ms: u64) {
        if let Self::Set(now_ms) = self {
            now_ms.fetch_add(by_ms, Ordering::Relaxed);
        }
    }
}
