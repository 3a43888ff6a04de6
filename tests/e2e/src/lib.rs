//! The end-to-end harness: a real browser in front of a real collector.
//!
//! # Layout
//! - [`collector`]: the `waypost` binary as a child process, and what it has stored.
//! - [`crowd`]: many shoppers at once, for a dashboard with something on it.
//! - [`front`]: the proxy between browser and collector that can misbehave and remembers what passed.
//! - [`browser`]: Chromium, Firefox or WebKitGTK through WebDriver, headed on a display of its own.
//! - [`display`]: the X server of one browser and the real pointer on it.
//! - [`offer`]: the offer as a visitor meets it.
//! - [`gallery`]: the offer in any of its looks, without a visitor who leaves.
//! - [`mod@pointer`]: where the page is on that display, and the ways a pointer leaves it.
//! - [`expect`]: the list of events that must have arrived, compared with the list that did.
//! - [`program`]: a child process that never outlives its test.
//! - [`stage`]: one test's browser, proxy and collector, joined.
//! - [`storefront`]: shop systems as far as a browser meets them: what each of their addresses answers.
//! - [`walk`]: a visitor's way through a storefront, and what must have been told of it.
//! - [`told`]: an event that must be told of a storefront.
//! - [`wait`]: waiting for a condition with a deadline, never for a while.
//!
//! The crate does not start a build: the collector comes from `WAYPOST_BIN`, the SDK's files from the
//! collector, the engine from `WAYPOST_E2E_ENGINE`.

pub mod browser;
pub mod collector;
pub mod crowd;
pub mod display;
pub mod expect;
pub mod front;
pub mod gallery;
pub mod offer;
pub mod pointer;
pub mod program;
pub mod stage;
pub mod storefront;
pub mod told;
pub mod wait;
pub mod walk;
