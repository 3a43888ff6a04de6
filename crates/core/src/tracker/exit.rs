//! Exit intent: from the signal to the offer and what became of it.

use super::Tracker;
use crate::consent::Said;
use crate::offer::{self, Signal};
use crate::{Effect, Reply, UnixMs, merge};
use std::borrow::Cow;
use waypost_wire::Capture;
use waypost_wire::capture::Receipt;
use waypost_wire::json::{Object, Raw};
use waypost_wire::limits::is_email;

impl Tracker {
    pub(super) fn visible(&mut self, now: UnixMs, touch: bool, effects: &mut Vec<Effect>) {
        let away = self.hidden_since.take().map_or(0, |since| now.saturating_sub(since));
        if touch && away >= u64::from(self.config.return_after_ms) {
            self.exit(now, Signal::Return, "", effects);
        }
    }

    pub(super) fn exit(&mut self, now: UnixMs, signal: Signal, intent: &str, effects: &mut Vec<Effect>) {
        // An open dialog makes the page inert under the pointer, which Chromium tells as another leaving.
        if !self.may_offer() || self.offers.open().is_some() {
            return;
        }
        let intent = Raw::parse(intent).unwrap_or(Raw::EMPTY);
        let decision = match intent.get("veto") {
            Some(_) => Err("veto"),
            None => self.offers.decide(now, self.cart.is_empty(), self.random.id()),
        };
        let reason = decision.err().unwrap_or_default();
        if self.offers.is_news(signal, reason) {
            let mut data = String::new();
            Object::new(&mut data)
                .str("signal", signal.word())
                .bool("shown", decision.is_ok())
                .str_unless_empty("reason", reason);
            let data = merge::objects(Raw::parse(&data).unwrap_or(Raw::EMPTY), intent);
            self.track(now, "exit_intent", &data, effects);
            // The visitor may be gone in a moment.
            self.flush_is_due = true;
        }
        if let (Ok(()), Some((_, text))) = (decision, self.offers.open()) {
            let modal = signal == Signal::PointerTop;
            let marketing = self.origin.purposes.marketing != Said::No;
            effects.push(Effect::ShowOffer(offer::view(text, &self.cart.snapshot(), modal, marketing)));
        }
    }

    pub(super) fn offer_event(
        &mut self,
        now: UnixMs,
        outcome: &str,
        detail: Option<(&str, &str)>,
        effects: &mut Vec<Effect>,
    ) {
        let mut data = String::new();
        let mut object = Object::new(&mut data);
        object.str("offer", self.offers.id());
        if let Some((key, value)) = detail {
            object.raw(key, value);
        }
        drop(object);
        self.track(now, &["offer_", outcome].concat(), &data, effects);
        let mut detail = String::new();
        Object::new(&mut detail).str("offer", self.offers.id()).str("outcome", outcome);
        effects.push(Effect::Tell { topic: "offer", detail });
    }

    pub(super) fn dismissed(&mut self, now: UnixMs, how: &str, effects: &mut Vec<Effect>) {
        if self.offers.open().is_none() {
            return;
        }
        self.offers.close();
        self.offers.cap(now);
        self.memory_is_stale = true;
        let mut quoted = String::new();
        waypost_wire::json::push_str(&mut quoted, how);
        self.offer_event(now, "dismissed", Some(("by", &quoted)), effects);
        self.flush_is_due = true;
    }

    pub(super) fn accepted(&mut self, email: &str, marketing: bool, given: &str, effects: &mut Vec<Effect>) {
        let Some((capture, offer)) = self.offers.open() else {
            return;
        };
        let email = email.trim();
        // An offer may ask for something else than an address.
        if !email.is_empty() && !is_email(email) {
            effects.push(Effect::CaptureOutcome("invalid"));
            return;
        }
        let offer = Raw::parse(offer).unwrap_or(Raw::EMPTY);
        let text = |key: &str| offer.get(key).and_then(Raw::str).unwrap_or_default();
        let cart = self.cart.snapshot();
        let body = Capture {
            site: Cow::Borrowed(&self.config.site),
            id: capture,
            stream: self.origin.stream,
            visitor: self.origin.visitor,
            offer: text("id"),
            email: Cow::Borrowed(email),
            given: Raw::parse(given).unwrap_or(Raw::EMPTY),
            receipt: Receipt {
                text: text("consent_text"),
                locale: text("locale"),
                version: text("version"),
                marketing,
                // What was not asked was not agreed to.
                marketing_text: if self.origin.purposes.marketing == Said::No {
                    Cow::Borrowed("")
                } else {
                    text("marketing_text")
                },
            },
            age_ms: 0,
            page: Cow::Borrowed(&self.page.url),
            cart: Raw::parse(&cart).unwrap_or(Raw::EMPTY),
        };
        effects.push(Effect::SendCapture(body.encode()));
        self.marketing = marketing;
    }

    pub(super) fn capture_answered(&mut self, now: UnixMs, reply: &Reply, effects: &mut Vec<Effect>) {
        if self.offers.open().is_none() {
            return;
        }
        let outcome = match reply {
            Reply::Ok(body) if Raw::parse(body).is_ok_and(|raw| raw.get("stored").is_some()) => "stored",
            // Nobody knows yet: it is kept where it is, and sent when that can be.
            Reply::Handed => "waiting",
            Reply::Status { code: 400, .. } => "invalid",
            _ => "unreachable",
        };
        effects.push(Effect::CaptureOutcome(outcome));
        if matches!(outcome, "stored" | "waiting") {
            self.offers.close();
            self.offers.cap(now);
            self.memory_is_stale = true;
            let marketing = if self.marketing { "true" } else { "false" };
            self.offer_event(now, "submitted", Some(("marketing", marketing)), effects);
        }
    }
}
