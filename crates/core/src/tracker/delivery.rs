//! What becomes of recorded events: sent, answered, taken over from other tabs, lost with a reason.

use super::Tracker;
use crate::outbox::{Entry, MAX_REQUESTS, Origin, Packed, Sender, Way};
use crate::{Effect, Reply, Timer, UnixMs, record};
use std::rc::Rc;
use waypost_wire::json::Object;

/// So many waiting events are sent at once, without waiting for [`Config::flush_ms`](crate::Config::flush_ms).
pub const FLUSH_EVENTS: usize = 50;

/// An event waits for so many times [`Config::flush_ms`](crate::Config::flush_ms) at the most, however soon others follow it.
pub const LONGEST_WAIT: u64 = 2;

/// Where the browser has no locks, a record of another tab is taken over once it is so old, in milliseconds: its owner would
/// have sent it long before.
pub const LEFT_AFTER_MS: u64 = 60_000;

impl Tracker {
    /// Sends what is due: one batch at a time, a second one beside it for what is worth it, and all that the browser takes
    /// when the page is being hidden.
    pub(super) fn send(&mut self, now: UnixMs, hiding: bool, effects: &mut Vec<Effect>) {
        let Some(consent) = self.consent.on_wire() else {
            return;
        };
        let is_stale = std::mem::take(&mut self.timer_is_stale);
        let mut is_spent = false;
        while self.outbox.waiting() > 0 {
            let at_once = usize::from(self.urgent) + 1;
            let is_free = self.outbox.under_way() < at_once && !self.outbox.is_paused(now);
            let is_due = self.flush_is_due || self.outbox.waiting() >= FLUSH_EVENTS;
            let may = if hiding { !is_spent && !self.outbox.is_blocked() } else { is_free && is_due };
            if !may {
                break;
            }
            let sender = Sender { site: &self.config.site, consent, origin: &self.origin, last: self.last_n };
            let Some(Packed { batch, body, way }) = self.outbox.next_batch(now, sender, hiding) else {
                break;
            };
            // What comes after it would have to wait for the next visit, or for this one to go on.
            is_spent = way == Way::Later && self.outbox.under_way() > MAX_REQUESTS;
            effects.push(Effect::Send { batch, body, way });
        }
        if self.outbox.waiting() == 0 {
            self.urgent = false;
            self.flush_is_due = false;
            self.waits_since = None;
        } else if !self.flush_is_due && !self.outbox.is_paused(now) && (is_stale || self.waits_since.is_none()) {
            // What is done next goes along, but nothing waits for ever.
            let wait = u64::from(self.config.flush_ms);
            let ends = *self.waits_since.get_or_insert(now) + LONGEST_WAIT * wait;
            let after_ms = wait.min(ends.saturating_sub(now)) as u32;
            effects.push(Effect::Wake { timer: Timer::Flush, after_ms });
        }
    }

    pub(super) fn answered(&mut self, now: UnixMs, batch: u64, reply: &Reply, effects: &mut Vec<Effect>) {
        let settled = self.outbox.answered(batch, reply, now, &mut self.random);
        if !settled.keys.is_empty() {
            let mut detail = String::new();
            Object::new(&mut detail).u64("stored", settled.stored).u64("dropped", settled.dropped.len() as u64);
            effects.push(Effect::Tell { topic: "sent", detail });
            if self.memory.is_some() {
                effects.push(Effect::Remove(settled.keys));
            }
        }
        for reason in &settled.dropped {
            tell_drops(reason, 1, effects);
        }
        let is_news = settled.is_blocked || self.outbox.was_answered();
        if let Some(memory) = &mut self.memory
            && is_news
            && memory.is_blocked != settled.is_blocked
        {
            memory.is_blocked = settled.is_blocked;
            self.memory_is_stale = true;
        }
        if settled.is_blocked {
            effects.push(Effect::Tell { topic: "blocked", detail: "{}".to_owned() });
        }
        self.hides_again = settled.goes_again && self.is_hidden;
        self.flush_is_due |= settled.goes_again;
        if let Some((code, text)) = settled.warning {
            effects.push(Effect::Warn { code, text });
        }
        if let Some(after_ms) = settled.retry_after_ms {
            effects.push(Effect::Wake { timer: Timer::Retry, after_ms });
        }
    }

    /// Takes over what tabs have left. Without locks nobody knows whether they are gone: what is young is left to them, and
    /// what two tabs send is stored once.
    pub(super) fn adopt(&mut self, now: UnixMs, records: &str, is_sure: bool) {
        for entry in records.lines().filter_map(record::decode) {
            let is_left = is_sure || now.saturating_sub(entry.at) >= LEFT_AFTER_MS;
            if entry.stream != self.origin.stream && is_left {
                self.outbox.push(entry);
            }
        }
        self.outbox.expire(now);
        self.flush_is_due = true;
    }

    /// Events were lost: of their records no more than that remains.
    pub(super) fn tell_losses(&mut self, effects: &mut Vec<Effect>) {
        let (mut reason, mut count) = (String::new(), 0);
        let (origin, is_kept) = (&self.origin, self.memory.is_some());
        self.outbox.news(|entry| {
            if entry.data != reason {
                tell_drops(&reason, count, effects);
                (reason, count) = (entry.data.clone(), 0);
            }
            count += 1;
            if is_kept {
                effects.push(stored(entry, origin));
            }
        });
        tell_drops(&reason, count, effects);
    }

    /// Keeps a record of what is not settled, where the visitor has allowed it.
    pub(super) fn store(&self, entry: &Entry, effects: &mut Vec<Effect>) {
        if self.memory.is_some() {
            effects.push(stored(entry, &self.origin));
        }
    }

    /// An event that cannot be sent takes a number, and its loss is told.
    pub(super) fn drop_event(&mut self, at: UnixMs, reason: &'static str) {
        self.last_n += 1;
        self.outbox.push(Entry {
            stream: self.origin.stream,
            n: self.last_n,
            at,
            name: String::new(),
            data: reason.to_owned(),
            page: Rc::clone(&self.page),
            session: None,
            origin: None,
            batch: None,
            is_news: true,
        });
    }
}

fn stored(entry: &Entry, own: &Origin) -> Effect {
    Effect::Store { key: entry.key(), text: record::encode(entry, entry.origin.as_deref().unwrap_or(own)) }
}

fn tell_drops(reason: &str, count: u64, effects: &mut Vec<Effect>) {
    if count > 0 {
        let mut detail = String::new();
        Object::new(&mut detail).str("reason", reason).u64("count", count);
        effects.push(Effect::Tell { topic: "drop", detail });
    }
}
