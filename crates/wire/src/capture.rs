//! An address given by a visitor, with its receipt: the body of `POST /v1/captures`.
//! Addresses travel here and nowhere else.

use crate::batch::{Fault, checked};
use crate::decimal::Decimal;
use crate::id::Id;
use crate::json::{Object, Raw};
use crate::limits::{
    MAX_ANSWER_CHARS, MAX_CAPTURE_BYTES, MAX_ITEM_CHARS, MAX_PERSON_CHARS, is_email, is_event_name, is_phone,
    is_site_key,
};
use std::borrow::Cow;

/// What the visitor was told and chose. Its time is the capture's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt<'a> {
    /// The exact text that stood beside the button.
    pub text: Cow<'a, str>,
    /// Language of the text, BCP 47.
    pub locale: Cow<'a, str>,
    /// Version of the offer's texts.
    pub version: Cow<'a, str>,
    /// Whether the visitor ticked the separate marketing box.
    pub marketing: bool,
    /// The exact text of that box; empty where there was none.
    pub marketing_text: Cow<'a, str>,
}

/// What a visitor gave beside an address, each empty when not given. Like the address it is in captures and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<'a> {
    /// Their name, at most [`MAX_PERSON_CHARS`] characters.
    pub name: Cow<'a, str>,
    /// Their phone number, see [`is_phone`].
    pub phone: Cow<'a, str>,
    /// Id of the reason that they chose in a survey, shaped like an event name.
    pub reason: Cow<'a, str>,
    /// What they wrote in a survey, at most [`MAX_ANSWER_CHARS`] characters.
    pub text: Cow<'a, str>,
    /// The product that an alert is about, as an object with the fields of an event's item and a `currency`; or empty.
    pub item: Raw<'a>,
}

impl<'a> Given<'a> {
    /// Reads the object `given` of a capture.
    ///
    /// # Errors
    /// A [`Fault`] that names the field and its limit, and repeats nothing of what was given.
    pub fn read(given: Raw<'a>) -> Result<Self, Fault> {
        let text = |key: &str, field: &'static str, wanted: &str, fits: &dyn Fn(&str) -> bool| match given.get(key) {
            None => Ok(Cow::Borrowed("")),
            Some(raw) => {
                raw.str().filter(|text| text.is_empty() || fits(text)).ok_or_else(|| Fault::field(field, wanted))
            }
        };
        let short = |limit: usize| move |text: &str| text.chars().count() <= limit;
        Ok(Self {
            name: text("name", "given.name", "at most 100 characters", &short(MAX_PERSON_CHARS))?,
            phone: text("phone", "given.phone", "5 to 32 of 0-9 + - . / ( ) and blanks, with a digit", &is_phone)?,
            reason: text(
                "reason",
                "given.reason",
                "the id of a reason: a-z, then up to 63 of a-z 0-9 _",
                &is_event_name,
            )?,
            text: text("text", "given.text", "at most 2000 characters", &short(MAX_ANSWER_CHARS))?,
            item: match given.get("item") {
                Some(item) if !is_item(item) => {
                    let wanted = "an object of the texts item_id, item_name, item_variant, price and currency";
                    return Err(Fault::field("given.item", wanted));
                }
                item => item.unwrap_or(Raw::EMPTY),
            },
        })
    }
}

/// Whether it is a product: it has a number, and what else is known of it is right.
fn is_item(item: Raw<'_>) -> bool {
    let is_right = |(key, value): (Cow<'_, str>, Raw<'_>)| {
        value.str().filter(|text| text.chars().count() <= MAX_ITEM_CHARS).is_some_and(|text| match &*key {
            "item_id" => !text.is_empty(),
            "item_name" | "item_variant" => true,
            "price" => Decimal::parse(&text).is_some(),
            "currency" => text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
            _ => false,
        })
    };
    item.is_object() && item.get("item_id").is_some() && item.entries().all(is_right)
}

/// A capture. Encoding writes what decoding reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture<'a> {
    /// Site key.
    pub site: Cow<'a, str>,
    /// The same for every sending of this capture, so that it is stored once.
    pub id: Id,
    /// Stream that the offer was shown in.
    pub stream: Id,
    /// Visitor id, where there is one.
    pub visitor: Option<Id>,
    /// Id of the offer.
    pub offer: Cow<'a, str>,
    /// The address. Empty where the offer asks for an answer and not for an address.
    pub email: Cow<'a, str>,
    /// What was given beside the address, as a JSON object that [`Given::read`] reads, or empty.
    pub given: Raw<'a>,
    /// What was agreed to.
    pub receipt: Receipt<'a>,
    /// How long before the sending it was given, in milliseconds.
    pub age_ms: u64,
    /// Address of the page, without query and fragment.
    pub page: Cow<'a, str>,
    /// The cart to keep as a JSON object (`currency`, `value`, `items`), or empty.
    pub cart: Raw<'a>,
}

impl<'a> Capture<'a> {
    /// The body.
    pub fn encode(&self) -> String {
        let mut out = String::new();
        let mut body = Object::new(&mut out);
        body.u64("v", crate::limits::VERSION)
            .str("site", &self.site)
            .str("id", &self.id.hex())
            .str("stream", &self.stream.hex());
        if let Some(visitor) = self.visitor {
            body.str("visitor", &visitor.hex());
        }
        body.str("offer", &self.offer).str("email", &self.email).raw_unless_empty("given", self.given);
        Object::new(body.key("consent"))
            .str("text", &self.receipt.text)
            .str("locale", &self.receipt.locale)
            .str("version", &self.receipt.version)
            .bool("marketing", self.receipt.marketing)
            .str("marketing_text", &self.receipt.marketing_text);
        body.u64("age", self.age_ms).str("page", &self.page).raw("cart", self.cart.text());
        drop(body);
        out
    }

    /// Reads a body.
    ///
    /// # Errors
    /// A [`Fault`] that names the field. The address itself is never repeated in it.
    pub fn decode(body: &'a str) -> Result<Self, Fault> {
        if body.len() > MAX_CAPTURE_BYTES {
            let detail = format!("body is {} bytes, the limit is {MAX_CAPTURE_BYTES}", body.len());
            return Err(Fault { code: "too_large", detail });
        }
        let raw = checked(body)?;
        let text = |raw: Raw<'a>, key: &str| raw.get(key).and_then(Raw::str);
        let id = |key: &str| text(raw, key).and_then(|digits| Id::parse(&digits));
        let digits = "32 lower-case hexadecimal digits";
        let consent = raw.get("consent").unwrap_or(Raw::EMPTY);
        let bad_email = || Fault { code: "bad_email", detail: "field `email` is not an e-mail address".into() };
        let marketing = consent.get("marketing").map(Raw::text);
        let given = raw.get("given").filter(|given| given.is_object()).unwrap_or(Raw::EMPTY);
        let answers = Given::read(given)?;
        let is_answer = !answers.reason.is_empty() || !answers.text.is_empty();
        let is_usable = |email: &Cow<'_, str>| is_email(email) || email.is_empty() && is_answer;
        Ok(Self {
            site: text(raw, "site")
                .filter(|site| is_site_key(site))
                .ok_or_else(|| Fault::field("site", "a site key: 1 to 64 of a-z 0-9 _ -"))?,
            id: id("id").ok_or_else(|| Fault::field("id", digits))?,
            stream: id("stream").ok_or_else(|| Fault::field("stream", digits))?,
            visitor: id("visitor"),
            offer: text(raw, "offer").ok_or_else(|| Fault::field("offer", "the id of an offer"))?,
            email: text(raw, "email").filter(is_usable).ok_or_else(bad_email)?,
            given,
            receipt: Receipt {
                text: text(consent, "text")
                    .filter(|text| !text.is_empty())
                    .ok_or_else(|| Fault::field("consent.text", "the exact text that was shown"))?,
                locale: text(consent, "locale").unwrap_or_default(),
                version: text(consent, "version").unwrap_or_default(),
                marketing: match marketing {
                    Some("true") => true,
                    Some("false") => false,
                    _ => return Err(Fault::field("consent.marketing", "true or false")),
                },
                marketing_text: text(consent, "marketing_text").unwrap_or_default(),
            },
            age_ms: raw
                .get("age")
                .and_then(Raw::u64)
                .ok_or_else(|| Fault::field("age", "a whole number of milliseconds"))?,
            page: text(raw, "page").unwrap_or_default(),
            cart: raw.get("cart").filter(|cart| cart.is_object()).unwrap_or(Raw::EMPTY),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capture() -> Capture<'static> {
        Capture {
            site: "demo".into(),
            id: Id([1; 16]),
            stream: Id([2; 16]),
            visitor: Some(Id([3; 16])),
            offer: "keep-cart".into(),
            email: "jane@example.org".into(),
            given: Raw::EMPTY,
            receipt: Receipt {
                text: "We send you one e-mail with \"your cart\".".into(),
                locale: "en".into(),
                version: "1".into(),
                marketing: false,
                marketing_text: "News too".into(),
            },
            age_ms: 12,
            page: "https://shop.example/cart/".into(),
            cart: Raw::EMPTY,
        }
    }

    #[test]
    fn decoding_undoes_encoding() {
        let body = capture().encode();
        assert_eq!(Capture::decode(&body), Ok(capture()));
    }

    #[test]
    fn what_is_given_beside_the_address_is_held_within_its_limits() {
        let with = |key: &str, value: &str| {
            let given = format!(r#"{{"{key}":"{value}"}}"#);
            Capture { given: Raw::parse(&given).unwrap(), ..capture() }.encode()
        };
        let long = |letter: &str, count: usize| letter.repeat(count);
        for (key, good, bad) in [
            ("name", long("ü", 100), long("ü", 101)),
            ("phone", long("1", 32), long("1", 33)),
            ("phone", "+49 (30) 1/2-3.4".into(), "1234".into()),
            ("phone", "12345".into(), "call me".into()),
            ("reason", long("a", 64), long("a", 65)),
            ("reason", "price_1".into(), "Too expensive".into()),
            ("text", long("ü", 2000), long("ü", 2001)),
        ] {
            let (good, bad) = (with(key, &good), with(key, &bad));
            assert!(Capture::decode(&good).is_ok(), "{key}: {good}");
            let fault = Capture::decode(&bad).unwrap_err();
            assert_eq!(fault.code, "bad_field");
            assert!(fault.detail.contains(&format!("`given.{key}`")), "{}", fault.detail);
            assert!(!fault.detail.contains("call me"));
        }
    }

    #[test]
    fn the_product_of_an_alert_has_a_number_and_nothing_that_is_unknown() {
        let with = |item: &str| {
            let given = format!(r#"{{"item":{item}}}"#);
            Capture::decode(&Capture { given: Raw::parse(&given).unwrap(), ..capture() }.encode()).map(drop)
        };
        let named = |name: &str| format!(r#"{{"item_id":"a","item_name":"{name}"}}"#);
        let whole = r#"{"item_id":"a","item_name":"Mug","item_variant":"","price":"14.90","currency":"EUR"}"#;
        for good in [r#"{"item_id":"a"}"#, whole, &named(&"ü".repeat(200))] {
            assert_eq!(with(good), Ok(()), "{good}");
        }
        for bad in [
            "7",
            "{}",
            r#"{"item_id":""}"#,
            r#"{"item_id":7}"#,
            r#"{"item_name":"Mug"}"#,
            r#"{"item_id":"a","price":"cheap"}"#,
            r#"{"item_id":"a","currency":"eur"}"#,
            r#"{"item_id":"a","note":"x"}"#,
            &named(&"ü".repeat(201)),
        ] {
            let fault = with(bad).unwrap_err();
            assert!(fault.detail.contains("`given.item`"), "{bad}: {}", fault.detail);
        }
    }

    #[test]
    fn only_an_answer_may_come_without_an_address() {
        for (given, is_taken) in [
            (r#"{"reason":"price"}"#, true),
            (r#"{"text":"No wallet here"}"#, true),
            (r#"{"name":"Jane"}"#, false),
            (r#"{"reason":""}"#, false),
            ("{}", false),
        ] {
            let body = Capture { email: "".into(), given: Raw::parse(given).unwrap(), ..capture() }.encode();
            assert_eq!(Capture::decode(&body).is_ok(), is_taken, "{given}");
        }
    }

    #[test]
    fn a_wrong_field_is_named_and_the_address_is_not_repeated() {
        let body = capture().encode();
        for (from, to, code, word) in [
            ("jane@example.org", "jane.example.org", "bad_email", "`email`"),
            (r#""demo""#, r#""""#, "bad_field", "`site`"),
            ("01010101", "0101", "bad_field", "`id`"),
            (r#""marketing":false"#, r#""marketing":"no""#, "bad_field", "`consent.marketing`"),
            (r#""text":"We send you one e-mail with \"your cart\".""#, r#""text":"""#, "bad_field", "`consent.text`"),
            (r#""age":12"#, r#""age":-1"#, "bad_field", "`age`"),
        ] {
            assert!(body.contains(from), "{from}");
            let wrong = body.replacen(from, to, 1);
            let fault = Capture::decode(&wrong).unwrap_err();
            assert_eq!(fault.code, code);
            assert!(fault.detail.contains(word), "{}", fault.detail);
            assert!(!fault.detail.contains("jane"));
        }
    }
}
