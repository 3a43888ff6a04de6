//! What links in mails are about: the cart that was kept with an address, and whether the address is confirmed.

use super::reader::Readers;
use crate::reject::Reject;
use rusqlite::{OptionalExtension as _, params};
use serde::Serialize;
use waypost_wire::Id;
use waypost_wire::json::Raw;

/// A capture, without the address.
#[derive(Debug)]
pub struct Kept {
    cart: String,
    /// Address of the page.
    pub page: String,
    /// Language of the texts that were agreed to.
    pub locale: String,
    /// Whether the address has to be confirmed before news may go to it.
    pub asks_confirmation: bool,
    /// Whether it was.
    pub is_confirmed: bool,
}

/// What a shop is given to fill its cart with: texts and numbers of known fields, whatever else was captured.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct RestoredCart {
    /// ISO 4217; empty where it is not known.
    pub currency: String,
    /// What it cost when it was kept, as a decimal string; empty where a price was not known.
    pub value: String,
    /// Its lines.
    pub items: Vec<RestoredItem>,
    /// How many changes it had seen.
    pub version: u64,
}

/// A line. What was not known is left out.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "PROTOCOL.md has them, because readers of the answer do not read this")]
pub struct RestoredItem {
    pub item_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_variant: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    pub quantity: u64,
}

impl Kept {
    /// Its known fields.
    pub fn cart(&self) -> RestoredCart {
        let Ok(cart) = Raw::parse(&self.cart) else { return RestoredCart::default() };
        let text = |raw: Raw<'_>, key: &str| raw.get(key).and_then(Raw::number_or_str).map(|text| text.into_owned());
        let item = |item: Raw<'_>| {
            Some(RestoredItem {
                item_id: text(item, "item_id")?,
                item_name: text(item, "item_name"),
                item_variant: text(item, "item_variant"),
                price: text(item, "price"),
                quantity: item.get("quantity").and_then(Raw::u64).unwrap_or(1),
            })
        };
        RestoredCart {
            currency: text(cart, "currency").unwrap_or_default(),
            value: text(cart, "value").unwrap_or_default(),
            items: cart.get("items").into_iter().flat_map(Raw::items).filter_map(item).collect(),
            version: cart.get("version").and_then(Raw::u64).unwrap_or_default(),
        }
    }
}

impl Readers {
    /// The capture of the site `key`, if that is there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn kept(&self, key: &str, capture: Id) -> Result<Option<Kept>, Reject> {
        let key = key.to_owned();
        let sql = "SELECT cart, page, locale, asks_confirmation, confirmed_at IS NOT NULL FROM capture
                   WHERE site = (SELECT id FROM site WHERE key = ?) AND key = ?";
        self.read(move |db| {
            db.prepare_cached(sql)?
                .query_row(params![key, capture.0], |row| {
                    Ok(Kept {
                        cart: row.get(0)?,
                        page: row.get(1)?,
                        locale: row.get(2)?,
                        asks_confirmation: row.get(3)?,
                        is_confirmed: row.get(4)?,
                    })
                })
                .optional()
        })
        .await
    }
}
