//! Products that an offer recommends.

use super::texts::Problem;
use super::url::wrong_url;
use serde::{Deserialize, Serialize};
use waypost_wire::Decimal;

/// Most products of one offer, inclusive.
const MAX_ITEMS: usize = 6;

/// One product. Fields have the names that they have in events.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The product's number.
    pub item_id: String,
    /// What the visitor reads.
    pub item_name: String,
    /// The product's page.
    pub url: String,
    /// Its picture. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Of one piece, such as `29.90`. Default: none is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// Of the price (ISO 4217); goes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

impl Item {
    fn problem(&self) -> Option<String> {
        let wrong = |field: &'static str, reason: Option<String>| reason.map(|reason| format!("`{field}` {reason}"));
        let empty = |text: &str| text.trim().is_empty().then(|| "is empty".to_owned());
        let is_code = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        wrong("item_id", empty(&self.item_id))
            .or_else(|| wrong("item_name", empty(&self.item_name)))
            .or_else(|| wrong("url", wrong_url(&self.url)))
            .or_else(|| wrong("image", self.image.as_deref().and_then(wrong_url)))
            .or_else(|| match (self.price.as_deref(), self.currency.as_deref()) {
                (Some(price), _) if Decimal::parse(price).is_none() || price.starts_with('-') => {
                    Some(format!("`price` {price:?} is no amount: write it as in \"49.90\""))
                }
                (_, Some(code)) if !is_code(code) => {
                    Some(format!("`currency` {code:?} is no currency: write it as in \"EUR\""))
                }
                (Some(_), None) => Some("`currency` is missing beside `price`".to_owned()),
                _ => None,
            })
    }
}

/// The products of an offer, checked. An empty list leaves them to the page.
pub(super) fn items(given: Option<Vec<Item>>, is_shown: bool) -> Result<Option<Vec<Item>>, Problem> {
    let Some(items) = given else { return Ok(None) };
    if !is_shown {
        return Err(("items", "goes with kind = \"recommendations\" only".to_owned()));
    }
    if items.len() > MAX_ITEMS {
        return Err(("items", format!("has {} products: at most {MAX_ITEMS}", items.len())));
    }
    let wrong = items.iter().zip(1..).find_map(|(item, place)| Some((place, item.problem()?)));
    match wrong {
        Some((place, reason)) => Err(("items", format!("number {place}: {reason}"))),
        None => Ok(Some(items)),
    }
}
