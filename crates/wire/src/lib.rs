//! What both ends of Waypost's wire agree on, as `PROTOCOL.md` states it in prose.
//!
//! | module | idea |
//! |---|---|
//! | [`batch`] | events of one stream on their way to the collector |
//! | [`answer`] | what the collector says became of them |
//! | [`capture`] | an address given by a visitor, with its receipt |
//! | [`catalogue`] | every event that is known by name |
//! | [`id`] | 128 random bits, written as 32 hexadecimal digits |
//! | [`decimal`] | money without binary floats |
//! | [`json`] | reading JSON in place and writing it, numbers kept as text |
//! | [`limits`] | the numbers that the batcher and the collector share |
//!
//! There is no clock, randomness or I/O here.

pub mod answer;
pub mod batch;
pub mod capture;
pub mod catalogue;
pub mod decimal;
pub mod id;
pub mod json;
pub mod limits;

/// What the bodies of clients are packed with, as the preset dictionary of zlib (RFC 1950): what batches are likely to say, the
/// likeliest last. Both ends have it, so it is never sent. A change makes another one, and collectors have to know both.
pub const DICTIONARY: &str = include_str!("dictionary.txt");

pub use answer::Answer;
pub use batch::{Again, BadEvent, Batch, Consent, Decoded, Event, Fault, Naming, Page};
pub use capture::Capture;
pub use decimal::Decimal;
pub use id::Id;
