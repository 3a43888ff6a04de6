//! What a shop makes an offer of by itself: typed blocks of text, pictures and links. There is no HTML.

use super::texts::Problem;
use super::url::wrong_url;
use serde::{Deserialize, Serialize};

/// Most blocks of an offer, and most lines of a list, inclusive.
const MOST: usize = 12;

/// One block of `kind = "custom"`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Piece {
    /// A heading below that of the offer.
    Heading {
        /// What it says.
        text: String,
    },
    /// A paragraph.
    Text {
        /// What it says.
        text: String,
    },
    /// A picture, 16 to 9; one of another shape is cut at its edges.
    Picture {
        /// Where it is.
        url: String,
        /// What it shows, in words; empty where it only adorns.
        alt: String,
    },
    /// A link.
    Link {
        /// What it says.
        text: String,
        /// Where it leads.
        url: String,
        /// Whether it looks like a button. Default: no.
        #[serde(default)]
        button: bool,
    },
    /// Lines with a dot before each.
    List {
        /// What they say.
        items: Vec<String>,
    },
}

impl Piece {
    fn problem(&self) -> Option<String> {
        let empty = |text: &str| text.trim().is_empty().then(|| "is empty: it has to say something".to_owned());
        let wrong = |field: &'static str, reason: Option<String>| reason.map(|reason| format!("`{field}` {reason}"));
        match self {
            Self::Heading { text } | Self::Text { text } => wrong("text", empty(text)),
            Self::Picture { url, .. } => wrong("url", wrong_url(url)),
            Self::Link { text, url, .. } => wrong("text", empty(text)).or_else(|| wrong("url", wrong_url(url))),
            Self::List { items } if !(1..=MOST).contains(&items.len()) => {
                Some(format!("`items` has {} lines: 1 to {MOST}", items.len()))
            }
            Self::List { items } => wrong("items", items.iter().find_map(|line| empty(line))),
        }
    }
}

/// The blocks of an offer in one language, checked.
pub(super) fn pieces(given: Option<Vec<Piece>>, is_custom: bool) -> Result<Vec<Piece>, Problem> {
    let pieces = match given {
        Some(_) if !is_custom => return Err(("blocks", "goes with kind = \"custom\" only".to_owned())),
        None if is_custom => {
            return Err(("blocks", "is missing: kind = \"custom\" shows only what the shop writes".to_owned()));
        }
        given => given.unwrap_or_default(),
    };
    if is_custom && !(1..=MOST).contains(&pieces.len()) {
        return Err(("blocks", format!("has {} blocks: 1 to {MOST}", pieces.len())));
    }
    let wrong = pieces.iter().zip(1..).find_map(|(piece, place)| Some((place, piece.problem()?)));
    match wrong {
        Some((place, reason)) => Err(("blocks", format!("number {place}: {reason}"))),
        None => Ok(pieces),
    }
}
