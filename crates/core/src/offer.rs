//! The offer on screen, and what has to be known for the next. When one is shown is decided by the rules (`pkg/src/rules`), and
//! what it is made of only its view reads.

use waypost_wire::Id;
use waypost_wire::json::{Object, Raw};

/// The state of one page's offers.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// Whether the visitor has been here for long enough to be offered anything.
    pub is_armed: bool,
    is_asked: bool,
    /// Whether the visitor has bought since the page was loaded.
    pub converted: bool,
    /// What became of earlier offers: a JSON object that only the rules read, or empty.
    pub seen: String,
    /// The capture's id to be, and the offer as the collector sent it.
    open: Option<(Id, String)>,
    last: String,
    arm: String,
}

impl Offers {
    /// Whether it is time to bring the rules; says so once.
    pub fn wants_rules(&mut self) -> bool {
        self.is_armed && !std::mem::replace(&mut self.is_asked, self.is_armed)
    }

    /// An offer goes on screen; `capture` is the id of what may be given there.
    pub fn show(&mut self, capture: Id, offer: String) {
        let raw = Raw::parse(&offer).unwrap_or(Raw::EMPTY);
        let text = |key: &str| raw.get(key).and_then(Raw::str).unwrap_or_default().into_owned();
        (self.last, self.arm) = (text("id"), text("arm"));
        self.open = Some((capture, offer));
    }

    /// The open offer: its capture's id and its text.
    pub fn open(&self) -> Option<(Id, &str)> {
        self.open.as_ref().map(|(capture, offer)| (*capture, offer.as_str()))
    }

    /// Id of the offer shown last, or empty.
    pub fn id(&self) -> &str {
        &self.last
    }

    /// The visitor's arm in its experiment, or empty.
    pub fn arm(&self) -> &str {
        &self.arm
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
