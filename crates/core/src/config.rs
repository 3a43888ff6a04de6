//! What a site may set. Every default of the SDK stands here and nowhere else.

use crate::consent::Consent;

/// The settings of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Site key, as the collector knows it. Has no default: without it nothing is recorded.
    pub site: String,
    /// State of consent until the page says otherwise. Default: anonymous.
    pub consent: Consent,
    /// Longest wait before waiting events are sent, in milliseconds. Hiding the page sends earlier,
    /// an unreachable collector later. Default: 2,000.
    pub flush_ms: u32,
    /// Whether exit intent is watched and answered with an offer. Default: true.
    pub offers: bool,
    /// How long a page has to be open before exit intent is believed, in milliseconds. Default: 8,000,
    /// the least of the dwell times that practitioners report.
    pub arm_after_ms: u32,
    /// How long a touch visitor has to be away before the return counts as a change of mind, in milliseconds.
    /// Default: 5,000.
    pub return_after_ms: u32,
}

impl Config {
    /// The defaults for the site called `site`.
    pub fn new(site: impl Into<String>) -> Self {
        Self {
            site: site.into(),
            consent: Consent::Anonymous,
            flush_ms: 2_000,
            offers: true,
            arm_after_ms: 8_000,
            return_after_ms: 5_000,
        }
    }
}
