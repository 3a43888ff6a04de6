//! The tracker as a pure state machine: [`Tracker::handle`] takes the time and one [`Input`] and returns
//! the [`Effect`]s to run. There is no browser, clock, randomness or I/O here; all of them come in as values.
//!
//! | module | idea |
//! |---|---|
//! | [`tracker`] | the machine itself: which part an input belongs to |
//! | [`input`], [`effect`] | what comes in, what goes out |
//! | [`config`] | what a site may set, and every default |
//! | [`consent`] | what the visitor allows |
//! | [`page`] | page views: addresses without their secrets, campaign parameters |
//! | [`acts`], [`merge`] | several sources tell of one commercial act, and one event is made of it |
//! | [`redact`] | what may be personal becomes a marker |
//! | [`session`] | activity with no silence of 30 minutes or more |
//! | [`memory`] | what a granted consent lets a device remember |
//! | [`cart`] | the cart as its events tell it |
//! | [`history`] | what the visitor has looked at and bought |
//! | [`outbox`] | events not yet settled: batches, retries, settling by id |
//! | [`record`] | an event as the browser's storage holds it |
//! | [`offer`] | exit intent, and the offer that answers it |
//! | [`intent`] | whether a pointer that left the page is gone |
//! | [`random`] | ids and jitter from one seed |

pub mod acts;
pub mod cart;
pub mod config;
pub mod consent;
pub mod effect;
pub mod history;
pub mod input;
pub mod intent;
pub mod memory;
pub mod merge;
pub mod offer;
pub mod outbox;
pub mod page;
pub mod random;
pub mod record;
pub mod redact;
pub mod session;
pub mod tracker;

pub use config::Config;
pub use consent::{Choice, Consent};
pub use effect::{Effect, Timer};
pub use input::{Input, Reply};
pub use tracker::Tracker;

/// Milliseconds since 1970 by the visitor's clock. Only differences between two of them ever leave the browser.
pub type UnixMs = u64;
