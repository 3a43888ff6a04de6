//! Figures that press a visitor to decide, signed so that a page can show none that did not come from here: ECDSA over P-256,
//! which every browser with WebCrypto can check.

use crate::secret_file;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde::Serialize;
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

const FILE: &str = "facts";

/// How long what was bought today is counted for, and may be shown, in milliseconds.
pub const BOUGHT_EVERY_MS: u64 = 30_000;
/// See [`BOUGHT_EVERY_MS`].
pub const BOUGHT_MAX_AGE_MS: u64 = 10 * 60 * 1000;

/// One figure. Times are milliseconds; ages are of the moment of signing.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact<'a> {
    /// When an offer ends.
    Countdown {
        /// Id of the offer.
        offer: &'a str,
        /// Milliseconds since 1970, by this collector's clock.
        until: u64,
    },
    /// How many of an item are left.
    Stock {
        /// Its id.
        item: &'a str,
        /// How many.
        count: u64,
        /// How long ago they were counted.
        age: u64,
        /// How old the figure may become.
        max_age: u64,
    },
    /// How many of an item were bought on this UTC day.
    BoughtToday {
        /// Its id.
        item: &'a str,
        /// How many.
        count: u64,
        /// How long ago they were counted.
        age: u64,
        /// How old the figure may become.
        max_age: u64,
    },
}

/// What is signed along with a figure, so that it is good for one question of one page.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Frame<'a> {
    /// Site key.
    pub site: &'a str,
    /// What the page has made up for this question.
    pub nonce: &'a str,
    /// The time of signing.
    pub at: u64,
}

/// A figure with its signature. Only [`Signer::sign`] makes one.
#[derive(Debug, Serialize)]
pub struct Signed {
    text: String,
    signature: String,
}

#[derive(Serialize)]
struct Text<'a> {
    v: u8,
    #[serde(flatten)]
    frame: Frame<'a>,
    #[serde(flatten)]
    fact: &'a Fact<'a>,
}

/// The key that signs figures.
pub struct Signer {
    key: SigningKey,
    public: String,
}

impl Signer {
    /// Takes up the key kept in the directory `data`, else makes one, readable by the owner only.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub fn open(data: &Path) -> io::Result<Self> {
        let path = data.join(FILE);
        let wrong = || io::Error::other(format!("{} does not hold 64 hexadecimal digits of a key", path.display()));
        if let Some(kept) = secret_file::read(&path)? {
            return bytes(kept.trim()).and_then(|bytes| Self::of(&bytes)).ok_or_else(wrong);
        }
        loop {
            let mut random = [0; 32];
            getrandom::fill(&mut random)?;
            // One number in 2^32 is none of the curve's.
            if let Some(signer) = Self::of(&random) {
                secret_file::write(&path, &hex(&random))?;
                return Ok(signer);
            }
        }
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let key = SigningKey::from_slice(bytes).ok()?;
        let public = hex(key.verifying_key().to_sec1_point(false).as_bytes());
        Some(Self { key, public })
    }

    /// The public key: an uncompressed point in hexadecimal digits.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// Signs a figure.
    pub fn sign(&self, frame: Frame<'_>, fact: &Fact<'_>) -> Signed {
        let text = serde_json::to_string(&Text { v: 1, frame, fact }).expect("texts and numbers are JSON");
        let signature: Signature = self.key.sign(text.as_bytes());
        Signed { signature: hex(&signature.to_bytes()), text }
    }
}

/// What was bought today, by site, as it was counted last.
#[derive(Default)]
pub struct Bought(Mutex<HashMap<String, Counted>>);

/// When it was counted, and how many of each item.
type Counted = (u64, Arc<HashMap<String, u64>>);

impl Bought {
    /// What was counted for the site less than [`BOUGHT_EVERY_MS`] ago, and on the same day.
    pub fn fresh(&self, site: &str, now_ms: u64) -> Option<Counted> {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, items) = counted.get(site)?;
        let is_same_day = at / crate::clock::DAY_MS == now_ms / crate::clock::DAY_MS;
        (is_same_day && now_ms.saturating_sub(*at) < BOUGHT_EVERY_MS).then(|| (*at, items.clone()))
    }

    /// Keeps what was counted.
    pub fn keep(&self, site: &str, at: u64, items: HashMap<String, u64>) -> Counted {
        let counted = (at, Arc::new(items));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(site.to_owned(), counted.clone());
        counted
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    (0..32).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier as _;

    #[test]
    fn a_figure_is_signed_with_its_site_question_and_time() {
        let dir = tempfile::tempdir().unwrap();
        let signer = Signer::open(dir.path()).unwrap();
        let frame = Frame { site: "demo", nonce: "00ff", at: 5 };
        let fact = Fact::Stock { item: "mug", count: 3, age: 1, max_age: 9 };
        let Signed { text, signature } = signer.sign(frame, &fact);
        let expected =
            r#"{"v":1,"site":"demo","nonce":"00ff","at":5,"kind":"stock","item":"mug","count":3,"age":1,"max_age":9}"#;
        assert_eq!(text, expected);
        let parsed: Vec<u8> =
            (0..64).map(|at| u8::from_str_radix(&signature[2 * at..2 * at + 2], 16).unwrap()).collect();
        let again = Signer::open(dir.path()).unwrap();
        assert_eq!(again.public(), signer.public(), "the key outlives a restart");
        let key: VerifyingKey = *again.key.verifying_key();
        assert!(key.verify(text.as_bytes(), &Signature::from_slice(&parsed).unwrap()).is_ok());
    }

    #[test]
    fn a_wrong_file_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE), "0".repeat(64)).unwrap();
        assert!(Signer::open(dir.path()).is_err(), "zero is no key");
        assert_eq!(std::fs::read_to_string(dir.path().join(FILE)).unwrap(), "0".repeat(64));
    }
}
