//! Which session the events of a batch belong to, how long that session has become, and what brought it.

use super::arrival::{Arrival, NewEvent};
use super::known::{Known, KnownPage, SiteRow};
use crate::session::{Rows, Span, Touches, place};
use rusqlite::{Connection, OptionalExtension as _, params};
use waypost_wire::Id;

/// The columns of a [`Span`].
const SPAN: &str =
    "SELECT id, session.first_at, session.last_at, campaign_key, facts.first_at, first_page, last_brought,
    facts.last_at, last_page
  FROM session LEFT JOIN session_facts AS facts ON facts.session = session.id";

/// The events of session ?1 of visitor ?2: found by the visitor's streams, because events have no index by session.
const OF_SESSION: &str = "event.session = ?1 AND event.stream IN (SELECT stream FROM sender WHERE visitor = ?2)";

/// The sessions of one batch. What became of them is saved once, at its end.
pub struct Sessions<'a> {
    db: &'a Connection,
    site: SiteRow,
    arrival: &'a Arrival,
    lengths: Vec<Span>,
    touches: Vec<(i64, Touches)>,
    /// Whether sessions were joined or cut, so that others than the event's own have changed.
    is_new_order: bool,
}

impl<'a> Sessions<'a> {
    /// For a batch of the site.
    pub fn new(db: &'a Connection, site: SiteRow, arrival: &'a Arrival) -> Self {
        Self { db, site, arrival, lengths: Vec::new(), touches: Vec::new(), is_new_order: false }
    }

    /// The row of the event's session: the one that the SDK named, else one derived from what its visitor did.
    pub fn row(&mut self, known: &mut Known, event: &NewEvent, page: &KnownPage) -> rusqlite::Result<i64> {
        let viewed = event.is_view.then_some(page);
        match event.session.and_then(|index| self.arrival.sessions.get(index)) {
            Some(id) => self.named(known, *id, event.occurred_at, viewed),
            None => self.derived(known, event.occurred_at, viewed),
        }
    }

    /// Writes what changed.
    pub fn save(self) -> rusqlite::Result<()> {
        for span in self.lengths {
            self.db
                .prepare_cached("UPDATE session SET first_at = ?, last_at = ?, campaign_key = ? WHERE id = ?")?
                .execute(params![span.first_at, span.last_at, span.campaign, span.id])?;
        }
        for (session, touches) in self.touches {
            let (first, last) = (touches.first, touches.last);
            self.db
                .prepare_cached(
                    "INSERT INTO session_facts
                       (session, device, auto, first_at, first_page, last_brought, last_at, last_page)
                     VALUES (?,?,?,?,?,?,?,?)
                     ON CONFLICT DO UPDATE SET first_at = excluded.first_at, first_page = excluded.first_page,
                       last_brought = excluded.last_brought, last_at = excluded.last_at, last_page = excluded.last_page",
                )?
                .execute(params![
                    session,
                    self.arrival.class,
                    self.arrival.auto,
                    first.map(|(at, _)| at),
                    first.map(|(_, page)| page),
                    last.map(|(brought, ..)| brought),
                    last.map(|(_, at, _)| at),
                    last.map(|(.., page)| page),
                ])?;
        }
        Ok(())
    }

    fn named(&mut self, known: &mut Known, id: Id, at: u64, viewed: Option<&KnownPage>) -> rusqlite::Result<i64> {
        let key = (self.site, id);
        if known.sessions.get(&key).is_none() {
            let found = self
                .db
                .prepare_cached(&format!("{SPAN} WHERE site = ? AND key = ?"))?
                .query_row(params![self.site, id.0], span_of_row)
                .optional()?;
            let span = match found {
                Some(span) => span,
                None => Span::new(self.insert(id, false, at, None)?, at, None),
            };
            known.sessions.put(key, span);
        }
        let Some(span) = known.sessions.get_mut(&key) else { return Err(rusqlite::Error::QueryReturnedNoRows) };
        if span.stretch(at) {
            note(&mut self.lengths, *span);
        }
        see(&mut self.touches, span, at, viewed);
        Ok(span.id)
    }

    fn derived(&mut self, known: &mut Known, at: u64, viewed: Option<&KnownPage>) -> rusqlite::Result<i64> {
        let visitor = self.arrival.visitor;
        let mut spans = match known.visitors.pop(&(self.site, visitor)) {
            Some(spans) => spans,
            None => self.spans_of(visitor)?,
        };
        let row = place(&mut spans, at, viewed.and_then(|page| page.campaign), self)?;
        let is_new_order = std::mem::take(&mut self.is_new_order);
        for span in spans.iter_mut().filter(|span| is_new_order || span.id == row) {
            if span.id == row {
                see(&mut self.touches, span, at, viewed);
            }
            note(&mut self.lengths, *span);
        }
        known.visitors.put((self.site, visitor), spans);
        Ok(row)
    }

    fn spans_of(&self, visitor: Id) -> rusqlite::Result<Vec<Span>> {
        self.db
            .prepare_cached(&format!("{SPAN} WHERE site = ? AND visitor = ? AND derived ORDER BY session.first_at"))?
            .query_map(params![self.site, visitor.0], span_of_row)?
            .collect()
    }

    fn insert(&mut self, key: Id, derived: bool, at: u64, campaign: Option<i64>) -> rusqlite::Result<i64> {
        let id = self
            .db
            .prepare_cached(
                "INSERT INTO session (site, key, visitor, derived, first_at, last_at, campaign_key)
                 VALUES (?,?,?,?,?,?,?)",
            )?
            .insert(params![self.site, key.0, self.arrival.visitor.0, derived, at, at, campaign])?;
        self.touches.push((id, Touches::default()));
        Ok(id)
    }

    /// What brought a session, from its events.
    fn recall(&mut self, session: i64) -> rusqlite::Result<Touches> {
        let mut touches = Touches::default();
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT occurred_at, page.id, coalesce(channel NOT IN ('direct', 'internal'), 0)
             FROM event JOIN page ON page.id = event.page
             WHERE event.name = 1 AND {OF_SESSION} ORDER BY event.id"
        ))?;
        let mut rows = statement.query(params![session, self.arrival.visitor.0])?;
        while let Some(row) = rows.next()? {
            touches.see(row.get(0)?, row.get(1)?, row.get(2)?);
        }
        note_touches(&mut self.touches, session, touches);
        Ok(touches)
    }
}

impl Rows for Sessions<'_> {
    type Error = rusqlite::Error;

    fn add(&mut self, at: u64, campaign: Option<i64>) -> rusqlite::Result<i64> {
        let key = crate::token::random_id().map_err(no_randomness)?;
        self.insert(key, true, at, campaign)
    }

    fn join(&mut self, into: i64, gone: i64) -> rusqlite::Result<Touches> {
        self.is_new_order = true;
        self.db.prepare_cached(&format!("UPDATE event SET session = ?3 WHERE {OF_SESSION}"))?.execute(params![
            gone,
            self.arrival.visitor.0,
            into
        ])?;
        self.db.prepare_cached("DELETE FROM session WHERE id = ?")?.execute([gone])?;
        self.db.prepare_cached("DELETE FROM session_facts WHERE session = ?")?.execute([gone])?;
        self.lengths.retain(|span| span.id != gone);
        self.touches.retain(|(session, _)| *session != gone);
        self.recall(into)
    }

    fn cut(&mut self, from: i64, at: u64, to: i64) -> rusqlite::Result<(Option<u64>, Touches, Touches)> {
        self.is_new_order = true;
        self.db
            .prepare_cached(&format!("UPDATE event SET session = ?3 WHERE occurred_at >= ?4 AND {OF_SESSION}"))?
            .execute(params![from, self.arrival.visitor.0, to, at])?;
        let left = self
            .db
            .prepare_cached(&format!("SELECT max(occurred_at) FROM event WHERE {OF_SESSION}"))?
            .query_row(params![from, self.arrival.visitor.0], |row| row.get(0))?;
        Ok((left, self.recall(from)?, self.recall(to)?))
    }

    fn next_campaign(&mut self, id: i64, at: u64, campaign: i64) -> rusqlite::Result<Option<(u64, i64)>> {
        self.db
            .prepare_cached(&format!(
                "SELECT occurred_at, campaign_key FROM event JOIN page ON page.id = event.page
                 WHERE event.name = 1 AND occurred_at > ?3 AND campaign_key != ?4 AND {OF_SESSION}
                 ORDER BY occurred_at, event.id LIMIT 1"
            ))?
            .query_row(params![id, self.arrival.visitor.0, at, campaign], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    }
}

/// Takes in that the page `viewed` is one of the session's.
fn see(noted: &mut Vec<(i64, Touches)>, span: &mut Span, at: u64, viewed: Option<&KnownPage>) {
    if let Some(page) = viewed
        && span.touches.see(at, page.row, page.is_brought)
    {
        note_touches(noted, span.id, span.touches);
    }
}

fn note(noted: &mut Vec<Span>, span: Span) {
    match noted.iter_mut().find(|known| known.id == span.id) {
        Some(known) => *known = span,
        None => noted.push(span),
    }
}

fn note_touches(noted: &mut Vec<(i64, Touches)>, session: i64, touches: Touches) {
    match noted.iter_mut().find(|(known, _)| *known == session) {
        Some((_, known)) => *known = touches,
        None => noted.push((session, touches)),
    }
}

fn span_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Span> {
    let first: (Option<u64>, Option<i64>) = (row.get(4)?, row.get(5)?);
    let last: (Option<bool>, Option<u64>, Option<i64>) = (row.get(6)?, row.get(7)?, row.get(8)?);
    let last = last.0.zip(last.1).zip(last.2).map(|((brought, at), page)| (brought, at, page));
    let touches = Touches { first: first.0.zip(first.1), last };
    Ok(Span { id: row.get(0)?, first_at: row.get(1)?, last_at: row.get(2)?, campaign: row.get(3)?, touches })
}

fn no_randomness(error: std::io::Error) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(Box::new(error))
}
