//! What follows from commercial events: the cart's changes, hesitation, price drops, and orders that count once.

use super::Tracker;
use crate::history::HESITATION;
use crate::{Consent, Effect, UnixMs};
use waypost_wire::json::{Object, Raw};

impl Tracker {
    /// Records the acts whose wait is over, or all of them.
    pub(super) fn record_acts(&mut self, now: UnixMs, all: bool, effects: &mut Vec<Effect>) {
        for found in self.acts.due(now, all) {
            self.act(found.at, &found.name, &found.data, effects);
        }
    }

    /// Records an event, and what follows from it.
    pub(super) fn act(&mut self, at: UnixMs, name: &str, text: &str, effects: &mut Vec<Effect>) {
        if self.consent == Consent::Denied {
            return;
        }
        if name == "purchase" {
            self.offers.converted = true;
            let order = Raw::parse(text).ok().map(|data| string(data, "transaction_id"));
            if !self.history.order(&order.unwrap_or_default()) {
                self.drop_event(at, "repeated_purchase");
                return;
            }
            self.memory_is_stale = true;
        }
        let clean = self.track(at, name, text, effects);
        let data = Raw::parse(&clean).unwrap_or(Raw::EMPTY);
        match name {
            "view_item" => self.viewed(at, data, effects),
            "add_to_cart" => items(data).for_each(|item| self.history.added(&string(item, "item_id"))),
            _ => {}
        }
        let change = self.cart.apply(name, data);
        self.memory_is_stale |= change.any;
        for (name, items) in [("add_to_cart", &change.added), ("remove_from_cart", &change.removed)] {
            if !items.is_empty() {
                self.derived(at, name, data, items, effects);
            }
        }
        if change.otherwise && name != "cart_update" {
            self.track(at, "cart_update", &self.cart.snapshot(), effects);
        }
    }

    /// A difference between a whole cart and what was known of it.
    fn derived(&mut self, at: UnixMs, name: &str, data: Raw<'_>, items: &str, effects: &mut Vec<Effect>) {
        let mut out = String::new();
        Object::new(&mut out)
            .str_unless_empty("currency", &string(data, "currency"))
            .raw("items", items)
            .str("source", "cart")
            .u64("confidence", 100);
        self.track(at, name, &out, effects);
    }

    /// An item was looked at: perhaps once too often, or at a lower price than it lies in the cart for.
    fn viewed(&mut self, at: UnixMs, data: Raw<'_>, effects: &mut Vec<Effect>) {
        let currency = string(data, "currency");
        for item in items(data) {
            let id = string(item, "item_id");
            if id.is_empty() {
                continue;
            }
            let views = self.history.look(&id);
            self.memory_is_stale = true;
            let mut out = String::new();
            if views == HESITATION && !self.cart.has(&id) {
                Object::new(&mut out)
                    .str("item_id", &id)
                    .str_unless_empty("item_name", &string(item, "item_name"))
                    .u64("views", views);
                self.track(at, "hesitation", &out, effects);
            }
            if let Some(drop) = self.cart.reprice(item, &currency) {
                out.clear();
                Object::new(&mut out)
                    .str("item_id", &drop.id)
                    .str("from", &drop.from)
                    .str("to", &drop.to)
                    .str_unless_empty("currency", &currency);
                self.track(at, "price_drop", &out, effects);
            }
        }
    }
}

fn items(data: Raw<'_>) -> impl Iterator<Item = Raw<'_>> {
    data.get("items").into_iter().flat_map(Raw::items)
}

fn string(data: Raw<'_>, key: &str) -> String {
    data.get(key).and_then(Raw::number_or_str).unwrap_or_default().into_owned()
}
