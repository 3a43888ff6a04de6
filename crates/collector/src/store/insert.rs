//! What has arrived becomes rows. Everything here runs inside the writer's transaction.

use super::arrival::{Arrival, NewCapture, NewPage, sha256};
use super::facts::Facts;
use super::heads;
use super::known::{Known, KnownPage, Sender, SiteRow, Stream};
use super::ledger::{self, Change};
use super::seen;
use super::sessions::Sessions;
use crate::outcome::TELLING;
use rusqlite::{Connection, OptionalExtension as _, params};
use waypost_wire::{BadEvent, Id};

const EVENT: &str = "INSERT OR IGNORE INTO event
  (site, stream, n, name, occurred_at, received_at, page, session, sender, data) VALUES (?,?,?,?,?,?,?,?,?,?)";

/// Stores the events of a batch that are not there yet, with what they refer to; gives those that will never be stored.
pub fn batch(db: &Connection, known: &mut Known, arrival: &Arrival) -> rusqlite::Result<Vec<BadEvent>> {
    let site = known.site(db, &arrival.site)?;
    let mut stream = known.take_stream(db, site, arrival.stream)?;
    let (refused, change) = events(db, known, site, &mut stream, arrival)?;
    ledger::note(db, site, &mut stream, arrival, &refused, change)?;
    if let Some((number, text)) = &arrival.head {
        heads::keep(db, stream.row, *number, text, arrival.received_at)?;
    }
    known.streams.put((site, arrival.stream), stream);
    Ok(refused)
}

/// Stores an address or an answer, unless it is there already.
pub fn capture(db: &Connection, known: &mut Known, capture: &NewCapture) -> rusqlite::Result<()> {
    let site = known.site(db, &capture.site)?;
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO capture (site, key, stream, visitor, offer, email, consent_text, locale, version, marketing,
           marketing_text, occurred_at, received_at, page, cart, name, phone, reason, answer, text_sha256,
           marketing_text_sha256, asks_confirmation, item, change)
         VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?, (SELECT coalesce(max(change), 0) + 1 FROM capture))",
    )?;
    insert.execute(params![
        site,
        capture.id.0,
        capture.stream.0,
        capture.visitor.map(|visitor| visitor.0),
        capture.offer,
        capture.email,
        capture.consent_text,
        capture.locale,
        capture.version,
        capture.marketing,
        capture.marketing_text,
        capture.occurred_at,
        capture.received_at,
        capture.page,
        capture.cart,
        capture.name,
        capture.phone,
        capture.reason,
        capture.answer,
        sha256(&capture.consent_text),
        sha256(&capture.marketing_text),
        capture.asks_confirmation,
        capture.item,
    ])?;
    Ok(())
}

/// Notes that the owner of an address has confirmed it at `at`. The first time counts.
pub fn confirmation(db: &Connection, known: &mut Known, site: &str, capture: Id, at: u64) -> rusqlite::Result<()> {
    let site = known.site(db, site)?;
    let mut update = db.prepare_cached(
        "UPDATE capture SET confirmed_at = ?3, change = (SELECT max(change) + 1 FROM capture)
         WHERE site = ?1 AND key = ?2 AND asks_confirmation AND confirmed_at IS NULL",
    )?;
    update.execute(params![site, capture.0, at])?;
    Ok(())
}

fn events(
    db: &Connection,
    known: &mut Known,
    site: SiteRow,
    stream: &mut Stream,
    arrival: &Arrival,
) -> rusqlite::Result<(Vec<BadEvent>, Change)> {
    let (mut refused, mut change) = (Vec::new(), Change::default());
    let mut insert = db.prepare_cached(EVENT)?;
    let mut sessions = Sessions::new(db, site, arrival);
    for event in &arrival.events {
        // A repeated event must not stretch a session either, so it is looked for before its session is.
        if event.n <= stream.highest && is_stored(db, stream.row, event.n)? {
            change.repeated += 1;
            continue;
        }
        if let Some(order) = &event.order
            && !is_new_order(db, site, stream.row, event.n, order)?
        {
            refused.push(BadEvent { n: Some(event.n), reason: "repeated_purchase" });
            continue;
        }
        let sender = sender(db, stream, arrival)?;
        let page = page(db, stream, event.page, &arrival.pages)?;
        let session = sessions.row(known, event, &page)?;
        let name = known.name(db, &event.name)?;
        insert.execute(params![
            site,
            stream.row,
            event.n,
            name,
            event.occurred_at,
            arrival.received_at,
            page.row,
            session,
            sender,
            event.data,
        ])?;
        if event.is_goal {
            db.prepare_cached("INSERT INTO goal (event, site, occurred_at) VALUES (?,?,?)")?.execute(params![
                db.last_insert_rowid(),
                site,
                event.occurred_at,
            ])?;
        }
        if TELLING.contains(&&*event.name) {
            db.prepare_cached("INSERT INTO intent (event, site, at) VALUES (?,?,?)")?.execute(params![
                db.last_insert_rowid(),
                site,
                event.occurred_at,
            ])?;
        }
        change.stored += 1;
        stream.highest = stream.highest.max(event.n);
        seen::note(db, site, arrival, event)?;
    }
    pages_told(db, stream, &arrival.pages)?;
    sessions.save()?;
    Ok((refused, change))
}

/// Whether the order is not stored yet, or by this very event.
fn is_new_order(db: &Connection, site: SiteRow, stream: i64, n: u64, order: &str) -> rusqlite::Result<bool> {
    let added = db
        .prepare_cached("INSERT OR IGNORE INTO purchase (site, order_number, stream, n) VALUES (?,?,?,?)")?
        .execute(params![site, order, stream, n])?;
    Ok(added == 1
        || db
            .prepare_cached("SELECT 1 FROM purchase WHERE site = ? AND order_number = ? AND stream = ? AND n = ?")?
            .exists(params![site, order, stream, n])?)
}

fn is_stored(db: &Connection, stream: i64, n: u64) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM event WHERE stream = ? AND n = ?")?.exists(params![stream, n])
}

fn sender(db: &Connection, stream: &mut Stream, arrival: &Arrival) -> rusqlite::Result<i64> {
    if let Some((known, row)) = &stream.sender
        && known.is_of(arrival)
    {
        return Ok(*row);
    }
    let sender = Sender::of(arrival);
    let Sender { sdk, consent, visitor, user, device, purposes } = &sender;
    let fields = params![stream.row, sdk, consent, visitor.0, user, device, purposes];
    let found = db
        .prepare_cached(
            "SELECT id FROM sender
             WHERE stream = ?1 AND sdk = ?2 AND consent = ?3 AND visitor = ?4 AND user IS ?5 AND device = ?6
               AND purposes = ?7",
        )?
        .query_row(fields, |row| row.get(0))
        .optional()?;
    let row = match found {
        Some(row) => row,
        None => db
            .prepare_cached(
                "INSERT INTO sender (stream, sdk, consent, visitor, user, device, purposes) VALUES (?,?,?,?,?,?,?)",
            )?
            .insert(fields)?,
    };
    stream.sender = Some((sender, row));
    Ok(row)
}

impl Sender {
    fn of(arrival: &Arrival) -> Self {
        Self {
            sdk: arrival.sdk.clone(),
            consent: arrival.consent,
            visitor: arrival.visitor,
            user: arrival.user.clone(),
            device: arrival.device.clone(),
            purposes: arrival.purposes.clone(),
        }
    }

    fn is_of(&self, arrival: &Arrival) -> bool {
        self.visitor == arrival.visitor
            && self.consent == arrival.consent
            && self.user == arrival.user
            && self.sdk == arrival.sdk
            && self.device == arrival.device
            && self.purposes == arrival.purposes
    }
}

/// The page view `number`. What was said of it first counts; only its facts may grow.
fn page(db: &Connection, stream: &mut Stream, number: u64, pages: &[NewPage]) -> rusqlite::Result<KnownPage> {
    if let Some(page) = stream.page(number) {
        return Ok(*page);
    }
    let mut told = 0;
    if let Some(page) = pages.iter().find(|page| page.number == number) {
        let Facts { kind, why, canonical, restored, discarded, prerendered } = &page.facts;
        let touch = &page.touch;
        let added = db
            .prepare_cached(
                "INSERT OR IGNORE INTO page (stream, number, url, title, referrer, utm, type, why, canonical, restored,
                   discarded, prerendered, channel, source, campaign, campaign_key)
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,nullif(?14,''),nullif(?15,''),?16)",
            )?
            .execute(params![
                stream.row,
                number,
                page.url,
                page.title,
                page.referrer,
                page.utm,
                kind,
                why,
                canonical,
                restored,
                discarded,
                prerendered,
                touch.channel.word(),
                touch.source,
                touch.campaign,
                page.campaign,
            ])?;
        told = if added == 1 { page.facts.hash() } else { 0 };
    }
    let page = db
        .prepare_cached(
            "SELECT id, campaign_key, coalesce(channel NOT IN ('direct', 'internal'), 0) FROM page
             WHERE stream = ? AND number = ?",
        )?
        .query_row(params![stream.row, number], |row| {
            Ok(KnownPage { number, row: row.get(0)?, campaign: row.get(1)?, is_brought: row.get(2)?, told })
        })?;
    stream.remember_page(page);
    Ok(page)
}

/// Adds what the batch says of its pages to what earlier ones said.
fn pages_told(db: &Connection, stream: &mut Stream, pages: &[NewPage]) -> rusqlite::Result<()> {
    for page in pages {
        let told = page.facts.hash();
        let Some(known) = stream.page_mut(page.number).filter(|known| told != 0 && known.told != told) else {
            continue;
        };
        let Facts { kind, why, canonical, restored, discarded, prerendered } = &page.facts;
        db.prepare_cached(
            "UPDATE page SET type = coalesce(?2, type), why = coalesce(?3, why), canonical = coalesce(?4, canonical),
               restored = coalesce(?5, restored), discarded = coalesce(?6, discarded),
               prerendered = coalesce(?7, prerendered)
             WHERE id = ?1",
        )?
        .execute(params![known.row, kind, why, canonical, restored, discarded, prerendered])?;
        known.told = told;
    }
    Ok(())
}
