//! Events not yet settled. An event leaves only when the collector has answered for its batch, by its identity and never by
//! its position. One that is lost leaves its number and the reason behind, which are told like an event.

use crate::UnixMs;
use crate::consent::Purposes;
use crate::page::PageView;
use head::Head;
use std::rc::Rc;
use waypost_wire::json::push_u64;
use waypost_wire::{Id, Naming};

mod head;
mod pack;
mod settle;

pub use pack::{MAX_REQUESTS, Packed, Sender, Way};
pub use settle::Settled;

/// After so many tries in a row without any answer, and none ever before, something keeps this page from the collector for
/// good: an ad blocker, most likely. With the pauses between them they take about two minutes.
pub const BLOCKED_AFTER: u32 = 8;

/// So many losses are held also where fewer events may be.
pub const LOSSES: usize = 100;

/// What is held at the most. The least valuable, oldest first, make room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Events, and as many losses, but [`LOSSES`] at least. Default: 10,000.
    pub events: usize,
    /// Their records, in bytes, about. Default: 5,000,000.
    pub bytes: usize,
    /// How old an event may become, in milliseconds. Default: 7 days.
    pub age_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { events: 10_000, bytes: 5_000_000, age_ms: 7 * 24 * 60 * 60 * 1000 }
    }
}

/// What a stream says of itself in every batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The stream.
    pub stream: Id,
    /// Version of the SDK.
    pub sdk: String,
    /// Facts of the device, a JSON object.
    pub device: String,
    /// Visitor id, with consent.
    pub visitor: Option<Id>,
    /// The shop's own name for the visitor, with consent.
    pub user: Option<String>,
    /// What the visitor has said of the purposes beside measurement.
    pub purposes: Purposes,
}

/// An event that is not settled, or its loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The stream it was recorded in.
    pub stream: Id,
    /// Number within its stream.
    pub n: u64,
    /// When it happened.
    pub at: UnixMs,
    /// Event name; empty once it is lost.
    pub name: String,
    /// Data, a JSON object; the reason once it is lost.
    pub data: String,
    /// The page it happened on.
    pub page: Rc<PageView>,
    /// Its session, with consent.
    pub session: Option<Id>,
    /// What its stream says of itself, where that is not this tab's.
    pub origin: Option<Rc<Origin>>,
    /// The batch that it is under way in.
    pub batch: Option<u64>,
    /// It was lost, and nobody has been told yet; see [`Outbox::news`].
    pub is_news: bool,
}

/// The greatest [`priority`].
const MAX_PRIORITY: u8 = 3;

/// How much losing an event would hurt: 3 money, 2 a step towards it, 1 interest, 0 the rest.
pub fn priority(name: &str) -> u8 {
    match name {
        "purchase" | "refund" => 3,
        "begin_checkout" | "add_shipping_info" | "add_payment_info" | "offer_submitted" | "sign_up"
        | "generate_lead" => 2,
        // Who leaves may be gone in a moment.
        "add_to_cart" | "remove_from_cart" | "cart_update" | "add_to_wishlist" | "exit_intent" => 1,
        _ => 0,
    }
}

/// A batch without an answer yet.
#[derive(Clone, Copy, Debug)]
struct UnderWay {
    batch: u64,
    bytes: usize,
    naming: Naming,
}

/// The queue of one tab, with what it adopted from others.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    limits: Limits,
    entries: Vec<Entry>,
    bytes: usize,
    has_news: bool,
    under_way: Vec<UnderWay>,
    last_batch: u64,
    head: Head,
    /// Largest body that the browser takes now, in bytes; 0 for the most that there may be.
    body_limit: usize,
    failures: u32,
    unanswered: u32,
    was_answered: bool,
    paused_until: UnixMs,
}

impl Outbox {
    /// An empty one.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Adds an event unless it is there already, and makes room for it.
    pub fn push(&mut self, entry: Entry) {
        let same = |known: &Entry| (known.stream, known.n) == (entry.stream, entry.n);
        if entry.origin.is_some() && self.entries.iter().any(same) {
            return;
        }
        self.has_news |= entry.is_news;
        self.bytes += entry.weight();
        self.entries.push(entry);
        while self.entries.len() - self.losses() > self.limits.events || self.bytes > self.limits.bytes {
            let least = self.entries.iter().filter(|entry| entry.batch.is_none() && !entry.is_lost());
            // Of several that are worth the least the oldest one. What was adopted from another tab may be behind it here,
            // and may well be stored already.
            let Some((stream, n)) =
                least.min_by_key(|entry| (priority(&entry.name), entry.at)).map(|entry| (entry.stream, entry.n))
            else {
                break;
            };
            self.lose("evicted", &|entry| entry.stream == stream && entry.n == n);
        }
        // Losses must not take the room of events.
        if self.losses() > self.limits.events.max(LOSSES).min(self.limits.bytes / 400)
            && let Some(at) = self.entries.iter().position(|entry| entry.batch.is_none() && entry.is_lost())
        {
            self.bytes -= self.entries.remove(at).weight();
        }
    }

    /// What has become too old is lost.
    pub fn expire(&mut self, now: UnixMs) {
        let age_ms = self.limits.age_ms;
        self.lose("expired", &|entry| entry.batch.is_none() && now.saturating_sub(entry.at) > age_ms);
    }

    /// Every event is lost; of what is under way nobody knows whether it will arrive. What is told of them is told as of
    /// `origin`, which has been this tab's.
    pub fn forget(&mut self, reason: &'static str, origin: &Origin) {
        self.take(&|entry| entry.batch.is_some());
        self.under_way.clear();
        self.lose(reason, &|_| true);
        let origin = Rc::new(origin.clone());
        for entry in self.entries.iter_mut().filter(|entry| entry.origin.is_none()) {
            entry.origin = Some(Rc::clone(&origin));
        }
    }

    /// Tells each loss since the last time.
    pub fn news(&mut self, mut tell: impl FnMut(&Entry)) {
        if std::mem::take(&mut self.has_news) {
            for entry in self.entries.iter_mut().filter(|entry| entry.is_news) {
                entry.is_news = false;
                tell(entry);
            }
        }
    }

    /// Forgets everything, the losses too: nothing may be told any more.
    pub fn clear(&mut self) {
        self.take(&|_| true);
    }

    /// These events are lost for a reason. What was lost before keeps its own.
    fn lose(&mut self, reason: &'static str, is_meant: &dyn Fn(&Entry) -> bool) {
        for entry in self.entries.iter_mut().filter(|entry| !entry.is_lost() && is_meant(entry)) {
            self.bytes -= entry.weight();
            entry.name.clear();
            reason.clone_into(&mut entry.data);
            entry.session = None;
            self.bytes += entry.weight();
            entry.is_news = true;
            self.has_news = true;
        }
    }

    fn losses(&self) -> usize {
        self.entries.iter().filter(|entry| entry.is_lost()).count()
    }

    /// How many events and losses wait for a batch.
    pub fn waiting(&self) -> usize {
        self.entries.iter().filter(|entry| entry.batch.is_none()).count()
    }

    /// How many batches are under way.
    pub fn under_way(&self) -> usize {
        self.under_way.len()
    }

    /// Whether a failure is too fresh for another try, or none is worth it any more.
    pub fn is_paused(&self, now: UnixMs) -> bool {
        now < self.paused_until || self.is_blocked()
    }

    /// The pause after a failure is over, whatever the clock says: timers may come a little early.
    pub fn end_pause(&mut self) {
        self.paused_until = 0;
    }

    /// Ends the pause after a failure; where there was never an answer, for one more try.
    pub fn resume(&mut self) {
        self.paused_until = 0;
        self.body_limit = 0;
        self.unanswered = self.unanswered.min(BLOCKED_AFTER - 1);
    }

    /// Pages of this session had no answer: one more try without one is enough to give up.
    pub fn expect_no_answer(&mut self) {
        self.unanswered = BLOCKED_AFTER - 1;
    }

    /// Whether the collector has answered this page, whatever it said.
    pub fn was_answered(&self) -> bool {
        self.was_answered
    }

    /// Whether something keeps this page from the collector for good.
    pub fn is_blocked(&self) -> bool {
        !self.was_answered && self.unanswered >= BLOCKED_AFTER
    }

    /// Everything that is not settled.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Everything of this tab that is not settled.
    pub fn own(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.origin.is_none())
    }

    /// Of a page view of this tab more has become known: what has not been sent yet says it.
    pub fn renew_page(&mut self, page: &Rc<PageView>) {
        for entry in self.entries.iter_mut().filter(|entry| entry.origin.is_none() && entry.page.id == page.id) {
            entry.page = Rc::clone(page);
        }
    }

    /// Gives each event of this tab the session, or takes it away; without one, adopted events are lost.
    pub fn set_session(&mut self, session: Option<Id>) {
        for entry in self.entries.iter_mut().filter(|entry| entry.origin.is_none()) {
            entry.session = session.map(|session| entry.session.unwrap_or(session));
        }
        if session.is_none() {
            self.lose("consent", &|entry| entry.origin.is_some());
        }
    }

    fn take(&mut self, goes: &dyn Fn(&Entry) -> bool) -> Vec<Entry> {
        let (mut gone, mut left) = (Vec::new(), Vec::new());
        for entry in std::mem::take(&mut self.entries) {
            if goes(&entry) {
                self.bytes -= entry.weight();
                gone.push(entry);
            } else {
                left.push(entry);
            }
        }
        self.entries = left;
        gone
    }
}

impl Entry {
    /// Under which the browser's storage holds it: `stream:n`.
    pub fn key(&self) -> String {
        let mut key = self.stream.hex();
        key.push(':');
        push_u64(&mut key, self.n);
        key
    }

    /// Whether it will never be sent, and only that is to be told.
    pub fn is_lost(&self) -> bool {
        self.name.is_empty()
    }

    /// About the bytes of its record: its data, and what else there is to say of an event, of its page and device; of one that
    /// is lost there is no more than a line.
    fn weight(&self) -> usize {
        self.data.len() + if self.is_lost() { 200 } else { 800 }
    }
}

#[cfg(test)]
mod tests;
