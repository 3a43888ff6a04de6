//! What comes into the tracker.

use crate::UnixMs;
use crate::consent::Choice;

/// One fact or wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The first input.
    Start {
        /// The text of the last [`Effect::Remember`](crate::Effect::Remember), if any.
        memory: Option<String>,
    },
    /// A page is shown: the first, by single-page navigation, or again from the back/forward cache.
    Page {
        /// When.
        at: UnixMs,
        /// `location.href`.
        url: String,
        /// `document.title`.
        title: String,
        /// `document.referrer`, or the page before in a single-page navigation.
        referrer: String,
        /// Whether it counts even if the address is the one of the page before (`page()`, back/forward cache).
        again: bool,
    },
    /// An event, by the API or found in the page.
    Track {
        /// When it happened.
        at: UnixMs,
        /// Its name.
        name: String,
        /// Its data as JSON text of an object; empty for none.
        data: String,
    },
    /// A commercial act found in the page. See [`acts`](crate::acts).
    Found {
        /// When it happened.
        at: UnixMs,
        /// Event name.
        name: String,
        /// Its data as JSON text of an object.
        data: String,
        /// Who found it.
        source: String,
        /// How sure that source is, 0 to 100.
        confidence: u8,
    },
    /// What became known of the page on screen: a JSON object, merged into its facts.
    Facts(String),
    /// Another tab has changed what is remembered of this device: the text of its
    /// [`Effect::Remember`](crate::Effect::Remember).
    Remembered(String),
    /// The shop's own name for the visitor.
    Identify(String),
    /// The visitor has chosen.
    Consent(Choice),
    /// Forget ids, outbox, cart and caps, and begin anew.
    Reset {
        /// Whether it was asked for in another tab: then a visitor with ids gets the new ones from there, by
        /// [`Remembered`](Self::Remembered).
        elsewhere: bool,
    },
    /// Send what waits, now.
    Flush,
    /// A timer asked for by [`Effect::Wake`](crate::Effect::Wake) has run out.
    Woken(crate::Timer),
    /// The page is hidden, perhaps for good.
    Hidden,
    /// The page is visible again.
    Visible,
    /// What came back for a batch.
    Answered {
        /// The number of [`Effect::Send`](crate::Effect::Send).
        batch: u64,
        /// The answer.
        reply: Reply,
    },
    /// Records of streams whose tab is gone.
    Adopted {
        /// Their texts, one a line.
        records: String,
        /// Whether the tab is known to be gone. Else, where the browser has no locks, young records are left to their owner.
        is_sure: bool,
    },
    /// What was stored is gone, though nobody here erased it.
    StorageLost,
    /// The visitor has been here for long enough to be offered something.
    Armed,
    /// The rules of offers ask for what they decide by: [`Effect::OfferState`](crate::Effect::OfferState).
    OfferState,
    /// What became of offers so far, as the rules put it. It lasts as long as the visitor's ids, else as the document.
    OfferSeen(String),
    /// An offer is to be shown. Nothing where another one is open, or consent is missing.
    ShowOffer {
        /// The offer as the collector sent it. Anything but a JSON object: the one that was to be shown could not be.
        offer: String,
        /// Whether it may take the focus.
        modal: bool,
    },
    /// The offer is on screen.
    OfferShown,
    /// The offer was closed without an address or an answer: by what (`close`, `esc`, `backdrop`, `copied`).
    OfferDismissed(String),
    /// The visitor gave an address or an answer.
    OfferAccepted {
        /// The address, empty where the offer asks for none. It goes into a capture and nowhere else.
        email: String,
        /// Whether the marketing box was ticked.
        marketing: bool,
        /// What was given beside it, as a JSON object, or empty. It goes into a capture and nowhere else.
        given: String,
    },
    /// What came back for the capture.
    CaptureAnswered(Reply),
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A 2xx with this body.
    Ok(String),
    /// Any other status.
    Status {
        /// HTTP status.
        code: u16,
        /// `Retry-After` in seconds, 0 for none.
        retry_after_s: u32,
    },
    /// No answer: offline, blocked, cut off.
    Unreachable,
    /// Handed to the browser (`sendBeacon`, `fetchLater`), which gives no answer.
    Handed,
    /// The browser refused a body of that size: what it takes of requests that outlive their page is spent.
    TooMuch,
}
