//! What all requests share.

use crate::alarm::Alarm;
use crate::clock::Clock;
use crate::config::{Config, Site};
use crate::facts::{Bought, Signer};
use crate::link::Links;
use crate::rate::Rate;
use crate::reject::Reject;
use crate::store::{OpenError, Store};
use crate::token::Token;
use crate::visitor::Salt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The shared state, handed to every handler.
pub type Shared = Arc<App>;

/// One running collector.
pub struct App {
    /// What it was told.
    pub config: Config,
    /// Its database.
    pub store: Store,
    /// The day's salt.
    pub salt: Salt,
    /// The sign-in token.
    pub token: Token,
    /// What signs the links that go out by mail.
    pub links: Links,
    /// What signs the figures of offers.
    pub facts: Signer,
    /// What was bought today.
    pub bought: Bought,
    /// What time it is.
    pub clock: Clock,
    /// Limit on requests of one client.
    pub requests: Rate,
    /// Limit on wrong sign-in tokens of one client.
    pub guesses: Rate,
    /// Whether it cannot take events at present.
    pub trouble: Alarm,
    /// Origins of the pages that it serves itself.
    pub own_origins: Vec<String>,
    /// Turns true when answers without an end have to end.
    pub closing: watch::Sender<bool>,
}

/// Why a collector cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A file or directory.
    #[error("{what} {}: {reason}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: std::path::PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// The database.
    #[error("{}: {reason}", path.display())]
    Store {
        /// Its directory.
        path: std::path::PathBuf,
        /// What is wrong.
        reason: OpenError,
    },
}

/// How often it is looked whether the day of the salt is over.
const RENEW_SALT_EVERY: Duration = Duration::from_secs(60);

/// Wrong tokens that one client may send a minute.
pub const GUESSES_A_MINUTE: u32 = 10;

impl App {
    /// Opens the data directory, and makes it when missing. `address` is where the server listens.
    ///
    /// # Errors
    /// When something in the data directory cannot be used.
    pub fn open(config: Config, address: SocketAddr, clock: Clock) -> Result<Shared, StartError> {
        let data = config.data.clone();
        let io = |what, reason| StartError::Io { what, path: data.clone(), reason };
        std::fs::create_dir_all(&data).map_err(|error| io("cannot make the data directory", error))?;
        let store = Store::open(&data).map_err(|reason| StartError::Store { path: data.clone(), reason })?;
        let token = Token::open(config.token.as_deref(), &data)
            .map_err(|error| io("cannot keep the sign-in token in", error))?;
        let links = Links::open(&data).map_err(|error| io("cannot keep the key of links in", error))?;
        let facts = Signer::open(&data).map_err(|error| io("cannot keep the key of figures in", error))?;
        let salt = Salt::open(&data, clock.now_ms()).map_err(|error| io("cannot keep the salt in", error))?;
        Ok(Arc::new(Self {
            requests: Rate::a_second(config.rate_limit),
            guesses: Rate::a_minute(GUESSES_A_MINUTE),
            trouble: Alarm::default(),
            own_origins: own_origins(address),
            closing: watch::Sender::new(false),
            config,
            store,
            salt,
            token,
            links,
            facts,
            bought: Bought::default(),
            clock,
        }))
    }

    /// Where browsers reach this collector, without a slash at the end.
    pub fn public_url(&self) -> &str {
        self.config.public_url.as_ref().map_or(&self.own_origins[0], |origin| origin.text())
    }

    /// The site with this key.
    ///
    /// # Errors
    /// [`Reject::UnknownSite`] when there is none.
    pub fn site(&self, key: &str) -> Result<&Site, Reject> {
        self.config.sites.iter().find(|site| site.key == key).ok_or_else(|| Reject::UnknownSite(key.to_owned()))
    }

    /// Whether pages of `origin` may send for at least one site.
    pub fn knows_origin(&self, origin: &str) -> bool {
        self.config.sites.iter().any(|site| site.allows(origin, &self.own_origins))
    }

    /// Free space of the data directory in MiB.
    ///
    /// # Errors
    /// What the system says.
    pub fn free_mib(&self) -> io::Result<u64> {
        Ok(fs4::available_space(&self.config.data)? / (1024 * 1024))
    }

    /// Throws the salt of a day away soon after its end, also when nobody comes. Never returns.
    pub async fn renew_salt(&self) {
        let mut again = tokio::time::interval(RENEW_SALT_EVERY);
        loop {
            again.tick().await;
            if let Err(error) = self.salt.renew(self.clock.now_ms()) {
                tracing::error!("the day's salt cannot be kept: {error}");
            }
        }
    }

    /// Whether more can be taken: the queue has room, and so has the disk.
    ///
    /// # Errors
    /// [`Reject::Busy`], [`Reject::DiskLow`], or [`Reject::Store`] when the system does not tell.
    pub fn room(&self) -> Result<(), Reject> {
        self.trouble.watch(self.store.writer.room().and_then(|()| self.disk_room()))
    }

    fn disk_room(&self) -> Result<(), Reject> {
        let min_mib = self.config.min_free_mib;
        if min_mib == 0 {
            return Ok(());
        }
        match self.free_mib() {
            Ok(free_mib) if free_mib < min_mib => Err(Reject::DiskLow { free_mib, min_mib }),
            Ok(_) => Ok(()),
            Err(error) => {
                tracing::error!("free space of {}: {error}", self.config.data.display());
                Err(Reject::Store)
            }
        }
    }
}

/// The origins under which browsers on this machine reach `address`.
fn own_origins(address: SocketAddr) -> Vec<String> {
    let port = address.port();
    let mut origins = vec![format!("http://{address}")];
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        origins.extend(["127.0.0.1", "[::1]", "localhost"].map(|host| format!("http://{host}:{port}")));
    }
    if port == 80 {
        origins.iter_mut().for_each(|origin| *origin = origin.trim_end_matches(":80").to_owned());
    }
    origins
}
