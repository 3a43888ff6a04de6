//! The words of an offer in one language: those of the file, and those built in.

use super::custom::{Piece, pieces};
use super::items::{Item, items};
use super::language::Language;
use super::moment::Moment;
use super::rules::{Frequency, Rules, When, Whom, Wrong};
use super::schedule::Schedule;
use super::settings::{Arm, HOLDOUT, Kind, Layout, Scheme, Settings, Theme, TouchLayout};
use super::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer that can be chosen in a survey.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// In the data of `survey_answer`, shaped like an event name.
    pub id: String,
    /// What the visitor reads.
    pub text: String,
}

/// A field and what is wrong with it.
pub(super) type Problem = (&'static str, String);

macro_rules! texts {
    ($($(#[$doc:meta])* $field:ident,)*) => {
        /// Texts of one offer in one language. Those that its kind does not use are empty.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct OfferTexts {
            /// Language of the texts (BCP 47).
            pub locale: String,
            /// Version of the texts, kept in each receipt. Default `1`.
            pub version: String,
            $($(#[$doc])* pub $field: String,)*
            /// What can be chosen in a survey.
            pub reasons: Vec<Reason>,
            /// Products that are recommended.
            pub items: Vec<Item>,
            /// What an offer of the shop's own is made of.
            pub blocks: Vec<Piece>,
        }

        /// `[[site.offer]]` or `[site.offer.in.LANGUAGE]` as the file gives it. Texts that it leaves out are built in.
        ///
        /// Whoever changes `consent_text` or `marketing_text` gives a new `version`, because receipts name it.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct FileTexts {
            pub(super) locale: Option<Language>,
            pub(super) version: Option<String>,
            $(pub(super) $field: Option<String>,)*
            pub(super) reasons: Option<Vec<Reason>>,
            /// Default: the products of the main language.
            pub(super) items: Option<Vec<Item>>,
            pub(super) blocks: Option<Vec<Piece>>,
            pub(super) id: Option<String>,
            pub(super) kind: Option<Kind>,
            pub(super) theme: Option<Theme>,
            pub(super) scheme: Option<Scheme>,
            pub(super) layout: Option<Layout>,
            pub(super) touch_layout: Option<TouchLayout>,
            pub(super) code: Option<String>,
            pub(super) countdown_until: Option<Moment>,
            pub(super) countdown_minutes: Option<u32>,
            pub(super) show_stock: Option<bool>,
            pub(super) show_bought_today: Option<bool>,
            pub(super) ask_name: Option<bool>,
            pub(super) ask_phone: Option<bool>,
            pub(super) when: Option<When>,
            pub(super) whom: Option<Whom>,
            pub(super) schedule: Option<Schedule>,
            pub(super) frequency: Option<Frequency>,
            pub(super) holdout: Option<i64>,
            pub(super) arms: Option<Vec<Arm>>,
            /// The words for pages in other languages, by language.
            #[serde(default)]
            pub(super) r#in: BTreeMap<Language, FileTexts>,
        }

        impl FileTexts {
            fn texts(self, locale: String, settings: &Settings) -> Result<OfferTexts, Problem> {
                let words = Words::of(&locale);
                Ok(OfferTexts {
                    version: self.version.unwrap_or_else(|| "1".to_owned()),
                    $($field: text(stringify!($field), self.$field, words, &locale, settings)?,)*
                    reasons: reasons(self.reasons, words, &locale, settings)?,
                    items: items(self.items, settings.kind == Kind::Recommendations)?
                        .unwrap_or_else(|| settings.items.clone()),
                    blocks: pieces(self.blocks, settings.kind == Kind::Custom)?,
                    locale,
                })
            }
        }
    };
}

texts! {
    /// Heading of the offer.
    title,
    /// What is offered, in one or two sentences.
    body,
    /// Label of the address field.
    label,
    /// Label of the field for a name.
    name,
    /// Label of the field for a phone number.
    phone,
    /// Stands behind the label of a field that may be left empty.
    optional,
    /// Asks whether another address was meant; `{address}` stands for it.
    suggest,
    /// Button that sends.
    submit,
    /// Button that declines.
    close,
    /// What the visitor agrees to by sending; kept word for word in the receipt.
    consent_text,
    /// The separate choice to get marketing, unticked at first; kept word for word in the receipt.
    marketing_text,
    /// Shown once the reply is stored.
    thanks,
    /// Shown for a text that is no address, and when no answer was chosen.
    invalid,
    /// Shown for a text that is no phone number.
    invalid_phone,
    /// Shown when the reply could not be stored.
    unreachable,
    /// Shown while the reply waits on the device until the collector can be reached.
    waiting,
    /// Shown while it waits in the page, since nothing may be kept on the device.
    waiting_here,
    /// Names the total of the cart.
    total,
    /// How long the offer lasts; `{time}` stands for it.
    countdown,
    /// Shown in place of the code once that is over.
    ended,
    /// How many are left of an item; `{count}` and `{item}` stand for them.
    stock,
    /// How many were bought today of an item, likewise.
    bought,
    /// Button that copies the code.
    copy,
    /// Says that the code was copied.
    copied,
    /// Label of the free text of a survey; empty leaves it out.
    more,
    /// Button that closes the thanks.
    done,
}

/// Whether an offer with these settings says this.
fn is_said(field: &str, settings: &Settings) -> bool {
    let kind = settings.kind;
    match field {
        "title" | "close" => true,
        "body" => kind != Kind::Custom,
        "label" | "suggest" => kind.asks_for_address(),
        "name" => settings.ask_name,
        "phone" | "invalid_phone" => settings.ask_phone,
        "optional" => settings.ask_name || settings.ask_phone,
        "marketing_text" => kind == Kind::KeepCart,
        "total" => kind.shows_cart(),
        "countdown" | "ended" => settings.has_countdown(),
        "stock" => settings.stock,
        "bought" => settings.bought_today,
        "copy" | "copied" => kind == Kind::Discount,
        "more" => kind == Kind::Survey,
        _ => kind.asks(),
    }
}

fn text(
    field: &'static str,
    given: Option<String>,
    words: Option<&Words>,
    locale: &str,
    settings: &Settings,
) -> Result<String, Problem> {
    if given.is_none() && !is_said(field, settings) {
        return Ok(String::new());
    }
    let built_in = || words.and_then(|words| words.text(settings.kind, field)).cloned();
    let is_own = words.is_some() && settings.kind == Kind::Custom;
    let text = given.or_else(built_in).ok_or_else(|| match is_own {
        true => (field, "is missing: kind = \"custom\" shows only what the shop writes".to_owned()),
        false => missing(field, locale),
    })?;
    // Without a text for it the marketing box or the free text is left out; nothing else may be left blank.
    if text.trim().is_empty() && !matches!(field, "marketing_text" | "more") {
        return Err((field, "is empty: it has to say something".to_owned()));
    }
    let placeholders: &[&str] = match field {
        "suggest" => &["{address}"],
        "countdown" => &["{time}"],
        "stock" | "bought" => &["{count}", "{item}"],
        _ => &[],
    };
    if let Some(missing) = placeholders.iter().find(|placeholder| !text.contains(*placeholder)) {
        return Err((field, format!("{text:?} has no {missing} in it, in place of which it is shown")));
    }
    Ok(text)
}

fn reasons(
    given: Option<Vec<Reason>>,
    words: Option<&Words>,
    locale: &str,
    settings: &Settings,
) -> Result<Vec<Reason>, Problem> {
    if settings.kind != Kind::Survey {
        return Ok(Vec::new());
    }
    let built_in = || words.map(|words| words.survey.reasons.clone());
    let reasons = given.or_else(built_in).ok_or_else(|| missing("reasons", locale))?;
    if !(2..=MAX_REASONS).contains(&reasons.len()) {
        return Err(("reasons", format!("has {} answers: a choice is one of 2 to {MAX_REASONS}", reasons.len())));
    }
    for (index, Reason { id, text }) in reasons.iter().enumerate() {
        if !waypost_wire::limits::is_event_name(id) {
            return Err(("reasons", format!("{id:?} is no id of an answer: a-z, then up to 63 of a-z 0-9 _")));
        }
        if reasons[..index].iter().any(|earlier| earlier.id == *id) {
            return Err(("reasons", format!("{id:?} is the id of two answers")));
        }
        if text.trim().is_empty() {
            return Err(("reasons", format!("the answer {id:?} is empty: it has to say something")));
        }
    }
    Ok(reasons)
}

/// Most answers that a survey offers, inclusive.
const MAX_REASONS: usize = 12;

fn missing(field: &'static str, locale: &str) -> Problem {
    (field, format!("is missing: there are no built-in words in \"{locale}\", so that each has to be given"))
}

impl FileTexts {
    /// What is the same in all languages.
    pub(super) fn settings(&self) -> Result<Settings, Problem> {
        let kind = self.kind.unwrap_or_default();
        let settings = Settings {
            id: self.id.clone().unwrap_or_else(|| kind.id().to_owned()),
            kind,
            theme: self.theme.unwrap_or_default(),
            scheme: self.scheme.unwrap_or_default(),
            layout: self.layout.unwrap_or_default(),
            touch_layout: self.touch_layout.unwrap_or_default(),
            items: self.items.clone().unwrap_or_default(),
            code: self.code.clone().unwrap_or_default(),
            countdown_until: self.countdown_until.map(|Moment(ms)| ms),
            countdown_minutes: self.countdown_minutes,
            stock: self.show_stock.unwrap_or_default(),
            bought_today: self.show_bought_today.unwrap_or_default(),
            ask_name: self.ask_name.unwrap_or_default(),
            ask_phone: self.ask_phone.unwrap_or_default(),
            holdout: self.holdout.unwrap_or(HOLDOUT),
            arms: self.arms.clone().unwrap_or_else(|| vec![Arm::only()]),
        };
        settings.check()?;
        Ok(settings)
    }

    /// When an offer of this kind is shown, and to whom. What is wrong is told with its table.
    pub(super) fn rules(&self, kind: Kind) -> Result<Rules, (&'static str, Wrong)> {
        let mut rules = Rules {
            when: self.when.clone().unwrap_or_default(),
            whom: self.whom.clone().unwrap_or_default(),
            schedule: self.schedule.clone(),
            frequency: self.frequency.clone().unwrap_or_default(),
        };
        rules.when.check().map_err(|wrong| ("when", wrong))?;
        rules.whom.check().map_err(|wrong| ("whom", wrong))?;
        rules.schedule.iter().try_for_each(Schedule::check).map_err(|wrong| ("schedule", wrong))?;
        rules.frequency.check().map_err(|wrong| ("frequency", wrong))?;
        rules.suit(kind);
        Ok(rules)
    }

    /// The first field of the settings that is given, where only texts may be.
    pub(super) fn first_setting(&self) -> Option<&'static str> {
        let given = [
            ("id", self.id.is_some()),
            ("kind", self.kind.is_some()),
            ("theme", self.theme.is_some()),
            ("scheme", self.scheme.is_some()),
            ("layout", self.layout.is_some()),
            ("touch_layout", self.touch_layout.is_some()),
            ("code", self.code.is_some()),
            ("countdown_until", self.countdown_until.is_some()),
            ("countdown_minutes", self.countdown_minutes.is_some()),
            ("show_stock", self.show_stock.is_some()),
            ("show_bought_today", self.show_bought_today.is_some()),
            ("ask_name", self.ask_name.is_some()),
            ("ask_phone", self.ask_phone.is_some()),
            ("when", self.when.is_some()),
            ("whom", self.whom.is_some()),
            ("schedule", self.schedule.is_some()),
            ("frequency", self.frequency.is_some()),
            ("holdout", self.holdout.is_some()),
            ("arms", self.arms.is_some()),
            ("in", !self.r#in.is_empty()),
        ];
        given.into_iter().find_map(|(field, is_given)| is_given.then_some(field))
    }

    /// All texts: those of the file, else those built in for its `locale`, which is `language` when not given.
    pub(super) fn complete(self, language: &str, settings: &Settings) -> Result<OfferTexts, Problem> {
        let locale = self.locale.as_ref().map_or_else(|| language.to_owned(), |Language(locale)| locale.clone());
        self.texts(locale, settings)
    }
}
