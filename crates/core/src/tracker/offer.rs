//! Offers: what the rules are told, and what became of the one that was shown.

use super::Tracker;
use crate::consent::Said;
use crate::offer;
use crate::{Effect, Reply, UnixMs};
use std::borrow::Cow;
use waypost_wire::capture::Receipt;
use waypost_wire::json::{Object, Raw};
use waypost_wire::limits::is_email;
use waypost_wire::{Capture, Id};

impl Tracker {
    /// What the rules decide by, as a JSON object.
    pub(super) fn offer_state(&self) -> String {
        let mut out = String::new();
        let mut object = Object::new(&mut out);
        let memory = self.memory.as_ref();
        let hex = |id: Option<Id>| id.as_ref().map(Id::hex).unwrap_or_default();
        let campaign = memory.map_or(self.page.utm.as_str(), |memory| &memory.campaign);
        object
            .bool("allowed", self.may_offer())
            .bool("armed", self.offers.is_armed)
            .bool("open", self.offers.open().is_some())
            .bool("converted", self.offers.converted)
            .bool("granted", memory.is_some())
            .raw("purposes", &self.origin.purposes.json())
            .str("visitor", &hex(self.origin.visitor))
            .str("session", &hex(memory.map(|memory| memory.session)))
            .u64("views", memory.map_or(self.page.id, |memory| memory.pages))
            .raw("device", &self.origin.device)
            .raw("campaign", if campaign.is_empty() { "{}" } else { campaign })
            .raw("facts", &self.page.facts)
            .raw("cart", &self.cart.snapshot())
            .raw("seen", if self.offers.seen.is_empty() { "{}" } else { &self.offers.seen });
        drop(object);
        out
    }

    /// An offer is to be shown; with something else than one, the one that was to be is not on screen.
    pub(super) fn show_offer(&mut self, offer: String, modal: bool, effects: &mut Vec<Effect>) {
        if !Raw::parse(&offer).is_ok_and(Raw::is_object) {
            self.offers.close();
        } else if self.may_offer() && self.offers.open().is_none() {
            let marketing = self.origin.purposes.marketing != Said::No;
            effects.push(Effect::ShowOffer(offer::view(&offer, &self.cart.snapshot(), modal, marketing)));
            self.offers.show(self.random.id(), offer);
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
        object.str("offer", self.offers.id()).str_unless_empty("arm", self.offers.arm());
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
            let marketing = if self.marketing { "true" } else { "false" };
            self.offer_event(now, "submitted", Some(("marketing", marketing)), effects);
        }
    }
}
