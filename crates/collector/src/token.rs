//! The sign-in token of the dashboard: what it looks like, where it is kept, and the cookie made from it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::io;
use std::path::Path;
use subtle::ConstantTimeEq as _;
use waypost_wire::Id;

/// Fewest characters of a token given by hand; guesses are slowed down, see [`crate::app::GUESSES_A_MINUTE`].
pub const MIN_TOKEN_LEN: usize = 8;

const FILE: &str = "token";

/// Who knows this text may read everything that was stored.
#[derive(Clone)]
pub struct Token(String);

/// Whether `text` may be a token: [`MIN_TOKEN_LEN`] to 256 letters, digits, `-` and `_`, so that it needs no escaping
/// in an address.
///
/// # Errors
/// A sentence about what is wrong; the text itself is not repeated.
pub fn check(text: &str) -> Result<(), String> {
    if !(MIN_TOKEN_LEN..=256).contains(&text.len()) {
        return Err(format!("a token has {MIN_TOKEN_LEN} to 256 characters, this one {}", text.len()));
    }
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if text.bytes().all(fits) { Ok(()) } else { Err("a token is made of a-z A-Z 0-9 - _".to_owned()) }
}

impl Token {
    /// The `given` token, else the one kept in the directory `data`, else a new one of 128 random bits kept there
    /// from now on, readable by the owner only.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn open(given: Option<&str>, data: &Path) -> io::Result<Self> {
        if let Some(token) = given {
            return Ok(Self(token.to_owned()));
        }
        let path = data.join(FILE);
        if let Some(kept) = crate::secret_file::read(&path)?
            && check(kept.trim()).is_ok()
        {
            return Ok(Self(kept.trim().to_owned()));
        }
        let token = random_id()?.hex();
        crate::secret_file::write(&path, &token)?;
        Ok(Self(token))
    }

    /// The text, for the sign-in link.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether `guess` is the token; takes as long for a wrong one as for the right one.
    pub fn matches(&self, guess: &str) -> bool {
        self.0.as_bytes().ct_eq(guess.as_bytes()).into()
    }

    /// The value of the sign-in cookie. It proves that its bearer knew the token, and does not tell it.
    pub fn cookie(&self) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(b"waypost sign-in cookie");
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether `value` is the cookie of this token.
    pub fn matches_cookie(&self, value: &str) -> bool {
        self.cookie().as_bytes().ct_eq(value.as_bytes()).into()
    }
}

/// 128 bits from the system.
///
/// # Errors
/// When the system has none.
pub fn random_id() -> io::Result<Id> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(Id(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_eight_characters_or_more() {
        assert_eq!(check(&"a".repeat(MIN_TOKEN_LEN)), Ok(()));
        let short = "a".repeat(MIN_TOKEN_LEN - 1);
        assert_eq!(check(&short), Err("a token has 8 to 256 characters, this one 7".to_owned()));
        assert_eq!(check(&"a".repeat(256)), Ok(()));
        assert!(check(&"a".repeat(257)).is_err());
        assert_eq!(check("abcdefghij klmnop"), Err("a token is made of a-z A-Z 0-9 - _".to_owned()));
    }

    #[test]
    fn a_random_token_outlives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let first = Token::open(None, dir.path()).unwrap();
        let second = Token::open(None, dir.path()).unwrap();
        assert_eq!(first.text(), second.text());
        assert_eq!(first.text().len(), 32);
        let elsewhere = tempfile::tempdir().unwrap();
        assert_ne!(first.text(), Token::open(None, elsewhere.path()).unwrap().text());
    }

    #[test]
    fn the_cookie_proves_the_token_without_telling_it() {
        let token = Token("a-token-of-mine-1".to_owned());
        assert!(token.matches("a-token-of-mine-1"));
        assert!(!token.matches("a-token-of-mine-2"));
        assert!(!token.matches(""));
        assert!(token.matches_cookie(&token.cookie()));
        assert!(!token.matches_cookie(token.text()));
        assert!(!token.cookie().contains(token.text()));
    }
}
