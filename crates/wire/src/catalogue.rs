//! Every event that Waypost knows by name: what it means, when it is recorded, when it is not, and what its data says.
//!
//! `docs/events.md` is written from this table, and tests hold recorded events to it. The tracker does not refer to it, so
//! that it costs the browser nothing.

use crate::json::Raw;

mod check;
mod forms;
mod friction;
mod offers;
mod shop;
mod visits;

pub use check::check;

/// The part of a customer's way that an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Getting to know the shop.
    Awareness,
    /// Looking closer.
    Consideration,
    /// On the way to paying.
    Purchase,
    /// Staying in touch.
    Retention,
}

/// The stages in their order.
pub const STAGES: [Stage; 4] = [Stage::Awareness, Stage::Consideration, Stage::Purchase, Stage::Retention];

impl Stage {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Awareness => "awareness",
            Stage::Consideration => "consideration",
            Stage::Purchase => "purchase",
            Stage::Retention => "retention",
        }
    }
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Milliseconds.
    Ms,
    /// Hundredths, 0 to 100.
    Percent,
    /// CSS pixels.
    CssPixels,
    /// Characters.
    Characters,
}

impl Unit {
    /// The unit as it stands behind a number; empty for plain counts.
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::Count => "",
            Unit::Ms => "ms",
            Unit::Percent => "%",
            Unit::CssPixels => "CSS px",
            Unit::Characters => "characters",
        }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string of any length.
    Text,
    /// A string of at most so many characters.
    Short(usize),
    /// One of these strings.
    Word(&'static [&'static str]),
    /// A number from 0 without a fraction.
    Whole(Unit),
    /// A decimal string such as `"29.90"`, or such a number.
    Decimal,
    /// A whole number of this unit, or a decimal string.
    Measure(Unit),
    /// `true` or `false`.
    Flag,
    /// A list of objects with these fields.
    List(&'static [Field]),
}

/// One member of an event's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether every event of this name has it.
    pub required: bool,
    /// What it says.
    pub meaning: &'static str,
}

/// A field that is always there.
const fn must(name: &'static str, kind: Kind, meaning: &'static str) -> Field {
    Field { name, kind, required: true, meaning }
}

/// A field that is there when it is known.
const fn may(name: &'static str, kind: Kind, meaning: &'static str) -> Field {
    Field { name, kind, required: false, meaning }
}

/// An event name and all that is agreed on about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Event name.
    pub name: &'static str,
    /// Where on the customer's way it belongs.
    pub stage: Stage,
    /// Whether it is what a shop is there for (a macro-conversion), and not a step towards that (a micro-conversion).
    pub is_macro: bool,
    /// When it is recorded.
    pub when: &'static str,
    /// When it is not, though one might think so; empty where there is nothing to say.
    pub not: &'static str,
    /// Its data, in groups that other events may share.
    pub fields: &'static [&'static [Field]],
    /// Whether the shop may say more than these fields, as with all events of GA4.
    pub is_open: bool,
    /// Data of such an event.
    pub example: &'static str,
}

impl Entry {
    /// All fields of its data.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().copied().flatten()
    }

    /// The example as JSON.
    pub fn example(&self) -> Raw<'static> {
        Raw::parse(self.example).unwrap_or(Raw::EMPTY)
    }
}

/// Events that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Heading of the group.
    pub title: &'static str,
    /// Its events.
    pub events: &'static [Entry],
}

/// The table.
pub const GROUPS: [Group; 5] = [
    Group { title: "Visits and clicks", events: visits::EVENTS },
    Group { title: "Shop", events: shop::EVENTS },
    Group { title: "Forms", events: forms::EVENTS },
    Group { title: "Friction", events: friction::EVENTS },
    Group { title: "Leaving and offers", events: offers::EVENTS },
];

/// All events of the table.
pub fn events() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|group| group.events)
}

/// What is agreed on about the event called `name`; `None` for an event of the site's own.
pub fn find(name: &str) -> Option<&'static Entry> {
    events().find(|entry| entry.name == name)
}

/// Where a commercial act can have been found, beside a call of the shop's own.
pub const SOURCES: &[&str] = &[
    "attribute",
    "data_layer",
    "json_ld",
    "microdata",
    "rdfa",
    "open_graph",
    "shopify",
    "woocommerce",
    "magento",
    "prestashop",
    "opencart",
    "bigcommerce",
    "request",
    "form",
    "button",
];

/// What is added to a commercial act that was found in the page.
pub const FOUND: &[Field] = &[
    may("source", Kind::Word(SOURCES), "where it was found; left out when the shop's own code said it"),
    may("confidence", Kind::Whole(Unit::Percent), "how sure that source is; left out likewise"),
];

/// A product, as GA4 names its fields.
pub const ITEM: &[Field] = &[
    may("item_id", Kind::Text, "the product's number; an item has this or `item_name`"),
    may("item_name", Kind::Text, "the product's name"),
    may("price", Kind::Decimal, "of one piece"),
    may("quantity", Kind::Whole(Unit::Count), "pieces; 1 where it is left out"),
    may("item_brand", Kind::Text, "brand"),
    may("item_category", Kind::Text, "category; `item_category2` to `item_category5` are its finer parts"),
    may("item_variant", Kind::Text, "size, colour and the like"),
    may("discount", Kind::Decimal, "what was taken off the price of one piece"),
    may("coupon", Kind::Text, "coupon of this item"),
    may("index", Kind::Whole(Unit::Count), "place in its list"),
];

#[cfg(test)]
mod tests;
