//! Who sent it, for visitors without an id: a hash that links one day and nothing more.
//!
//! The salt is 256 random bits in a file of its own. A new UTC day writes a new one over it, and from then on nobody can
//! tell which address and browser a hash of the day before stood for.

use crate::clock::DAY_MS;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use waypost_wire::Id;

const FILE: &str = "salt";
const SALT_BYTES: usize = 32;

/// The salt of the day.
pub struct Salt {
    path: PathBuf,
    today: Mutex<Day>,
}

#[derive(Clone)]
struct Day {
    number: u64,
    key: [u8; SALT_BYTES],
}

impl Salt {
    /// Takes up the salt kept in the directory `data` if it is of the day of `now_ms`, else begins a new one.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn open(data: &Path, now_ms: u64) -> io::Result<Self> {
        let path = data.join(FILE);
        let number = now_ms / DAY_MS;
        let kept = crate::secret_file::read(&path)?.and_then(|text| Day::parse(&text));
        let today = match kept.filter(|day| day.number == number) {
            Some(day) => day,
            None => Day::begin(number, &path)?,
        };
        Ok(Self { path, today: Mutex::new(today) })
    }

    /// The visitor id of the UTC day of `now_ms`: the first 128 bits of HMAC-SHA-256 under the day's salt over the site,
    /// the address cut to /24 or /48, and the user agent.
    ///
    /// # Errors
    /// When a new day's salt cannot be written.
    pub fn visitor(&self, now_ms: u64, site: &str, address: IpAddr, user_agent: &[u8]) -> io::Result<Id> {
        let key = self.key(now_ms / DAY_MS)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes keys of any length");
        // The separators keep apart what is joined; a site key holds no zero byte and an address has a fixed form.
        for part in [site.as_bytes(), truncated(address).to_string().as_bytes(), user_agent] {
            mac.update(part);
            mac.update(&[0]);
        }
        let mut id = [0; 16];
        id.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        Ok(Id(id))
    }

    /// Throws the salt away when the UTC day of `now_ms` is another one than its own.
    ///
    /// # Errors
    /// When the new day's salt cannot be written.
    pub fn renew(&self, now_ms: u64) -> io::Result<()> {
        self.key(now_ms / DAY_MS).map(drop)
    }

    fn key(&self, number: u64) -> io::Result<[u8; SALT_BYTES]> {
        let mut today = self.today.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if today.number != number {
            *today = Day::begin(number, &self.path)?;
        }
        Ok(today.key)
    }
}

impl Day {
    fn begin(number: u64, path: &Path) -> io::Result<Self> {
        let mut key = [0; SALT_BYTES];
        getrandom::fill(&mut key)?;
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        crate::secret_file::write(path, &format!("{number} {hex}\n"))?;
        Ok(Self { number, key })
    }

    fn parse(text: &str) -> Option<Self> {
        let (number, hex) = text.trim().split_once(' ')?;
        let (first, second) = hex.split_at_checked(32)?;
        let mut key = [0; SALT_BYTES];
        key[..16].copy_from_slice(&Id::parse(first)?.0);
        key[16..].copy_from_slice(&Id::parse(second)?.0);
        Some(Self { number: number.parse().ok()?, key })
    }
}

fn truncated(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & !0xff)),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 80 << 80)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 20_000 * DAY_MS + DAY_MS / 2;

    fn visitor(salt: &Salt, now_ms: u64, address: &str) -> Id {
        salt.visitor(now_ms, "demo", address.parse().unwrap(), b"Browser/1").unwrap()
    }

    #[test]
    fn one_visitor_is_the_same_all_day_and_another_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let salt = Salt::open(dir.path(), NOON).unwrap();
        let id = visitor(&salt, NOON, "192.0.2.1");
        assert_eq!(id, visitor(&salt, NOON + DAY_MS / 2 - 1, "192.0.2.1"));
        assert_ne!(id, visitor(&salt, NOON + DAY_MS / 2, "192.0.2.1"));
    }

    #[test]
    fn the_salt_of_a_day_outlives_a_restart_and_is_gone_the_day_after() {
        let dir = tempfile::tempdir().unwrap();
        let id = visitor(&Salt::open(dir.path(), NOON).unwrap(), NOON, "192.0.2.1");
        assert_eq!(id, visitor(&Salt::open(dir.path(), NOON).unwrap(), NOON, "192.0.2.1"));
        let before = std::fs::read_to_string(dir.path().join(FILE)).unwrap();
        Salt::open(dir.path(), NOON + DAY_MS).unwrap();
        let after = std::fs::read_to_string(dir.path().join(FILE)).unwrap();
        assert_ne!(before.split(' ').next_back(), after.split(' ').next_back());
        assert_ne!(id, visitor(&Salt::open(dir.path(), NOON).unwrap(), NOON, "192.0.2.1"));
    }

    #[test]
    fn addresses_count_up_to_the_network() {
        let dir = tempfile::tempdir().unwrap();
        let salt = Salt::open(dir.path(), NOON).unwrap();
        let same = |a, b| visitor(&salt, NOON, a) == visitor(&salt, NOON, b);
        assert!(same("192.0.2.1", "192.0.2.255"));
        assert!(!same("192.0.2.1", "192.0.3.1"));
        assert!(same("2001:db8:1:2::1", "2001:db8:1:ffff::1"));
        assert!(!same("2001:db8:1::1", "2001:db8:2::1"));
        assert!(same("::ffff:192.0.2.9", "192.0.2.1"));
    }

    #[test]
    fn site_and_browser_count() {
        let dir = tempfile::tempdir().unwrap();
        let salt = Salt::open(dir.path(), NOON).unwrap();
        let address = "192.0.2.1".parse().unwrap();
        let id = salt.visitor(NOON, "demo", address, b"Browser/1").unwrap();
        assert_ne!(id, salt.visitor(NOON, "other", address, b"Browser/1").unwrap());
        assert_ne!(id, salt.visitor(NOON, "demo", address, b"Browser/2").unwrap());
    }
}
