//! The command line: what it may say, and how it goes over the file.

use crate::channel::Rules;
use crate::config::{Config, File, FileError, Origin, OriginError, Site};
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Collects what shops' visitors do, keeps it in one SQLite file and shows where visitors drop off.
#[derive(Debug, Parser)]
#[command(name = "waypost", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the SDK's files, take events and addresses, and show the dashboard.
    Serve(Serve),
}

/// Flags of `waypost serve`. A flag goes over the file.
#[derive(Args, Clone, Debug, Default)]
pub struct Serve {
    /// TOML file with the same settings, and the words of the offers.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address to listen on; port 0 takes a free one [default: 127.0.0.1:8787].
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Directory of the database [default: waypost-data].
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A site, by key and name; may be repeated. Replaces the sites of the file [default: "demo=Demo shop"].
    #[arg(long = "site", value_name = "KEY=NAME", value_parser = pair)]
    pub sites: Vec<(String, String)>,
    /// An origin whose pages may send for the site KEY, such as `shop=https://shop.example`; may be repeated.
    /// Goes over the origins of the file. The pages of this server itself may always send.
    #[arg(long = "origin", value_name = "KEY=URL", value_parser = pair)]
    pub origins: Vec<(String, String)>,
    /// Sign-in token of the dashboard, 8 characters or more [default: a random one kept in the data directory].
    #[arg(long, value_name = "TOKEN", value_parser = sign_in_token)]
    pub token: Option<String>,
    /// Requests a second for one client address, with four times as many at once; 0 for no limit [default: 50].
    #[arg(long, value_name = "N")]
    pub rate_limit: Option<u32>,
}

/// Why the settings as a whole were refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file was.
    #[error(transparent)]
    File(#[from] FileError),
    /// A `--site` has a wrong key.
    #[error("--site {0}: the key has to be 1 to 64 of a-z 0-9 _ -")]
    SiteKey(String),
    /// A `--site` is there twice.
    #[error("--site {0}: this key is there twice")]
    SiteTwice(String),
    /// An `--origin` is for a site that there is not.
    #[error("--origin {0}: there is no site with this key")]
    OriginSite(String),
    /// An `--origin` is none.
    #[error("--origin {0}: {1}")]
    Origin(String, OriginError),
}

impl Serve {
    /// The settings: defaults, the file over them, the flags over both.
    ///
    /// # Errors
    /// When the file or a flag is wrong.
    pub fn settings(&self) -> Result<Config, SettingsError> {
        let mut config = match &self.config {
            Some(path) => {
                let file = File::read(path)?;
                let channels = file.channels.as_deref().map(Rules::read).transpose()?;
                let config = Config::from(file);
                Config { channels: channels.unwrap_or(config.channels), ..config }
            }
            None => Config::default(),
        };
        config.listen = self.listen.unwrap_or(config.listen);
        config.data = self.data.clone().unwrap_or(config.data);
        config.token = self.token.clone().or(config.token);
        config.rate_limit = self.rate_limit.unwrap_or(config.rate_limit);
        if !self.sites.is_empty() {
            config.sites.clear();
        }
        for (key, name) in &self.sites {
            if !waypost_wire::limits::is_site_key(key) {
                return Err(SettingsError::SiteKey(key.clone()));
            }
            if config.sites.iter().any(|site| site.key == *key) {
                return Err(SettingsError::SiteTwice(key.clone()));
            }
            config.sites.push(Site::new(key, name));
        }
        self.apply_origins(&mut config)?;
        Ok(config)
    }

    fn apply_origins(&self, config: &mut Config) -> Result<(), SettingsError> {
        for site in &mut config.sites {
            let of_site = self.origins.iter().filter(|(key, _)| *key == site.key);
            let origins = of_site.map(|(key, url)| {
                Origin::try_from(url.clone()).map_err(|error| SettingsError::Origin(key.clone(), error))
            });
            let origins = origins.collect::<Result<Vec<_>, _>>()?;
            if !origins.is_empty() {
                site.origins = origins;
            }
        }
        let unknown = |key: &&String| !config.sites.iter().any(|site| site.key == **key);
        match self.origins.iter().map(|(key, _)| key).find(unknown) {
            Some(key) => Err(SettingsError::OriginSite(key.clone())),
            None => Ok(()),
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() && !value.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as KEY=VALUE".to_owned()),
    }
}

fn sign_in_token(text: &str) -> Result<String, String> {
    crate::token::check(text).map(|()| text.to_owned())
}
