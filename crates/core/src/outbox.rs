//! Events not yet settled. An event leaves only when the collector has answered for its batch,
//! by its identity and never by its position, or with a reason that is counted.

use crate::UnixMs;
use crate::consent::Purposes;
use crate::input::Reply;
use crate::page::PageView;
use crate::random::Random;
use std::rc::Rc;
use waypost_wire::json::{Raw, push_u64};
use waypost_wire::limits::{MAX_BATCH_BYTES, MAX_BATCH_EVENTS};
use waypost_wire::{Answer, Batch, Consent, Event, Id, Page};

/// Most events held; the least valuable, oldest first, make room.
pub const MAX_EVENTS: usize = 10_000;

/// The pause after the first failure, at the most, in milliseconds. It doubles with each further failure;
/// the real pause is anything from 0 to it ("full jitter"), after what `Retry-After` asks for.
pub const FIRST_BACKOFF_MS: u32 = 1_000;

/// Longest pause that doubling leads to, in milliseconds.
pub const MAX_BACKOFF_MS: u32 = 300_000;

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

/// An event that is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The stream it was recorded in.
    pub stream: Id,
    /// Number within its stream.
    pub n: u64,
    /// When it happened.
    pub at: UnixMs,
    /// Event name.
    pub name: String,
    /// Data, a JSON object.
    pub data: String,
    /// The page it happened on.
    pub page: Rc<PageView>,
    /// Its session, with consent.
    pub session: Option<Id>,
    /// What its stream says of itself, where that is not this tab's.
    pub origin: Option<Rc<Origin>>,
    /// The batch that it is under way in.
    pub batch: Option<u64>,
}

/// How much losing an event would hurt: 3 money, 2 a step towards it, 1 interest, 0 the rest.
pub fn priority(name: &str) -> u8 {
    match name {
        "purchase" | "refund" => 3,
        "begin_checkout" | "add_shipping_info" | "add_payment_info" | "offer_submitted" | "sign_up"
        | "generate_lead" => 2,
        "add_to_cart" | "remove_from_cart" | "cart_update" | "add_to_wishlist" => 1,
        _ => 0,
    }
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Keys of the events that are settled now.
    pub keys: Vec<String>,
    /// How many of them are on disk.
    pub stored: u64,
    /// Reasons of the others, one each.
    pub dropped: Vec<String>,
    /// Code and text of a message, if there is one to give.
    pub warning: Option<(&'static str, String)>,
    /// When to try again, from now, in milliseconds.
    pub retry_after_ms: Option<u32>,
}

/// The queue of one tab, with what it adopted from others.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
    under_way: Vec<(u64, usize)>,
    last_batch: u64,
    failures: u32,
    paused_until: UnixMs,
    drops: Vec<(&'static str, u64)>,
}

impl Outbox {
    /// Adds an event unless it is there already, and makes room for it: the keys of what had to go.
    pub fn push(&mut self, entry: Entry) -> Option<String> {
        if entry.origin.is_some() && self.entries.iter().any(|known| (known.stream, known.n) == (entry.stream, entry.n))
        {
            return None;
        }
        self.entries.push(entry);
        if self.entries.len() <= MAX_EVENTS {
            return None;
        }
        let waiting = self.entries.iter().enumerate().filter(|(_, entry)| entry.batch.is_none());
        let (at, _) = waiting.min_by_key(|(at, entry)| (priority(&entry.name), *at))?;
        self.count_drop("evicted", 1);
        Some(self.entries.remove(at).key())
    }

    /// Counts events that ended without being sent.
    pub fn count_drop(&mut self, reason: &'static str, count: u64) {
        match self.drops.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, total)) => *total += count,
            None => self.drops.push((reason, count)),
        }
    }

    /// How many events wait for a batch.
    pub fn waiting(&self) -> usize {
        self.entries.iter().filter(|entry| entry.batch.is_none()).count()
    }

    /// Whether a batch is under way.
    pub fn is_busy(&self) -> bool {
        !self.under_way.is_empty()
    }

    /// Whether a failure is too fresh for another try.
    pub fn is_paused(&self, now: UnixMs) -> bool {
        now < self.paused_until
    }

    /// Ends the pause after a failure.
    pub fn resume(&mut self) {
        self.paused_until = 0;
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

    /// Gives each event of this tab the session, or takes it away; without one, adopted events are let go too.
    pub fn set_session(&mut self, session: Option<Id>) {
        if session.is_none() {
            let before = self.entries.len();
            self.entries.retain(|entry| entry.origin.is_none());
            let gone = before - self.entries.len();
            if gone > 0 {
                self.count_drop("consent", gone as u64);
            }
        }
        for entry in self.entries.iter_mut().filter(|entry| entry.origin.is_none()) {
            entry.session = session.map(|session| entry.session.unwrap_or(session));
        }
    }

    /// The next batch: its number, its body and whether it fits into the page's keepalive allowance.
    /// Its events are all of one stream; the most valuable go first where not all fit.
    pub fn next_batch(
        &mut self,
        now: UnixMs,
        site: &str,
        consent: Consent,
        own: &Origin,
    ) -> Option<(u64, String, bool)> {
        let mut waiting: Vec<usize> = (0..self.entries.len()).filter(|at| self.entries[*at].batch.is_none()).collect();
        waiting.sort_unstable_by_key(|at| (u8::MAX - priority(&self.entries[*at].name), *at));
        let stream = self.entries[*waiting.first()?].stream;
        waiting.retain(|at| self.entries[*at].stream == stream);
        waiting.truncate(MAX_BATCH_EVENTS);
        let body = loop {
            let mut chosen: Vec<&Entry> = waiting.iter().map(|at| &self.entries[*at]).collect();
            chosen.sort_unstable_by_key(|entry| entry.n);
            let body = self.encode(now, site, consent, own, &chosen);
            if body.len() <= MAX_BATCH_BYTES || waiting.len() == 1 {
                break body;
            }
            // In proportion, and a little less since the head of the batch stays.
            waiting.truncate((waiting.len() * MAX_BATCH_BYTES / body.len() * 9 / 10).max(1));
        };
        self.last_batch += 1;
        for at in waiting {
            self.entries[at].batch = Some(self.last_batch);
        }
        let in_flight: usize = self.under_way.iter().map(|(_, bytes)| bytes).sum();
        self.under_way.push((self.last_batch, body.len()));
        let keepalive = in_flight + body.len() <= MAX_BATCH_BYTES;
        Some((self.last_batch, body, keepalive))
    }

    /// Takes the answer for a batch. A batch that is not under way (any more) changes nothing.
    pub fn answered(&mut self, batch: u64, reply: &Reply, now: UnixMs, random: &mut Random) -> Settled {
        let Some(at) = self.under_way.iter().position(|(number, _)| *number == batch) else {
            return Settled::default();
        };
        self.under_way.swap_remove(at);
        let count = self.entries.iter().filter(|entry| entry.batch == Some(batch)).count() as u64;
        match reply {
            Reply::Ok(body) => match Answer::decode(body) {
                // An answer for other numbers of events is not an answer to this batch.
                Some(answer) if answer.stored + answer.dropped.len() as u64 == count => {
                    self.failures = 0;
                    self.resume();
                    Settled {
                        keys: self.take(batch),
                        stored: answer.stored,
                        dropped: answer.dropped.into_iter().map(|(_, reason)| reason.into_owned()).collect(),
                        ..Settled::default()
                    }
                }
                _ => {
                    let text = "the collector's answer makes no sense; check that `collector` names a Waypost collector and that nothing in between rewrites its answers";
                    self.failed(batch, 0, now, random, Some(("bad_answer", text.to_owned())))
                }
            },
            Reply::Status { code, .. } if (400..500).contains(code) && !matches!(code, 408 | 429) => {
                self.count_drop("refused", count);
                let mut text = String::from("the collector refused events with status ");
                push_u64(&mut text, u64::from(*code));
                text.push_str("; its answer in the network panel says why");
                Settled {
                    keys: self.take(batch),
                    dropped: vec!["refused".to_owned(); count as usize],
                    warning: Some(("refused", text)),
                    ..Settled::default()
                }
            }
            Reply::Status { retry_after_s, .. } => self.failed(batch, *retry_after_s, now, random, None),
            Reply::Unreachable => {
                let text = "the collector can't be reached; events wait and are sent later. Check `collector`, and that the site's origin is allowed there";
                self.failed(batch, 0, now, random, Some(("unreachable", text.to_owned())))
            }
            Reply::Handed => self.failed(batch, 0, now, random, None),
        }
    }

    fn encode(&self, now: UnixMs, site: &str, consent: Consent, own: &Origin, chosen: &[&Entry]) -> String {
        let origin = chosen.first().and_then(|entry| entry.origin.as_deref()).unwrap_or(own);
        let raw = |text| Raw::parse(text).unwrap_or(Raw::EMPTY);
        let (mut sessions, mut pages): (Vec<Id>, Vec<Page<'_>>) = (Vec::new(), Vec::new());
        let mut events = Vec::with_capacity(chosen.len());
        for entry in chosen {
            if !pages.iter().any(|page| page.id == entry.page.id) {
                let PageView { id, url, title, referrer, utm, facts } = &*entry.page;
                pages.push(Page {
                    id: *id,
                    url: url.into(),
                    title: title.into(),
                    referrer: referrer.into(),
                    utm: raw(utm),
                    facts: raw(facts),
                });
            }
            let session = entry.session.map(|id| {
                sessions.iter().position(|known| *known == id).unwrap_or_else(|| {
                    sessions.push(id);
                    sessions.len() - 1
                })
            });
            events.push(Event {
                n: entry.n,
                age_ms: now.saturating_sub(entry.at),
                name: (&entry.name).into(),
                page: entry.page.id,
                session,
                data: raw(&entry.data),
            });
        }
        let mine = origin.stream == own.stream;
        let purposes = origin.purposes.json();
        let drops = self.drops.iter().filter(|_| mine).map(|(reason, count)| ((*reason).into(), *count));
        Batch {
            site: site.into(),
            stream: origin.stream,
            sdk: (&origin.sdk).into(),
            consent,
            visitor: origin.visitor,
            user: origin.user.as_ref().map(Into::into),
            purposes: raw(&purposes),
            device: raw(&origin.device),
            sessions,
            pages,
            drops: drops.collect(),
            events,
        }
        .encode()
    }

    fn take(&mut self, batch: u64) -> Vec<String> {
        let (done, left) = std::mem::take(&mut self.entries).into_iter().partition(|entry| entry.batch == Some(batch));
        self.entries = left;
        let done: Vec<Entry> = done;
        done.iter().map(Entry::key).collect()
    }

    fn failed(
        &mut self,
        batch: u64,
        retry_after_s: u32,
        now: UnixMs,
        random: &mut Random,
        warning: Option<(&'static str, String)>,
    ) -> Settled {
        for entry in self.entries.iter_mut().filter(|entry| entry.batch == Some(batch)) {
            entry.batch = None;
        }
        let most = FIRST_BACKOFF_MS.checked_shl(self.failures).unwrap_or(MAX_BACKOFF_MS).min(MAX_BACKOFF_MS);
        self.failures = (self.failures + 1).min(16);
        let pause = retry_after_s.saturating_mul(1_000).saturating_add(random.up_to(most));
        self.paused_until = now + u64::from(pause);
        Settled { warning, retry_after_ms: Some(pause), ..Settled::default() }
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
}

#[cfg(test)]
mod tests;
