//! What is built in to be said, a file for each language.

use super::pages::PageWords;
use super::settings::Kind;
use super::texts::Reason;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static BUILT_IN: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let files = [
        include_str!("words/en.toml"),
        include_str!("words/de.toml"),
        include_str!("words/fr.toml"),
        include_str!("words/es.toml"),
        include_str!("words/it.toml"),
        include_str!("words/pl.toml"),
        include_str!("words/uk.toml"),
        include_str!("words/ru.toml"),
        include_str!("words/pt.toml"),
        include_str!("words/nl.toml"),
        include_str!("words/tr.toml"),
        include_str!("words/ar.toml"),
    ];
    files.iter().map(|file| toml::from_str(file).expect("the files that are built in are right")).collect()
});

/// One language: texts by their field, for all kinds of offer and for each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) locale: String,
    all: BTreeMap<String, String>,
    keep_cart: BTreeMap<String, String>,
    discount: BTreeMap<String, String>,
    newsletter: BTreeMap<String, String>,
    pub(super) survey: SurveyWords,
    restock: BTreeMap<String, String>,
    price_alert: BTreeMap<String, String>,
    recommendations: BTreeMap<String, String>,
    custom: BTreeMap<String, String>,
    pub(super) pages: PageWords,
}

/// What a survey says, and what can be chosen in it.
#[derive(Debug, Deserialize)]
pub(super) struct SurveyWords {
    pub(super) reasons: Vec<Reason>,
    #[serde(flatten)]
    texts: BTreeMap<String, String>,
}

impl Words {
    /// All that are built in.
    pub(super) fn all() -> &'static [Self] {
        &BUILT_IN
    }

    /// Those of a language: of exactly this one, else of the one without its last part (`de` for `de-AT`) and so on.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        super::names(language).find_map(|name| BUILT_IN.iter().find(|words| words.locale.eq_ignore_ascii_case(name)))
    }

    /// A text of this kind of offer, where there is one.
    pub(super) fn text(&self, kind: Kind, field: &str) -> Option<&String> {
        let own = match kind {
            Kind::KeepCart => &self.keep_cart,
            Kind::Discount => &self.discount,
            Kind::Newsletter => &self.newsletter,
            Kind::Survey => &self.survey.texts,
            Kind::Restock => &self.restock,
            Kind::PriceAlert => &self.price_alert,
            Kind::Recommendations => &self.recommendations,
            Kind::Custom => &self.custom,
        };
        own.get(field).or_else(|| self.all.get(field))
    }
}
