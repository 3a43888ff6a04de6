//! The words of the offer to keep a cart. They promise only what the shop does: one mail with the cart.

use serde::{Deserialize, Serialize};

/// Texts of one offer, every one of them replaceable in `[site.offer]`.
///
/// Whoever changes `consent_text` or `marketing_text` gives a new `version`, because receipts name it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct OfferTexts {
    /// Language of the texts (BCP 47). Default `en`.
    pub locale: String,
    /// Version of the texts, kept in each receipt. Default `1`.
    pub version: String,
    /// Heading of the offer.
    pub title: String,
    /// What is offered, in one or two sentences.
    pub body: String,
    /// Label of the address field.
    pub label: String,
    /// Button that sends the address.
    pub submit: String,
    /// Button that declines.
    pub close: String,
    /// What the visitor agrees to by sending; kept word for word in the receipt.
    pub consent_text: String,
    /// The separate choice to get marketing, unticked at first; kept word for word in the receipt.
    pub marketing_text: String,
    /// Shown once the address is stored.
    pub thanks: String,
    /// Shown for a text that is no address.
    pub invalid: String,
    /// Shown when the address could not be stored.
    pub unreachable: String,
}

impl Default for OfferTexts {
    fn default() -> Self {
        Self {
            locale: "en".into(),
            version: "1".into(),
            title: "Keep your cart for later?".into(),
            body: "Tell us where to write and we send you one e-mail with everything in your cart.".into(),
            label: "E-mail address".into(),
            submit: "Send me my cart".into(),
            close: "No, thank you".into(),
            consent_text: "We use your address for this one e-mail about your cart.".into(),
            marketing_text: "Also send me news and offers now and then. I can unsubscribe at any time.".into(),
            thanks: "Saved. The e-mail with your cart is on its way to you.".into(),
            invalid: "This does not look like an e-mail address. An example: name@example.org".into(),
            unreachable: "We could not save your address just now. Your cart is still here; please try again.".into(),
        }
    }
}
