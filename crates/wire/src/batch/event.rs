//! One event of a batch.

use super::Batch;
use crate::json::{Object, Raw};
use crate::limits::{MAX_DATA_BYTES, is_event_name};
use std::borrow::Cow;

/// A recorded event. Together with its stream, `n` is its identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// Number within the stream, from 1 without gaps; a gap at the collector is a loss.
    pub n: u64,
    /// How long before the sending of the batch it happened, in milliseconds.
    pub age_ms: u64,
    /// Event name, see [`is_event_name`].
    pub name: Cow<'a, str>,
    /// Id of the page view it happened on.
    pub page: u64,
    /// Position in the batch's sessions; `None` where the batch has none, and only there.
    pub session: Option<usize>,
    /// Data of the event, a JSON object.
    pub data: Raw<'a>,
}

/// An event that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadEvent {
    /// Its number, where that can be read.
    pub n: Option<u64>,
    /// Why, as one word.
    pub reason: &'static str,
}

impl<'a> Event<'a> {
    /// Bytes that the event takes in a body at the most, with its comma.
    pub fn encoded_bound(&self) -> usize {
        // The keys and punctuation, and four numbers of at most 20 digits each.
        const FRAME: usize = r#"{"n":,"age":,"e":"","p":,"s":,"d":},"#.len() + 4 * 20;
        FRAME + self.name.len() + self.data.text().len()
    }

    /// Most events of a batch follow the one before, are on the first page and in the first session, so these are not written.
    /// `before` is the number of the event before it.
    pub(super) fn encode(&self, out: &mut String, batch: &Batch<'_>, before: Option<u64>) {
        let mut event = Object::new(out);
        if before != Some(self.n.wrapping_sub(1)) {
            event.u64("n", self.n);
        }
        event.u64("age", self.age_ms).str("e", &self.name);
        if batch.pages.first().is_none_or(|page| page.id != self.page) {
            event.u64("p", self.page);
        }
        if let Some(session) = self.session.filter(|session| *session > 0) {
            event.u64("s", session as u64);
        }
        event.raw_unless_empty("d", self.data);
    }

    pub(super) fn decode(raw: Raw<'a>, batch: &Batch<'a>, before: Option<u64>) -> Result<Self, BadEvent> {
        let (mut n, mut age_ms, mut name) = (before.and_then(|n| n.checked_add(1)), None, None);
        let (mut page, mut session) = (batch.pages.first().map(|page| page.id), Some(0));
        let mut data = Raw::EMPTY;
        for (key, value) in raw.entries() {
            match &*key {
                "n" => n = value.u64().filter(|n| *n > 0),
                "age" => age_ms = value.u64(),
                "e" => name = value.str(),
                "p" => page = value.u64(),
                "s" => session = Some(value.u64().and_then(|s| usize::try_from(s).ok()).unwrap_or(usize::MAX)),
                "d" => data = value,
                _ => {}
            }
        }
        let bad = |reason| BadEvent { n, reason };
        let event = Event {
            n: n.ok_or(bad("bad_number"))?,
            age_ms: age_ms.ok_or(bad("bad_age"))?,
            name: name.filter(|name| is_event_name(name)).ok_or(bad("bad_name"))?,
            page: page.filter(|id| batch.pages.iter().any(|page| page.id == *id)).ok_or(bad("bad_page"))?,
            session: session.filter(|_| !batch.sessions.is_empty()),
            data,
        };
        match () {
            () if event.session.is_some_and(|s| s >= batch.sessions.len()) => Err(bad("bad_session")),
            () if !data.is_object() => Err(bad("bad_data")),
            () if data.text().len() > MAX_DATA_BYTES => Err(bad("too_large")),
            () => Ok(event),
        }
    }
}
