//! Row numbers that the writer remembers, so that a batch of a known stream costs one insert an event and no look-ups.
//!
//! It only ever holds what the database holds too: after a failed transaction it is emptied.

use crate::session::Span;
use lru::LruCache;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashMap;
use std::num::NonZeroUsize;
use waypost_wire::Id;

/// Streams, sessions and visitors remembered of each: a few hundred bytes apiece. One that was forgotten is looked up.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(8192).expect("not zero");

/// Pages remembered of one stream.
const REMEMBERED_PAGES: usize = 64;

/// A row of the table of sites, by its key.
pub type SiteRow = i64;

/// The writer's memory.
pub struct Known {
    sites: HashMap<String, SiteRow>,
    names: LruCache<String, i64>,
    /// By site and stream id.
    pub streams: LruCache<(SiteRow, Id), Stream>,
    /// Sessions with an id of the SDK's, by site and that id.
    pub sessions: LruCache<(SiteRow, Id), Span>,
    /// All derived sessions of a visitor, by site and visitor id.
    pub visitors: LruCache<(SiteRow, Id), Vec<Span>>,
}

/// What is known of a stream.
pub struct Stream {
    /// Its row.
    pub row: i64,
    /// The highest event number stored, or 0: a higher one cannot be there yet.
    pub highest: u64,
    /// Whether events of it are noted as lost.
    pub has_lost: bool,
    /// The sender of the last batch, and its row.
    pub sender: Option<(Sender, i64)>,
    pages: Vec<KnownPage>,
}

/// What is known of a page view.
#[derive(Clone, Copy)]
pub struct KnownPage {
    /// Its number in the stream.
    pub number: u64,
    /// Its row.
    pub row: i64,
    /// The campaign that brought it.
    pub campaign: Option<i64>,
    /// Whether somebody else than the shop brought it.
    pub is_brought: bool,
    /// A hash of the facts that were last told of it; 0 for none.
    pub told: u64,
}

/// What tells senders of one stream apart.
#[derive(Clone, PartialEq)]
pub struct Sender {
    /// See the table `sender`.
    pub sdk: String,
    /// See the table `sender`.
    pub consent: &'static str,
    /// See the table `sender`.
    pub visitor: Id,
    /// See the table `sender`.
    pub user: Option<String>,
    /// See the table `sender`.
    pub device: String,
    /// See the table `sender`.
    pub purposes: String,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            sites: HashMap::new(),
            names: LruCache::new(REMEMBERED),
            streams: LruCache::new(REMEMBERED),
            sessions: LruCache::new(REMEMBERED),
            visitors: LruCache::new(REMEMBERED),
        }
    }
}

impl Known {
    /// The row of the site `key`, made when missing.
    pub fn site(&mut self, db: &Connection, key: &str) -> rusqlite::Result<SiteRow> {
        if let Some(row) = self.sites.get(key) {
            return Ok(*row);
        }
        db.prepare_cached("INSERT OR IGNORE INTO site (key) VALUES (?)")?.execute([key])?;
        let row = db.prepare_cached("SELECT id FROM site WHERE key = ?")?.query_row([key], |row| row.get(0))?;
        self.sites.insert(key.to_owned(), row);
        Ok(row)
    }

    /// The row of the event name `text`, made when missing.
    pub fn name(&mut self, db: &Connection, text: &str) -> rusqlite::Result<i64> {
        if let Some(row) = self.names.get(text) {
            return Ok(*row);
        }
        db.prepare_cached("INSERT OR IGNORE INTO name (text) VALUES (?)")?.execute([text])?;
        let row = db.prepare_cached("SELECT id FROM name WHERE text = ?")?.query_row([text], |row| row.get(0))?;
        self.names.put(text.to_owned(), row);
        Ok(row)
    }

    /// Takes what is known of a stream out of the memory, from the database or from nothing; the caller puts it back.
    pub fn take_stream(&mut self, db: &Connection, site: SiteRow, stream: Id) -> rusqlite::Result<Stream> {
        if let Some(known) = self.streams.pop(&(site, stream)) {
            return Ok(known);
        }
        let found = db
            .prepare_cached("SELECT id FROM stream WHERE site = ? AND key = ?")?
            .query_row(params![site, stream.0], |row| row.get(0))
            .optional()?;
        let (row, highest, has_lost) = match found {
            Some(row) => {
                let highest = db
                    .prepare_cached("SELECT coalesce(max(n), 0) FROM event WHERE stream = ?")?
                    .query_row([row], |row| row.get(0))?;
                (row, highest, super::ledger::has_lost(db, row)?)
            }
            None => {
                let new = db
                    .prepare_cached("INSERT INTO stream (site, key) VALUES (?, ?)")?
                    .insert(params![site, stream.0])?;
                (new, 0, false)
            }
        };
        Ok(Stream { row, highest, has_lost, sender: None, pages: Vec::new() })
    }
}

impl Stream {
    /// Page `number`, if it is remembered.
    pub fn page(&self, number: u64) -> Option<&KnownPage> {
        self.pages.iter().rev().find(|known| known.number == number)
    }

    /// Page `number` to be changed, if it is remembered.
    pub fn page_mut(&mut self, number: u64) -> Option<&mut KnownPage> {
        self.pages.iter_mut().rev().find(|known| known.number == number)
    }

    /// Remembers a page.
    pub fn remember_page(&mut self, page: KnownPage) {
        if self.pages.len() == REMEMBERED_PAGES {
            self.pages.remove(0);
        }
        self.pages.push(page);
    }
}
