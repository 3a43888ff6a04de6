//! Exit intent, and the offer that answers it. What the offer is made of, only its view reads.

use crate::UnixMs;
use std::borrow::Cow;
use waypost_wire::Id;
use waypost_wire::json::{Object, Raw};

/// How long an offer stays away after it was dismissed or answered, in milliseconds: 30 days.
pub const CAP_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// What looked like leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// A mouse left through the top edge.
    PointerTop,
    /// A touch visitor came back after having been away.
    Return,
}

impl Signal {
    /// The word in the data of `exit_intent`.
    pub fn word(self) -> &'static str {
        match self {
            Self::PointerTop => "pointer_top",
            Self::Return => "return",
        }
    }
}

/// What is known of the site's offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Site {
    #[default]
    NotAsked,
    Asked,
    /// There is nothing to offer, or nobody to say so.
    Nothing,
    /// The offer as the collector sent it.
    Offer {
        id: String,
        text: String,
    },
}

/// The state of one page's offer.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    armed: bool,
    site: Site,
    /// Until when each offer is not to be shown.
    pub caps: Vec<(String, UnixMs)>,
    open: Option<Id>,
    converted: bool,
    said: Option<(Signal, &'static str)>,
}

impl Offers {
    /// Exit intent is believed from now on.
    pub fn arm(&mut self) {
        self.armed = true;
    }

    /// The visitor has bought: nothing is offered on this page any more.
    pub fn convert(&mut self) {
        self.converted = true;
    }

    /// A new page view: its signals are told anew.
    pub fn new_page(&mut self) {
        self.said = None;
    }

    /// Whether it is time to ask the collector for offers; says so once.
    pub fn wants_config(&mut self, cart_is_empty: bool) -> bool {
        let wants = self.armed && !cart_is_empty && !self.converted && self.site == Site::NotAsked;
        if wants {
            self.site = Site::Asked;
        }
        wants
    }

    /// Takes the body of `GET /v1/config`: the first offer that this visitor has not already answered.
    pub fn configure(&mut self, body: Option<&str>) {
        self.site = body.and_then(read_config).unwrap_or(Site::Nothing);
    }

    /// What a signal leads to: `Ok` with the capture's id to be, or the reason why nothing is shown.
    pub fn decide(&mut self, now: UnixMs, cart_is_empty: bool, fresh: Id) -> Result<(), &'static str> {
        let id = match &self.site {
            _ if !self.armed => return Err("not_armed"),
            _ if self.converted => return Err("converted"),
            _ if cart_is_empty => return Err("no_cart"),
            Site::NotAsked | Site::Asked => return Err("not_ready"),
            Site::Nothing => return Err("no_offer"),
            Site::Offer { id, .. } => id,
        };
        if self.caps.iter().any(|(offer, until)| offer == id && now < *until) {
            return Err("capped");
        }
        self.open = Some(fresh);
        Ok(())
    }

    /// Whether this outcome of this signal has not been told on this page view yet.
    pub fn is_news(&mut self, signal: Signal, reason: &'static str) -> bool {
        self.said.replace((signal, reason)) != Some((signal, reason))
    }

    /// The open offer: its capture's id and its text.
    pub fn open(&self) -> Option<(Id, &str)> {
        match (&self.open, &self.site) {
            (Some(capture), Site::Offer { text, .. }) => Some((*capture, text)),
            _ => None,
        }
    }

    /// Id of the site's offer, or empty.
    pub fn id(&self) -> &str {
        match &self.site {
            Site::Offer { id, .. } => id,
            _ => "",
        }
    }

    /// The offer was dismissed or answered: it stays away from now on.
    pub fn cap(&mut self, now: UnixMs) {
        let id = self.id().to_owned();
        self.caps.retain(|(offer, until)| *offer != id && now < *until);
        self.caps.push((id, now + CAP_MS));
    }

    /// The offer is no longer on screen.
    pub fn close(&mut self) {
        self.open = None;
    }
}

/// What the offer's view is given. Where marketing was refused, not even the question may be asked.
pub fn view(offer: &str, cart: &str, modal: bool, marketing: bool) -> String {
    let mut out = String::new();
    Object::new(&mut out).raw("offer", offer).raw("cart", cart).bool("modal", modal).bool("marketing", marketing);
    out
}

fn read_config(body: &str) -> Option<Site> {
    let raw = Raw::parse(body).ok()?;
    let withheld: Vec<Cow<'_, str>> =
        raw.get("withheld").into_iter().flat_map(Raw::items).filter_map(Raw::str).collect();
    raw.get("offers")?.items().find_map(|offer| {
        let id = offer.get("id")?.str()?;
        let is_open = !withheld.contains(&id);
        is_open.then(|| Site::Offer { id: id.into_owned(), text: offer.text().to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = r#"{"offers":[{"kind":"nameless"},{"id":"keep-cart"},{"id":"survey"}],"withheld":["survey"]}"#;

    fn ready() -> Offers {
        let mut offers = Offers::default();
        offers.arm();
        offers.configure(Some(CONFIG));
        offers
    }

    fn decide(offers: &mut Offers, now: UnixMs) -> Result<(), &'static str> {
        offers.decide(now, false, Id([1; 16]))
    }

    #[test]
    fn each_reason_not_to_show_is_named() {
        assert_eq!(decide(&mut Offers::default(), 0), Err("not_armed"));
        assert_eq!(ready().decide(0, true, Id([1; 16])), Err("no_cart"));
        let mut unasked = Offers::default();
        unasked.arm();
        assert_eq!(decide(&mut unasked, 0), Err("not_ready"));
        for body in [None, Some("<html>"), Some("{}"), Some(&*CONFIG.replace(r#"["survey"#, r#"["keep-cart","survey"#))]
        {
            let mut offers = ready();
            offers.configure(body);
            assert_eq!(decide(&mut offers, 0), Err("no_offer"), "{body:?}");
        }
        let mut bought = ready();
        bought.convert();
        assert_eq!(decide(&mut bought, 0), Err("converted"));
    }

    #[test]
    fn a_cap_ends_exactly_after_thirty_days() {
        let mut offers = ready();
        offers.cap(1_000);
        assert_eq!(decide(&mut offers, 1_000 + CAP_MS - 1), Err("capped"));
        assert_eq!(decide(&mut offers, 1_000 + CAP_MS), Ok(()));
    }

    #[test]
    fn the_collector_is_asked_once_and_only_for_a_cart() {
        let mut offers = Offers::default();
        assert!(!offers.wants_config(false), "not armed");
        offers.arm();
        assert!(!offers.wants_config(true), "no cart");
        assert!(offers.wants_config(false));
        assert!(!offers.wants_config(false), "asked already");
    }
}
