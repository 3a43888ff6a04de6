//! The cart as its events tell it.

use std::borrow::Cow;
use waypost_wire::Decimal;
use waypost_wire::json::{List, Object, Raw};

/// Most lines kept; what is beyond them is not in the snapshot.
pub const MAX_LINES: usize = 100;

/// What lies in the cart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cart {
    currency: String,
    lines: Vec<Line>,
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
    /// `begin_checkout` with `items` replace them, `purchase` empties the cart. Says whether anything changed.
    pub fn apply(&mut self, event: &str, data: Raw<'_>) -> bool {
        let before = self.clone();
        let items = data.get("items").filter(|items| items.is_array());
        match event {
            "add_to_cart" => self.add(items),
            "remove_from_cart" => self.remove(items),
            "view_cart" | "cart_update" | "begin_checkout" if items.is_some() => {
                self.lines.clear();
                self.add(items);
            }
            "purchase" => self.lines.clear(),
            _ => return false,
        }
        if let Some(currency) = data.get("currency").and_then(Raw::str) {
            self.currency = currency.into_owned();
        }
        *self != before
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The cart as a JSON object: `currency`, `value` (the sum, or empty where a price is unknown) and `items`.
    pub fn snapshot(&self) -> String {
        let mut out = String::new();
        let mut cart = Object::new(&mut out);
        let value = self.value().map(Decimal::text).unwrap_or_default();
        cart.str("currency", &self.currency).str("value", &value);
        let mut items = List::new(cart.key("items"));
        for line in &self.lines {
            Object::new(items.item())
                .str("item_id", &line.id)
                .str_unless_empty("item_name", &line.name)
                .str_unless_empty("item_variant", &line.variant)
                .str_unless_empty("price", &line.price)
                .u64("quantity", line.quantity);
        }
        drop(items);
        drop(cart);
        out
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

    fn is_same_as(&self, other: &Self) -> bool {
        (&self.id, &self.variant) == (&other.id, &other.variant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(cart: &mut Cart, event: &str, data: &str) -> bool {
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
            r#"{"currency":"EUR","value":"69.70","items":[{"item_id":"mug","item_name":"Mug","item_variant":"blue","price":"14.90","quantity":4},{"item_id":"mug","item_variant":"red","price":"10.10","quantity":1}]}"#
        );
        apply(&mut cart, "remove_from_cart", MUG);
        apply(&mut cart, "remove_from_cart", MUG);
        assert!(cart.snapshot().contains(r#""value":"10.10""#));
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
            r#"{"currency":"","value":"","items":[{"item_id":"a","price":"1,50","quantity":1}]}"#
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
        let mut again = Cart::default();
        apply(&mut again, "cart_update", &cart.snapshot());
        assert_eq!(again, cart);
    }
}
