//! How far sessions came, by the facts that are kept of them.

use super::reader::Readers;
use crate::funnel::{By, Reached, STEPS};
use crate::reject::Reject;
use rusqlite::params;

/// The sessions of a funnel that have one thing in common; `None` where it is not known of them.
pub type Group = (Option<String>, Reached);

/// How a query tells the sessions of its table `reached` apart.
pub(super) struct Grouping {
    /// What they are told apart by.
    pub(super) value: &'static str,
    /// The tables that this is read from, joined.
    pub(super) facts: &'static str,
}

impl Grouping {
    /// By nothing without `by`.
    pub(super) fn of(by: Option<By>) -> Self {
        let value = match by {
            None => return Self { value: "NULL", facts: "" },
            Some(By::Device) => "facts.device",
            Some(By::Channel) => "CASE landing.channel WHEN 'internal' THEN 'direct' ELSE landing.channel END",
            Some(By::PageType) => "landing.type",
        };
        let facts = "LEFT JOIN session_facts AS facts ON facts.session = reached.session
             LEFT JOIN page AS landing ON landing.id = facts.first_page";
        Self { value, facts }
    }
}

impl Readers {
    /// How many sessions of the site `key` took each of the [`STEPS`] in order, by events from `from_ms` to before
    /// `to_ms`, each group with its value of `by`; one group of all without it. The whole span is one window: a session is
    /// short enough in itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn funnel(&self, key: &str, from_ms: u64, to_ms: u64, by: Option<By>) -> Result<Vec<Group>, Reject> {
        let key = key.to_owned();
        let Grouping { value, facts } = Grouping::of(by);
        let sql = format!(
            "SELECT {value} AS value, level, count(*) FROM (
               SELECT session, window_funnel(?3 - ?2, 5, occurred_at, name) AS level FROM event INDEXED BY event_step
               WHERE site = (SELECT id FROM site WHERE key = ?1) AND occurred_at >= ?2 AND occurred_at < ?3
                 AND name <= 5
               GROUP BY session) AS reached {facts}
             GROUP BY value, level ORDER BY value"
        );
        self.read(move |db| {
            let mut groups: Vec<Group> = Vec::new();
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query(params![key, from_ms, to_ms.max(from_ms)])?;
            while let Some(row) = rows.next()? {
                let (value, level, sessions): (Option<String>, usize, u64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                if groups.last().is_none_or(|(last, _)| *last != value) {
                    groups.push((value, [0; STEPS.len()]));
                }
                if let Some((_, reached)) = groups.last_mut() {
                    reached[..level].iter_mut().for_each(|count| *count += sessions);
                }
            }
            Ok(groups)
        })
        .await
    }
}
