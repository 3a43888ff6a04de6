//! How often the goals of a shop were reached, and by how many sessions.

use super::reader::Readers;
use super::steps::Grouping;
use crate::funnel::By;
use crate::reject::Reject;
use rusqlite::params;

/// What was counted of a goal among the sessions that have a value of `by` in common.
#[derive(Debug)]
pub struct Reached {
    /// The event's name.
    pub name: String,
    /// What the sessions have in common; `None` where it is not known of them, and where nothing was asked for.
    pub value: Option<String>,
    /// Events.
    pub events: u64,
    /// Sessions with a page view in the same span that have at least one of them.
    pub sessions: u64,
}

/// How many sessions viewed a page, by what they have in common, and what was reached.
pub type Goals = (Vec<(Option<String>, u64)>, Vec<Reached>);

impl Readers {
    /// The goals that visitors of the site `key` reached from `from_ms` to before `to_ms`, by name and value of `by`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn goals(&self, key: &str, from_ms: u64, to_ms: u64, by: Option<By>) -> Result<Goals, Reject> {
        let key = key.to_owned();
        let Grouping { value, facts } = Grouping::of(by);
        // The index has the steps of the funnel only, and is taken where the query says so.
        let visits = "SELECT DISTINCT session FROM event INDEXED BY event_step
            WHERE site = (SELECT id FROM site WHERE key = ?1) AND occurred_at >= ?2 AND occurred_at < ?3
              AND name <= 5 AND name = 1";
        let by_value = format!("SELECT {value} AS value, count(*) FROM ({visits}) AS reached {facts} GROUP BY value");
        let by_goal = format!(
            "WITH visit AS ({visits}),
               reached AS (SELECT name, session FROM goal JOIN event ON event.id = goal.event
                 WHERE goal.site = (SELECT id FROM site WHERE key = ?1)
                   AND goal.occurred_at >= ?2 AND goal.occurred_at < ?3)
             SELECT name.text, {value} AS value, count(*), count(DISTINCT visit.session)
             FROM reached JOIN name ON name.id = reached.name LEFT JOIN visit ON visit.session = reached.session {facts}
             GROUP BY name.text, value"
        );
        self.read(move |db| {
            let span = params![key, from_ms, to_ms.max(from_ms)];
            let visits = db
                .prepare_cached(&by_value)?
                .query_map(span, |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let goal = |row: &rusqlite::Row<'_>| {
                Ok(Reached { name: row.get(0)?, value: row.get(1)?, events: row.get(2)?, sessions: row.get(3)? })
            };
            let goals = db.prepare_cached(&by_goal)?.query_map(span, goal)?.collect::<rusqlite::Result<_>>()?;
            Ok((visits, goals))
        })
        .await
    }
}
