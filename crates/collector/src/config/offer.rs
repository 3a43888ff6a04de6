//! A site's offers: what each is for, how it looks, and its words by language. They promise only what the shop does.

mod blocks;
mod custom;
mod file;
mod items;
mod language;
mod moment;
mod pages;
mod rules;
mod schedule;
mod settings;
mod texts;
mod url;
mod words;

pub use blocks::Shown;
pub use custom::Piece;
pub use file::FileOffers;
pub use items::Item;
pub use language::Language;
pub use pages::PageWords;
pub use rules::{Channel, Consent, Device, Frequency, PageType, Rules, Visitor, When, Whom};
pub use schedule::{Local, Schedule, Weekday};
pub use settings::{Arm, Kind, Layout, Look, Scheme, Settings, Theme, TouchLayout};
pub use texts::{FileTexts, OfferTexts, Reason};

use texts::Problem;
use words::Words;

/// One offer of a site in all its languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteOffer {
    /// What is the same in all languages.
    pub settings: Settings,
    /// When it is shown, and to whom.
    pub rules: Rules,
    /// For pages in none of the other languages.
    pub main: OfferTexts,
    /// By the name of the language.
    others: Vec<(String, OfferTexts)>,
}

/// Where in an offer's table something is wrong, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongOffer {
    /// The way to the field, such as `in`, `de`, `title`.
    pub steps: Vec<String>,
    /// What is wrong with it.
    pub reason: String,
}

impl SiteOffer {
    /// The settings and words of `[[site.offer]]`, in English unless it has a `locale`; the words of its
    /// `[site.offer.in.LANGUAGE]`; and, when `translated`, those built in for all other languages.
    ///
    /// # Errors
    /// When a text is missing or empty, or settings do not go together.
    pub fn new(mut offer: FileTexts, translated: bool) -> Result<Self, WrongOffer> {
        let in_offer = |(field, reason): Problem| WrongOffer { steps: vec![field.to_owned()], reason };
        let languages = std::mem::take(&mut offer.r#in);
        let settings = offer.settings().map_err(in_offer)?;
        let rules = offer.rules(settings.kind).map_err(|(table, (field, reason))| WrongOffer {
            steps: vec![table.to_owned(), field.to_owned()],
            reason,
        })?;
        let main = offer.complete("en", &settings).map_err(in_offer)?;
        let mut others: Vec<(String, OfferTexts)> = Vec::new();
        for (Language(language), texts) in languages {
            let wrong = |(field, reason): Problem| WrongOffer {
                steps: vec!["in".to_owned(), language.clone(), field.to_owned()],
                reason,
            };
            if let Some(field) = texts.first_setting() {
                return Err(wrong((field, "belongs in [[site.offer]]: it is the same in all languages".to_owned())));
            }
            let mut earlier = std::iter::once(&main.locale).chain(others.iter().map(|(name, _)| name));
            if earlier.any(|earlier| earlier.eq_ignore_ascii_case(&language)) {
                return Err(wrong(("locale", format!("there are words in \"{language}\" already"))));
            }
            let texts = texts.complete(&language, &settings).map_err(wrong)?;
            others.push((language, texts));
        }
        // What the shop has made itself only the shop can say in another language.
        if translated && settings.kind != Kind::Custom {
            for Words { locale, .. } in Words::all().iter().filter(|words| !same_language(&words.locale, &main.locale))
            {
                if !others.iter().any(|(name, _)| name.eq_ignore_ascii_case(locale)) {
                    let texts = FileTexts::default().complete(locale, &settings).map_err(in_offer)?;
                    others.push((locale.clone(), texts));
                }
            }
        }
        Ok(Self { settings, rules, main, others })
    }

    /// The one to keep the cart, as it is where a site says nothing of offers; in English only unless `translated`.
    pub fn built_in(translated: bool) -> Self {
        Self::new(FileTexts::default(), translated).expect("what is built in is whole")
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
        Self::built_in(true)
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
