//! What the visitor has looked at and bought: so that an order counts once, and hesitation is noticed.

use waypost_wire::json::{List, Object, Raw, push_str};

/// Most orders kept, the latest ones.
pub const MAX_ORDERS: usize = 20;

/// Most items whose views are counted, the latest ones.
pub const MAX_ITEMS: usize = 50;

/// So many views of one product without adding it are hesitation.
pub const HESITATION: u64 = 3;

/// Orders and looks of one visitor: of this document, and of the device with consent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    orders: Vec<String>,
    looks: Vec<(String, u64)>,
}

impl History {
    /// Notes an order; whether it was not known before. An order without an id is always new.
    pub fn order(&mut self, id: &str) -> bool {
        if id.is_empty() {
            return true;
        }
        let is_new = !self.orders.iter().any(|known| known == id);
        if is_new {
            self.orders.push(id.to_owned());
            keep_last(&mut self.orders, MAX_ORDERS);
        }
        is_new
    }

    /// Notes a view of an item; how many there were since it was last added.
    pub fn look(&mut self, item: &str) -> u64 {
        let count = match self.looks.iter().position(|(known, _)| known == item) {
            Some(at) => self.looks.remove(at).1 + 1,
            None => 1,
        };
        self.looks.push((item.to_owned(), count));
        keep_last(&mut self.looks, MAX_ITEMS);
        count
    }

    /// Notes that an item was added to the cart.
    pub fn added(&mut self, item: &str) {
        self.looks.retain(|(known, _)| known != item);
    }

    /// As a JSON object.
    pub fn json(&self) -> String {
        let mut out = String::new();
        let mut object = Object::new(&mut out);
        let mut orders = List::new(object.key("orders"));
        self.orders.iter().for_each(|order| push_str(orders.item(), order));
        drop(orders);
        let mut looks = Object::new(object.key("looks"));
        for (item, count) in &self.looks {
            looks.u64(item, *count);
        }
        drop(looks);
        drop(object);
        out
    }

    /// Reads back what [`json`](Self::json) wrote; nothing of anything else.
    pub fn read(raw: Raw<'_>) -> Self {
        let list = |key| raw.get(key).into_iter();
        Self {
            orders: list("orders").flat_map(Raw::items).filter_map(|id| id.str().map(Into::into)).collect(),
            looks: list("looks")
                .flat_map(Raw::entries)
                .filter_map(|(item, count)| Some((item.into_owned(), count.u64()?)))
                .collect(),
        }
    }
}

fn keep_last<T>(list: &mut Vec<T>, most: usize) {
    if list.len() > most {
        list.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_new_once_while_it_is_among_the_last_twenty() {
        let mut history = History::default();
        assert!(history.order("A-0") && !history.order("A-0"));
        assert!(history.order("") && history.order(""));
        for number in 1..MAX_ORDERS {
            history.order(&format!("A-{number}"));
        }
        assert!(!history.order("A-0"));
        history.order("A-20");
        assert!(history.order("A-0"));
    }

    #[test]
    fn looks_are_counted_until_the_item_is_added() {
        let mut history = History::default();
        assert_eq!([history.look("mug"), history.look("jug"), history.look("mug")], [1, 1, 2]);
        history.added("mug");
        assert_eq!([history.look("mug"), history.look("jug")], [1, 2]);
    }

    #[test]
    fn the_fifty_items_last_looked_at_are_known() {
        let mut history = History::default();
        for item in 0..=MAX_ITEMS {
            history.look(&item.to_string());
        }
        assert_eq!([history.look("1"), history.look("0")], [2, 1]);
    }

    #[test]
    fn it_is_read_back() {
        let mut history = History::default();
        history.order("A \"1\"");
        history.look("mug");
        assert_eq!(History::read(Raw::parse(&history.json()).unwrap()), history);
        assert_eq!(History::read(Raw::EMPTY), History::default());
    }
}
