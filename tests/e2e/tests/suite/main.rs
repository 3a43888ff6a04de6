//! The end-to-end suite. One run is one engine; see the crate's documentation.

mod answers;
mod bad_input;
mod banner;
mod calls;
mod capture;
mod consent;
mod dashboard;
mod debug;
mod delivery;
mod forms;
mod friction;
mod harness;
mod intent;
mod journey;
mod leaving;
mod left;
mod lists;
mod navigation;
mod offer;
mod offer_access;
mod offer_kinds;
mod outages;
mod restore;
mod shop;
mod storage;
mod storefronts;
