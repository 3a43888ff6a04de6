//! What an offer is for and how it looks: the same in all languages.

use super::items::Item;
use crate::arm;
use serde::{Deserialize, Serialize};

/// What an offer is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One mail with the cart.
    #[default]
    KeepCart,
    /// A code that the shop takes.
    Discount,
    /// Mails now and then.
    Newsletter,
    /// What kept the visitor from buying.
    Survey,
    /// One mail once the product of the page is to be had again.
    Restock,
    /// One mail once it costs less.
    PriceAlert,
    /// Products that the visitor may like.
    Recommendations,
    /// What the shop makes of it.
    Custom,
}

impl Kind {
    /// Id of its offer where the site gives it none.
    pub fn id(self) -> &'static str {
        match self {
            Self::KeepCart => "keep-cart",
            Self::Discount => "discount",
            Self::Newsletter => "newsletter",
            Self::Survey => "survey",
            Self::Restock => "restock",
            Self::PriceAlert => "price-alert",
            Self::Recommendations => "recommendations",
            Self::Custom => "custom",
        }
    }

    /// Whether it asks for an address.
    pub fn asks_for_address(self) -> bool {
        matches!(self, Self::KeepCart | Self::Newsletter) || self.is_alert()
    }

    /// Whether it is about the product of the page.
    pub fn is_alert(self) -> bool {
        matches!(self, Self::Restock | Self::PriceAlert)
    }

    /// Whether it asks for anything.
    pub fn asks(self) -> bool {
        self.asks_for_address() || self == Self::Survey
    }

    /// Whether it shows the cart.
    pub fn shows_cart(self) -> bool {
        matches!(self, Self::KeepCart | Self::Discount)
    }
}

/// Shape and colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Black on white, rounded.
    #[default]
    Plain,
    /// Warm tones, very round.
    Soft,
    /// The strongest contrast, square.
    Contrast,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// As the visitor prefers.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Where it appears for a visitor with a mouse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// In the middle, with the page behind it out of reach until it is closed.
    #[default]
    Dialog,
    /// Over the top edge of the page.
    Bar,
    /// Over its foot.
    Sheet,
    /// In the page's element for it; a teaser where there is none, or no room.
    Inline,
    /// A small tab that opens the dialog.
    Teaser,
}

/// Where it appears for touch: never over the whole screen, so that a dialog is no choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchLayout {
    /// See [`Layout::Sheet`].
    Sheet,
    /// See [`Layout::Bar`].
    Bar,
    /// See [`Layout::Inline`].
    Inline,
    /// A small tab that opens the sheet.
    #[default]
    Teaser,
}

/// One arm of an offer: a part of the visitors, and what looks otherwise to them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// What it is called in events, once in an offer: shaped like an event name, and not `holdout`.
    pub name: String,
    /// How many visitors it gets beside the other arms, 0 to 1000. Default: 1.
    #[serde(default = "one")]
    pub weight: i64,
    /// Instead of the offer's.
    pub theme: Option<Theme>,
    /// Instead of the offer's.
    pub scheme: Option<Scheme>,
    /// Instead of the offer's.
    pub layout: Option<Layout>,
    /// Instead of the offer's.
    pub touch_layout: Option<TouchLayout>,
}

/// How an offer looks in one arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Look {
    /// Shape and colours.
    pub theme: Theme,
    /// Light or dark.
    pub scheme: Scheme,
    /// With a mouse.
    pub layout: Layout,
    /// By touch.
    pub touch_layout: TouchLayout,
}

fn one() -> i64 {
    1
}

/// Most arms of an offer, inclusive.
const MAX_ARMS: usize = 10;

/// Greatest weight of an arm, inclusive.
const MAX_WEIGHT: i64 = 1_000;

/// Percent of the visitors who are held out unless the site says otherwise.
pub(super) const HOLDOUT: i64 = 10;

impl Arm {
    /// The one that an offer has when it is given none.
    pub(super) fn only() -> Self {
        let name = "offer".to_owned();
        Self { name, weight: 1, theme: None, scheme: None, layout: None, touch_layout: None }
    }
}

/// Longest countdown of a visitor's own, in minutes: 30 days.
const MAX_COUNTDOWN_MINUTES: u32 = 30 * 24 * 60;

/// Most characters of a discount code, inclusive.
const MAX_CODE_CHARS: usize = 40;

/// The settings of one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What it is called in events and for caps, once in a site. Default: that of its kind, see [`Kind::id`].
    pub id: String,
    /// What it is for. Default: to keep the cart.
    pub kind: Kind,
    /// Default: plain.
    pub theme: Theme,
    /// Default: as the visitor prefers.
    pub scheme: Scheme,
    /// With a mouse. Default: a dialog.
    pub layout: Layout,
    /// By touch. Default: a teaser.
    pub touch_layout: TouchLayout,
    /// Products that are recommended, where a language has none of its own. Default: those that the page gives.
    pub items: Vec<Item>,
    /// The code of a discount; empty for other kinds.
    pub code: String,
    /// When it ends for everybody, in milliseconds since 1970: shown as a countdown, and not offered from then on. Default: never.
    pub countdown_until: Option<u64>,
    /// How long it lasts for each visitor with an id, from when they first see it, in minutes: shown as a countdown that never
    /// starts again. Default: without an end.
    pub countdown_minutes: Option<u32>,
    /// Whether it shows how many are left of what lies in the cart, where the shop has told that. Default: no.
    pub stock: bool,
    /// Whether it shows how many were bought today of what lies in the cart. Default: no.
    pub bought_today: bool,
    /// Whether a name may be given beside the address. Default: no.
    pub ask_name: bool,
    /// Whether a phone number may be given beside the address. Default: no.
    pub ask_phone: bool,
    /// Percent of the visitors to whom it is not shown, so that it can be told what it changes, 0 to 100. Default: 10.
    pub holdout: i64,
    /// What the others get. Default: one arm called `offer`.
    pub arms: Vec<Arm>,
}

impl Settings {
    /// Whether it has an end.
    pub fn has_countdown(&self) -> bool {
        self.countdown_until.is_some() || self.countdown_minutes.is_some()
    }

    /// Whether it shows figures that press to decide.
    pub fn shows_facts(&self) -> bool {
        self.has_countdown() || self.stock || self.bought_today
    }

    /// Whether it may be offered at `now_ms`.
    pub fn is_open(&self, now_ms: u64) -> bool {
        self.countdown_until.is_none_or(|until| now_ms < until)
    }

    /// Checks what does not go together: the field, and what is wrong with it.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        if !waypost_wire::limits::is_site_key(&self.id) {
            return Err(("id", format!("{:?} is no id: 1 to 64 of a-z 0-9 _ -", self.id)));
        }
        self.check_experiment()?;
        let is_discount = self.kind == Kind::Discount;
        let length = self.code.chars().count();
        let is_code =
            length <= MAX_CODE_CHARS && !self.code.chars().any(|letter| letter.is_whitespace() || letter.is_control());
        if is_discount && self.code.is_empty() {
            return Err(("code", "is missing: kind = \"discount\" shows a code that the shop takes".to_owned()));
        }
        if !is_discount && !self.code.is_empty() {
            return Err(("code", "is shown by kind = \"discount\" only".to_owned()));
        }
        if !is_code {
            let reason = format!("{:?} is no code: 1 to {MAX_CODE_CHARS} characters without blanks", self.code);
            return Err(("code", reason));
        }
        for (field, is_asked) in [
            ("countdown_until", self.countdown_until.is_some()),
            ("countdown_minutes", self.countdown_minutes.is_some()),
        ] {
            if is_asked && !is_discount {
                return Err((field, "goes with kind = \"discount\" only: nothing else ends".to_owned()));
            }
        }
        if self.countdown_until.is_some() && self.countdown_minutes.is_some() {
            return Err(("countdown_minutes", "goes not with countdown_until: an offer has one end".to_owned()));
        }
        if let Some(minutes) = self.countdown_minutes.filter(|minutes| !(1..=MAX_COUNTDOWN_MINUTES).contains(minutes)) {
            return Err(("countdown_minutes", format!("{minutes} is not from 1 to {MAX_COUNTDOWN_MINUTES}")));
        }
        for (field, is_asked) in [("show_stock", self.stock), ("show_bought_today", self.bought_today)] {
            if is_asked && !self.kind.shows_cart() {
                return Err((field, "goes with the cart: kind = \"keep_cart\" or \"discount\"".to_owned()));
            }
        }
        for (field, is_asked) in [("ask_name", self.ask_name), ("ask_phone", self.ask_phone)] {
            if is_asked && !self.kind.asks_for_address() {
                let reason =
                    "goes with an address: kind = \"keep_cart\", \"newsletter\", \"restock\" or \"price_alert\"";
                return Err((field, reason.to_owned()));
            }
        }
        Ok(())
    }

    fn check_experiment(&self) -> Result<(), (&'static str, String)> {
        if !(0..=100).contains(&self.holdout) {
            return Err(("holdout", format!("{} is no part: a whole number of percent from 0 to 100", self.holdout)));
        }
        if self.arms.len() > MAX_ARMS {
            return Err(("arms", format!("has {} arms: 1 to {MAX_ARMS}", self.arms.len())));
        }
        for (at, Arm { name, weight, .. }) in self.arms.iter().enumerate() {
            if !waypost_wire::limits::is_event_name(name) {
                let reason = format!("{name:?} is no name: 1 to 64 of a-z 0-9 _, beginning with a letter");
                return Err(("arms", reason));
            }
            if name == arm::HOLDOUT {
                return Err((
                    "arms",
                    format!("{name:?} is what those are in who are held out: say how many by `holdout`"),
                ));
            }
            if self.arms[..at].iter().any(|earlier| earlier.name == *name) {
                return Err(("arms", format!("{name:?} is the name of an earlier arm already")));
            }
            if !(0..=MAX_WEIGHT).contains(weight) {
                let reason = format!("{name:?} has the weight {weight}: a whole number from 0 to {MAX_WEIGHT}");
                return Err(("arms", reason));
            }
        }
        if self.arms.iter().all(|arm| arm.weight == 0) {
            return Err(("arms", "has no arm with a weight above 0, so that nobody is shown the offer".to_owned()));
        }
        Ok(())
    }

    /// How it looks in an arm: as the arm says, else as the offer does, which is also how it would look in the hold-out.
    pub fn look_of(&self, arm: Option<&Arm>) -> Look {
        Look {
            theme: arm.and_then(|arm| arm.theme).unwrap_or(self.theme),
            scheme: arm.and_then(|arm| arm.scheme).unwrap_or(self.scheme),
            layout: arm.and_then(|arm| arm.layout).unwrap_or(self.layout),
            touch_layout: arm.and_then(|arm| arm.touch_layout).unwrap_or(self.touch_layout),
        }
    }

    /// The arm that `who` is in, or `None` in the hold-out. See [`arm::of`].
    pub fn arm_of(&self, who: &str) -> Option<&Arm> {
        let weights: Vec<u32> = self.arms.iter().map(|arm| arm.weight.try_into().unwrap_or_default()).collect();
        self.arms.get(arm::of(&self.id, who, self.holdout.try_into().unwrap_or_default(), &weights)?)
    }
}
