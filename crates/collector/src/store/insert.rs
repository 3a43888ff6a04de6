//! What has arrived becomes rows. Everything here runs inside the writer's transaction.

use super::arrival::{Arrival, NewCapture, NewPage};
use super::known::{Known, Sender, SiteRow, Stream};
use super::sessions::Sessions;
use rusqlite::{Connection, OptionalExtension as _, params};

const EVENT: &str = "INSERT OR IGNORE INTO event
  (site, stream, n, name, occurred_at, received_at, page, session, sender, data) VALUES (?,?,?,?,?,?,?,?,?,?)";

/// Stores the events of a batch that are not there yet, with what they refer to.
pub fn batch(db: &Connection, known: &mut Known, arrival: &Arrival) -> rusqlite::Result<()> {
    let site = known.site(db, &arrival.site)?;
    let mut stream = known.take_stream(db, site, arrival.stream)?;
    events(db, known, site, &mut stream, arrival)?;
    lost(db, stream.row, &arrival.drops)?;
    known.streams.put((site, arrival.stream), stream);
    Ok(())
}

/// Stores an address, unless it is there already.
pub fn capture(db: &Connection, known: &mut Known, capture: &NewCapture) -> rusqlite::Result<()> {
    let site = known.site(db, &capture.site)?;
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO capture (site, key, stream, visitor, offer, email, consent_text, locale, version, marketing,
           marketing_text, occurred_at, received_at, page, cart) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
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
    ])?;
    Ok(())
}

fn events(
    db: &Connection,
    known: &mut Known,
    site: SiteRow,
    stream: &mut Stream,
    arrival: &Arrival,
) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached(EVENT)?;
    let mut sessions = Sessions::new(db, site, arrival);
    for event in &arrival.events {
        // A repeated event must not stretch a session either, so it is looked for before its session is.
        if event.n <= stream.highest && is_stored(db, stream.row, event.n)? {
            continue;
        }
        let sender = sender(db, stream, arrival)?;
        let page = page(db, stream, event.page, &arrival.pages)?;
        let session = sessions.row(known, event)?;
        let name = known.name(db, &event.name)?;
        insert.execute(params![
            site,
            stream.row,
            event.n,
            name,
            event.occurred_at,
            arrival.received_at,
            page,
            session,
            sender,
            event.data,
        ])?;
        stream.highest = stream.highest.max(event.n);
        if let Some(offer) = &event.offer {
            withhold(db, site, arrival, offer)?;
        }
    }
    sessions.save()
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
    let fields = params![stream.row, sender.sdk, sender.consent, sender.visitor.0, sender.user, sender.device];
    let found = db
        .prepare_cached(
            "SELECT id FROM sender
             WHERE stream = ?1 AND sdk = ?2 AND consent = ?3 AND visitor = ?4 AND user IS ?5 AND device = ?6",
        )?
        .query_row(fields, |row| row.get(0))
        .optional()?;
    let row = match found {
        Some(row) => row,
        None => db
            .prepare_cached("INSERT INTO sender (stream, sdk, consent, visitor, user, device) VALUES (?,?,?,?,?,?)")?
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
        }
    }

    fn is_of(&self, arrival: &Arrival) -> bool {
        self.visitor == arrival.visitor
            && self.consent == arrival.consent
            && self.user == arrival.user
            && self.sdk == arrival.sdk
            && self.device == arrival.device
    }
}

/// The row of the page view `number`. What was said of it first counts.
fn page(db: &Connection, stream: &mut Stream, number: u64, pages: &[NewPage]) -> rusqlite::Result<i64> {
    if let Some(row) = stream.page(number) {
        return Ok(row);
    }
    if let Some(page) = pages.iter().find(|page| page.number == number) {
        db.prepare_cached(
            "INSERT OR IGNORE INTO page (stream, number, url, title, referrer, utm) VALUES (?,?,?,?,?,?)",
        )?
        .execute(params![stream.row, number, page.url, page.title, page.referrer, page.utm])?;
    }
    let row = db
        .prepare_cached("SELECT id FROM page WHERE stream = ? AND number = ?")?
        .query_row(params![stream.row, number], |row| row.get(0))?;
    stream.remember_page(number, row);
    Ok(row)
}

fn lost(db: &Connection, stream: i64, drops: &[(String, u64)]) -> rusqlite::Result<()> {
    for (reason, count) in drops {
        db.prepare_cached(
            "INSERT INTO lost (stream, reason, count) VALUES (?,?,?)
             ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
        )?
        .execute(params![stream, reason, count])?;
    }
    Ok(())
}

fn withhold(db: &Connection, site: SiteRow, arrival: &Arrival, offer: &str) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM withheld WHERE day < ?")?.execute([arrival.day])?;
    db.prepare_cached("INSERT OR REPLACE INTO withheld (site, visitor, offer, day) VALUES (?,?,?,?)")?
        .execute(params![site, arrival.visitor.0, offer, arrival.day])?;
    Ok(())
}
