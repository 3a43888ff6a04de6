//! The next batch: which events, how many of them, and by which way.

use super::head::Head;
use super::{Entry, MAX_PRIORITY, Origin, Outbox, UnderWay, priority};
use crate::UnixMs;
use crate::page::PageView;
use waypost_wire::json::Raw;
use waypost_wire::limits::{MAX_BATCH_BYTES, MAX_BATCH_EVENTS};
use waypost_wire::{Batch, Consent, Event, Id, Naming, Page};

/// Most requests of a page that may be under way as it is hidden: browsers take a few small ones (Chromium nine) as they
/// take 64 KiB in all.
pub const MAX_REQUESTS: usize = 8;

/// How a batch is to travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As a request that ends with the page: the allowance of those that do not is spent.
    Plain,
    /// As a request that outlives the page.
    Keepalive,
    /// The page is being hidden and its allowance is spent: handed to the browser for later, where it takes such, else plain.
    Later,
}

/// Who sends.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// Site key.
    pub site: &'a str,
    /// What the visitor has allowed.
    pub consent: Consent,
    /// What this tab's stream says of itself.
    pub origin: &'a Origin,
    /// How many events it has numbered.
    pub last: u64,
}

/// A batch to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Its number, to answer with.
    pub batch: u64,
    /// Its body.
    pub body: String,
    /// Its way.
    pub way: Way,
}

impl Outbox {
    /// The next batch. Its events are all of one stream; the most valuable go first where not all fit: into a body, and,
    /// when the page is being hidden, into what is left of its allowance. Losses go along.
    pub fn next_batch(&mut self, now: UnixMs, sender: Sender<'_>, is_hiding: bool) -> Option<Packed> {
        let in_flight: usize = self.under_way.iter().map(|under_way| under_way.bytes).sum();
        let mut left = MAX_BATCH_BYTES.saturating_sub(in_flight);
        if self.under_way.len() >= MAX_REQUESTS {
            left = 0;
        }
        let most = if self.body_limit > 0 { self.body_limit } else { MAX_BATCH_BYTES };
        let mut chosen = self.choose()?;
        let limit = if is_hiding { left.min(most) } else { most };
        let all = chosen.clone();
        let (mut body, mut naming) = self.fit(now, sender, &mut chosen, limit);
        if body.len() > limit && limit < most {
            // Not even one fits into what is left of the allowance.
            chosen = all;
            (body, naming) = self.fit(now, sender, &mut chosen, most);
        }
        self.last_batch += 1;
        for at in chosen {
            self.entries[at].batch = Some(self.last_batch);
        }
        self.under_way.push(UnderWay { batch: self.last_batch, bytes: body.len(), naming });
        let way = match (body.len() <= left, is_hiding) {
            (true, _) => Way::Keepalive,
            (false, true) => Way::Later,
            (false, false) => Way::Plain,
        };
        Some(Packed { batch: self.last_batch, body, way })
    }

    /// What waits of the stream of the most valuable event, the most valuable first.
    fn choose(&self) -> Option<Vec<usize>> {
        let mut waiting = Vec::new();
        // Not by a sort, which would bring two kilobytes along.
        for level in (0..=MAX_PRIORITY).rev() {
            let of_level = |at: &usize| self.entries[*at].batch.is_none() && priority(&self.entries[*at].name) == level;
            waiting.extend((0..self.entries.len()).filter(of_level));
        }
        let stream = self.entries[*waiting.first()?].stream;
        waiting.retain(|at| self.entries[*at].stream == stream);
        waiting.truncate(MAX_BATCH_EVENTS);
        Some(waiting)
    }

    /// The body of as many of the chosen events as fit, but for one.
    fn fit(&mut self, now: UnixMs, sender: Sender<'_>, chosen: &mut Vec<usize>, limit: usize) -> (String, Naming) {
        loop {
            let mut events: Vec<&Entry> = chosen.iter().map(|at| &self.entries[*at]).collect();
            // Most of them are in their order.
            for end in 1..events.len() {
                let mut at = end;
                while at > 0 && events[at - 1].n > events[at].n {
                    events.swap(at - 1, at);
                    at -= 1;
                }
            }
            let (body, naming) = encode(now, sender, &events, &mut self.head);
            if body.len() <= limit || chosen.len() <= 1 {
                return (body, naming);
            }
            // In proportion, and a little less since the head of the batch stays.
            chosen.truncate((chosen.len() * limit * 9 / (body.len() * 10)).max(1));
        }
    }
}

fn encode(now: UnixMs, sender: Sender<'_>, chosen: &[&Entry], head: &mut Head) -> (String, Naming) {
    let origin = chosen.first().and_then(|entry| entry.origin.as_deref()).unwrap_or(sender.origin);
    let last = if origin.stream == sender.origin.stream { sender.last } else { 0 };
    let mut lost = Vec::new();
    let raw = |text| Raw::parse(text).unwrap_or(Raw::EMPTY);
    let (mut sessions, mut pages): (Vec<Id>, Vec<Page<'_>>) = (Vec::new(), Vec::new());
    let mut events = Vec::with_capacity(chosen.len());
    for entry in chosen {
        if entry.is_lost() {
            lost.push((Some(entry.n), (&entry.data).into()));
            continue;
        }
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
    let purposes = origin.purposes.json();
    // What tells of losses alone tells of nobody.
    let has_events = !events.is_empty();
    let mut batch = Batch {
        site: sender.site.into(),
        stream: origin.stream,
        naming: Naming::Unnamed,
        sdk: (&origin.sdk).into(),
        consent: sender.consent,
        visitor: origin.visitor.filter(|_| has_events),
        user: origin.user.as_ref().filter(|_| has_events).map(Into::into),
        purposes: raw(&purposes),
        device: raw(&origin.device),
        sessions,
        pages,
        lost,
        last,
        events,
    };
    // Of what another tab has left there is seldom more than one batch.
    if has_events && origin.stream == sender.origin.stream {
        batch.naming = head.naming(origin.stream, batch.head(), now);
    }
    (batch.encode(), batch.naming)
}
