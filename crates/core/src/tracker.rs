//! The machine itself: which part an input belongs to, and in which order effects follow.

use crate::acts::{self, Acts};
use crate::cart::Cart;
use crate::consent::{Purposes, Said};
use crate::history::History;
use crate::memory::Memory;
use crate::offer::{Offers, Signal};
use crate::outbox::{Entry, Origin, Outbox, priority};
use crate::page::{PageView, same_page};
use crate::random::Random;
use crate::{Config, Consent, Effect, Input, Reply, Timer, UnixMs, merge, record, redact};
use std::rc::Rc;
use waypost_wire::Id;
use waypost_wire::json::{Object, Raw};
use waypost_wire::limits::{MAX_DATA_BYTES, MAX_DATA_DEPTH, is_email, is_event_name};

mod consent;
mod exit;
mod shop;

/// So many waiting events are sent at once, without waiting for [`Config::flush_ms`].
pub const FLUSH_EVENTS: usize = 50;

/// How old the remembered time of the last activity may become, in milliseconds; small beside
/// [`IDLE_MS`](crate::session::IDLE_MS). It is not written when the page is hidden: WebKit loses what is written then.
const REMEMBER_EVERY_MS: u64 = 30_000;

/// Longest name that [`Input::Identify`] takes, in characters.
pub const MAX_USER: usize = 128;

/// The tracker of one document.
#[derive(Debug)]
pub struct Tracker {
    config: Config,
    consent: Consent,
    random: Random,
    origin: Origin,
    last_n: u64,
    page: Rc<PageView>,
    page_address: String,
    memory: Option<Memory>,
    memory_is_stale: bool,
    /// The visitor took a grant back on this page: what other tabs still remember is not taken over.
    is_withdrawn: bool,
    remembered_at: UnixMs,
    user: Option<String>,
    acts: Acts,
    cart: Cart,
    history: History,
    outbox: Outbox,
    flush_is_due: bool,
    flush_is_timed: bool,
    offers: Offers,
    /// What the visitor chose along with the address that is under way.
    marketing: bool,
    hidden_since: Option<UnixMs>,
}

impl Tracker {
    /// A tracker for one document. `device` is a JSON object of facts for every batch; `stream` is its id, made by the
    /// loader; `seed` is 128 random bits.
    pub fn new(config: Config, device: String, stream: Id, seed: Id) -> Self {
        let said = if config.gpc { Said::No } else { Said::Nothing };
        let origin = Origin {
            stream,
            sdk: env!("CARGO_PKG_VERSION").to_owned(),
            device,
            visitor: None,
            user: None,
            purposes: Purposes { marketing: said, ..Purposes::default() },
        };
        Self {
            consent: config.heeded(config.consent),
            page: Rc::new(PageView::new(0, "", "", "", &config, false)),
            config,
            random: Random::new(seed),
            origin,
            last_n: 0,
            page_address: String::new(),
            memory: None,
            memory_is_stale: false,
            is_withdrawn: false,
            remembered_at: 0,
            user: None,
            acts: Acts::default(),
            cart: Cart::default(),
            history: History::default(),
            outbox: Outbox::default(),
            flush_is_due: false,
            flush_is_timed: false,
            offers: Offers::default(),
            marketing: false,
            hidden_since: None,
        }
    }

    /// Takes in one input at the time `now` and says what has to be done, in order.
    pub fn handle(&mut self, now: UnixMs, input: Input) -> Vec<Effect> {
        let mut effects = Vec::new();
        let hiding = input == Input::Hidden;
        self.apply(now, input, &mut effects);
        if self.may_offer() && self.offers.wants_config(self.cart.is_empty()) {
            effects.push(Effect::Prepare);
        }
        self.send(now, hiding, &mut effects);
        if std::mem::take(&mut self.memory_is_stale)
            && let Some(text) = self.remembered()
        {
            effects.push(Effect::Remember(text));
        }
        effects
    }

    fn apply(&mut self, now: UnixMs, input: Input, effects: &mut Vec<Effect>) {
        match input {
            Input::Start { memory } => {
                self.start(now, memory, effects);
                if self.config.offers {
                    effects.push(Effect::Wake { timer: Timer::Arm, after_ms: self.config.arm_after_ms });
                }
            }
            Input::Page { at, url, title, referrer, again } => {
                if again || !same_page(&self.page_address, &url, self.config.hash_routes) {
                    self.record_acts(at, true, effects);
                    self.acts.new_page();
                    let marketing = self.origin.purposes.marketing == Said::Yes;
                    let page = PageView::new(self.page.id + 1, &url, &title, &referrer, &self.config, marketing);
                    if let Some(memory) = &mut self.memory {
                        memory.arrive(&page.utm, &mut self.random);
                    }
                    self.page = Rc::new(page);
                    self.page_address = url;
                    self.offers.new_page();
                    self.memory_is_stale = true;
                    self.track(at, "page_view", "", effects);
                }
            }
            Input::Facts(facts) => self.learn(&facts),
            Input::Track { at, name, data } => {
                if self.acts.called(at, &name, &data) {
                    self.act(at, &name, &data, effects);
                }
            }
            Input::Found { .. } if self.consent == Consent::Denied => {}
            Input::Found { at, name, data, source, confidence } => {
                let waited = self.acts.is_waiting();
                let is_new = self.acts.found(at, &name, &data, &source, confidence);
                if is_new && !waited {
                    effects.push(Effect::Wake { timer: Timer::Acts, after_ms: acts::WAIT_MS as u32 });
                } else if !is_new {
                    let mut detail = String::new();
                    Object::new(&mut detail).str("name", &name).str("source", &source);
                    effects.push(Effect::Tell { topic: "merged", detail });
                }
            }
            Input::Identify(user) => self.identify(user, effects),
            Input::Consent(consent) => self.set_consent(now, consent, effects),
            Input::Reset { elsewhere } => {
                if !elsewhere || self.memory.is_none() {
                    self.reset(now, effects);
                }
            }
            Input::Flush => {
                self.outbox.resume();
                self.flush_is_due = true;
            }
            Input::Woken(Timer::Flush) => {
                self.flush_is_timed = false;
                self.flush_is_due = true;
            }
            Input::Woken(Timer::Retry) => self.flush_is_due = true,
            Input::Woken(Timer::Arm) => self.offers.arm(),
            Input::Woken(Timer::Acts) => {
                self.record_acts(now, false, effects);
                if self.acts.is_waiting() {
                    effects.push(Effect::Wake { timer: Timer::Acts, after_ms: acts::WAIT_MS as u32 });
                }
            }
            Input::Remembered(text) => self.remember(now, &text, effects),
            Input::Hidden => {
                self.record_acts(now, true, effects);
                self.hidden_since = Some(now);
            }
            Input::Visible { touch } => self.visible(now, touch, effects),
            Input::Answered { batch, reply } => self.answered(now, batch, &reply, effects),
            Input::Adopted(records) => {
                for entry in records.iter().filter_map(|text| record::decode(text)) {
                    if entry.stream != self.origin.stream {
                        effects.extend(self.outbox.push(entry).map(|key| Effect::Remove(vec![key])));
                    }
                }
                self.flush_is_due = true;
            }
            Input::PointerLeft => self.exit(now, Signal::PointerTop, effects),
            Input::SiteConfig(body) => self.offers.configure(body.as_deref()),
            Input::OfferShown => self.offer_event(now, "shown", None, effects),
            Input::OfferDismissed(how) => self.dismissed(now, &how, effects),
            Input::OfferAccepted { email, marketing } => self.accepted(&email, marketing, effects),
            Input::CaptureAnswered(reply) => self.capture_answered(now, &reply, effects),
        }
    }

    /// Records an event and gives its data as it was recorded; empty where it was not. Every event takes a number, also
    /// one that cannot be sent: its reason is counted instead.
    fn track(&mut self, at: UnixMs, name: &str, data: &str, effects: &mut Vec<Effect>) -> String {
        if self.consent == Consent::Denied {
            return String::new();
        }
        self.last_n += 1;
        let data = if data.is_empty() { "{}" } else { data };
        let mut clean = String::new();
        let fault = match Raw::parse_within(data, MAX_DATA_DEPTH) {
            _ if !is_event_name(name) => {
                Some(("bad_name", "has a name that is not 1 to 64 of a-z 0-9 _, beginning with a letter"))
            }
            Ok(raw) if raw.is_object() => {
                redact::json(raw, &mut clean);
                (clean.len() > MAX_DATA_BYTES).then_some(("too_large", "has more than 16,384 bytes of data"))
            }
            _ => Some(("bad_data", "has data that is not an object of at most 5 levels")),
        };
        if let Some((reason, what)) = fault {
            self.drop_event(reason, effects);
            let text = ["the event '", &redact::text(name), "' ", what, "; it is not sent"].concat();
            effects.push(Effect::Warn { code: reason, text });
            return String::new();
        }
        let mut detail = String::new();
        Object::new(&mut detail).u64("n", self.last_n).str("name", name).raw("data", &clean);
        effects.push(Effect::Tell { topic: "event", detail });
        let session = self.memory.as_mut().map(|memory| memory.session_at(at, &mut self.random));
        self.memory_is_stale |= at.saturating_sub(self.remembered_at) >= REMEMBER_EVERY_MS;
        let entry = Entry {
            stream: self.origin.stream,
            n: self.last_n,
            at,
            name: name.to_owned(),
            data: clean.clone(),
            page: Rc::clone(&self.page),
            session,
            origin: None,
            batch: None,
        };
        if self.memory.is_some() {
            effects.push(Effect::Store { key: entry.key(), text: record::encode(&entry, &self.origin) });
        }
        self.flush_is_due |= priority(name) > 0;
        if let Some(key) = self.outbox.push(entry) {
            tell_drop("evicted", effects);
            effects.push(Effect::Remove(vec![key]));
        }
        clean
    }

    /// More is known of the page on screen than when its view began.
    fn learn(&mut self, facts: &str) {
        let (Ok(known), Ok(facts)) = (Raw::parse(&self.page.facts), Raw::parse(facts)) else {
            return;
        };
        let mut clean = String::new();
        redact::json(facts, &mut clean);
        let facts = merge::objects(Raw::parse(&clean).unwrap_or(Raw::EMPTY), known);
        self.page = Rc::new(PageView { facts, ..(*self.page).clone() });
        self.outbox.renew_page(&self.page);
    }

    fn identify(&mut self, user: String, effects: &mut Vec<Effect>) {
        if user.is_empty() || user.chars().count() > MAX_USER || user.split_whitespace().any(is_email) {
            let text = "identify() takes the shop's own number or name for the visitor: 1 to 128 characters, and never an e-mail address";
            effects.push(Effect::Warn { code: "bad_user", text: text.to_owned() });
            return;
        }
        if let Some(memory) = &mut self.memory {
            memory.user = Some(user.clone());
            self.origin.user = Some(user.clone());
            self.memory_is_stale = true;
        }
        self.user = Some(user);
    }

    fn answered(&mut self, now: UnixMs, batch: u64, reply: &Reply, effects: &mut Vec<Effect>) {
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
            tell_drop(reason, effects);
        }
        if let Some((code, text)) = settled.warning {
            effects.push(Effect::Warn { code, text });
        }
        if let Some(after_ms) = settled.retry_after_ms {
            effects.push(Effect::Wake { timer: Timer::Retry, after_ms });
        } else if self.outbox.waiting() > 0 && !self.flush_is_timed {
            self.flush_is_due |= self.outbox.waiting() >= FLUSH_EVENTS;
        }
    }

    /// Sends what is due: one batch at a time, all of it when the page is being hidden.
    fn send(&mut self, now: UnixMs, hiding: bool, effects: &mut Vec<Effect>) {
        let Some(consent) = self.consent.on_wire() else {
            return;
        };
        loop {
            let waiting = self.outbox.waiting();
            if waiting == 0 {
                self.flush_is_due = false;
                return;
            }
            let is_free = !self.outbox.is_busy() && !self.outbox.is_paused(now);
            let is_due = self.flush_is_due || waiting >= FLUSH_EVENTS;
            if !(hiding || is_free && is_due) {
                break;
            }
            let Some((batch, body, keepalive)) = self.outbox.next_batch(now, &self.config.site, consent, &self.origin)
            else {
                break;
            };
            effects.push(Effect::Send { batch, body, keepalive });
        }
        if !self.flush_is_due && !self.flush_is_timed && !self.outbox.is_paused(now) {
            self.flush_is_timed = true;
            effects.push(Effect::Wake { timer: Timer::Flush, after_ms: self.config.flush_ms });
        }
    }

    /// An event that is not to be sent takes a number, and its reason is counted and told.
    fn drop_event(&mut self, reason: &'static str, effects: &mut Vec<Effect>) {
        self.outbox.count_drop(reason, 1);
        tell_drop(reason, effects);
    }
}

fn tell_drop(reason: &str, effects: &mut Vec<Effect>) {
    let mut detail = String::new();
    Object::new(&mut detail).str("reason", reason).u64("count", 1);
    effects.push(Effect::Tell { topic: "drop", detail });
}

#[cfg(test)]
mod tests;
