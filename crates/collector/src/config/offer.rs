//! A site's offer: what it is for, how it looks, and its words by language. They promise only what the shop does.

mod blocks;
mod settings;
mod texts;

pub use blocks::Shown;
pub use settings::{Kind, Layout, Scheme, Settings, Theme, TouchLayout};
pub use texts::{FileTexts, Language, OfferTexts, Reason};

use std::collections::BTreeMap;
use texts::{Problem, Words};

/// A site's offer in all its languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteOffer {
    /// What is the same in all languages.
    pub settings: Settings,
    /// For pages in none of the other languages.
    pub main: OfferTexts,
    /// By the name of the language.
    others: Vec<(String, OfferTexts)>,
}

/// Where in a site's table something is wrong, and what.
#[derive(Debug, PartialEq, Eq)]
pub struct WrongOffer {
    /// `offer`, or `offer_in` with the language.
    pub table: (&'static str, Option<String>),
    /// The field of the table.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl SiteOffer {
    /// The settings and words of `[site.offer]`, in English unless it has a `locale`; the words of
    /// `[site.offer_in.LANGUAGE]`; and, when `translated`, those built in for all other languages.
    ///
    /// # Errors
    /// When a text is missing or empty, or settings do not go together.
    pub fn new(
        offer: FileTexts,
        offer_in: BTreeMap<Language, FileTexts>,
        translated: bool,
    ) -> Result<Self, WrongOffer> {
        let wrong = |table: &'static str, language: Option<&str>, (field, reason): Problem| WrongOffer {
            table: (table, language.map(str::to_owned)),
            field,
            reason,
        };
        let in_offer = |problem| wrong("offer", None, problem);
        let settings = offer.settings().map_err(in_offer)?;
        let main = offer.complete("en", &settings).map_err(in_offer)?;
        let mut others: Vec<(String, OfferTexts)> = Vec::new();
        for (Language(language), texts) in offer_in {
            let wrong = |problem| wrong("offer_in", Some(&language), problem);
            if let Some(field) = texts.first_setting() {
                return Err(wrong((field, "belongs in [site.offer]: it is the same in all languages".to_owned())));
            }
            let mut earlier = std::iter::once(&main.locale).chain(others.iter().map(|(name, _)| name));
            if earlier.any(|earlier| earlier.eq_ignore_ascii_case(&language)) {
                return Err(wrong(("locale", format!("there are words in \"{language}\" already"))));
            }
            let texts = texts.complete(&language, &settings).map_err(wrong)?;
            others.push((language, texts));
        }
        if translated {
            for Words { locale, .. } in Words::all().iter().filter(|words| !same_language(&words.locale, &main.locale))
            {
                if !others.iter().any(|(name, _)| name.eq_ignore_ascii_case(locale)) {
                    let texts = FileTexts::default().complete(locale, &settings).map_err(in_offer)?;
                    others.push((locale.clone(), texts));
                }
            }
        }
        Ok(Self { settings, main, others })
    }

    /// The words for a page in `language`: of exactly this language, else without its last part (`de` for `de-AT`) and
    /// so on, else the main ones. The site's own come before those built in.
    pub fn in_language(&self, language: &str) -> &OfferTexts {
        let main = std::iter::once((&self.main.locale, &self.main));
        let all: Vec<_> = main.chain(self.others.iter().map(|(name, texts)| (name, texts))).collect();
        let found = names(language)
            .find_map(|asked| all.iter().find(|(name, _)| name.eq_ignore_ascii_case(asked)).map(|(_, texts)| *texts));
        found.unwrap_or(&self.main)
    }
}

impl Default for SiteOffer {
    fn default() -> Self {
        Self::new(FileTexts::default(), BTreeMap::new(), true).expect("what is built in is whole")
    }
}

/// `zh-Hant-TW`, `zh-Hant`, `zh`.
fn names(language: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(language), |name| name.rsplit_once('-').map(|(shorter, _)| shorter))
}

/// Whether the two are one language, wherever it is spoken.
fn same_language(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(|name| name.split('-').next().unwrap_or_default());
    a.eq_ignore_ascii_case(b)
}

#[cfg(test)]
mod tests;
