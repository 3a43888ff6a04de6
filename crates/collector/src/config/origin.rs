//! Origins as a site lists them: scheme, host and port, nothing else.

use serde::Deserialize;

/// An origin as browsers send it, such as `https://shop.example` or `http://localhost:3000`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

impl Origin {
    /// The text.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Why a text is no origin.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("\"{0}\" is no origin: write scheme and host, such as \"https://shop.example\"")]
pub struct OriginError(String);

impl TryFrom<String> for Origin {
    type Error = OriginError;

    fn try_from(text: String) -> Result<Self, OriginError> {
        if is_origin(&text) { Ok(Self(text)) } else { Err(OriginError(text)) }
    }
}

/// Whether a browser could send `text` as an `Origin`: it writes hosts in lower case and leaves out default ports,
/// and a list entry written otherwise would never match.
fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else { return false };
    let default_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return false,
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let host_fits = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(v6) => v6.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b))
        }
    };
    host_fits && !authority.ends_with(default_port) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        for good in ["https://shop.example", "http://localhost:3000", "http://127.0.0.1:8787", "http://[::1]:8787"] {
            assert_eq!(Origin::try_from(good.to_owned()), Ok(Origin(good.to_owned())));
        }
        for bad in [
            "",
            "shop.example",
            "*",
            "https://*.shop.example",
            "https://shop.example/",
            "https://Shop.example",
            "https://shop.example:443",
            "http://shop.example:80",
            "ftp://shop.example",
            "https://",
            "https://a:x",
            "https://shop.example:70000",
            "null",
        ] {
            assert_eq!(Origin::try_from(bad.to_owned()), Err(OriginError(bad.to_owned())), "{bad}");
        }
    }
}
