//! What an offer is for and how it looks: the same in all languages.

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
}

impl Kind {
    /// Id of its offer where the site gives it none.
    pub fn id(self) -> &'static str {
        match self {
            Self::KeepCart => "keep-cart",
            Self::Discount => "discount",
            Self::Newsletter => "newsletter",
            Self::Survey => "survey",
        }
    }

    /// Whether it asks for an address.
    pub fn asks_for_address(self) -> bool {
        matches!(self, Self::KeepCart | Self::Newsletter)
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

/// Most characters of a discount code, inclusive.
const MAX_CODE_CHARS: usize = 40;

/// The settings of one offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The code of a discount; empty for other kinds.
    pub code: String,
    /// Whether a name may be given beside the address. Default: no.
    pub ask_name: bool,
    /// Whether a phone number may be given beside the address. Default: no.
    pub ask_phone: bool,
}

impl Settings {
    /// Checks what does not go together: the field, and what is wrong with it.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        if !waypost_wire::limits::is_site_key(&self.id) {
            return Err(("id", format!("{:?} is no id: 1 to 64 of a-z 0-9 _ -", self.id)));
        }
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
        for (field, is_asked) in [("ask_name", self.ask_name), ("ask_phone", self.ask_phone)] {
            if is_asked && !self.kind.asks_for_address() {
                let reason = "goes with an address: kind = \"keep_cart\" or \"newsletter\"";
                return Err((field, reason.to_owned()));
            }
        }
        Ok(())
    }
}
