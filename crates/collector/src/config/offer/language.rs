//! Names of languages.

use serde::Deserialize;

/// A language as BCP 47 writes it, such as `de` or `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Language(pub(super) String);

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
