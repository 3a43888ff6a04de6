//! The visitors whom exit intent was decided of or an offer concerned, with all that they did.

use super::reader::Readers;
use crate::outcome::{OUTCOME_MS, Seen, What};
use crate::reject::Reject;
use crate::session::SESSION_IDLE_MS;
use rusqlite::{Connection, Row, params};
use std::ops::Range;

/// How many sessions ended, by class of device; `None` where it is not known.
pub type Leavings = Vec<(Option<String>, u64)>;

/// Everything of one visitor from the beginning of the time asked for. What was told in the same document under another id
/// is theirs, too: they have granted or withdrawn consent meanwhile.
const OF_VISITOR: &str = "SELECT event.stream, n, occurred_at, event.session, facts.device, sender.visitor = ?1,
    name.text, iif(intent.event IS NULL, NULL, event.data)
  FROM event JOIN name ON name.id = event.name JOIN sender ON sender.id = event.sender
    LEFT JOIN intent ON intent.event = event.id
    LEFT JOIN session_facts AS facts ON facts.session = event.session
  WHERE event.stream IN (SELECT stream FROM sender WHERE visitor = ?1) AND +event.site = ?2
    AND +occurred_at >= ?3 AND +occurred_at <= ?4
  ORDER BY occurred_at, event.id";

impl Readers {
    /// Gives `take` the events of each visitor of the site `key` of whom the store knows in `span` a decision of exit intent,
    /// or an offer, and tells what it has come to.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn intents<T, F>(&self, key: &str, span: Range<u64>, mut result: T, take: F) -> Result<T, Reject>
    where
        T: Send + 'static,
        F: Fn(&mut T, &[Seen]) + Send + 'static,
    {
        let key = key.to_owned();
        self.read(move |db| {
            let Some(site) = site(db, &key)? else { return Ok(result) };
            let mut visitors = db.prepare_cached(
                "SELECT DISTINCT sender.visitor FROM intent JOIN event ON event.id = intent.event
                   JOIN sender ON sender.id = event.sender
                 WHERE intent.site = ? AND intent.at >= ? AND intent.at < ?",
            )?;
            let mut of_visitor = db.prepare_cached(OF_VISITOR)?;
            let mut rows = visitors.query(params![site, span.start, span.end])?;
            while let Some(row) = rows.next()? {
                let visitor: [u8; 16] = row.get(0)?;
                let until = span.end.saturating_add(OUTCOME_MS).min(i64::MAX as u64);
                let all: Vec<Seen> = of_visitor
                    .query_map(params![visitor, site, span.start, until], seen)?
                    .collect::<rusqlite::Result<_>>()?;
                take(&mut result, &all);
            }
            Ok(result)
        })
        .await
    }

    /// How many sessions of the site `key` with a page view ended in `span`, as is known at `now_ms`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn leavings(&self, key: &str, span: Range<u64>, now_ms: u64) -> Result<Leavings, Reject> {
        let key = key.to_owned();
        self.read(move |db| {
            let mut statement = db.prepare_cached(
                "SELECT device, count(*) FROM session JOIN session_facts AS facts ON facts.session = session.id
                 WHERE site = (SELECT id FROM site WHERE key = ?) AND session.last_at >= ? AND session.last_at < ?
                   AND session.last_at <= ? AND first_page IS NOT NULL
                 GROUP BY device ORDER BY device",
            )?;
            let ended = now_ms.saturating_sub(SESSION_IDLE_MS);
            let rows =
                statement.query_map(params![key, span.start, span.end, ended], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
        .await
    }
}

fn site(db: &Connection, key: &str) -> rusqlite::Result<Option<i64>> {
    use rusqlite::OptionalExtension as _;
    db.prepare_cached("SELECT id FROM site WHERE key = ?")?.query_row([key], |row| row.get(0)).optional()
}

fn seen(row: &Row<'_>) -> rusqlite::Result<Seen> {
    let (name, data): (String, Option<String>) = (row.get(6)?, row.get(7)?);
    Ok(Seen {
        stream: row.get(0)?,
        n: row.get(1)?,
        at: row.get(2)?,
        session: row.get(3)?,
        device: row.get(4)?,
        is_own: row.get(5)?,
        what: What::read(&name, data.as_deref()),
    })
}
