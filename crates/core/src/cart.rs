//! The cart as its events tell it.

use std::borrow::Cow;
use waypost_wire::Decimal;
use waypost_wire::json::{List, Object, Raw};

/// Most lines kept; what is beyond them is not in the snapshot.
pub const MAX_LINES: usize = 100;

/// How sure a source is at the most, in percent, that reads a whole cart off the page: such a one replaces none that is known.
pub const SHOWN: u64 = 80;

/// What lies in the cart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cart {
    currency: String,
    lines: Vec<Line>,
    /// How many changes it has seen. Nothing is known of a cart of version 0.
    version: u64,
}

/// What an event has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Whether there was any change.
    pub any: bool,
    /// What a whole cart has more than was known, as a JSON list of items; empty for nothing.
    pub added: String,
    /// What it has less, likewise.
    pub removed: String,
    /// Whether it is another in some other way, like by its prices.
    pub otherwise: bool,
}

/// An item that has become cheaper than it lies in the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceDrop {
    /// The item.
    pub id: String,
    /// The price it was added at.
    pub from: String,
    /// The price now.
    pub to: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    id: String,
    name: String,
    variant: String,
    price: String,
    quantity: u64,
}

impl Cart {
    /// Takes in an event: `add_to_cart` and `remove_from_cart` change lines, `view_cart`, `cart_update` and
    /// `begin_checkout` with `items` replace them, `purchase` empties the cart. Where a cart that was known is replaced,
    /// what is more or less than before is told.
    pub fn apply(&mut self, event: &str, data: Raw<'_>) -> Change {
        let before = self.clone();
        let items = data.get("items").filter(|items| items.is_array());
        let mut change = Change::default();
        match event {
            "add_to_cart" => self.add(items),
            "remove_from_cart" => self.remove(items),
            "view_cart" | "cart_update" | "begin_checkout"
                if items.is_some() && (self.version == 0 || is_told(data)) =>
            {
                self.lines.clear();
                self.add(items);
                if before.version > 0 {
                    change.added = self.beyond(&before);
                    change.removed = before.beyond(self);
                    change.otherwise = change.added.is_empty() && change.removed.is_empty() && *self != before;
                }
            }
            "purchase" => self.lines.clear(),
            _ => return change,
        }
        if let Some(currency) = data.get("currency").and_then(Raw::str) {
            self.currency = currency.into_owned();
        }
        change.any = *self != before;
        self.version += u64::from(change.any || self.version == 0);
        change
    }

    /// Takes in what a viewed item costs now. Where it lies in the cart for more, its price there is the new one.
    pub fn reprice(&mut self, item: Raw<'_>, currency: &str) -> Option<PriceDrop> {
        let now = Line::read(item)?;
        let known = currency.is_empty() || self.currency.is_empty() || currency == self.currency;
        let line = self.lines.iter_mut().find(|line| known && line.is_same_as(&now))?;
        let is_less = Decimal::parse(&now.price)?.is_less_than(Decimal::parse(&line.price)?)?;
        is_less.then(|| {
            let from = std::mem::replace(&mut line.price, now.price.clone());
            PriceDrop { id: now.id, from, to: now.price }
        })
    }

    /// Whether an item of this id lies in it.
    pub fn has(&self, id: &str) -> bool {
        self.lines.iter().any(|line| line.id == id)
    }

    /// Reads back a [`snapshot`](Self::snapshot).
    pub fn read(snapshot: Raw<'_>) -> Self {
        let mut cart = Self::default();
        cart.add(snapshot.get("items"));
        cart.currency = snapshot.get("currency").and_then(Raw::str).unwrap_or_default().into_owned();
        cart.version = snapshot.get("version").and_then(Raw::u64).unwrap_or_default();
        cart
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The cart as a JSON object: `currency`, `value` (the sum, or empty where a price is unknown), `items` and `version`.
    pub fn snapshot(&self) -> String {
        let mut out = String::new();
        let mut cart = Object::new(&mut out);
        let value = self.value().map(Decimal::text).unwrap_or_default();
        cart.str("currency", &self.currency).str("value", &value);
        let mut items = List::new(cart.key("items"));
        for line in &self.lines {
            line.write(line.quantity, items.item());
        }
        drop(items);
        cart.u64("version", self.version);
        drop(cart);
        out
    }

    /// What lies in this cart and not in the other, as a JSON list of items; empty for nothing.
    fn beyond(&self, other: &Self) -> String {
        let mut out = String::new();
        let mut list = List::new(&mut out);
        let mut any = false;
        for line in &self.lines {
            let there = other.lines.iter().find(|known| known.is_same_as(line)).map_or(0, |known| known.quantity);
            if line.quantity > there {
                line.write(line.quantity - there, list.item());
                any = true;
            }
        }
        drop(list);
        if any { out } else { String::new() }
    }

    fn value(&self) -> Option<Decimal> {
        self.lines
            .iter()
            .try_fold(Decimal::ZERO, |sum, line| sum.plus(Decimal::parse(&line.price)?.times(line.quantity)?))
    }

    fn add(&mut self, items: Option<Raw<'_>>) {
        for new in items.into_iter().flat_map(Raw::items).filter_map(Line::read) {
            let known = self.lines.iter().position(|line| line.is_same_as(&new));
            match known {
                Some(at) => self.lines[at].quantity = self.lines[at].quantity.saturating_add(new.quantity),
                None if self.lines.len() < MAX_LINES => self.lines.push(new),
                None => {}
            }
        }
    }

    fn remove(&mut self, items: Option<Raw<'_>>) {
        for gone in items.into_iter().flat_map(Raw::items).filter_map(Line::read) {
            for line in self.lines.iter_mut().filter(|line| line.is_same_as(&gone)) {
                line.quantity = line.quantity.saturating_sub(gone.quantity);
            }
        }
        self.lines.retain(|line| line.quantity > 0);
    }
}

/// Whether these are the site's own words, and not what its page was seen to show: there the ids may be other ones, and would
/// look like a change.
fn is_told(data: Raw<'_>) -> bool {
    data.get("confidence").and_then(Raw::u64).is_none_or(|confidence| confidence > SHOWN)
}

impl Line {
    /// An item without an id or a name is none; a quantity that is missing or no whole number is 1.
    fn read(item: Raw<'_>) -> Option<Self> {
        let text = |key: &str| item.get(key).and_then(Raw::number_or_str).map(Cow::into_owned);
        let name = text("item_name").unwrap_or_default();
        Some(Self {
            id: text("item_id").or_else(|| Some(name.clone()).filter(|name| !name.is_empty()))?,
            name,
            variant: text("item_variant").unwrap_or_default(),
            price: text("price").unwrap_or_default(),
            quantity: text("quantity").and_then(|digits| digits.parse().ok()).unwrap_or(1),
        })
    }

    fn write(&self, quantity: u64, out: &mut String) {
        Object::new(out)
            .str("item_id", &self.id)
            .str_unless_empty("item_name", &self.name)
            .str_unless_empty("item_variant", &self.variant)
            .str_unless_empty("price", &self.price)
            .u64("quantity", quantity);
    }

    fn is_same_as(&self, other: &Self) -> bool {
        (&self.id, &self.variant) == (&other.id, &other.variant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(cart: &mut Cart, event: &str, data: &str) -> bool {
        change(cart, event, data).any
    }

    fn change(cart: &mut Cart, event: &str, data: &str) -> Change {
        cart.apply(event, Raw::parse(data).unwrap())
    }

    const MUG: &str = r#"{"currency":"EUR","items":[{"item_id":"mug","item_name":"Mug","item_variant":"blue","price":"14.90","quantity":2}]}"#;

    #[test]
    fn adding_and_removing_keep_one_line_a_variant() {
        let mut cart = Cart::default();
        assert!(apply(&mut cart, "add_to_cart", MUG));
        assert!(apply(&mut cart, "add_to_cart", MUG));
        assert!(apply(&mut cart, "add_to_cart", r#"{"items":[{"item_id":"mug","item_variant":"red","price":10.10}]}"#));
        assert_eq!(
            cart.snapshot(),
            r#"{"currency":"EUR","value":"69.70","items":[{"item_id":"mug","item_name":"Mug","item_variant":"blue","price":"14.90","quantity":4},{"item_id":"mug","item_variant":"red","price":"10.10","quantity":1}],"version":3}"#
        );
        apply(&mut cart, "remove_from_cart", MUG);
        apply(&mut cart, "remove_from_cart", MUG);
        assert!(cart.snapshot().contains(r#""value":"10.10""#));
    }

    #[test]
    fn a_cart_that_is_only_shown_replaces_none_that_is_known() {
        let shown = |confidence| format!(r#"{{"confidence":{confidence},"items":[{{"item_id":"37","quantity":2}}]}}"#);
        let mut cart = Cart::default();
        assert!(apply(&mut cart, "view_cart", &shown(SHOWN)), "where none was known, it is one");
        assert!(cart.has("37"));
        let mut cart = Cart::default();
        apply(&mut cart, "add_to_cart", MUG);
        assert_eq!(change(&mut cart, "view_cart", &shown(SHOWN)), Change::default());
        assert!(cart.has("mug"));
        assert!(!change(&mut cart, "view_cart", &shown(SHOWN + 1)).added.is_empty());
        assert!(cart.has("37"));
    }

    #[test]
    fn a_whole_cart_replaces_and_a_purchase_empties() {
        let mut cart = Cart::default();
        apply(&mut cart, "add_to_cart", r#"{"items":[{"item_id":"a"}]}"#);
        assert!(apply(&mut cart, "view_cart", MUG));
        assert!(!apply(&mut cart, "view_cart", MUG), "the same cart is no change");
        assert!(!apply(&mut cart, "begin_checkout", "{}"), "without items it says nothing of the cart");
        assert!(cart.snapshot().contains(r#""value":"29.80""#));
        assert!(apply(&mut cart, "purchase", MUG));
        assert!(cart.is_empty());
    }

    #[test]
    fn an_unknown_price_leaves_the_value_out() {
        let mut cart = Cart::default();
        apply(&mut cart, "add_to_cart", r#"{"items":[{"item_id":"a","price":"1,50"},{"price":"2"}]}"#);
        assert_eq!(
            cart.snapshot(),
            r#"{"currency":"","value":"","items":[{"item_id":"a","price":"1,50","quantity":1}],"version":1}"#
        );
    }

    #[test]
    fn the_hundredth_line_is_the_last() {
        let mut cart = Cart::default();
        for id in 0..=MAX_LINES {
            apply(&mut cart, "add_to_cart", &format!(r#"{{"items":[{{"item_id":"{id}"}}]}}"#));
        }
        let snapshot = cart.snapshot();
        assert!(snapshot.contains(r#""item_id":"99""#) && !snapshot.contains(r#""item_id":"100""#));
    }

    #[test]
    fn a_snapshot_read_back_is_the_same_cart() {
        let mut cart = Cart::default();
        apply(&mut cart, "add_to_cart", MUG);
        assert_eq!(Cart::read(Raw::parse(&cart.snapshot()).unwrap()), cart);
    }

    #[test]
    fn a_whole_cart_tells_what_is_more_and_less_than_was_known() {
        let mut cart = Cart::default();
        assert_eq!(change(&mut cart, "view_cart", MUG), Change { any: true, ..Change::default() }, "nothing was known");
        let other = MUG.replace("\"quantity\":2", "\"quantity\":5");
        let added = r#"[{"item_id":"mug","item_name":"Mug","item_variant":"blue","price":"14.90","quantity":3}]"#;
        assert_eq!(change(&mut cart, "view_cart", &other).added, added);
        assert_eq!(change(&mut cart, "cart_update", MUG).removed, added);
        assert_eq!(change(&mut cart, "view_cart", MUG), Change::default());
        let removed = change(&mut cart, "view_cart", r#"{"items":[]}"#).removed;
        assert_eq!(removed, added.replace("3}]", "2}]"));
    }

    #[test]
    fn a_price_drop_is_told_once_and_only_for_what_lies_in_the_cart() {
        let mut cart = Cart::default();
        apply(&mut cart, "add_to_cart", MUG);
        let mut reprice = |price: &str, variant: &str, currency: &str| {
            let item = format!(r#"{{"item_id":"mug","item_variant":"{variant}","price":"{price}"}}"#);
            cart.reprice(Raw::parse(&item).unwrap(), currency).map(|drop| (drop.from, drop.to))
        };
        assert_eq!(reprice("14.90", "blue", "EUR"), None);
        assert_eq!(reprice("15", "blue", "EUR"), None);
        assert_eq!(reprice("9", "red", "EUR"), None);
        assert_eq!(reprice("9", "blue", "USD"), None);
        assert_eq!(reprice("14.8", "blue", "EUR"), Some(("14.90".into(), "14.8".into())));
        assert_eq!(reprice("14.80", "blue", ""), None);
    }
}
