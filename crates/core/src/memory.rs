//! What a granted consent lets a device remember from page to page.

use crate::UnixMs;
use crate::cart::Cart;
use crate::consent::Purposes;
use crate::history::History;
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
    /// The campaign that it began with, a JSON object as [`PageView::utm`](crate::page::PageView::utm); empty before its
    /// first page.
    pub campaign: String,
    /// Page views of this session.
    pub pages: u64,
    /// In this session something kept a page from the collector for good.
    pub is_blocked: bool,
}

/// All that is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The visitor.
    pub memory: Memory,
    /// What they have said of the purposes beside measurement.
    pub purposes: Purposes,
    /// Their cart.
    pub cart: Cart,
    /// What they have looked at and bought.
    pub history: History,
    /// What became of offers, see [`Offers::seen`](crate::offer::Offers::seen).
    pub offers: String,
}

impl Memory {
    /// A visitor not seen before.
    pub fn new(random: &mut Random, now: UnixMs) -> Self {
        Self {
            visitor: random.id(),
            user: None,
            session: random.id(),
            last: now,
            campaign: String::new(),
            pages: 0,
            is_blocked: false,
        }
    }

    /// A page is viewed, to which the visitor came by a campaign, or by none (`{}`). Another one than the session's begins a session (as in
    /// Universal Analytics: what is bought afterwards is the new campaign's).
    pub fn arrive(&mut self, campaign: &str, random: &mut Random) {
        self.pages += 1;
        let is_first = self.campaign.is_empty();
        let is_other = campaign != "{}" && campaign != self.campaign;
        if is_other && !is_first {
            self.begin_session(random);
        }
        if is_other || is_first {
            self.campaign = campaign.to_owned();
        }
    }

    /// The session that activity at `now` belongs to; a new one after a silence.
    pub fn session_at(&mut self, now: UnixMs, random: &mut Random) -> Id {
        if !session::continues(self.last, now) {
            self.begin_session(random);
        }
        self.last = self.last.max(now);
        self.session
    }

    fn begin_session(&mut self, random: &mut Random) {
        self.session = random.id();
        // The page on screen is its first.
        self.pages = 1;
        self.is_blocked = false;
    }
}

impl Remembered {
    /// The text to remember.
    pub fn encode(&self) -> String {
        let mut out = String::new();
        let mut object = Object::new(&mut out);
        let memory = &self.memory;
        object
            .str("visitor", &memory.visitor.hex())
            .str("session", &memory.session.hex())
            .u64("last", memory.last)
            .u64("pages", memory.pages);
        if memory.is_blocked {
            object.bool("blocked", true);
        }
        if let Some(user) = &memory.user {
            object.str("user", user);
        }
        object
            .str("campaign", &memory.campaign)
            .raw("purposes", &self.purposes.json())
            .raw("cart", &self.cart.snapshot())
            .raw("history", &self.history.json())
            .str("offers", &self.offers);
        drop(object);
        out
    }

    /// Reads it back; `None` for anything else.
    pub fn decode(text: &str) -> Option<Self> {
        let raw = Raw::parse(text).ok()?;
        let id = |key: &str| Id::parse(&raw.get(key)?.str()?);
        let object = |key: &str| raw.get(key).unwrap_or(Raw::EMPTY);
        Some(Self {
            memory: Memory {
                visitor: id("visitor")?,
                user: raw.get("user").and_then(Raw::str).map(Into::into),
                session: id("session")?,
                last: raw.get("last")?.u64()?,
                campaign: raw.get("campaign").and_then(Raw::str).unwrap_or_default().into_owned(),
                pages: raw.get("pages").and_then(Raw::u64).unwrap_or_default(),
                is_blocked: raw.get("blocked").is_some(),
            },
            purposes: Purposes::read(object("purposes")),
            cart: Cart::read(object("cart")),
            history: History::read(object("history")),
            offers: raw.get("offers").and_then(Raw::str).unwrap_or_default().into_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::Said;

    #[test]
    fn what_is_remembered_is_read_back() {
        let mut random = Random::new(Id([5; 16]));
        let mut cart = Cart::default();
        cart.apply("add_to_cart", Raw::parse(r#"{"items":[{"item_id":"a","price":"1.10"}]}"#).unwrap());
        let mut history = History::default();
        history.order("A-1");
        let remembered = Remembered {
            memory: Memory { user: Some("c \"1\"".into()), pages: 3, ..Memory::new(&mut random, 12) },
            purposes: Purposes { marketing: Said::No, ..Purposes::default() },
            cart,
            history,
            offers: r#"{"shown":1}"#.to_owned(),
        };
        assert_eq!(Remembered::decode(&remembered.encode()), Some(remembered));
    }

    #[test]
    fn another_campaign_begins_a_session_and_none_does_not() {
        let mut random = Random::new(Id([5; 16]));
        let mut memory = Memory::new(&mut random, 0);
        let mut begins = |campaign| {
            let before = memory.session;
            memory.arrive(campaign, &mut random);
            memory.session != before
        };
        let (a, b) = (r#"{"source":"a"}"#, r#"{"source":"b"}"#);
        assert_eq!([a, "{}", a, b, b, a].map(&mut begins), [false, false, false, true, false, true]);
        let mut direct = Memory::new(&mut random, 0);
        direct.arrive("{}", &mut random);
        let before = direct.session;
        direct.arrive(a, &mut random);
        assert_ne!(direct.session, before, "a campaign amid a visit without one");
    }

    #[test]
    fn other_texts_are_no_memory() {
        for text in ["", "{}", r#"{"visitor":"1"}"#] {
            assert_eq!(Remembered::decode(text), None, "{text}");
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
