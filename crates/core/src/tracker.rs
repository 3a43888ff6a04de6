//! The machine itself: which part an input belongs to, and in which order effects follow.

use crate::acts::{self, Acts};
use crate::cart::Cart;
use crate::consent::{Purposes, Said};
use crate::history::History;
use crate::memory::Memory;
use crate::offer::Offers;
use crate::outbox::{Entry, Origin, Outbox, priority};
use crate::page::{PageView, same_page};
use crate::random::Random;
use crate::{Config, Consent, Effect, Input, Timer, UnixMs, merge, redact};
use std::rc::Rc;
use waypost_wire::Id;
use waypost_wire::json::{Object, Raw};
use waypost_wire::limits::{MAX_DATA_BYTES, MAX_DATA_DEPTH, is_email, is_event_name};

mod consent;
mod delivery;
mod offer;
mod shop;

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
    /// What waits is worth a second request beside the one under way.
    urgent: bool,
    /// Since when something waits for the flush timer.
    waits_since: Option<UnixMs>,
    /// Something was recorded that the timer does not know of.
    timer_is_stale: bool,
    offers: Offers,
    /// What the visitor chose along with the address that is under way.
    marketing: bool,
    is_hidden: bool,
    /// The browser refused what was sent as the page was hidden: there is less of it to be sent at once.
    hides_again: bool,
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
            outbox: Outbox::new(config.outbox),
            config,
            flush_is_due: false,
            urgent: false,
            waits_since: None,
            timer_is_stale: false,
            offers: Offers::default(),
            marketing: false,
            is_hidden: false,
            hides_again: false,
        }
    }

    /// How many events of the stream have a number.
    pub fn numbered(&self) -> u64 {
        self.last_n
    }

    /// Takes in one input at the time `now` and says what has to be done, in order.
    pub fn handle(&mut self, now: UnixMs, input: Input) -> Vec<Effect> {
        let mut effects = Vec::new();
        let was_hiding = matches!(input, Input::Hidden);
        self.apply(now, input, &mut effects);
        let hiding = was_hiding || std::mem::take(&mut self.hides_again);
        if self.may_offer() && self.offers.wants_rules() {
            effects.push(Effect::Prepare);
        }
        self.tell_losses(&mut effects);
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
            Input::Start { memory } => self.start(now, memory, effects),
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
                self.waits_since = None;
                self.flush_is_due = true;
            }
            Input::Woken(Timer::Retry) => {
                self.outbox.end_pause();
                self.outbox.expire(now);
                self.flush_is_due = true;
            }
            Input::Woken(Timer::Acts) => {
                self.record_acts(now, false, effects);
                if self.acts.is_waiting() {
                    effects.push(Effect::Wake { timer: Timer::Acts, after_ms: acts::WAIT_MS as u32 });
                }
            }
            Input::Remembered(text) => self.remember(now, &text, effects),
            Input::Hidden => {
                self.record_acts(now, true, effects);
                self.is_hidden = true;
            }
            Input::Visible => self.is_hidden = false,
            Input::Answered { batch, reply } => self.answered(now, batch, &reply, effects),
            Input::Adopted { records, is_sure } => self.adopt(now, &records, is_sure),
            Input::StorageLost => {
                if self.memory.is_some() {
                    self.store_again(effects);
                }
            }
            Input::Armed => self.offers.is_armed = true,
            Input::OfferState => effects.push(Effect::OfferState(self.offer_state())),
            Input::OfferSeen(seen) => {
                self.offers.seen = seen;
                self.memory_is_stale = true;
            }
            Input::ShowOffer { offer, modal } => self.show_offer(offer, modal, effects),
            Input::OfferShown => self.offer_event(now, "shown", None, effects),
            Input::OfferDismissed(how) => self.dismissed(now, &how, effects),
            Input::OfferAccepted { email, marketing, given } => self.accepted(&email, marketing, &given, effects),
            Input::CaptureAnswered(reply) => self.capture_answered(now, &reply, effects),
        }
    }

    /// Records an event and gives its data as it was recorded; empty where it was not. Every event takes a number, also
    /// one that cannot be sent: its reason is counted instead.
    fn track(&mut self, at: UnixMs, name: &str, data: &str, effects: &mut Vec<Effect>) -> String {
        if self.consent == Consent::Denied {
            return String::new();
        }
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
            self.drop_event(at, reason);
            let text = ["the event '", &redact::text(name), "' ", what, "; it is not sent"].concat();
            effects.push(Effect::Warn { code: reason, text });
            return String::new();
        }
        self.last_n += 1;
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
            is_news: false,
        };
        self.store(&entry, effects);
        self.timer_is_stale = true;
        self.flush_is_due |= priority(name) > 0;
        self.urgent |= priority(name) > 1;
        self.outbox.push(entry);
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
            let text =
                "identify() takes the shop's own name for the visitor: 1 to 128 characters, never an e-mail address";
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
}

#[cfg(test)]
mod tests;
