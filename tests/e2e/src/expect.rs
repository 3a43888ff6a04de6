//! The list of events that must have arrived, compared with the list that did.

use std::fmt::Write;

use serde_json::Value;

use crate::collector::Event;

/// What a page tells by itself while a visitor is on it. Whether and when these arrive depends on how long a test takes,
/// so that they are left out of lists that are compared, except where a test expects one of that name.
///
/// A `dead_click` is among them because the fixtures' buttons do nothing.
pub const AMBIENT: [&str; 6] = ["dead_click", "engagement", "scroll", "section_view", "slow_page", "web_vital"];

/// One event that must have arrived.
#[derive(Clone, Debug)]
pub struct Expected {
    name: &'static str,
    path: String,
    data: Value,
}

/// An event called `name` on the page at `path` (with its query), whatever its data.
pub fn event(name: &'static str, path: &str) -> Expected {
    Expected { name, path: path.to_owned(), data: Value::Null }
}

impl Expected {
    /// Also with at least these data: objects may hold more, everything else must be equal.
    pub fn with(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    fn is(&self, event: &Event) -> bool {
        self.name == event.name && self.path == path_of(event) && holds(&event.data, &self.data)
    }
}

/// The events that are not [`AMBIENT`].
pub fn deliberate(events: &[Event]) -> Vec<Event> {
    compared(&[], events)
}

/// The events that are compared with `expected`: those that are not [`AMBIENT`], or whose name it has.
pub fn compared(expected: &[Expected], arrived: &[Event]) -> Vec<Event> {
    let is_asked = |event: &&Event| {
        !AMBIENT.contains(&event.name.as_str()) || expected.iter().any(|expected| expected.name == event.name)
    };
    arrived.iter().filter(is_asked).cloned().collect()
}

/// Fails, both lists side by side, unless exactly `expected` arrived, in this order, [`AMBIENT`] events apart.
///
/// # Panics
/// When the lists differ.
#[track_caller]
pub fn exactly(expected: &[Expected], arrived: &[Event]) {
    let arrived = &compared(expected, arrived);
    let same = expected.len() == arrived.len() && expected.iter().zip(arrived).all(|(e, a)| e.is(a));
    assert!(same, "{}", side_by_side(expected, arrived));
}

/// Fails when an event is stored twice, or a stream's numbers have a gap.
///
/// # Panics
/// When `(stream, n)` is there twice or missing.
#[track_caller]
pub fn once_each(arrived: &[Event]) {
    let mut ids: Vec<(&str, u64)> = arrived.iter().map(|event| (event.stream.as_str(), event.n)).collect();
    ids.sort_unstable();
    for pair in ids.windows(2) {
        let next = if pair[0].0 == pair[1].0 { pair[0].1 + 1 } else { 1 };
        assert_eq!(pair[1].1, next, "event numbers of stream {} in\n{}", pair[1].0, table(arrived));
    }
    assert!(ids.first().is_none_or(|first| first.1 == 1), "a stream starts late in\n{}", table(arrived));
}

/// The events of this name.
pub fn named<'a>(events: &'a [Event], name: &'a str) -> impl Iterator<Item = &'a Event> {
    events.iter().filter(move |event| event.name == name)
}

/// The events as lines of text.
pub fn table(events: &[Event]) -> String {
    let mut text = String::new();
    for event in events {
        let stream = event.stream.get(..4).unwrap_or_default();
        let _ = writeln!(text, "{stream} {:>3} {:<18} {} {}", event.n, event.name, path_of(event), event.data);
    }
    text
}

/// Path and query of an event's page.
pub fn path_of(event: &Event) -> &str {
    let url = event.page.url.as_str();
    url.splitn(4, '/').nth(3).map_or("/", |rest| &url[url.len() - rest.len() - 1..])
}

fn side_by_side(expected: &[Expected], arrived: &[Event]) -> String {
    let mut text = String::from("  expected                                      | arrived\n");
    for line in 0..expected.len().max(arrived.len()) {
        let (left, right) = (expected.get(line), arrived.get(line));
        let mark = if left.zip(right).is_some_and(|(e, a)| e.is(a)) { ' ' } else { '!' };
        let left = left.map_or(String::new(), |e| format!("{} {}", e.name, e.path));
        let right = right.map_or(String::new(), |a| format!("{} {}", a.name, path_of(a)));
        let _ = writeln!(text, "{mark} {left:<45} | {right}");
    }
    for (number, (e, a)) in expected.iter().zip(arrived).enumerate() {
        if e.name == a.name && !holds(&a.data, &e.data) {
            let _ = writeln!(text, "line {number}: data {}\n  do not hold {}", a.data, e.data);
        }
    }
    text
}

fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (_, Value::Null) => true,
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(w, p)| holds(w, p))
        }
        (whole, part) => whole == part,
    }
}
