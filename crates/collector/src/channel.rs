//! Where a page view came from: a channel by rules over its campaign, its click ids and its referrer.

mod rules;

pub use rules::{BadPattern, Rule, Rules};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use waypost_wire::json::Raw;

/// The kind of place that a visitor came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// Search results that nobody paid for.
    Search,
    /// Social networks and messengers.
    Social,
    /// A link in a mail.
    Email,
    /// Advertisements of any kind.
    Paid,
    /// A link on another site.
    Referral,
    /// Assistants that answer with links.
    Ai,
    /// A campaign that no rule knows.
    Other,
    /// No sign of another place.
    #[serde(skip_deserializing)]
    Direct,
    /// The shop itself: no new touch.
    #[serde(skip_deserializing)]
    Internal,
}

impl Channel {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Channel::Search => "search",
            Channel::Social => "social",
            Channel::Email => "email",
            Channel::Paid => "paid",
            Channel::Referral => "referral",
            Channel::Ai => "ai",
            Channel::Other => "other",
            Channel::Direct => "direct",
            Channel::Internal => "internal",
        }
    }

    /// Whether somebody else brought the visitor.
    pub fn is_brought(self) -> bool {
        !matches!(self, Channel::Direct | Channel::Internal)
    }
}

/// What is known of a page view's origin.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// Address of the page.
    pub url: &'a str,
    /// Address that led there, or empty.
    pub referrer: &'a str,
    /// Campaign parameters without their prefix, and click ids.
    pub utm: Raw<'a>,
    /// Hosts of the shop beside the page's own.
    pub own_hosts: &'a [String],
}

/// What brought a page view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The channel.
    pub channel: Channel,
    /// `utm_source`, else the referring host, else the click id; empty for direct and internal ones.
    pub source: String,
    /// `utm_campaign`, else `utm_id`, else empty.
    pub campaign: String,
}

/// Campaign parameters that are known; see PROTOCOL.md.
const CAMPAIGN: [&str; 6] = ["source", "medium", "campaign", "term", "content", "id"];

/// Click ids that are known; see PROTOCOL.md.
pub const CLICK_IDS: [&str; 17] = [
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "fbclid",
    "msclkid",
    "ttclid",
    "twclid",
    "li_fat_id",
    "igshid",
    "epik",
    "rdt_cid",
    "sccid",
    "yclid",
    "ysclid",
    "_openstat",
    "mc_cid",
];

impl Rules {
    /// What brought this page view.
    pub fn touch(&self, visit: &Visit<'_>) -> Touch {
        let said = |key: &str| visit.utm.get(key).and_then(Raw::str).filter(|text| !text.trim().is_empty());
        let lower = |key: &str| said(key).map(|text| text.trim().to_lowercase()).unwrap_or_default();
        let (source, medium) = (lower("source"), lower("medium"));
        let clicks: Vec<&str> = CLICK_IDS.into_iter().filter(|id| said(id).is_some()).collect();
        let from = host(visit.referrer).map(str::to_ascii_lowercase).filter(|from| !is_own(from, visit));
        let by_rule = self.find(&medium, &source, &clicks, from.as_deref().unwrap_or_default());
        let is_campaign = !clicks.is_empty() || CAMPAIGN.iter().any(|key| said(key).is_some());
        let channel = match (by_rule, &from) {
            (Some(channel), _) => channel,
            (None, _) if is_campaign => Channel::Other,
            (None, Some(_)) => Channel::Referral,
            (None, None) if host(visit.referrer).is_none() => Channel::Direct,
            (None, None) => Channel::Internal,
        };
        let source = match said("source") {
            Some(source) => source.into_owned(),
            None => from.as_deref().map(without_www).or(clicks.first().copied()).unwrap_or_default().to_owned(),
        };
        let campaign = said("campaign").or_else(|| said("id")).map(|text| text.into_owned()).unwrap_or_default();
        Touch { channel, source, campaign }
    }
}

/// What tells campaigns apart: the first 64 bits of SHA-256 over the campaign parameters and click ids that are known.
/// `None` where there are none.
pub fn campaign_key(utm: Raw<'_>) -> Option<i64> {
    let known = |key: &str| CAMPAIGN.contains(&key) || CLICK_IDS.contains(&key);
    let mut said: Vec<_> = utm
        .entries()
        .filter_map(|(key, value)| Some((key, value.str()?)))
        .filter(|(key, value)| known(key) && !value.trim().is_empty())
        .collect();
    if said.is_empty() {
        return None;
    }
    said.sort_unstable();
    let mut hash = Sha256::new();
    for part in said.iter().flat_map(|(key, value)| [key, value]) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    Some(i64::from_be_bytes(first))
}

/// The host of an address, without port and user info; `None` where there is none.
pub fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => host,
    };
    (!host.is_empty()).then_some(host)
}

fn is_own(from: &str, visit: &Visit<'_>) -> bool {
    let same = |own: &str| without_www(own).eq_ignore_ascii_case(without_www(from));
    host(visit.url).is_some_and(same) || visit.own_hosts.iter().any(|own| same(own))
}

fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests;
