//! Moments in the configuration.

use serde::Deserialize;

/// A moment such as `2026-12-24T18:00:00+01:00`, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Moment(pub u64);

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let moment =
            text.parse::<jiff::Timestamp>().ok().and_then(|moment| u64::try_from(moment.as_millisecond()).ok());
        moment.map(Self).ok_or_else(|| format!("{text:?} is no moment: write it as in \"2026-12-24T18:00:00+01:00\""))
    }
}
