//! Consent and what follows from it: ids, storage, and forgetting.

use super::Tracker;
use crate::cart::Cart;
use crate::memory::Memory;
use crate::outbox::Outbox;
use crate::page::PageView;
use crate::{Consent, Effect, UnixMs, record};
use std::rc::Rc;

impl Tracker {
    /// A remembered visitor had granted; that stands until the page says otherwise.
    pub(super) fn start(&mut self, now: UnixMs, memory: Option<String>, effects: &mut Vec<Effect>) {
        match (self.config.consent, memory.as_deref().and_then(Memory::decode)) {
            (Consent::Denied, _) => effects.push(Effect::Erase),
            (_, Some((memory, cart, caps))) => {
                self.consent = Consent::Granted;
                self.cart = cart;
                self.offers.caps = caps;
                self.user.clone_from(&memory.user);
                self.hold(now, memory, effects);
            }
            (Consent::Granted, None) => {
                let memory = Memory::new(&mut self.random, now);
                self.hold(now, memory, effects);
            }
            (Consent::Anonymous | Consent::Pending, None) => {}
        }
    }

    pub(super) fn set_consent(&mut self, now: UnixMs, consent: Consent, effects: &mut Vec<Effect>) {
        let before = std::mem::replace(&mut self.consent, consent);
        if before == consent {
            return;
        }
        match consent {
            Consent::Granted => {
                let mut memory = Memory::new(&mut self.random, now);
                memory.user.clone_from(&self.user);
                self.hold(now, memory, effects);
            }
            Consent::Anonymous | Consent::Pending => {
                if self.memory.is_some() {
                    self.let_go(effects);
                }
            }
            Consent::Denied => {
                self.forget();
                self.let_go(effects);
            }
        }
        if before == Consent::Denied {
            // Nothing was recorded so far: the stream begins with the page that is on screen.
            self.track(now, "page_view", "", effects);
        }
        self.flush_is_due = true;
    }

    /// Forgets the visitor and begins anew, with the same consent.
    pub(super) fn reset(&mut self, now: UnixMs, effects: &mut Vec<Effect>) {
        self.forget();
        self.let_go(effects);
        if self.consent == Consent::Granted {
            let memory = Memory::new(&mut self.random, now);
            self.hold(now, memory, effects);
        }
    }

    /// Takes the ids of `memory`, gives them to what waits, and stores it.
    fn hold(&mut self, now: UnixMs, mut memory: Memory, effects: &mut Vec<Effect>) {
        self.outbox.set_session(Some(memory.session_at(now, &mut self.random)));
        self.origin.visitor = Some(memory.visitor);
        self.origin.user.clone_from(&memory.user);
        self.memory = Some(memory);
        self.memory_is_stale = true;
        effects.push(Effect::Adopt(self.origin.stream.hex()));
        let stored =
            |entry| Effect::Store { key: crate::outbox::Entry::key(entry), text: record::encode(entry, &self.origin) };
        effects.extend(self.outbox.own().map(stored));
    }

    /// Gives the ids back and erases what was stored.
    fn let_go(&mut self, effects: &mut Vec<Effect>) {
        self.memory = None;
        self.origin.visitor = None;
        self.origin.user = None;
        self.outbox.set_session(None);
        effects.push(Effect::Erase);
    }

    /// Empties outbox, cart and caps. The stream ends with it, since its numbers would have a gap.
    fn forget(&mut self) {
        self.outbox = Outbox::default();
        self.cart = Cart::default();
        self.offers.caps.clear();
        self.user = None;
        self.origin.stream = self.random.id();
        self.last_n = 0;
        self.page = Rc::new(PageView { id: 1, ..(*self.page).clone() });
    }
}
