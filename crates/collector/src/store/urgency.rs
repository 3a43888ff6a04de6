//! What presses a visitor to decide: the stock that the shop has told, what was bought today, and each visitor's deadline.

use super::known::Known;
use super::reader::Readers;
use crate::clock::DAY_MS;
use crate::reject::Reject;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashMap;
use waypost_wire::Id;

/// How many of some items are left, as the shop has counted them.
#[derive(Debug)]
pub struct NewStock {
    /// Site key.
    pub site: String,
    /// Ids and counts.
    pub items: Vec<(String, u64)>,
    /// When they were counted, in milliseconds since 1970.
    pub measured_at: u64,
    /// How long they may be shown, in milliseconds.
    pub max_age_ms: u64,
}

/// A count of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// Its id.
    pub item: String,
    /// How many.
    pub count: u64,
    /// When they were counted, in milliseconds since 1970.
    pub measured_at: u64,
    /// How long that may be shown, in milliseconds.
    pub max_age_ms: u64,
}

/// Stores what the shop has counted, in place of what it said of the same items before.
pub(super) fn stock(db: &Connection, known: &mut Known, new: &NewStock) -> rusqlite::Result<()> {
    let site = known.site(db, &new.site)?;
    let mut insert =
        db.prepare_cached("INSERT OR REPLACE INTO stock (site, item, count, measured_at, max_age) VALUES (?,?,?,?,?)")?;
    for (item, count) in &new.items {
        insert.execute(params![site, item, count, new.measured_at, new.max_age_ms])?;
    }
    Ok(())
}

/// Stores a visitor's deadline for an offer, unless there is one already.
pub(super) fn deadline(
    db: &Connection,
    known: &mut Known,
    site: &str,
    visitor: Id,
    offer: &str,
    until: u64,
) -> rusqlite::Result<()> {
    let site = known.site(db, site)?;
    db.prepare_cached("INSERT OR IGNORE INTO deadline (site, visitor, offer, until) VALUES (?,?,?,?)")?
        .execute(params![site, visitor.0, offer, until])?;
    Ok(())
}

impl Readers {
    /// When the visitor's deadline for an offer of the site `key` ends; `None` before it has begun.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn deadline(&self, key: &str, visitor: Id, offer: &str) -> Result<Option<u64>, Reject> {
        let (key, offer) = (key.to_owned(), offer.to_owned());
        let sql = "SELECT until FROM deadline
                   WHERE site = (SELECT id FROM site WHERE key = ?) AND visitor = ? AND offer = ?";
        self.read(move |db| {
            db.prepare_cached(sql)?.query_row(params![key, visitor.0, offer], |row| row.get(0)).optional()
        })
        .await
    }

    /// What the shop has counted of these items of the site `key`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn stock(&self, key: &str, items: Vec<String>) -> Result<Vec<Stock>, Reject> {
        let key = key.to_owned();
        let sql = "SELECT count, measured_at, max_age FROM stock
                   WHERE site = (SELECT id FROM site WHERE key = ?) AND item = ?";
        self.read(move |db| {
            let mut statement = db.prepare_cached(sql)?;
            let mut found = Vec::new();
            for item in items {
                let read = |row: &rusqlite::Row<'_>| {
                    let (count, measured_at, max_age_ms) = (row.get(0)?, row.get(1)?, row.get(2)?);
                    Ok(Stock { item: item.clone(), count, measured_at, max_age_ms })
                };
                found.extend(statement.query_row(params![key, item], read).optional()?);
            }
            Ok(found)
        })
        .await
    }

    /// How many of each item orders of the UTC day of `now_ms` have named, in the site `key`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bought_today(&self, key: &str, now_ms: u64) -> Result<HashMap<String, u64>, Reject> {
        let key = key.to_owned();
        let sql =
            "SELECT item.value ->> '$.item_id', sum(max(1, coalesce(CAST(item.value ->> '$.quantity' AS INTEGER), 1)))
                   FROM event, json_each(event.data, '$.items') AS item
                   WHERE event.site = (SELECT id FROM site WHERE key = ?) AND event.name = 5
                     AND event.occurred_at >= ? AND event.occurred_at <= ? AND item.type = 'object'
                     AND item.value ->> '$.item_id' IS NOT NULL
                   GROUP BY 1";
        self.read(move |db| {
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![key, now_ms - now_ms % DAY_MS, now_ms], |row| {
                let item: rusqlite::types::Value = row.get(0)?;
                let item = match item {
                    rusqlite::types::Value::Text(text) => text,
                    rusqlite::types::Value::Integer(number) => number.to_string(),
                    _ => String::new(),
                };
                Ok((item, row.get(1)?))
            })?;
            rows.collect()
        })
        .await
    }
}
