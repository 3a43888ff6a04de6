//! What became of visitors after a decision of exit intent, and after an offer or in its place.
//!
//! All of it is reckoned when it is asked for, from the events as they are stored then, so that an event that comes late
//! corrects what was told before it came.

use crate::arm::HOLDOUT;
use crate::clock::DAY_MS;
use crate::session::SESSION_IDLE_MS;
use std::ops::Range;
use waypost_wire::json::Raw;

/// Who does nothing for so long after a decision has left, in milliseconds: activity at exactly this time is still within.
pub const LEFT_MS: u64 = 30_000;

/// How long after an offer what its visitor does counts as its outcome, in milliseconds, inclusive: 7 days.
pub const OUTCOME_MS: u64 = 7 * DAY_MS;

/// Batches of one document may be so differently long on their way, in milliseconds, that a later event seems earlier.
const TRANSIT_MS: u64 = 1_000;

/// Events that come without the visitor's doing, or with the leaving itself: they do not tell that somebody is there.
const PASSIVE: [&str; 15] = [
    "cart_update",
    "dead_click",
    "engagement",
    "form_abandon",
    "form_field",
    "hesitation",
    "js_error",
    "offer_shown",
    "offer_withheld",
    "price_drop",
    "rage_click",
    "request_error",
    "section_view",
    "slow_page",
    "web_vital",
];

/// Events of which the data is read; the store finds them by their time.
pub const TELLING: [&str; 4] = ["exit_intent", "offer_shown", "offer_submitted", "offer_withheld"];

/// One event of a visitor.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Row of the document's life.
    pub stream: i64,
    /// Its number there.
    pub n: u64,
    /// When it happened.
    pub at: u64,
    /// Row of its session.
    pub session: i64,
    /// Class of device, where it is known.
    pub device: Option<String>,
    /// Whether the visitor's own id or hash sent it, and not the one that they had before or after in the same document.
    pub is_own: bool,
    /// What it was.
    pub what: What,
}

/// What an event says here.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Nothing of the visitor's doing.
    Passive,
    /// Something else that the visitor did.
    Act,
    /// A page was shown.
    View,
    /// An order.
    Purchase,
    /// An offer got an address or an answer.
    Captured(String),
    /// A decision of exit intent.
    Decision(Decision),
    /// An offer was shown, or in the hold-out would have been.
    Exposed {
        /// Its id.
        offer: String,
        /// The arm.
        arm: String,
    },
}

/// What `exit_intent` said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// What looked like leaving.
    pub signal: String,
    /// In hundredths, 0 to 100.
    pub score: Option<u8>,
    /// What forbade an answer.
    pub veto: Option<String>,
    /// Whether an offer was shown.
    pub is_shown: bool,
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is too early to tell.
    Pending,
    /// Nothing more of the visitor within [`LEFT_MS`].
    Left,
    /// There was more.
    Stayed,
}

/// A decision and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What was decided.
    pub decision: Decision,
    /// Class of device.
    pub device: Option<String>,
    /// Whether the visitor left.
    pub fate: Fate,
    /// Whether they placed an order later in this session.
    pub bought: bool,
    /// Whether nothing more of the visitor came in this session, which has ended within the time asked for.
    pub was_last: bool,
}

/// A visitor who was in an arm of an offer, by the first time that it was shown or would have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// The offer.
    pub offer: String,
    /// The arm.
    pub arm: String,
    /// They gave an address or an answer to this offer.
    pub captured: bool,
    /// They placed an order.
    pub purchase: bool,
    /// They came back in another session.
    pub returned: bool,
}

impl What {
    /// Reads an event; `data` is that of the names in [`TELLING`].
    pub fn read(name: &str, data: Option<&str>) -> Self {
        let raw = data.and_then(|data| Raw::parse(data).ok()).unwrap_or(Raw::EMPTY);
        let text = |key: &str| raw.get(key).and_then(Raw::str).map(|text| text.into_owned());
        let exposed = |arm: Option<String>| match (text("offer"), arm) {
            (Some(offer), Some(arm)) => Self::Exposed { offer, arm },
            _ => Self::Passive,
        };
        match name {
            "exit_intent" => Self::Decision(Decision {
                signal: text("signal").unwrap_or_default(),
                score: raw.get("score").and_then(Raw::number_or_str).and_then(|score| hundredths(&score)),
                veto: text("veto"),
                is_shown: raw.get("shown").is_some_and(|shown| shown.text() == "true"),
            }),
            "offer_shown" => exposed(text("arm")),
            "offer_withheld" if text("reason").as_deref() == Some(HOLDOUT) => exposed(Some(HOLDOUT.to_owned())),
            "offer_submitted" => text("offer").map_or(Self::Act, Self::Captured),
            "page_view" => Self::View,
            "purchase" => Self::Purchase,
            _ if PASSIVE.contains(&name) => Self::Passive,
            _ => Self::Act,
        }
    }

    fn is_activity(&self) -> bool {
        !matches!(self, Self::Passive | Self::Exposed { .. })
    }
}

fn hundredths(score: &str) -> Option<u8> {
    let score: f64 = score.parse().ok()?;
    (0.0..=1.0).contains(&score).then(|| (score * 100.0).round() as u8)
}

impl Seen {
    /// Whether it happened after `other`. Of one document the numbers say so, unless it was told late.
    fn is_after(&self, other: &Self) -> bool {
        match self.stream == other.stream {
            true => self.n > other.n && self.at + TRANSIT_MS >= other.at,
            false => self.at > other.at,
        }
    }
}

/// Judges the decisions that one visitor's events tell of in `span`, as it stands at `now`. `seen` is all that is known of
/// the visitor from its beginning on, in any order.
pub fn judged(seen: &[Seen], span: &Range<u64>, now: u64) -> Vec<Judged> {
    let own = seen.iter().filter(|event| event.is_own && span.contains(&event.at));
    own.filter_map(|event| {
        let What::Decision(decision) = &event.what else { return None };
        let after = || seen.iter().filter(|later| later.is_after(event));
        let acts = || after().filter(|later| later.what.is_activity());
        let fate = if acts().any(|later| later.at <= event.at + LEFT_MS) {
            Fate::Stayed
        } else if now <= event.at + LEFT_MS {
            Fate::Pending
        } else {
            Fate::Left
        };
        let in_session = |later: &&Seen| later.session == event.session;
        let last_at = seen.iter().filter(in_session).map(|other| other.at).max().unwrap_or(event.at);
        let has_ended = last_at + SESSION_IDLE_MS <= now && span.contains(&last_at);
        Some(Judged {
            decision: decision.clone(),
            device: event.device.clone(),
            fate,
            bought: after().filter(in_session).any(|later| later.what == What::Purchase),
            was_last: has_ended && !acts().any(|later| in_session(&later)),
        })
    })
    .collect()
}

/// The offers that one visitor was exposed to in `span`, each by its first time, and what came of it.
pub fn exposures(seen: &[Seen], span: &Range<u64>) -> Vec<Exposure> {
    let mut firsts: Vec<(&str, &str, &Seen)> = Vec::new();
    for event in seen.iter().filter(|event| event.is_own && span.contains(&event.at)) {
        let What::Exposed { offer, arm } = &event.what else { continue };
        match firsts.iter_mut().find(|(known, ..)| known == offer) {
            Some(first) if first.2.is_after(event) => *first = (offer, arm, event),
            Some(_) => {}
            None => firsts.push((offer, arm, event)),
        }
    }
    let exposure = |(offer, arm, first): (&str, &str, &Seen)| {
        let after = || seen.iter().filter(|later| later.is_after(first) && later.at <= first.at + OUTCOME_MS);
        Exposure {
            offer: offer.to_owned(),
            arm: arm.to_owned(),
            captured: after().any(|later| matches!(&later.what, What::Captured(of) if of == offer)),
            purchase: after().any(|later| later.what == What::Purchase),
            returned: after().any(|later| later.what == What::View && later.session != first.session),
        }
    };
    firsts.into_iter().map(exposure).collect()
}

#[cfg(test)]
mod tests;
