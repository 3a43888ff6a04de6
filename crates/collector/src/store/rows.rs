//! What was stored, as the dashboard reads it.

use super::reader::Readers;
use crate::reject::Reject;
use rusqlite::{Connection, Row, ToSql};
use serde::Serialize;
use serde_json::value::RawValue;
use waypost_wire::Id;

/// Which events of a site to read; always newest last.
#[derive(Clone, Copy, Debug)]
pub enum Page {
    /// The first ones after an id.
    After {
        /// Exclusive.
        id: i64,
        /// Most of them.
        limit: u64,
    },
    /// The last ones before an id.
    Before {
        /// Exclusive.
        id: i64,
        /// Most of them.
        limit: u64,
    },
}

/// A stored event. Ids grow in the order of storing. Times are milliseconds since 1970.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "docs/api.md has them, because readers of the API do not read this")]
pub struct EventRow {
    pub id: i64,
    pub site: String,
    pub stream: String,
    pub n: u64,
    pub name: String,
    pub occurred_at_ms: u64,
    pub received_at_ms: u64,
    pub page_id: u64,
    pub page: PageRow,
    pub session: String,
    pub visitor: String,
    pub user: Option<String>,
    pub consent: String,
    pub purposes: Box<RawValue>,
    pub device: Box<RawValue>,
    pub sdk: String,
    pub data: Box<RawValue>,
}

/// The page view of an event.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "docs/api.md has them, because readers of the API do not read this")]
pub struct PageRow {
    pub url: String,
    pub title: String,
    #[serde(rename = "ref")]
    pub referrer: String,
    pub utm: Box<RawValue>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restored: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discarded: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prerendered: Option<bool>,
    pub channel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
}

/// A stored address or answer with its receipt.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "docs/api.md has them, because readers of the API do not read this")]
pub struct CaptureRow {
    pub id: i64,
    pub site: String,
    #[serde(skip)]
    pub key: Id,
    pub capture: String,
    pub stream: String,
    pub visitor: Option<String>,
    pub offer: String,
    pub email: String,
    pub name: String,
    pub phone: String,
    pub reason: String,
    pub answer: String,
    pub item: Option<Box<RawValue>>,
    pub consent: ReceiptRow,
    pub occurred_at_ms: u64,
    pub received_at_ms: u64,
    pub page: String,
    pub cart: Box<RawValue>,
    pub change: i64,
    pub confirmation: Confirmation,
}

/// Whether news may go to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// None were asked for.
    None,
    /// Not before its owner has confirmed it.
    Pending,
    /// Yes.
    Confirmed,
}

/// What the owner of an address agreed to.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "docs/api.md has them, because readers of the API do not read this")]
pub struct ReceiptRow {
    pub text: String,
    pub text_sha256: String,
    pub locale: String,
    pub version: String,
    pub marketing: bool,
    pub marketing_text: String,
    pub marketing_text_sha256: String,
    pub confirmed_at_ms: Option<u64>,
}

/// One table after the other, in this order: with so few sites, SQLite would rather begin with the pages.
const EVENTS: &str =
    "SELECT event.id, site.key AS site, stream.key AS stream, event.n, name.text AS name, event.occurred_at,
    event.received_at, page.number, page.url, page.title, page.referrer, page.utm, page.type, page.why,
    page.canonical, page.restored, page.discarded, page.prerendered, page.channel, page.source, page.campaign,
    session.key AS session, sender.visitor, sender.user, sender.consent, sender.purposes, sender.device, sender.sdk,
    event.data
  FROM site CROSS JOIN event CROSS JOIN stream CROSS JOIN name CROSS JOIN page CROSS JOIN session CROSS JOIN sender
  WHERE site.key = :site AND event.site = site.id AND stream.id = event.stream AND name.id = event.name
    AND page.id = event.page AND session.id = event.session AND sender.id = event.sender";

impl Readers {
    /// Events of the site `key`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn events(&self, key: &str, page: Page) -> Result<Vec<EventRow>, Reject> {
        let key = key.to_owned();
        self.read(move |db| match page {
            Page::After { id, limit } => {
                let sql = format!("{EVENTS} AND event.id > :id ORDER BY event.id LIMIT :limit");
                rows(db, &sql, &[(":site", &key), (":id", &id), (":limit", &limit)], event)
            }
            Page::Before { id, limit } => {
                let sql = format!("{EVENTS} AND event.id < :id ORDER BY event.id DESC LIMIT :limit");
                let mut events = rows(db, &sql, &[(":site", &key), (":id", &id), (":limit", &limit)], event)?;
                events.reverse();
                Ok(events)
            }
        })
        .await
    }

    /// The id of the newest event of all sites, or 0.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn last_event(&self) -> Result<i64, Reject> {
        self.read(|db| db.query_row("SELECT coalesce(max(id), 0) FROM event", [], |row| row.get(0))).await
    }

    /// Addresses given to the site `key` that are new or were confirmed after a change, the latest change last.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn changed_captures(&self, key: &str, after: i64, limit: u64) -> Result<Vec<CaptureRow>, Reject> {
        let key = key.to_owned();
        let sql = "SELECT capture.*, site.key AS site_key FROM capture JOIN site ON site.id = capture.site
                   WHERE site.key = :site AND capture.change > :change ORDER BY capture.change LIMIT :limit";
        self.read(move |db| rows(db, sql, &[(":site", &key), (":change", &after), (":limit", &limit)], capture)).await
    }

    /// Addresses given to the site `key`, after an id, newest last.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn captures(&self, key: &str, after: i64, limit: u64) -> Result<Vec<CaptureRow>, Reject> {
        let key = key.to_owned();
        let sql = "SELECT capture.*, site.key AS site_key FROM capture JOIN site ON site.id = capture.site
                   WHERE site.key = :site AND capture.id > :id ORDER BY capture.id LIMIT :limit";
        self.read(move |db| rows(db, sql, &[(":site", &key), (":id", &after), (":limit", &limit)], capture)).await
    }
}

fn rows<T>(
    db: &Connection,
    sql: &str,
    query: &[(&str, &dyn ToSql)],
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map(query, read)?.collect()
}

fn event(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        id: row.get("id")?,
        site: row.get("site")?,
        stream: id(row, "stream")?,
        n: row.get("n")?,
        name: row.get("name")?,
        occurred_at_ms: row.get("occurred_at")?,
        received_at_ms: row.get("received_at")?,
        page_id: row.get("number")?,
        page: PageRow {
            url: row.get("url")?,
            title: row.get("title")?,
            referrer: row.get("referrer")?,
            utm: json(row, "utm")?,
            kind: row.get("type")?,
            why: row.get("why")?,
            canonical: row.get("canonical")?,
            restored: row.get("restored")?,
            discarded: row.get("discarded")?,
            prerendered: row.get("prerendered")?,
            channel: row.get("channel")?,
            source: row.get("source")?,
            campaign: row.get("campaign")?,
        },
        session: id(row, "session")?,
        visitor: id(row, "visitor")?,
        user: row.get("user")?,
        consent: row.get("consent")?,
        purposes: json(row, "purposes")?,
        device: json(row, "device")?,
        sdk: row.get("sdk")?,
        data: json(row, "data")?,
    })
}

fn capture(row: &Row<'_>) -> rusqlite::Result<CaptureRow> {
    let confirmed_at_ms: Option<u64> = row.get("confirmed_at")?;
    let confirmation = match confirmed_at_ms {
        Some(_) => Confirmation::Confirmed,
        None if row.get("asks_confirmation")? => Confirmation::Pending,
        None => Confirmation::None,
    };
    Ok(CaptureRow {
        id: row.get("id")?,
        site: row.get("site_key")?,
        key: Id(row.get("key")?),
        capture: id(row, "key")?,
        stream: id(row, "stream")?,
        visitor: row.get::<_, Option<[u8; 16]>>("visitor")?.map(|visitor| Id(visitor).hex()),
        offer: row.get("offer")?,
        email: row.get("email")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        reason: row.get("reason")?,
        answer: row.get("answer")?,
        item: if row.get_ref("item")?.as_str()?.is_empty() { None } else { Some(json(row, "item")?) },
        consent: ReceiptRow {
            text: row.get("consent_text")?,
            text_sha256: row.get("text_sha256")?,
            locale: row.get("locale")?,
            version: row.get("version")?,
            marketing: row.get("marketing")?,
            marketing_text: row.get("marketing_text")?,
            marketing_text_sha256: row.get("marketing_text_sha256")?,
            confirmed_at_ms,
        },
        occurred_at_ms: row.get("occurred_at")?,
        received_at_ms: row.get("received_at")?,
        page: row.get("page")?,
        cart: json(row, "cart")?,
        change: row.get("change")?,
        confirmation,
    })
}

fn id(row: &Row<'_>, column: &str) -> rusqlite::Result<String> {
    row.get(column).map(|bytes| Id(bytes).hex())
}

fn json(row: &Row<'_>, column: &str) -> rusqlite::Result<Box<RawValue>> {
    let text: String = row.get(column)?;
    RawValue::from_string(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}
