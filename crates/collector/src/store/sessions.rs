//! Which session the events of a batch belong to, and how long that session has become.

use super::arrival::{Arrival, NewEvent};
use super::known::{Known, SiteRow};
use crate::session::{Place, Span, place};
use rusqlite::{Connection, OptionalExtension as _, params};
use waypost_wire::Id;

/// The sessions of one batch. Their new lengths are saved once, at its end.
pub struct Sessions<'a> {
    db: &'a Connection,
    site: SiteRow,
    arrival: &'a Arrival,
    changed: Vec<Span>,
}

impl<'a> Sessions<'a> {
    /// For a batch of the site.
    pub fn new(db: &'a Connection, site: SiteRow, arrival: &'a Arrival) -> Self {
        Self { db, site, arrival, changed: Vec::new() }
    }

    /// The row of the event's session: the one that the SDK named, else one derived from the visitor's silences.
    pub fn row(&mut self, known: &mut Known, event: &NewEvent) -> rusqlite::Result<i64> {
        match event.session.and_then(|index| self.arrival.sessions.get(index)) {
            Some(id) => self.named(known, *id, event.occurred_at),
            None => self.derived(known, event.occurred_at),
        }
    }

    /// Writes the lengths that changed.
    pub fn save(self) -> rusqlite::Result<()> {
        for span in self.changed {
            self.db.prepare_cached("UPDATE session SET first_at = ?, last_at = ? WHERE id = ?")?.execute(params![
                span.first_at,
                span.last_at,
                span.id
            ])?;
        }
        Ok(())
    }

    fn named(&mut self, known: &mut Known, id: Id, at: u64) -> rusqlite::Result<i64> {
        if let Some(span) = known.sessions.get_mut(&(self.site, id)) {
            if span.stretch(at) {
                note(&mut self.changed, *span);
            }
            return Ok(span.id);
        }
        let found = self
            .db
            .prepare_cached("SELECT id, first_at, last_at FROM session WHERE site = ? AND key = ?")?
            .query_row(params![self.site, id.0], span_of_row)
            .optional()?;
        let span = match found {
            Some(mut span) => {
                if span.stretch(at) {
                    note(&mut self.changed, span);
                }
                span
            }
            None => self.add(id, false, at)?,
        };
        known.sessions.put((self.site, id), span);
        Ok(span.id)
    }

    fn derived(&mut self, known: &mut Known, at: u64) -> rusqlite::Result<i64> {
        let visitor = self.arrival.visitor;
        let mut spans = match known.visitors.pop(&(self.site, visitor)) {
            Some(spans) => spans,
            None => self.spans_of(visitor)?,
        };
        let row = match place(&mut spans, at) {
            Place::New => {
                let span = self.add(crate::token::random_id().map_err(no_randomness)?, true, at)?;
                spans.push(span);
                span.id
            }
            Place::In(row) => row,
            Place::Joined { into, gone } => {
                self.join(into, gone)?;
                into
            }
        };
        if let Some(span) = spans.iter().find(|span| span.id == row) {
            note(&mut self.changed, *span);
        }
        known.visitors.put((self.site, visitor), spans);
        Ok(row)
    }

    fn spans_of(&self, visitor: Id) -> rusqlite::Result<Vec<Span>> {
        self.db
            .prepare_cached("SELECT id, first_at, last_at FROM session WHERE site = ? AND visitor = ? AND derived")?
            .query_map(params![self.site, visitor.0], span_of_row)?
            .collect()
    }

    fn add(&self, key: Id, derived: bool, at: u64) -> rusqlite::Result<Span> {
        let id = self
            .db
            .prepare_cached(
                "INSERT INTO session (site, key, visitor, derived, first_at, last_at) VALUES (?,?,?,?,?,?)",
            )?
            .insert(params![self.site, key.0, self.arrival.visitor.0, derived, at, at])?;
        Ok(Span { id, first_at: at, last_at: at })
    }

    /// Gives the events of the session `gone` to the session `into`.
    fn join(&mut self, into: i64, gone: i64) -> rusqlite::Result<()> {
        self.db
            .prepare_cached(
                "UPDATE event SET session = ?1
                 WHERE session = ?2 AND stream IN (SELECT stream FROM sender WHERE visitor = ?3)",
            )?
            .execute(params![into, gone, self.arrival.visitor.0])?;
        self.db.prepare_cached("DELETE FROM session WHERE id = ?")?.execute([gone])?;
        self.changed.retain(|span| span.id != gone);
        Ok(())
    }
}

fn note(changed: &mut Vec<Span>, span: Span) {
    match changed.iter_mut().find(|noted| noted.id == span.id) {
        Some(noted) => *noted = span,
        None => changed.push(span),
    }
}

fn span_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Span> {
    Ok(Span { id: row.get(0)?, first_at: row.get(1)?, last_at: row.get(2)? })
}

fn no_randomness(error: std::io::Error) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(Box::new(error))
}
