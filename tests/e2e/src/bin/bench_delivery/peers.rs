//! Reading what the other trackers send, as far as events are to be counted.

use serde_json::Value;

use crate::tracker::{self, Told, Tracker};

/// Whether a request is for the collector of `tracker`.
pub fn is_for(tracker: Tracker, path: &str) -> bool {
    let parts: &[&str] = match tracker {
        Tracker::Waypost => &[],
        Tracker::Snowplow => &["/com.snowplowanalytics.snowplow/"],
        Tracker::PostHog => &["/e/", "/flags/", "/array/", "/decide/", "/i/"],
    };
    parts.iter().any(|part| path.starts_with(part))
}

/// The events in a body.
pub fn events(tracker: Tracker, path: &str, body: &str) -> Vec<Told> {
    let Ok(body) = serde_json::from_str::<Value>(body) else {
        // Not what a tracker sends in the benchmark's set-up: it would count as lost, which must not go unseen.
        eprintln!("{} sent what is no JSON to {path}: {}", tracker.name(), body.chars().take(80).collect::<String>());
        return Vec::new();
    };
    let told = |event: &Value| match tracker {
        Tracker::Snowplow => Some((event["se_ac"].as_str()?.to_owned(), event["se_la"].as_str()?.parse().ok()?)),
        _ => tracker::of(&event["properties"]),
    };
    let list = match &body {
        Value::Array(events) => events,
        body => body["data"].as_array().or_else(|| body["batch"].as_array()).unwrap_or(const { &Vec::new() }),
    };
    let alone = if body["properties"].is_object() { Some(&body) } else { None };
    list.iter().chain(alone).filter_map(told).collect()
}
