//! What a granted consent lets a device remember from page to page.

use crate::UnixMs;
use crate::cart::Cart;
use crate::random::Random;
use crate::session;
use waypost_wire::Id;
use waypost_wire::json::{Object, Raw};

/// One visitor, as this device knows them. Exists only while consent is granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The visitor.
    pub visitor: Id,
    /// The shop's own name for them.
    pub user: Option<String>,
    /// The session last active.
    pub session: Id,
    /// When it was last active.
    pub last: UnixMs,
}

/// What is read back: the visitor, their cart, and until when each offer is not to be shown.
pub type Remembered = (Memory, Cart, Vec<(String, UnixMs)>);

impl Memory {
    /// A visitor not seen before.
    pub fn new(random: &mut Random, now: UnixMs) -> Self {
        Self { visitor: random.id(), user: None, session: random.id(), last: now }
    }

    /// The session that activity at `now` belongs to; a new one after a silence.
    pub fn session_at(&mut self, now: UnixMs, random: &mut Random) -> Id {
        if !session::continues(self.last, now) {
            self.session = random.id();
        }
        self.last = self.last.max(now);
        self.session
    }

    /// The text to remember.
    pub fn encode(&self, cart: &Cart, caps: &[(String, UnixMs)]) -> String {
        let mut out = String::new();
        let mut memory = Object::new(&mut out);
        memory.str("visitor", &self.visitor.hex()).str("session", &self.session.hex()).u64("last", self.last);
        if let Some(user) = &self.user {
            memory.str("user", user);
        }
        memory.raw("cart", &cart.snapshot());
        let mut list = Object::new(memory.key("caps"));
        for (offer, until) in caps {
            list.u64(offer, *until);
        }
        drop(list);
        drop(memory);
        out
    }

    /// Reads it back; `None` for anything else.
    pub fn decode(text: &str) -> Option<Remembered> {
        let raw = Raw::parse(text).ok()?;
        let id = |key: &str| Id::parse(&raw.get(key)?.str()?);
        let mut cart = Cart::default();
        cart.apply("cart_update", raw.get("cart")?);
        let caps = raw.get("caps")?.entries().filter_map(|(offer, until)| Some((offer.into_owned(), until.u64()?)));
        let memory = Self {
            visitor: id("visitor")?,
            user: raw.get("user").and_then(Raw::str).map(Into::into),
            session: id("session")?,
            last: raw.get("last")?.u64()?,
        };
        Some((memory, cart, caps.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_read_back() {
        let mut random = Random::new(Id([5; 16]));
        let memory = Memory { user: Some("c \"1\"".into()), ..Memory::new(&mut random, 12) };
        let mut cart = Cart::default();
        cart.apply("add_to_cart", Raw::parse(r#"{"items":[{"item_id":"a","price":"1.10"}]}"#).unwrap());
        let caps = vec![("keep-cart".to_owned(), 99)];
        assert_eq!(Memory::decode(&memory.encode(&cart, &caps)), Some((memory, cart, caps)));
    }

    #[test]
    fn other_texts_are_no_memory() {
        for text in ["", "{}", r#"{"visitor":"1"}"#] {
            assert_eq!(Memory::decode(text), None, "{text}");
        }
    }

    #[test]
    fn a_silence_of_thirty_minutes_begins_a_session() {
        let mut random = Random::new(Id([5; 16]));
        let mut memory = Memory::new(&mut random, 0);
        let first = memory.session;
        assert_eq!(memory.session_at(session::IDLE_MS - 1, &mut random), first);
        assert_eq!(memory.session_at(2 * session::IDLE_MS - 2, &mut random), first);
        assert_ne!(memory.session_at(3 * session::IDLE_MS - 2, &mut random), first);
    }
}
