//! Heads of batches, for the batches that refer to them. Those that are in use are remembered, so that the database is
//! asked for few of them.

use super::reader::Readers;
use crate::reject::Reject;
use lru::LruCache;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use waypost_wire::Again;
use waypost_wire::limits::KEEP_HEAD_MS;

/// Heads remembered, of about half a kilobyte each. One that was forgotten is looked up.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(8192).expect("not zero");

/// The heads that are kept.
pub struct Heads {
    /// Of its own: queries of the dashboard must not hold up what is sent.
    readers: Readers,
    remembered: Mutex<LruCache<Again, Arc<str>>>,
}

impl Heads {
    pub(super) fn new(readers: Readers) -> Self {
        Self { readers, remembered: Mutex::new(LruCache::new(REMEMBERED)) }
    }

    /// The head that is meant.
    ///
    /// # Errors
    /// [`Reject::UnknownHead`] when it is not kept (any more), [`Reject::Store`] when the store fails.
    pub async fn get(&self, again: Again) -> Result<Arc<str>, Reject> {
        let remembered = || self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(head) = remembered().get(&again) {
            return Ok(head.clone());
        }
        let Again { site, stream, number } = again.clone();
        let row = i64::try_from(number).map_err(|_| Reject::UnknownHead { number })?;
        let found: Option<String> = self
            .readers
            .read(move |db| {
                db.prepare_cached(
                    "SELECT text FROM head JOIN stream ON stream.id = head.stream JOIN site ON site.id = stream.site
                     WHERE site.key = ? AND stream.key = ? AND number = ?",
                )?
                .query_row(params![site, stream.0, row], |row| row.get(0))
                .optional()
            })
            .await?;
        let head: Arc<str> = found.ok_or(Reject::UnknownHead { number })?.into();
        remembered().put(again, head.clone());
        Ok(head)
    }
}

/// Keeps a head, unless there is one of that number, and forgets those whose time is over.
pub(super) fn keep(db: &Connection, stream: i64, number: u64, text: &str, now_ms: u64) -> rusqlite::Result<()> {
    let added = db
        .prepare_cached("INSERT OR IGNORE INTO head (stream, number, at, text) VALUES (?,?,?,?)")?
        .execute(params![stream, number, now_ms, text])?;
    if added > 0 {
        db.prepare_cached("DELETE FROM head WHERE at < ?")?.execute([now_ms.saturating_sub(KEEP_HEAD_MS)])?;
    }
    Ok(())
}
