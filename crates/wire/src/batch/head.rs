//! The head of a batch, said once a stream: kept by the collector under a number, and referred to by later batches.

use super::{Batch, checked};
use crate::id::Id;
use crate::json::{List, Object, Raw, push_str};
use crate::limits::is_site_key;

/// Whether a batch's head has a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// The head is there, and for this batch only.
    Unnamed,
    /// The head is there, and the collector keeps it under this number of the stream, from 1.
    Named(u64),
    /// The head is the one with this number.
    Again(u64),
}

/// Where the head of a batch is to be found that does not have it itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Again {
    /// Site key.
    pub site: String,
    /// The stream.
    pub stream: Id,
    /// The head's number.
    pub number: u64,
}

impl Naming {
    pub(super) fn decode<'a>(get: &impl Fn(&str) -> Option<Raw<'a>>) -> Self {
        let number = |key| get(key).and_then(Raw::u64).filter(|number| *number > 0);
        match (number("again"), number("head")) {
            (Some(number), _) => Self::Again(number),
            (_, Some(number)) => Self::Named(number),
            _ => Self::Unnamed,
        }
    }
}

impl Again {
    /// What the body refers to; `None` where it has its head itself, or nothing of it can be used.
    pub fn of(body: &str) -> Option<Self> {
        if !body.contains("\"again\"") {
            return None;
        }
        let raw = checked(body).ok()?;
        let Naming::Again(number) = Naming::decode(&|key| raw.get(key)) else { return None };
        let site = raw.get("site")?.str().filter(|site| is_site_key(site))?.into_owned();
        Some(Self { site, stream: Id::parse(&raw.get("stream")?.str()?)?, number })
    }
}

impl Batch<'_> {
    /// The head as a JSON object, as [`Batch::decode_with`] takes it.
    pub fn head(&self) -> String {
        let mut out = String::new();
        self.push_head(&mut Object::new(&mut out));
        out
    }

    pub(super) fn push_head(&self, into: &mut Object<'_>) {
        into.str("sdk", &self.sdk).str("consent", self.consent.word());
        if let Some(visitor) = self.visitor {
            into.str("visitor", &visitor.hex());
        }
        if let Some(user) = &self.user {
            into.str("user", user);
        }
        into.raw_unless_empty("purposes", self.purposes).raw("device", self.device.text());
        if !self.sessions.is_empty() {
            let mut sessions = List::new(into.key("sessions"));
            for session in &self.sessions {
                push_str(sessions.item(), &session.hex());
            }
        }
        let mut pages = List::new(into.key("pages"));
        for page in &self.pages {
            page.encode(pages.item());
        }
    }
}
