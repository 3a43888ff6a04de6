//! When an offer is shown, and to whom. The collector only checks it; pages decide by it, see `pkg/src/rules`.

use super::schedule::Schedule;
use super::settings::Kind;
use serde::{Deserialize, Serialize};
use waypost_wire::{Decimal, limits};

/// What is wrong with a field of a table: its name, and why.
pub(super) type Wrong = (&'static str, String);

/// When an offer is shown, to whom, and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rules {
    /// What brings it.
    pub when: When,
    /// Whom it is for.
    pub whom: Whom,
    /// When it is valid. Default: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// How often it is shown to one visitor.
    pub frequency: Frequency,
}

/// What brings an offer; one is enough. With none of them, only a call of the page's does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The visitor seems to leave. Default: true without the table, else false.
    #[serde(default)]
    pub exit: bool,
    /// The page has been visible and focused for so many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_s: Option<u32>,
    /// So many percent of the page have been in sight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scroll_pct: Option<u32>,
    /// The visitor has done nothing for so many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_s: Option<u32>,
    /// It is the n-th page of the visit, or a later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// One of these events was recorded on the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// One product was looked at again and again.
    #[serde(default)]
    pub hesitation: bool,
    /// The cart is worth this or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart_value: Option<String>,
}

impl Default for When {
    fn default() -> Self {
        Self {
            exit: true,
            after_s: None,
            scroll_pct: None,
            idle_s: None,
            page: None,
            events: Vec::new(),
            hesitation: false,
            cart_value: None,
        }
    }
}

/// Whom an offer is for: everything that is set has to be so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Whom {
    /// Paths of pages, with `*` for any characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Vec<String>>,
    /// Paths of pages that it is not for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_url: Option<Vec<String>>,
    /// Kinds of pages, see [`PageType`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_type: Option<Vec<PageType>>,
    /// Kinds of devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Vec<Device>>,
    /// `utm_source` of the campaign that brought the visitor, with `*` for any characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Vec<String>>,
    /// `utm_medium`, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<Vec<String>>,
    /// `utm_campaign`, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<Vec<String>>,
    /// Where the visit came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Vec<Channel>>,
    /// Whether the device remembers them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Visitor>,
    /// Least pieces in the cart. Default: 1 where the offer shows the cart, else 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u32>,
    /// Most pieces in the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u32>,
    /// Least value of the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<String>,
    /// Greatest value of the cart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<String>,
    /// Currency of the cart (ISO 4217).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Segments that the site sets; one of them is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<Vec<String>>,
    /// Segments that it is not for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_segment: Option<Vec<String>>,
    /// Whether the visitor has given an address before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured: Option<bool>,
    /// States of consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Vec<Consent>>,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($word:ident),* })*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "the words say it")]
        pub enum $name { $($word),* })*
    };
}

words! {
    /// What a page was taken for.
    PageType { Product, Category, Search, Cart, Checkout, ThankYou, Other }
    /// What is operated how.
    Device { Desktop, Tablet, Phone }
    /// Where a visit came from, see [`crate::channel::Channel`]; `direct` is what nobody else brought.
    Channel { Search, Social, Email, Paid, Referral, Ai, Other, Direct }
    /// Whether the visitor was here before, as far as the device remembers.
    Visitor { New, Returning }
    /// States of consent in which anything is offered.
    Consent { Anonymous, Granted }
}

/// How often an offer is shown to one visitor.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Frequency {
    /// In one session. Default 1.
    pub per_session: u32,
    /// Days that it stays away once it was dismissed or answered. Default 30; 0 for none.
    pub every_days: u32,
    /// At all. Default: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
}

impl Default for Frequency {
    fn default() -> Self {
        Self { per_session: 1, every_days: 30, total: None }
    }
}

impl When {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        for (field, value, most) in [
            ("after_s", self.after_s, 3_600),
            ("scroll_pct", self.scroll_pct, 100),
            ("idle_s", self.idle_s, 3_600),
            ("page", self.page, 100),
        ] {
            within(field, value, 1, most)?;
        }
        if let Some(name) = self.events.iter().find(|name| !limits::is_event_name(name)) {
            return Err(("events", format!("{name:?} is no event name: a-z, then up to 63 of a-z 0-9 _")));
        }
        money("cart_value", self.cart_value.as_deref())
    }
}

impl Whom {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        for (field, patterns) in [("url", &self.url), ("not_url", &self.not_url)] {
            for pattern in some(field, patterns.as_deref())? {
                if !pattern.starts_with(['/', '*']) || pattern.contains(['?', '#']) {
                    let reason = "is no path: write it as in \"/product/*\", without host, query and fragment";
                    return Err((field, format!("{pattern:?} {reason}")));
                }
            }
        }
        for (field, names) in [
            ("source", &self.source),
            ("medium", &self.medium),
            ("campaign", &self.campaign),
            ("segment", &self.segment),
            ("not_segment", &self.not_segment),
        ] {
            if some(field, names.as_deref())?.iter().any(|name| name.trim().is_empty()) {
                return Err((field, "has an empty name in it".to_owned()));
            }
        }
        some("page_type", self.page_type.as_deref())?;
        some("device", self.device.as_deref())?;
        some("channel", self.channel.as_deref())?;
        some("consent", self.consent.as_deref())?;
        money("min_value", self.min_value.as_deref())?;
        money("max_value", self.max_value.as_deref())?;
        if let (Some(least), Some(most)) = (self.min_items, self.max_items)
            && most < least
        {
            return Err(("max_items", format!("is {most}, less than min_items, which is {least}")));
        }
        let [least, most] = [&self.min_value, &self.max_value].map(|text| text.as_deref().and_then(Decimal::parse));
        if let (Some(least), Some(most)) = (least, most)
            && most.is_less_than(least) == Some(true)
        {
            return Err(("max_value", format!("is {}, less than min_value, which is {}", most.text(), least.text())));
        }
        match self.currency.as_deref() {
            Some(code) if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                Err(("currency", format!("{code:?} is no currency: write it as in \"EUR\"")))
            }
            _ => Ok(()),
        }
    }
}

impl Frequency {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        within("per_session", Some(self.per_session), 1, 100)?;
        within("every_days", Some(self.every_days), 0, 3_650)?;
        within("total", self.total, 1, 1_000)
    }
}

impl Rules {
    /// An offer that shows the cart is for those who have one.
    pub(super) fn suit(&mut self, kind: Kind) {
        if kind.shows_cart() {
            self.whom.min_items.get_or_insert(1);
        }
    }
}

pub(super) fn within(field: &'static str, value: Option<u32>, least: u32, most: u32) -> Result<(), Wrong> {
    match value {
        Some(value) if !(least..=most).contains(&value) => {
            Err((field, format!("is {value}: it has to be a whole number from {least} to {most}")))
        }
        _ => Ok(()),
    }
}

fn money(field: &'static str, value: Option<&str>) -> Result<(), Wrong> {
    match value {
        Some(value) if Decimal::parse(value).is_none() || value.starts_with('-') => {
            Err((field, format!("{value:?} is no amount: write it as in \"49.90\"")))
        }
        _ => Ok(()),
    }
}

/// A list that is there names something, else the offer would be for nobody.
fn some<'a, T>(field: &'static str, list: Option<&'a [T]>) -> Result<&'a [T], Wrong> {
    match list {
        Some([]) => Err((field, "is an empty list: leave it out to mean everything".to_owned())),
        list => Ok(list.unwrap_or_default()),
    }
}
