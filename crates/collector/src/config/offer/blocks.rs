//! An offer as pages are told of it: settings, texts, and its contents as typed blocks.

use super::custom::Piece;
use super::items::Item;
use super::settings::{Arm, Look};
use super::{Kind, OfferTexts, Reason, Settings, SiteOffer};
use crate::arm::HOLDOUT;
use serde::Serialize;

/// Id of the question of the survey, in `survey_answer`.
const QUESTION: &str = "why_not_today";

/// One offer in `GET /v1/config`.
#[derive(Serialize)]
#[expect(missing_docs, reason = "PROTOCOL.md has them, because readers of the answer do not read this")]
pub struct Shown<'a> {
    pub id: &'a str,
    pub kind: Kind,
    pub arm: &'a str,
    pub locale: &'a str,
    pub version: &'a str,
    #[serde(flatten)]
    pub look: Look,
    pub title: &'a str,
    pub submit: &'a str,
    pub close: &'a str,
    pub consent_text: &'a str,
    pub marketing_text: &'a str,
    pub thanks: &'a str,
    pub invalid: &'a str,
    pub unreachable: &'a str,
    pub waiting: &'a str,
    pub waiting_here: &'a str,
    pub done: &'a str,
    blocks: Vec<Part<'a>>,
    #[serde(flatten)]
    pub rules: &'a super::Rules,
}

/// A part of an offer's contents.
#[derive(Serialize)]
#[serde(untagged)]
enum Part<'a> {
    BuiltIn(Block<'a>),
    Own(&'a Piece),
}

/// What Waypost makes by itself.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Text {
        text: &'a str,
    },
    Cart {
        total: &'a str,
    },
    Code {
        code: &'a str,
        copy: &'a str,
        copied: &'a str,
    },
    Facts {
        countdown: &'a str,
        ended: &'a str,
        stock: &'a str,
        bought: &'a str,
    },
    Survey {
        id: &'static str,
        reasons: &'a [Reason],
        more: &'a str,
    },
    Fields {
        email: &'a str,
        name: &'a str,
        phone: &'a str,
        invalid_phone: &'a str,
        optional: &'a str,
        suggest: &'a str,
    },
    /// The product of the page, which the page knows.
    Item,
    Items {
        items: &'a [Item],
    },
}

impl SiteOffer {
    /// The offer for a page in `language`, see [`SiteOffer::in_language`], and as it looks to `who`, see
    /// [`Settings::arm_of`].
    pub fn shown(&self, language: &str, who: &str) -> Shown<'_> {
        self.shown_in(language, self.settings.arm_of(who))
    }

    /// The same as it looks in an arm; `None` is the hold-out.
    pub fn shown_in<'a>(&'a self, language: &str, arm: Option<&'a Arm>) -> Shown<'a> {
        let (settings, texts) = (&self.settings, self.in_language(language));
        let look = settings.look_of(arm);
        Shown {
            id: &settings.id,
            kind: settings.kind,
            arm: arm.map_or(HOLDOUT, |arm| &arm.name),
            locale: &texts.locale,
            version: &texts.version,
            look,
            title: &texts.title,
            submit: &texts.submit,
            close: &texts.close,
            consent_text: &texts.consent_text,
            marketing_text: &texts.marketing_text,
            thanks: &texts.thanks,
            invalid: &texts.invalid,
            unreachable: &texts.unreachable,
            waiting: &texts.waiting,
            waiting_here: &texts.waiting_here,
            done: &texts.done,
            blocks: blocks(settings, texts),
            rules: &self.rules,
        }
    }
}

fn blocks<'a>(settings: &'a Settings, texts: &'a OfferTexts) -> Vec<Part<'a>> {
    let text = (!texts.body.is_empty()).then_some(Block::Text { text: &texts.body });
    let cart = || Block::Cart { total: &texts.total };
    let fields = || Block::Fields {
        email: &texts.label,
        name: if settings.ask_name { &texts.name } else { "" },
        phone: if settings.ask_phone { &texts.phone } else { "" },
        invalid_phone: &texts.invalid_phone,
        optional: &texts.optional,
        suggest: &texts.suggest,
    };
    let facts = settings.shows_facts().then_some(Block::Facts {
        countdown: &texts.countdown,
        ended: &texts.ended,
        stock: &texts.stock,
        bought: &texts.bought,
    });
    let first = text.into_iter().chain(facts);
    let rest = match settings.kind {
        Kind::KeepCart => vec![cart(), fields()],
        Kind::Discount => {
            vec![Block::Code { code: &settings.code, copy: &texts.copy, copied: &texts.copied }, cart()]
        }
        Kind::Newsletter => vec![fields()],
        Kind::Survey => vec![Block::Survey { id: QUESTION, reasons: &texts.reasons, more: &texts.more }],
        Kind::Restock | Kind::PriceAlert => vec![Block::Item, fields()],
        Kind::Recommendations => vec![Block::Items { items: &texts.items }],
        Kind::Custom => Vec::new(),
    };
    first.chain(rest).map(Part::BuiltIn).chain(texts.blocks.iter().map(Part::Own)).collect()
}
