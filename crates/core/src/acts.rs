//! Commercial acts found in the page: several sources tell of one act, and one event is made of it.
//!
//! A shop that sends `add_to_cart` to its `dataLayer` also has a button that says so and a request that does it. An act
//! waits a moment for the other sources; the most confident one gives its data, the others fill in what it does not
//! know. A source never tells one act twice, so a second word from it is a second act.

use crate::{UnixMs, merge};
use waypost_wire::json::{Object, Raw};

/// How long an act waits for other sources, in milliseconds. Hiding the page and another page view end the wait.
pub const WAIT_MS: u64 = 1_500;

/// How long after its recording other sources may still tell of an act, in milliseconds: an answer to a request can
/// take that long. Facts of the page ([`is_of_page`]) are repeated as long as the page is on screen.
pub const ECHO_MS: u64 = 5_000;

/// What the site's own calls are told by.
pub const CALL: &str = "call";

/// Names that several sources tell of. All other events are no acts and are recorded as they come.
pub fn is_act(name: &str) -> bool {
    is_of_page(name) || matches!(name, "add_to_cart" | "remove_from_cart" | "add_to_wishlist" | "select_item")
}

/// Acts that are a fact of the page rather than a deed of the visitor's: the same one comes once a page view.
pub fn is_of_page(name: &str) -> bool {
    matches!(
        name,
        "view_item" | "view_item_list" | "view_cart" | "begin_checkout" | "purchase" | "search" | "out_of_stock"
    )
}

/// An act whose wait is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// When it happened.
    pub at: UnixMs,
    /// Event name.
    pub name: String,
    /// Data with `source` and `confidence`.
    pub data: String,
}

#[derive(Clone, Debug)]
struct Act {
    at: UnixMs,
    name: String,
    data: String,
    confidence: u8,
    source: String,
    /// All that have told of it.
    told_by: Vec<String>,
    is_recorded: bool,
}

/// The acts of one page view.
#[derive(Clone, Debug, Default)]
pub struct Acts {
    acts: Vec<Act>,
}

impl Acts {
    /// Takes in what `source` found. Whether it is a new act that has to wait, [`WAIT_MS`] from `at`.
    pub fn found(&mut self, at: UnixMs, name: &str, data: &str, source: &str, confidence: u8) -> bool {
        let Some(act) = self.told(at, name, data, source) else {
            self.acts.push(Act {
                at,
                name: name.to_owned(),
                data: data.to_owned(),
                confidence,
                source: source.to_owned(),
                told_by: vec![source.to_owned()],
                is_recorded: false,
            });
            return true;
        };
        if act.is_recorded {
            return false;
        }
        let (mine, theirs) = (raw(&act.data), raw(data));
        if confidence > act.confidence {
            act.data = merge::objects(theirs, mine);
            act.confidence = confidence;
            act.source = source.to_owned();
        } else {
            act.data = merge::objects(mine, theirs);
        }
        false
    }

    /// Takes in a call of the site's own. Whether it is to be recorded: not when the act has been recorded already.
    /// An act that still waits is given up for it.
    pub fn called(&mut self, at: UnixMs, name: &str, data: &str) -> bool {
        if !is_act(name) {
            return true;
        }
        if let Some(act) = self.told(at, name, data, CALL) {
            return !std::mem::replace(&mut act.is_recorded, true);
        }
        self.acts.push(Act {
            at,
            name: name.to_owned(),
            data: data.to_owned(),
            confidence: 100,
            source: String::new(),
            told_by: vec![CALL.to_owned()],
            is_recorded: true,
        });
        true
    }

    /// The acts whose wait is over at `now`, or all of them, in the order in which they were found.
    pub fn due(&mut self, now: UnixMs, all: bool) -> Vec<Found> {
        let due = |act: &&mut Act| !act.is_recorded && (all || now >= act.at + WAIT_MS);
        let found = self.acts.iter_mut().filter(due).map(|act| {
            act.is_recorded = true;
            Found { at: act.at, name: act.name.clone(), data: act.told_data() }
        });
        let found = found.collect();
        self.acts.retain(|act| !act.is_recorded || is_of_page(&act.name) || now < act.at + ECHO_MS);
        found
    }

    /// Whether an act still waits.
    pub fn is_waiting(&self) -> bool {
        self.acts.iter().any(|act| !act.is_recorded)
    }

    /// Another page view has begun.
    pub fn new_page(&mut self) {
        self.acts.clear();
    }

    /// The act that `source` tells of: one of this name that it has not told of before, of the same items if there is any,
    /// else the first whose items nothing speaks against. For facts of the page, one of the same items in any case.
    fn told(&mut self, at: UnixMs, name: &str, data: &str, source: &str) -> Option<&mut Act> {
        let items = Items::of(data);
        let may_be = |act: &Act, wanted: Option<bool>| {
            let same = items.same_as(&Items::of(&act.data));
            let is_news = !act.told_by.iter().any(|known| known == source);
            let is_fresh = is_of_page(name) || at < act.at + if act.is_recorded { ECHO_MS } else { WAIT_MS };
            // The site's own word is not taken for an echo where it may speak of something else.
            let is_echo = source != CALL || !act.is_recorded || same == Some(true);
            let is_repeat = is_of_page(name) && source != CALL && same == Some(true);
            act.name == name && same == wanted && (is_repeat || is_news && is_fresh && is_echo)
        };
        let find = |wanted| self.acts.iter().position(|act| may_be(act, wanted));
        let at = find(Some(true)).or_else(|| find(None))?;
        let act = &mut self.acts[at];
        act.told_by.push(source.to_owned());
        Some(act)
    }
}

impl Act {
    fn told_data(&self) -> String {
        let mut out = String::new();
        let mut object = Object::new(&mut out);
        for (key, value) in raw(&self.data).entries() {
            object.raw(&key, value.text());
        }
        object.str("source", &self.source).u64("confidence", self.confidence.into());
        drop(object);
        out
    }
}

fn raw(data: &str) -> Raw<'_> {
    Raw::parse(data).unwrap_or(Raw::EMPTY)
}

/// What the items of an act's data are known by.
#[derive(Default)]
struct Items {
    /// Their ids; and of an order its own.
    ids: Vec<String>,
    names: Vec<String>,
}

impl Items {
    fn of(data: &str) -> Self {
        let data = raw(data);
        let text = |key: &str, of: Raw<'_>| of.get(key).and_then(Raw::number_or_str).map(Into::into);
        let items = || data.get("items").into_iter().flat_map(Raw::items);
        Self {
            ids: items().filter_map(|item| text("item_id", item)).chain(text("transaction_id", data)).collect(),
            names: items().filter_map(|item| text("item_name", item)).collect(),
        }
    }

    /// Whether these are the others, or `None` where that cannot be told: sources have ids of their own for one item, and
    /// one of them may say its variant in its name.
    fn same_as(&self, other: &Self) -> Option<bool> {
        let like = |one: &String| {
            other.names.iter().any(|name| one.starts_with(name.as_str()) || name.starts_with(one.as_str()))
        };
        match () {
            () if self.ids == other.ids && (self.names == other.names || !self.ids.is_empty()) => Some(true),
            () if self.names.is_empty() || other.names.is_empty() => None,
            () => Some(self.names.iter().any(like)),
        }
    }
}

#[cfg(test)]
mod tests;
