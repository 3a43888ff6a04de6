//! What a page says of itself, as far as it is kept.

use std::hash::{DefaultHasher, Hasher as _};
use waypost_wire::json::Raw;
use waypost_wire::limits::is_event_name;

/// Facts of a page; see PROTOCOL.md. What is of another kind there is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facts {
    /// Kind of page.
    pub kind: Option<String>,
    /// The sign by which the kind was found.
    pub why: Option<String>,
    /// Canonical address.
    pub canonical: Option<String>,
    /// A return from the back/forward cache.
    pub restored: Option<bool>,
    /// Loaded again after the browser had thrown it away.
    pub discarded: Option<bool>,
    /// Loaded before it was shown.
    pub prerendered: Option<bool>,
}

impl Facts {
    /// Reads the object `facts` of a page.
    pub fn read(raw: Raw<'_>) -> Self {
        let text = |key: &str| raw.get(key).and_then(Raw::str).map(|text| text.into_owned());
        let word = |key: &str| text(key).filter(|word| is_event_name(word));
        let flag = |key: &str| raw.get(key).filter(|value| value.text() == "true").map(|_| true);
        if raw == Raw::EMPTY {
            return Self::default();
        }
        Self {
            kind: word("type"),
            why: word("why"),
            canonical: text("canonical"),
            restored: flag("restored"),
            discarded: flag("discarded"),
            prerendered: flag("prerendered"),
        }
    }

    /// Tells facts apart in memory; 0 for none.
    pub fn hash(&self) -> u64 {
        if *self == Self::default() {
            return 0;
        }
        let mut hasher = DefaultHasher::new();
        std::hash::Hash::hash(self, &mut hasher);
        hasher.finish()
    }

    /// Whether the view is of a page that had been there before, and not of somebody who came.
    pub fn is_return(&self) -> bool {
        self.restored.is_some() || self.discarded.is_some()
    }
}
