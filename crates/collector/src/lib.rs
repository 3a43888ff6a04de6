//! The collector of Waypost, and its dashboard's API: one binary, one SQLite file.
//!
//! The path of an event:
//!
//! ```text
//! POST /v1/events ── rate, type, size, site, origin ── decoded by waypost-wire, event by event
//!       │                                                     │ bad ones: named with their reason
//!       │                                                     ▼
//!       │                                 owned rows, visitor of the day, times by our clock
//!       │                                                     ▼
//!       └── 200 {"stored", "dropped"} ◄── flushed to disk ── writer thread, one transaction for many batches
//! ```
//!
//! A 2xx is said after the flush and never before. What cannot be taken now is answered 429 or 503 with `Retry-After`.
//!
//! | module | idea |
//! |---|---|
//! | [`config`], [`cli`] | what the collector was told: defaults, TOML file, flags |
//! | [`server`] | the table of routes, and the life of the server |
//! | [`endpoints`] | one file for each thing that browsers ask for |
//! | [`api`] | one file for each thing that the dashboard asks for |
//! | [`store`] | SQLite: one writer, many readers |
//! | [`visitor`], [`session`], [`channel`], [`funnel`] | the rules for who, for how long, from where, and how far |
//! | [`facts`] | figures that press a visitor to decide, signed |
//! | [`link`] | what goes out by mail: signed, and good until a day |
//! | [`arm`], [`outcome`], [`share`] | experiments: who is shown what, what came of it, and how sure that is |
//! | [`reject`] | every refusal, and its status |

pub mod alarm;
pub mod api;
pub mod app;
pub mod arm;
pub mod assets;
pub mod body;
pub mod browser;
pub mod channel;
pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod endpoints;
pub mod facts;
pub mod funnel;
pub mod html;
pub mod link;
pub mod outcome;
pub mod rate;
pub mod reject;
pub mod secret_file;
pub mod server;
pub mod session;
pub mod share;
pub mod store;
pub mod token;
pub mod visitor;
