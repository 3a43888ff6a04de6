//! What the dashboard asks for, one file each. All of it is for those who are signed in.

pub mod captures;
pub mod completeness;
pub mod events;
pub mod funnel;
pub mod goals;
pub mod intent;
pub mod live;
pub mod offers;
pub mod sites;
pub mod stock;

use crate::app::Shared;
use crate::reject::Reject;
use serde::{Deserialize, Deserializer};
use std::fmt::Display;
use std::str::FromStr;

/// The query of every list. Numbers are read as text first, so that a wrong one can be named.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    site: Option<String>,
    after: Option<Number>,
    changed_after: Option<Number>,
    before: Option<Number>,
    latest: Option<Number>,
    limit: Option<Number>,
    #[serde(alias = "from")]
    from_ms: Option<Number>,
    #[serde(alias = "to")]
    to_ms: Option<Number>,
    by: Option<String>,
    lang: Option<String>,
}

/// Rows in a list unless the query says otherwise.
pub const DEFAULT_LIMIT: u64 = 100;

/// Most rows in a list.
pub const MAX_LIMIT: u64 = 1000;

#[derive(Debug)]
struct Number(String);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Asked {
    /// The key of the site asked for.
    ///
    /// # Errors
    /// When it is missing or not configured.
    fn site(&self, app: &Shared) -> Result<String, Reject> {
        let missing = || Reject::Query { name: "site", problem: "is missing: it has to be a site key".to_owned() };
        let key = self.site.clone().ok_or_else(missing)?;
        app.site(&key)?;
        Ok(key)
    }

    fn limit(&self) -> Result<u64, Reject> {
        Ok(number("limit", &self.limit, 1..=MAX_LIMIT)?.unwrap_or(DEFAULT_LIMIT))
    }
}

/// A number of the query within `allowed`, or `None` when it is not there.
fn number<T>(
    name: &'static str,
    given: &Option<Number>,
    allowed: std::ops::RangeInclusive<T>,
) -> Result<Option<T>, Reject>
where
    T: FromStr + PartialOrd + Display,
{
    let Some(Number(text)) = given else { return Ok(None) };
    match text.parse() {
        Ok(number) if allowed.contains(&number) => Ok(Some(number)),
        _ => Err(Reject::Query {
            name,
            problem: format!("is wrong: it has to be a whole number from {} to {}", allowed.start(), allowed.end()),
        }),
    }
}
