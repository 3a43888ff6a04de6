//! What offers a visitor of the day has seen and answered: the caps of those on whose device nothing is stored.

use super::arrival::{Arrival, NewEvent, Who};
use super::known::SiteRow;
use super::reader::Readers;
use crate::reject::Reject;
use crate::session::SESSION_IDLE_MS;
use rusqlite::{Connection, params};
use serde::Serialize;
use std::collections::BTreeMap;

/// So many of the latest rows of one visitor are read. Nobody is shown more in a day; a crowd that shares a browser and a network may be.
const MAX_ROWS: u32 = 1_000;

/// What became of a visitor's offers today.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// How many were shown in the session that is on.
    pub shown: u64,
    /// Whether an offer that asks for an address was answered.
    pub captured: bool,
    /// By their ids.
    pub offers: BTreeMap<String, SeenOffer>,
}

/// What became of one.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct SeenOffer {
    /// Times that it was shown.
    pub total: u64,
    /// And of these, in the session that is on.
    pub session: u64,
    /// How it ended last, if it did.
    #[serde(flatten)]
    pub end: Option<End>,
}

/// The end of an offer.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct End {
    /// `dismissed` or `submitted`.
    pub end: String,
    /// How long ago, in milliseconds.
    pub age_ms: u64,
}

/// Notes what an event says of an offer, if its visitor's device does not remember it.
pub(super) fn note(db: &Connection, site: SiteRow, arrival: &Arrival, event: &NewEvent) -> rusqlite::Result<()> {
    let Some((offer, what)) = &event.offer else { return Ok(()) };
    db.prepare_cached("DELETE FROM seen WHERE day < ?")?.execute([arrival.day])?;
    db.prepare_cached("INSERT INTO seen (site, visitor, at, offer, what, day) VALUES (?,?,?,?,?,?)")?
        .execute(params![site, arrival.visitor.0, event.occurred_at, offer, what, arrival.day])?;
    Ok(())
}

impl Readers {
    /// What the visitor of the day has seen of the site `key` until `now_ms`. `asking` are the ids of its offers that ask for an
    /// address.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn seen(&self, key: &str, who: Who, now_ms: u64, asking: Vec<String>) -> Result<Seen, Reject> {
        let key = key.to_owned();
        self.read(move |db| {
            let session: Option<u64> = db
                .prepare_cached(
                    "SELECT max(first_at) FROM session
                     WHERE site = (SELECT id FROM site WHERE key = ?) AND visitor = ? AND derived AND last_at > ?",
                )?
                .query_row(params![key, who.of_day.0, now_ms.saturating_sub(SESSION_IDLE_MS)], |row| row.get(0))?;
            let mut statement = db.prepare_cached(
                "SELECT offer, what, at FROM seen
                 WHERE site = (SELECT id FROM site WHERE key = ?) AND visitor = ? AND day = ? ORDER BY at DESC LIMIT ?",
            )?;
            let mut rows = statement.query(params![key, who.of_day.0, who.day, MAX_ROWS])?;
            let mut seen = Seen::default();
            while let Some(row) = rows.next()? {
                let (what, at): (String, u64) = (row.get(1)?, row.get(2)?);
                let id: String = row.get(0)?;
                seen.captured |= what == "submitted" && asking.contains(&id);
                let offer = seen.offers.entry(id).or_default();
                if what == "shown" {
                    let is_now = u64::from(session.is_some_and(|begin| at >= begin));
                    offer.total += 1;
                    offer.session += is_now;
                    seen.shown += is_now;
                } else if offer.end.is_none() {
                    offer.end = Some(End { end: what, age_ms: now_ms.saturating_sub(at) });
                }
            }
            Ok(seen)
        })
        .await
    }
}
