//! What is told of shops that nobody prepared for Waypost: expected and refuted, system by system.
//!
//! Each test is one visitor in one browser who really presses what is named, in one walk through everything that the
//! system has, since starting a browser takes longer than most of it. Everything commercial that is told on the
//! way is compared with what must have been, so whatever is pressed without an expectation must tell nothing.

mod bigcommerce;
mod headless;
mod magento;
mod opencart;
mod plain;
mod prestashop;
mod purchases;
mod shopify;
mod woocommerce;
