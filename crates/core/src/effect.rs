//! What the tracker wants done.

use crate::outbox::Way;

/// One thing to do, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Post a batch. Its answer comes back as [`Input::Answered`](crate::Input::Answered).
    Send {
        /// Number of the batch, to answer with.
        batch: u64,
        /// The body.
        body: String,
        /// How it travels.
        way: Way,
    },
    /// Append a record to the browser's storage under this key.
    Store {
        /// `stream:n`; `stream:0` for what was lost of a stream.
        key: String,
        /// See [`record`](crate::record).
        text: String,
    },
    /// Delete the records with these keys: their events are settled.
    Remove(Vec<String>),
    /// Replace what is remembered of this device.
    Remember(String),
    /// Hold this stream from now on, and look for records of streams whose tab is gone.
    Adopt(String),
    /// Delete everything Waypost ever stored on this device.
    Erase,
    /// Come back with [`Input::Woken`](crate::Input::Woken); a timer of the same kind is replaced.
    Wake {
        /// Which.
        timer: Timer,
        /// When, from now.
        after_ms: u32,
    },
    /// Load the rules of offers.
    Prepare,
    /// What the rules of offers decide by: a JSON object, see `State` in `pkg/src/rules/state.ts`.
    OfferState(String),
    /// Show an offer. JSON object: `offer` (as the collector sent it), `cart` (object or null), `modal` (bool).
    ShowOffer(String),
    /// Post a capture. Its answer comes back as [`Input::CaptureAnswered`](crate::Input::CaptureAnswered).
    SendCapture(String),
    /// Tell the offer's view what became of the address: `stored`, `waiting`, `invalid` or `unreachable`.
    CaptureOutcome(&'static str),
    /// Tell listeners of `topic`, with a JSON object.
    Tell {
        /// `event`, `merged`, `sent`, `drop`, `blocked` or `offer`.
        topic: &'static str,
        /// What.
        detail: String,
    },
    /// One message on the console, once a page and code.
    Warn {
        /// Heading of the message in docs/messages.md.
        code: &'static str,
        /// What is wrong and how to mend it.
        text: String,
    },
}

/// The timers of the tracker; one of each at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// Waiting events are due.
    Flush,
    /// A failed batch may be tried again.
    Retry,
    /// Acts found in the page have waited long enough for other sources.
    Acts,
}

impl Timer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Flush, Self::Retry, Self::Acts];

    /// The word that the border has for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Flush => "flush",
            Self::Retry => "retry",
            Self::Acts => "acts",
        }
    }
}
