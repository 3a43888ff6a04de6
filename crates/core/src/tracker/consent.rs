//! Consent and what follows from it: ids, storage, and forgetting.

use super::Tracker;
use crate::acts::Acts;
use crate::cart::Cart;
use crate::consent::Said;
use crate::history::History;
use crate::memory::{Memory, Remembered};
use crate::page::PageView;
use crate::{Choice, Consent, Effect, UnixMs};
use std::rc::Rc;

impl Tracker {
    /// A remembered visitor had granted; that stands until the page says otherwise.
    pub(super) fn start(&mut self, now: UnixMs, memory: Option<String>, effects: &mut Vec<Effect>) {
        match (self.config.consent, memory.as_deref().and_then(Remembered::decode)) {
            (Consent::Denied, _) => effects.push(Effect::Erase),
            (_, Some(_)) if self.config.gpc => effects.push(Effect::Erase),
            (_, Some(remembered)) => {
                self.consent = Consent::Granted;
                let memory = self.take_over(remembered);
                self.user.clone_from(&memory.user);
                self.hold(now, memory, effects);
                self.say_returning(true);
            }
            (Consent::Granted, None) if self.consent == Consent::Granted => {
                let memory = Memory::new(&mut self.random, now);
                self.hold(now, memory, effects);
                self.say_returning(false);
            }
            _ => {}
        }
    }

    pub(super) fn set_consent(&mut self, now: UnixMs, choice: Choice, effects: &mut Vec<Effect>) {
        let purposes = &mut self.origin.purposes;
        let said = *purposes;
        purposes.personalisation = choice.personalisation.unwrap_or(said.personalisation);
        purposes.marketing = choice.marketing.filter(|_| !self.config.gpc).unwrap_or(said.marketing);
        self.memory_is_stale |= said != *purposes;
        // Nothing said of measurement is what another tab tells of its grant, before what it remembers.
        self.is_withdrawn &= choice.measurement.is_some();
        let consent = choice.measurement.map_or(self.consent, |consent| self.config.heeded(consent));
        let before = std::mem::replace(&mut self.consent, consent);
        if before == consent {
            return;
        }
        self.is_withdrawn = consent != Consent::Granted;
        match consent {
            Consent::Granted => {
                let mut memory = Memory::new(&mut self.random, now);
                memory.user.clone_from(&self.user);
                memory.arrive(&self.page.utm, &mut self.random);
                self.hold(now, memory, effects);
            }
            Consent::Anonymous | Consent::Pending => {
                if self.memory.is_some() {
                    self.let_go(effects);
                }
            }
            Consent::Denied => {
                self.forget("consent", effects);
                self.let_go(effects);
            }
        }
        self.begin_after(before, now, effects);
    }

    /// Another state has begun. After a refusal nothing was recorded so far: the stream begins with the page that is on screen.
    fn begin_after(&mut self, before: Consent, now: UnixMs, effects: &mut Vec<Effect>) {
        if before == Consent::Denied {
            self.track(now, "page_view", "", effects);
        }
        self.flush_is_due = true;
    }

    /// Forgets the visitor and begins anew, with the same consent.
    pub(super) fn reset(&mut self, now: UnixMs, effects: &mut Vec<Effect>) {
        self.forget("reset", effects);
        self.let_go(effects);
        if self.consent == Consent::Granted {
            let memory = Memory::new(&mut self.random, now);
            self.hold(now, memory, effects);
        }
    }

    /// Another tab has changed what is remembered. A grant there is one here, too; a visitor that began anew there does so
    /// here.
    pub(super) fn remember(&mut self, now: UnixMs, text: &str, effects: &mut Vec<Effect>) {
        let Some(remembered) = Remembered::decode(text) else { return };
        if self.config.gpc || self.is_withdrawn {
            return;
        }
        let known = self.memory.as_ref().map(|memory| memory.visitor);
        if known.is_some_and(|visitor| visitor != remembered.memory.visitor) {
            self.forget("reset", effects);
        }
        let is_new = known != Some(remembered.memory.visitor);
        let memory = self.take_over(remembered);
        self.user.clone_from(&memory.user);
        if is_new {
            let before = std::mem::replace(&mut self.consent, Consent::Granted);
            self.hold(now, memory, effects);
            self.begin_after(before, now, effects);
            self.memory_is_stale = false;
        } else {
            self.origin.user.clone_from(&memory.user);
            self.memory = Some(memory);
        }
    }

    /// The text that another page of this visitor begins with; `None` without consent to keep any.
    pub(super) fn remembered(&mut self) -> Option<String> {
        let memory = self.memory.clone()?;
        self.remembered_at = memory.last;
        let remembered = Remembered {
            memory,
            purposes: self.origin.purposes,
            cart: self.cart.clone(),
            history: self.history.clone(),
            offers: self.offers.seen.clone(),
        };
        Some(remembered.encode())
    }

    fn take_over(&mut self, remembered: Remembered) -> Memory {
        self.origin.purposes = remembered.purposes;
        self.cart = remembered.cart;
        self.history = remembered.history;
        self.offers.seen = remembered.offers;
        remembered.memory
    }

    /// Says in the facts of the device whether it remembered the visitor.
    fn say_returning(&mut self, is_returning: bool) {
        let device = &mut self.origin.device;
        if device.pop() == Some('}') {
            let comma = if device.len() > 1 { "," } else { "" };
            let flag = if is_returning { "true}" } else { "false}" };
            *device = [device, comma, "\"returning\":", flag].concat();
        }
    }

    /// Whether what the visitor did may lead to an offer.
    pub(super) fn may_offer(&self) -> bool {
        self.consent.on_wire().is_some() && self.origin.purposes.personalisation != Said::No
    }

    /// Takes the ids of `memory`, gives them to what waits, and stores it.
    fn hold(&mut self, now: UnixMs, mut memory: Memory, effects: &mut Vec<Effect>) {
        self.outbox.set_session(Some(memory.session_at(now, &mut self.random)));
        if memory.is_blocked {
            self.outbox.expect_no_answer();
        }
        self.origin.visitor = Some(memory.visitor);
        self.origin.user.clone_from(&memory.user);
        self.memory = Some(memory);
        effects.push(Effect::Adopt(self.origin.stream.hex()));
        self.store_again(effects);
    }

    /// Stores what is not settled, and with the next effects what is remembered.
    pub(super) fn store_again(&mut self, effects: &mut Vec<Effect>) {
        self.memory_is_stale = true;
        self.outbox.entries().iter().for_each(|entry| self.store(entry, effects));
    }

    /// Gives the ids back and erases what was stored.
    fn let_go(&mut self, effects: &mut Vec<Effect>) {
        self.memory = None;
        self.origin.visitor = None;
        self.origin.user = None;
        self.outbox.set_session(None);
        effects.push(Effect::Erase);
    }

    /// Empties outbox, cart and caps. The stream ends with it, since its numbers would have a gap. Where something may still
    /// be sent, the collector learns how many events there were of it, and nothing else.
    fn forget(&mut self, reason: &'static str, effects: &mut Vec<Effect>) {
        self.outbox.forget(reason, &self.origin);
        if self.consent.on_wire().is_none() {
            self.tell_losses(effects);
            self.outbox.clear();
        }
        self.acts = Acts::default();
        self.cart = Cart::default();
        self.history = History::default();
        self.offers.seen.clear();
        self.user = None;
        self.origin.stream = self.random.id();
        self.last_n = 0;
        self.page = Rc::new(PageView { id: 1, ..(*self.page).clone() });
    }
}
