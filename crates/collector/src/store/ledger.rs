//! What became of the events that streams have numbered. Kept in the same transaction as the events themselves, by their
//! identity: a number is stored, or lost for a reason, or missing, and never two of these.

use super::arrival::Arrival;
use super::known::Stream;
use super::reader::Readers;
use crate::reject::Reject;
use rusqlite::{Connection, params};
use waypost_wire::{BadEvent, Id};

/// How long after its last batch a stream's gaps may still be on their way, in milliseconds: an hour. They wait in the browser
/// for a pause to end or in another tab; those of a visitor who comes back later fill their gap later.
pub const PENDING_MS: u64 = 60 * 60 * 1000;

/// What one batch changes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Change {
    /// Events stored.
    pub stored: u64,
    /// Events that had been stored before.
    pub repeated: u64,
}

/// Counts of events that have something in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Family and major version of the browser; empty where it is not known.
    pub browser: String,
    /// Version of the SDK.
    pub sdk: String,
    /// UTC day that the stream began on, such as `2026-11-27`.
    pub day: String,
    /// Numbers that were given.
    pub tracked: u64,
    /// Events on disk.
    pub stored: u64,
    /// Events that came again, and were not stored again.
    pub repeated: u64,
    /// Numbers of which nothing is known, of streams that may still send.
    pub pending: u64,
    /// Numbers of which nothing is known, of all others.
    pub missing: u64,
    /// Events that were lost, by reason.
    pub lost: Vec<(String, u64)>,
}

/// Notes what a batch brought, and what of it was refused.
pub fn note(
    db: &Connection,
    site: i64,
    stream: &mut Stream,
    arrival: &Arrival,
    refused: &[BadEvent],
    change: Change,
) -> rusqlite::Result<()> {
    let mut added = 0;
    let told = arrival.lost.iter().map(|(n, reason)| (*n, reason.as_str()));
    let here = arrival.refused.iter().chain(refused).filter_map(|bad| Some((bad.n?, bad.reason)));
    for (n, reason) in told.chain(here).filter(|(n, _)| (1..=arrival.greatest()).contains(n)) {
        added += db
            .prepare_cached(
                "INSERT OR IGNORE INTO lost (stream, n, reason)
                 SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM event WHERE stream = ?1 AND n = ?2)",
            )?
            .execute(params![stream.row, n, reason])? as i64;
    }
    // What was given up has come after all.
    if stream.has_lost {
        for event in &arrival.events {
            added -= db
                .prepare_cached(
                    "DELETE FROM lost WHERE stream = ?1 AND n = ?2
                       AND EXISTS (SELECT 1 FROM event WHERE stream = ?1 AND n = ?2)",
                )?
                .execute(params![stream.row, event.n])? as i64;
        }
    }
    stream.has_lost |= added > 0;
    let began_at = arrival.events.iter().map(|event| event.occurred_at).min().unwrap_or(arrival.received_at);
    db.prepare_cached(
        "INSERT INTO ledger (stream, site, browser, sdk, began_at, heard_at, last, stored, lost, repeated)
         VALUES (?,?,?,?,?,?,?,?,?,?)
         ON CONFLICT DO UPDATE SET began_at = min(began_at, excluded.began_at), heard_at = excluded.heard_at,
           last = max(last, excluded.last), stored = stored + excluded.stored, lost = lost + excluded.lost,
           repeated = repeated + excluded.repeated",
    )?
    .execute(params![
        stream.row,
        site,
        arrival.browser,
        arrival.sdk,
        began_at,
        arrival.received_at,
        arrival.greatest(),
        change.stored,
        added,
        change.repeated,
    ])?;
    Ok(())
}

/// Whether a stream has lost anything.
pub fn has_lost(db: &Connection, stream: i64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM lost WHERE stream = ?")?.exists([stream])
}

impl Readers {
    /// The numbers of the events of a stream that are stored or noted as lost: ranges, each with its first and last one, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settled(&self, key: &str, stream: Id) -> Result<Vec<(u64, u64)>, Reject> {
        let key = key.to_owned();
        self.read(move |db| {
            let row = "(SELECT stream.id FROM stream JOIN site ON site.id = stream.site WHERE site.key = ?1 AND stream.key = ?2)";
            let mut statement = db.prepare_cached(&format!(
                "SELECT n FROM event WHERE stream = {row} UNION SELECT n FROM lost WHERE stream = {row} ORDER BY n"
            ))?;
            let mut ranges: Vec<(u64, u64)> = Vec::new();
            for n in statement.query_map(params![key, stream.0], |row| row.get(0))? {
                let n: u64 = n?;
                match ranges.last_mut() {
                    Some((_, last)) if *last + 1 == n => *last = n,
                    _ => ranges.push((n, n)),
                }
            }
            Ok(ranges)
        })
        .await
    }

    /// What became of the events of the site `key`, of streams that began from `from_ms` to before `to_ms`, as it stands at
    /// `now_ms`; by browser, SDK and day.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn completeness(&self, key: &str, from_ms: u64, to_ms: u64, now_ms: u64) -> Result<Vec<Cell>, Reject> {
        let key = key.to_owned();
        self.read(move |db| {
            let day = "date(began_at / 1000, 'unixepoch')";
            let span = "ledger.site = (SELECT id FROM site WHERE key = ?1) AND began_at >= ?2 AND began_at < ?3";
            let mut cells: Vec<Cell> = db
                .prepare_cached(&format!(
                    "SELECT browser, sdk, {day} AS day, sum(last), sum(stored), sum(repeated),
                       sum(iif(heard_at > ?4, last - stored - lost, 0)), sum(iif(heard_at > ?4, 0, last - stored - lost))
                     FROM ledger WHERE {span} GROUP BY browser, sdk, day ORDER BY day, browser, sdk"
                ))?
                .query_map(params![key, from_ms, to_ms, now_ms.saturating_sub(PENDING_MS)], |row| {
                    Ok(Cell {
                        browser: row.get(0)?,
                        sdk: row.get(1)?,
                        day: row.get(2)?,
                        tracked: row.get(3)?,
                        stored: row.get(4)?,
                        repeated: row.get(5)?,
                        pending: row.get(6)?,
                        missing: row.get(7)?,
                        lost: Vec::new(),
                    })
                })?
                .collect::<rusqlite::Result<_>>()?;
            let mut statement = db.prepare_cached(&format!(
                "SELECT browser, sdk, {day} AS day, reason, count(*)
                 FROM ledger JOIN lost ON lost.stream = ledger.stream WHERE {span} GROUP BY browser, sdk, day, reason"
            ))?;
            let mut rows = statement.query(params![key, from_ms, to_ms])?;
            while let Some(row) = rows.next()? {
                let (browser, sdk, day): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let of = |cell: &&mut Cell| cell.browser == browser && cell.sdk == sdk && cell.day == day;
                if let Some(cell) = cells.iter_mut().find(of) {
                    cell.lost.push((row.get(3)?, row.get(4)?));
                }
            }
            Ok(cells)
        })
        .await
    }
}
