//! The words of the offer to keep a cart, by language. They promise only what the shop does: one mail with the cart.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words that are built in, a file for each language.
static BUILT_IN: LazyLock<Vec<OfferTexts>> = LazyLock::new(|| {
    let files = [
        include_str!("keep_cart/en.toml"),
        include_str!("keep_cart/de.toml"),
        include_str!("keep_cart/fr.toml"),
        include_str!("keep_cart/es.toml"),
        include_str!("keep_cart/it.toml"),
        include_str!("keep_cart/pl.toml"),
        include_str!("keep_cart/uk.toml"),
        include_str!("keep_cart/ru.toml"),
        include_str!("keep_cart/pt.toml"),
        include_str!("keep_cart/nl.toml"),
        include_str!("keep_cart/tr.toml"),
        include_str!("keep_cart/ar.toml"),
    ];
    files.iter().map(|file| toml::from_str(file).expect("the files that are built in are right")).collect()
});

/// Texts of one offer in one language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OfferTexts {
    /// Language of the texts (BCP 47).
    pub locale: String,
    /// Version of the texts, kept in each receipt. Default `1`.
    pub version: String,
    /// Heading of the offer.
    pub title: String,
    /// What is offered, in one or two sentences.
    pub body: String,
    /// Label of the address field.
    pub label: String,
    /// Button that sends the address.
    pub submit: String,
    /// Button that declines.
    pub close: String,
    /// What the visitor agrees to by sending; kept word for word in the receipt.
    pub consent_text: String,
    /// The separate choice to get marketing, unticked at first; kept word for word in the receipt.
    pub marketing_text: String,
    /// Shown once the address is stored.
    pub thanks: String,
    /// Shown for a text that is no address.
    pub invalid: String,
    /// Shown when the address could not be stored.
    pub unreachable: String,
}

impl OfferTexts {
    /// What is built in for a language, looked up as [`OfferWords::in_language`] does.
    fn built_in(language: &str) -> Option<&'static Self> {
        let mut names = names(language);
        names.find_map(|name| BUILT_IN.iter().find(|texts| texts.locale.eq_ignore_ascii_case(name)))
    }
}

/// Texts as the file gives them, in `[site.offer]` or `[site.offer_in.LANGUAGE]`. What it leaves out is built in.
///
/// Whoever changes `consent_text` or `marketing_text` gives a new `version`, because receipts name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileTexts {
    locale: Option<Language>,
    version: Option<String>,
    title: Option<String>,
    body: Option<String>,
    label: Option<String>,
    submit: Option<String>,
    close: Option<String>,
    consent_text: Option<String>,
    marketing_text: Option<String>,
    thanks: Option<String>,
    invalid: Option<String>,
    unreachable: Option<String>,
}

/// A field of [`FileTexts`] and what is wrong with it.
type Problem = (&'static str, String);

impl FileTexts {
    /// All texts: those of the file, else those built in for its `locale`, which is `language` when not given.
    fn complete(self, language: &str) -> Result<OfferTexts, Problem> {
        let locale = self.locale.map_or_else(|| language.to_owned(), |Language(locale)| locale);
        let base = OfferTexts::built_in(&locale);
        let take = |field: &'static str, given: Option<String>, text: fn(&OfferTexts) -> &String| {
            let missing = || {
                (
                    field,
                    format!("is missing: there are no built-in words in \"{locale}\", so that each has to be given"),
                )
            };
            let text = given.or_else(|| base.map(text).cloned()).ok_or_else(missing)?;
            // Without a text for it the marketing box is left out; nothing else may be left blank.
            if text.trim().is_empty() && field != "marketing_text" {
                return Err((field, "is empty: it has to say something".to_owned()));
            }
            Ok(text)
        };
        Ok(OfferTexts {
            version: self.version.unwrap_or_else(|| "1".to_owned()),
            title: take("title", self.title, |texts| &texts.title)?,
            body: take("body", self.body, |texts| &texts.body)?,
            label: take("label", self.label, |texts| &texts.label)?,
            submit: take("submit", self.submit, |texts| &texts.submit)?,
            close: take("close", self.close, |texts| &texts.close)?,
            consent_text: take("consent_text", self.consent_text, |texts| &texts.consent_text)?,
            marketing_text: take("marketing_text", self.marketing_text, |texts| &texts.marketing_text)?,
            thanks: take("thanks", self.thanks, |texts| &texts.thanks)?,
            invalid: take("invalid", self.invalid, |texts| &texts.invalid)?,
            unreachable: take("unreachable", self.unreachable, |texts| &texts.unreachable)?,
            locale,
        })
    }
}

/// A language as BCP 47 writes it, such as `de` or `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Language(String);

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = text.split('-');
        let is_name = parts
            .next()
            .is_some_and(|name| matches!(name.len(), 2 | 3) && name.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let is_rest =
            parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if is_name && is_rest {
            Ok(Self(text))
        } else {
            Err(format!("\"{text}\" is no language: write it as in \"de\" or \"pt-BR\""))
        }
    }
}

/// The words of a site's offer in all its languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferWords {
    /// For pages in none of the other languages.
    pub main: OfferTexts,
    /// By the name of the language.
    others: Vec<(String, OfferTexts)>,
}

/// Where in a site's table something is wrong, and what.
#[derive(Debug, PartialEq, Eq)]
pub struct WrongWords {
    /// `offer`, or `offer_in` with the language.
    pub table: (&'static str, Option<String>),
    /// The field of the table.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl OfferWords {
    /// The words of `[site.offer]`, in English unless it has a `locale`; those of `[site.offer_in.LANGUAGE]`; and, when
    /// `translated`, those built in for all other languages.
    ///
    /// # Errors
    /// When a text is missing or empty.
    pub fn new(
        offer: FileTexts,
        offer_in: BTreeMap<Language, FileTexts>,
        translated: bool,
    ) -> Result<Self, WrongWords> {
        let wrong = |table: &'static str, language: Option<&str>, (field, reason): Problem| WrongWords {
            table: (table, language.map(str::to_owned)),
            field,
            reason,
        };
        let main = offer.complete("en").map_err(|problem| wrong("offer", None, problem))?;
        let mut others: Vec<(String, OfferTexts)> = Vec::new();
        for (Language(language), texts) in offer_in {
            let wrong = |problem| wrong("offer_in", Some(&language), problem);
            let mut earlier = std::iter::once(&main.locale).chain(others.iter().map(|(name, _)| name));
            if earlier.any(|earlier| earlier.eq_ignore_ascii_case(&language)) {
                return Err(wrong(("locale", format!("there are words in \"{language}\" already"))));
            }
            let texts = texts.complete(&language).map_err(wrong)?;
            others.push((language, texts));
        }
        if translated {
            for texts in BUILT_IN.iter().filter(|texts| !same_language(&texts.locale, &main.locale)) {
                if !others.iter().any(|(name, _)| name.eq_ignore_ascii_case(&texts.locale)) {
                    others.push((texts.locale.clone(), texts.clone()));
                }
            }
        }
        Ok(Self { main, others })
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

impl Default for OfferWords {
    fn default() -> Self {
        let main = BUILT_IN[0].clone();
        let others = BUILT_IN[1..].iter().map(|texts| (texts.locale.clone(), texts.clone())).collect();
        Self { main, others }
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
mod tests {
    use super::*;

    /// Every text of one language, by its field.
    fn fields(texts: &OfferTexts) -> BTreeMap<String, String> {
        serde_json::from_value(serde_json::to_value(texts).unwrap()).unwrap()
    }

    #[test]
    fn twelve_languages_are_built_in_and_each_says_everything_in_its_own_words() {
        let languages: Vec<&str> = BUILT_IN.iter().map(|texts| texts.locale.as_str()).collect();
        assert_eq!(languages, ["en", "de", "fr", "es", "it", "pl", "uk", "ru", "pt", "nl", "tr", "ar"]);
        let said: Vec<_> = BUILT_IN.iter().map(fields).collect();
        for (index, texts) in said.iter().enumerate() {
            for (field, text) in texts {
                assert!(!text.trim().is_empty(), "{}: {field}", languages[index]);
                let again = said[..index].iter().any(|earlier| earlier[field] == *text);
                assert!(!again || field == "version", "{}: {field} is that of another language", languages[index]);
            }
            assert!(texts["invalid"].contains("@example.org"), "{}", languages[index]);
        }
    }

    #[test]
    fn a_language_is_found_by_its_beginning_and_the_sites_own_words_come_first() {
        let own = |title: &str| FileTexts { title: Some(title.to_owned()), ..FileTexts::default() };
        let main = FileTexts { locale: Some(Language("de-AT".to_owned())), ..own("Sackerl") };
        let others = [(Language("pt-BR".to_owned()), own("Carrinho")), (Language("fr".to_owned()), own("Panier"))];
        let words = OfferWords::new(main.clone(), others.clone().into(), true).unwrap();
        for (asked, locale, title) in [
            ("de-AT", "de-AT", "Sackerl"),
            ("de", "de-AT", "Sackerl"),
            ("sv", "de-AT", "Sackerl"),
            ("pt-BR", "pt-BR", "Carrinho"),
            ("FR-ca", "fr", "Panier"),
            ("pt", "pt", "Guardar o seu carrinho para mais tarde?"),
        ] {
            let texts = words.in_language(asked);
            assert_eq!((texts.locale.as_str(), texts.title.as_str()), (locale, title), "{asked}");
        }
        assert_eq!(words.in_language("de").close, "Nein, danke", "what is not given is built in");
        let untranslated = OfferWords::new(main, others.into(), false).unwrap();
        assert_eq!(untranslated.in_language("pt").locale, "de-AT");
        assert_eq!(untranslated.in_language("fr").locale, "fr");
    }
}
