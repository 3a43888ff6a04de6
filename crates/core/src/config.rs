//! What a site may set of the tracker. Every default of it stands here and nowhere else; those of options that a part of
//! `pkg/src` reads by itself stand there.

use crate::consent::Consent;
use crate::outbox::Limits;
use waypost_wire::json::Raw;
use waypost_wire::limits::is_site_key;

/// The settings of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Site key, as the collector knows it. Has no default: without it nothing is recorded.
    pub site: String,
    /// State of consent until the page says otherwise. Default: anonymous.
    pub consent: Consent,
    /// Whether the visitor's browser asks by Global Privacy Control not to be followed, and the site heeds it: then there
    /// is no visitor id, nothing is stored, and no marketing, whatever is granted. Default: false.
    pub gpc: bool,
    /// How long what was recorded waits for more to go along, in milliseconds; twice as long at the most. Hiding the page sends
    /// earlier, an unreachable collector later. Default: 2,000.
    pub flush_ms: u32,
    /// What is held at the most of events that are not settled.
    pub outbox: Limits,
    /// Whether another fragment is another page, and part of its address. Default: false.
    pub hash_routes: bool,
    /// Query parameters that stay in addresses. Default: none.
    pub allowed_params: Vec<String>,
}

impl Config {
    /// The defaults for the site called `site`.
    pub fn new(site: impl Into<String>) -> Self {
        Self {
            site: site.into(),
            consent: Consent::Anonymous,
            gpc: false,
            flush_ms: 2_000,
            outbox: Limits::default(),
            hash_routes: false,
            allowed_params: Vec::new(),
        }
    }

    /// What a choice comes to: where Global Privacy Control is heeded nothing more than `anonymous` can be granted.
    pub fn heeded(&self, consent: Consent) -> Consent {
        if self.gpc && consent == Consent::Granted { Consent::Anonymous } else { consent }
    }

    /// Reads a JSON object of what the site set. What is missing or cannot be used has its default; saying so is up to who
    /// checked the options before. `None` without a usable site key.
    pub fn read(raw: Raw<'_>) -> Option<Self> {
        let mut config = Self::new(raw.get("site")?.str().filter(|site| is_site_key(site))?);
        let flag = |raw: Raw<'_>, key: &str, default: bool| match raw.get(key).map(Raw::text) {
            Some("true") => true,
            Some("false") => false,
            _ => default,
        };
        let ms = |raw: Raw<'_>, key: &str, default: u32| {
            raw.get(key).and_then(Raw::u64).and_then(|ms| u32::try_from(ms).ok()).unwrap_or(default)
        };
        config.consent = raw.get("consent").and_then(|word| Consent::parse(&word.str()?)).unwrap_or(config.consent);
        config.gpc = flag(raw, "gpc", config.gpc);
        config.flush_ms = ms(raw, "flushMs", config.flush_ms);
        let outbox = raw.get("outbox").unwrap_or(Raw::EMPTY);
        let limit = |key: &str, default: usize| ms(outbox, key, default as u32) as usize;
        config.outbox = Limits {
            events: limit("maxEvents", config.outbox.events),
            bytes: limit("maxBytes", config.outbox.bytes),
            age_ms: u64::from(ms(outbox, "maxAgeMs", config.outbox.age_ms as u32)),
        };
        config.hash_routes = flag(raw, "hashRoutes", config.hash_routes);
        let params = raw.get("allowedParams").into_iter().flat_map(Raw::items);
        config.allowed_params = params.filter_map(|name| name.str().map(Into::into)).collect();
        Some(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(options: &str) -> Option<Config> {
        Config::read(Raw::parse(options).unwrap())
    }

    #[test]
    fn what_is_not_set_has_its_default() {
        assert_eq!(read(r#"{"site":"demo"}"#), Some(Config::new("demo")));
        let unusable =
            r#"{"site":"demo","consent":"yes","flushMs":-1,"outbox":{"maxEvents":-1},"gpc":"no","allowedParams":7}"#;
        assert_eq!(read(unusable), Some(Config::new("demo")));
    }

    #[test]
    fn what_is_set_is_taken() {
        let json = r#"{"site":"demo","consent":"pending","gpc":true,"flushMs":0,"outbox":{"maxEvents":100,"maxBytes":65536,"maxAgeMs":60000},"hashRoutes":true,"allowedParams":["page"]}"#;
        let expected = Config {
            consent: Consent::Pending,
            gpc: true,
            flush_ms: 0,
            outbox: Limits { events: 100, bytes: 65_536, age_ms: 60_000 },
            hash_routes: true,
            allowed_params: vec!["page".into()],
            ..Config::new("demo")
        };
        assert_eq!(read(json), Some(expected));
    }

    #[test]
    fn without_a_usable_site_key_there_is_no_configuration() {
        for options in ["[]", "{}", r#"{"site":7}"#, r#"{"site":"My Shop"}"#] {
            assert_eq!(read(options), None, "{options}");
        }
    }
}
