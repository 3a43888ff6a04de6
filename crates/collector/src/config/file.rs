//! The TOML file of the collector.

use super::text::{FileError, Source, Step, read_text};
use super::{FileOffers, Origin, SiteOffer};
use ipnet::IpNet;
use serde::Deserialize;
use serde::de::Error as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What a configuration file may say; all of it is optional.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// See [`super::Config::listen`].
    pub listen: Option<SocketAddr>,
    /// See [`super::Config::public_url`].
    pub public_url: Option<Origin>,
    /// See [`super::Config::data`].
    pub data: Option<PathBuf>,
    /// See [`super::Config::token`].
    #[serde(default, deserialize_with = "token")]
    pub token: Option<String>,
    /// See [`super::Config::rate_limit`].
    pub rate_limit: Option<u32>,
    /// See [`super::Config::trusted_proxies`]. A single address is a network of one.
    #[serde(default)]
    pub trusted_proxies: Vec<Network>,
    /// See [`super::Config::min_free_mib`].
    pub min_free_mib: Option<u64>,
    /// A file with the rules of [`super::Config::channels`].
    pub channels: Option<PathBuf>,
    /// The sites, one `[[site]]` each.
    #[serde(default)]
    pub site: Vec<FileSite>,
    /// What is wrong with offers, a sentence each. They are left out, and the rest of the file counts.
    #[serde(skip)]
    pub left_out: Vec<String>,
}

/// One `[[site]]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSite {
    /// See [`super::Site::key`].
    pub key: SiteKey,
    /// See [`super::Site::name`].
    pub name: Option<String>,
    /// See [`super::Site::origins`].
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// See [`super::Site::restore_page`].
    pub restore_page: Option<Page>,
    /// See [`super::Site::restore_days`].
    pub restore_days: Option<Days>,
    /// See [`super::Site::confirm_days`].
    pub confirm_days: Option<Days>,
    /// The offers, one `[[site.offer]]` each, with their words for pages in their `locale`, default `en`, and in languages
    /// that there are no words for. Default: the one to keep the cart; an empty list is no offer.
    pub offer: Option<FileOffers>,
    /// See [`super::Site::offers_per_session`].
    #[serde(default, deserialize_with = "offers_per_session")]
    pub offers_per_session: Option<u32>,
    /// Whether the words that are built in are shown on pages in languages that the file gives none for. Default true.
    pub translated: Option<bool>,
    /// [`super::Site::offers`], made of the two above when the file is checked.
    #[serde(skip)]
    pub whole: Vec<SiteOffer>,
}

/// A site key, see [`is_site_key`](waypost_wire::limits::is_site_key).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct SiteKey(pub String);

impl TryFrom<String> for SiteKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if waypost_wire::limits::is_site_key(&text) {
            Ok(Self(text))
        } else {
            Err(format!("\"{text}\" is no site key: 1 to 64 of a-z 0-9 _ -"))
        }
    }
}

/// The address of a page.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Page(pub String);

impl TryFrom<String> for Page {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_page = rest.is_some_and(|rest| rest.contains('/') && !rest.contains(['#', '\\']));
        if is_page && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text))
        } else {
            Err(format!("\"{text}\" is no page: write its whole address, such as \"https://shop.example/cart/\""))
        }
    }
}

/// So many days, from 1 to 365.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "u32")]
pub struct Days(pub u32);

/// Longest that a link may hold, in days.
pub const MAX_DAYS: u32 = 365;

impl TryFrom<u32> for Days {
    type Error = String;

    fn try_from(days: u32) -> Result<Self, String> {
        if (1..=MAX_DAYS).contains(&days) { Ok(Self(days)) } else { Err(format!("{days} is not from 1 to {MAX_DAYS}")) }
    }
}

/// A network such as `10.0.0.0/8`; an address is a network of one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network(pub IpNet);

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let one = text.parse::<std::net::IpAddr>().map(IpNet::from);
        let network = one.or_else(|_| text.parse()).map(Self);
        network.map_err(|_| format!("\"{text}\" is neither an address nor a network"))
    }
}

impl File {
    /// Reads and checks the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read or is wrong.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        Self::parse(path, &read_text(path)?)
    }

    /// Checks `text`; `path` is only named in errors.
    ///
    /// # Errors
    /// When the text is wrong.
    pub fn parse(path: &Path, text: &str) -> Result<Self, FileError> {
        let source = Source::new(path, text)?;
        let mut file: Self = source.parse()?;
        for (index, site) in file.site.iter().enumerate() {
            let SiteKey(key) = &site.key;
            if let Some(earlier) = file.site[..index].iter().position(|earlier| earlier.key == site.key) {
                let steps = [Step::Key("site"), Step::Index(index), Step::Key("key")];
                return Err(source.wrong(&steps, &format!("\"{key}\" is the key of site[{earlier}] already")));
            }
        }
        for (index, site) in file.site.iter_mut().enumerate() {
            if let Some(Page(page)) = &site.restore_page
                && !site.origins.is_empty()
                && !site.origins.iter().any(|origin| is_on(page, origin))
            {
                let steps = [Step::Key("site"), Step::Index(index), Step::Key("restore_page")];
                return Err(source.wrong(&steps, &format!("\"{page}\" is on none of the site's origins")));
            }
            let translated = site.translated.unwrap_or(true);
            let Some(offers) = &site.offer else {
                site.whole = vec![SiteOffer::built_in(translated)];
                continue;
            };
            let (whole, wrong) = offers.check(translated);
            site.whole = whole;
            for (place, wrong) in wrong {
                let mut steps = vec![Step::Key("site"), Step::Index(index), Step::Key("offer"), Step::Index(place)];
                steps.extend(wrong.steps.iter().map(|step| Step::Key(step)));
                file.left_out.push(source.wrong(&steps, &wrong.reason).to_string());
            }
        }
        Ok(file)
    }
}

fn is_on(page: &str, origin: &Origin) -> bool {
    page.strip_prefix(origin.text()).is_some_and(|path| path.starts_with('/'))
}

fn offers_per_session<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    match u32::deserialize(deserializer)? {
        number @ 0..=100 => Ok(Some(number)),
        number => Err(D::Error::custom(format!("is {number}: it has to be a whole number from 0 to 100"))),
    }
}

fn token<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let token = String::deserialize(deserializer)?;
    crate::token::check(&token).map_err(D::Error::custom)?;
    Ok(Some(token))
}
