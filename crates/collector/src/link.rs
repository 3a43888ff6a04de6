//! Links that go out by mail: what they name, until when they hold, and the signature that nobody else can make.
//!
//! A link names a capture and not a person: no address is in it, and whoever has one can reckon no other from it.

use crate::secret_file;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::io;
use std::path::Path;
use subtle::ConstantTimeEq as _;
use waypost_wire::Id;
use waypost_wire::limits::is_site_key;

const FILE: &str = "links";

/// What a link is for. One that is for something else is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To bring a cart back.
    Restore,
    /// To confirm an address.
    Confirm,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Restore => "restore",
            Self::Confirm => "confirm",
        }
    }
}

/// What a link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Site key.
    pub site: String,
    /// The capture, by the id that it came with.
    pub capture: Id,
    /// The second since 1970 from which on it does not hold.
    pub until_s: u64,
}

/// Why a link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLink {
    /// It was not signed here, or was changed or cut since.
    #[error("this link was not made here, or is not whole: please open it as it stands in the mail")]
    Broken,
    /// Its time is over.
    #[error("this link has expired")]
    Expired,
    /// What it names is no longer there.
    #[error("what this link led to is no longer kept")]
    Gone,
}

/// The key that signs links: 256 random bits in a file of their own.
pub struct Links {
    key: [u8; 32],
}

impl Links {
    /// Takes up the key kept in the directory `data`, else makes one, readable by the owner only.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub fn open(data: &Path) -> io::Result<Self> {
        let path = data.join(FILE);
        if let Some(kept) = secret_file::read(&path)? {
            let wrong = || io::Error::other(format!("{} does not hold 64 hexadecimal digits", path.display()));
            return Ok(Self { key: parse(kept.trim()).ok_or_else(wrong)? });
        }
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        secret_file::write(&path, &hex(&key))?;
        Ok(Self { key })
    }

    /// `SITE.CAPTURE.UNTIL.SIGNATURE`, of letters, digits, `-`, `_` and dots.
    pub fn sign(&self, purpose: Purpose, link: &Link) -> String {
        let said = format!("{}.{}.{}", link.site, link.capture.hex(), link.until_s);
        let signature = hex(&self.mac(purpose, &said));
        format!("{said}.{signature}")
    }

    /// What `token` says, when it was signed here for `purpose` and holds at `now_ms`.
    ///
    /// # Errors
    /// [`BadLink::Broken`] or [`BadLink::Expired`].
    pub fn read(&self, purpose: Purpose, token: &str, now_ms: u64) -> Result<Link, BadLink> {
        let (said, signature) = token.rsplit_once('.').ok_or(BadLink::Broken)?;
        let right = hex(&self.mac(purpose, said));
        if !bool::from(right.as_bytes().ct_eq(signature.as_bytes())) {
            return Err(BadLink::Broken);
        }
        let mut parts = said.split('.');
        let mut next = || parts.next().ok_or(BadLink::Broken);
        let site = next()?.to_owned();
        let capture = Id::parse(next()?).ok_or(BadLink::Broken)?;
        let until_s = next()?.parse().map_err(|_| BadLink::Broken)?;
        if !is_site_key(&site) {
            return Err(BadLink::Broken);
        }
        if now_ms / 1000 >= until_s { Err(BadLink::Expired) } else { Ok(Link { site, capture, until_s }) }
    }

    fn mac(&self, purpose: Purpose, said: &str) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        mac.update(purpose.word().as_bytes());
        mac.update(&[0]);
        mac.update(said.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn parse(digits: &str) -> Option<[u8; 32]> {
    let (first, second) = digits.split_at_checked(32)?;
    let halves = [Id::parse(first)?.0, Id::parse(second)?.0];
    halves.concat().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link { site: "demo".to_owned(), capture: Id([7; 16]), until_s: 1_000 }
    }

    fn links() -> Links {
        Links { key: [1; 32] }
    }

    #[test]
    fn a_link_is_read_back_until_its_end() {
        let token = links().sign(Purpose::Restore, &link());
        assert_eq!(links().read(Purpose::Restore, &token, 999_999), Ok(link()));
        assert_eq!(links().read(Purpose::Restore, &token, 1_000_000), Err(BadLink::Expired));
    }

    #[test]
    fn no_part_of_a_link_can_be_changed() {
        let token = links().sign(Purpose::Restore, &link());
        for (at, _) in token.char_indices() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(links().read(Purpose::Restore, &changed, 0), Err(BadLink::Broken), "{changed}");
            assert_eq!(links().read(Purpose::Restore, &token[..at], 0), Err(BadLink::Broken), "{}", &token[..at]);
        }
        let other = Links { key: [2; 32] };
        assert_eq!(other.read(Purpose::Restore, &token, 0), Err(BadLink::Broken), "another key");
    }

    #[test]
    fn the_key_outlives_a_restart_and_a_wrong_file_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let token = Links::open(dir.path()).unwrap().sign(Purpose::Restore, &link());
        assert_eq!(Links::open(dir.path()).unwrap().read(Purpose::Restore, &token, 0), Ok(link()));
        std::fs::write(dir.path().join(FILE), "no key").unwrap();
        assert!(Links::open(dir.path()).is_err());
        assert_eq!(std::fs::read_to_string(dir.path().join(FILE)).unwrap(), "no key");
    }
}
