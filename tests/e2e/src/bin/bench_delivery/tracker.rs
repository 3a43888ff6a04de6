//! The trackers that are compared, and what each of their collectors has stored.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use hyper::Method;
use serde_json::Value;
use waypost_e2e::collector::Collector;
use waypost_e2e::front::Front;
use waypost_e2e::stage::TAG;

use crate::peers;

/// A tracker under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracker {
    /// This one, with its real collector.
    Waypost,
    /// `@snowplow/browser-tracker`, with a collector in this process that only notes what arrives.
    Snowplow,
    /// `posthog-js`, likewise.
    PostHog,
}

/// One event: the trial that it was told in, and its number there.
pub type Told = (String, u64);

/// How often each event has been stored.
#[derive(Clone, Default)]
pub struct Stored {
    sunk: Arc<Mutex<Vec<Told>>>,
    after: i64,
    times: HashMap<Told, usize>,
}

impl Tracker {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Waypost, Self::Snowplow, Self::PostHog];

    /// The one of this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tracker| tracker.name().eq_ignore_ascii_case(name))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waypost => "Waypost",
            Self::Snowplow => "Snowplow",
            Self::PostHog => "PostHog",
        }
    }

    /// Where its events are sent.
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::Waypost => "/v1/events",
            Self::Snowplow => "/com.snowplowanalytics.snowplow/tp2",
            Self::PostHog => "/e/",
        }
    }

    /// Puts it into every page that is opened from now on, for a visitor who has agreed, after `first`, a script of the
    /// fixtures or nothing.
    pub fn install(self, front: &Front, stored: &Stored, first: &str) -> Result<()> {
        let first =
            if first.is_empty() { String::new() } else { format!("<script src=\"/fixture/{first}\"></script>") };
        let script = match self {
            Self::Waypost => TAG.replace("></script>", " data-consent=\"granted\"></script>"),
            Self::Snowplow | Self::PostHog => {
                let name = format!("{}.js", self.name().to_lowercase());
                let folder = std::env::var("WAYPOST_PEERS").context("WAYPOST_PEERS names the folder of the peers")?;
                let script = std::fs::read_to_string(std::path::Path::new(&folder).join(&name))?;
                front.serve(&name, script);
                let sunk = Arc::clone(&stored.sunk);
                front.add_sink(Box::new(move |method, path, body| {
                    let is_ours = peers::is_for(self, path);
                    if is_ours && *method == Method::POST {
                        sunk.lock().unwrap_or_else(PoisonError::into_inner).extend(peers::events(self, path, body));
                    }
                    is_ours
                }));
                format!("<script src=\"/fixture/{name}\"></script>")
            }
        };
        front.edit(TAG, &format!("{first}{script}"));
        Ok(())
    }
}

impl Stored {
    /// Asks what has been stored since it was asked last.
    pub async fn refresh(&mut self, collector: &Collector) -> Result<()> {
        let (events, after) = collector.events_after(self.after).await?;
        self.after = after;
        let told = events.into_iter().filter(|event| event.name == "told").filter_map(|event| of(&event.data));
        let sunk = std::mem::take(&mut *self.sunk.lock().unwrap_or_else(PoisonError::into_inner));
        for told in told.chain(sunk) {
            *self.times.entry(told).or_default() += 1;
        }
        Ok(())
    }

    /// How many events of a trial are there, and how many of them more than once.
    pub fn of(&self, trial: &str) -> (u64, u64) {
        let times = self.times.iter().filter(|((of, _), _)| of == trial).map(|(_, times)| *times);
        times.fold((0, 0), |(stored, twice), times| (stored + 1, twice + u64::from(times > 1)))
    }
}

/// The event of which these are the data.
pub fn of(data: &Value) -> Option<Told> {
    let n = &data["n"];
    Some((data["trial"].as_str()?.to_owned(), n.as_u64().or_else(|| n.as_str()?.parse().ok())?))
}
