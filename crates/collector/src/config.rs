//! What the collector was told to do: defaults, then the TOML file, then flags.

mod file;
mod offer;
mod origin;
mod text;

pub use file::{Days, File, FileSite, Network, Page, SiteKey};
pub use offer::{
    Arm, Channel, Consent, Device, FileOffers, FileTexts, Frequency, Item, Kind, Language, Layout, Local, Look,
    OfferTexts, PageType, PageWords, Piece, Rules, Schedule, Scheme, Settings, Shown, SiteOffer, Theme, TouchLayout,
    Visitor, Weekday, When, Whom,
};
pub use origin::{Origin, OriginError};
pub use text::{FileError, read_toml};

use crate::channel;
use ipnet::IpNet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Requests a second that one client address may make on average; see [`Config::rate_limit`].
pub const DEFAULT_RATE_LIMIT: u32 = 50;

/// How many times its rate a client may use at once after being quiet.
pub const RATE_BURST_FACTOR: u32 = 4;

/// Free space below which nothing more is accepted, in MiB; see [`Config::min_free_mib`].
pub const DEFAULT_MIN_FREE_MIB: u64 = 256;

/// See [`Site::restore_days`].
pub const DEFAULT_RESTORE_DAYS: u32 = 30;

/// See [`Site::confirm_days`].
pub const DEFAULT_CONFIRM_DAYS: u32 = 7;

/// Offers shown to one visitor in one session at the most; see [`Site::offers_per_session`].
pub const DEFAULT_OFFERS_PER_SESSION: u32 = 2;

/// Settings of one running collector.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Where to listen. Default `127.0.0.1:8787`; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Origin under which browsers reach the collector, for the links that go out by mail. Default: `listen`.
    pub public_url: Option<Origin>,
    /// Directory of the database, the sign-in token and the day's salt; made when missing. Default `waypost-data`.
    pub data: PathBuf,
    /// Sites that may send, at least one. Default: one called `demo` for the collector's own pages.
    pub sites: Vec<Site>,
    /// The sign-in token of the dashboard. Default: a random one, kept in the data directory.
    pub token: Option<String>,
    /// Requests a second for one client address (IPv6: one /64) under `/v1/`, with [`RATE_BURST_FACTOR`] times as many
    /// at once. Default [`DEFAULT_RATE_LIMIT`]; 0 switches the limit off.
    pub rate_limit: u32,
    /// Proxies whose `X-Forwarded-For` is believed. Default none: the peer of the connection is the client.
    pub trusted_proxies: Vec<IpNet>,
    /// Free space in the data directory, in MiB, below which requests are answered 503 and `/readyz` is red.
    /// Default [`DEFAULT_MIN_FREE_MIB`]; 0 switches the check off.
    pub min_free_mib: u64,
    /// Where page views came from. Default: the rules that are built in.
    pub channels: channel::Rules,
    /// What is wrong with offers of the file, a sentence each: they are left out. Default: nothing.
    pub left_out: Vec<String>,
}

/// One property whose events are kept apart from those of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The public id in `data-site`.
    pub key: String,
    /// What the dashboard calls it. Default: the key.
    pub name: String,
    /// Origins whose pages may send for it, besides the pages that the collector serves itself. Default: none.
    pub origins: Vec<Origin>,
    /// The page that a restored cart is shown on, of one of the site's origins. Default: the one that the offer was on.
    pub restore_page: Option<String>,
    /// How long the link to a kept cart holds, in days. Default [`DEFAULT_RESTORE_DAYS`].
    pub restore_days: u32,
    /// How long the link that confirms an address holds, in days. Default [`DEFAULT_CONFIRM_DAYS`].
    pub confirm_days: u32,
    /// Its offers, in order of preference: what each is for, its look, and its words by language.
    pub offers: Vec<SiteOffer>,
    /// How many offers one visitor is shown in one session at the most, of all of them. Default
    /// [`DEFAULT_OFFERS_PER_SESSION`].
    pub offers_per_session: u32,
}

impl Site {
    /// A site without foreign origins, with the offer to keep the cart.
    pub fn new(key: &str, name: &str) -> Self {
        Self {
            key: key.to_owned(),
            name: name.to_owned(),
            origins: Vec::new(),
            restore_page: None,
            restore_days: DEFAULT_RESTORE_DAYS,
            confirm_days: DEFAULT_CONFIRM_DAYS,
            offers: vec![SiteOffer::default()],
            offers_per_session: DEFAULT_OFFERS_PER_SESSION,
        }
    }

    /// Whether the offer with this id is for news and nothing else. An offer that has gone meanwhile is known by its kind's id.
    pub fn is_for_news(&self, offer: &str) -> bool {
        let known = self.offers.iter().find(|known| known.settings.id == offer).map(|known| known.settings.kind);
        known.map_or(offer == Kind::Newsletter.id(), |kind| kind == Kind::Newsletter)
    }

    /// The demo shop. Nobody is held out there: its offer is to be seen.
    fn demo() -> Self {
        let mut site = Self::new("demo", "Demo shop");
        site.offers.iter_mut().for_each(|offer| offer.settings.holdout = 0);
        site
    }

    /// The hosts of its origins.
    pub fn hosts(&self) -> Vec<String> {
        self.origins.iter().filter_map(|origin| crate::channel::host(origin.text())).map(str::to_owned).collect()
    }

    /// Whether a page of `origin` may send events for this site; `own` are the origins of the collector itself.
    pub fn allows(&self, origin: &str, own: &[String]) -> bool {
        own.iter().any(|own| own == origin) || self.origins.iter().any(|allowed| allowed.text() == origin)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8787)),
            public_url: None,
            data: PathBuf::from("waypost-data"),
            sites: vec![Site::demo()],
            token: None,
            rate_limit: DEFAULT_RATE_LIMIT,
            trusted_proxies: Vec::new(),
            min_free_mib: DEFAULT_MIN_FREE_MIB,
            channels: channel::Rules::default(),
            left_out: Vec::new(),
        }
    }
}

/// All but the rules of channels, which are in a file of their own.
impl From<File> for Config {
    fn from(file: File) -> Self {
        let default = Self::default();
        let sites: Vec<Site> = file.site.into_iter().map(Site::from).collect();
        Self {
            listen: file.listen.unwrap_or(default.listen),
            public_url: file.public_url,
            data: file.data.unwrap_or(default.data),
            sites: if sites.is_empty() { default.sites } else { sites },
            token: file.token,
            rate_limit: file.rate_limit.unwrap_or(default.rate_limit),
            trusted_proxies: file.trusted_proxies.into_iter().map(|Network(network)| network).collect(),
            min_free_mib: file.min_free_mib.unwrap_or(default.min_free_mib),
            channels: default.channels,
            left_out: file.left_out,
        }
    }
}

impl From<FileSite> for Site {
    fn from(site: FileSite) -> Self {
        let SiteKey(key) = site.key;
        Self {
            name: site.name.unwrap_or_else(|| key.clone()),
            origins: site.origins,
            restore_page: site.restore_page.map(|Page(page)| page),
            restore_days: site.restore_days.map_or(DEFAULT_RESTORE_DAYS, |Days(days)| days),
            confirm_days: site.confirm_days.map_or(DEFAULT_CONFIRM_DAYS, |Days(days)| days),
            offers: site.whole,
            offers_per_session: site.offers_per_session.unwrap_or(DEFAULT_OFFERS_PER_SESSION),
            key,
        }
    }
}
