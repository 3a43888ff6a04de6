//! Events of one stream on their way to the collector: the body of `POST /v1/events`.
//!
//! What many events share (page, device, session) is the batch's head: it is said once a batch and referred to, and later
//! batches of the stream may refer to it as well. Fields that this version does not know are passed over, never refused.

use crate::answer::{push_reasons, reason};
use crate::id::Id;
use crate::json::{List, Object, Raw};
use crate::limits::{MAX_BATCH_BYTES, MAX_BATCH_EVENTS, VERSION, is_site_key};
use std::borrow::Cow;

mod event;
mod head;

pub use event::{BadEvent, Event};
pub use head::{Again, Naming};

/// What the visitor has allowed. `pending` and `denied` never reach the wire: nothing is sent then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Nothing is stored on the device and no id is sent.
    Anonymous,
    /// Visitor and session ids are sent.
    Granted,
}

impl Consent {
    /// The word on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Consent::Anonymous => "anonymous",
            Consent::Granted => "granted",
        }
    }
}

/// One page view that events of the batch refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<'a> {
    /// Number of the view within the stream, from 1.
    pub id: u64,
    /// Address without query and fragment.
    pub url: Cow<'a, str>,
    /// Document title, or empty.
    pub title: Cow<'a, str>,
    /// Referring address without query and fragment, or empty.
    pub referrer: Cow<'a, str>,
    /// Campaign parameters without their `utm_` prefix, and click ids, as a JSON object of strings.
    pub utm: Raw<'a>,
    /// What became known of the page itself as a JSON object: `type`, `why`, `canonical`, `restored`, `discarded`,
    /// `prerendered`. Later batches may say more.
    pub facts: Raw<'a>,
}

/// A batch. Encoding writes what decoding reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch<'a> {
    /// Site key.
    pub site: Cow<'a, str>,
    /// The stream that all events belong to.
    pub stream: Id,
    /// Whether later batches may refer to this one's head, or it does so itself. Not part of the head.
    pub naming: Naming,
    /// Version of the SDK that recorded them.
    pub sdk: Cow<'a, str>,
    /// What was allowed when they were recorded.
    pub consent: Consent,
    /// Visitor id; only with [`Consent::Granted`].
    pub visitor: Option<Id>,
    /// The shop's own name for the visitor, never an address; only with [`Consent::Granted`].
    pub user: Option<Cow<'a, str>>,
    /// What the visitor has allowed beside measurement as a JSON object: `personalisation`, `marketing`. Empty where they
    /// were not asked.
    pub purposes: Raw<'a>,
    /// Facts of the device as a JSON object: `class`, `vw`, `vh` (CSS pixels), `lang`, `tz`, `conn`, `save`, `auto`,
    /// `returning`.
    pub device: Raw<'a>,
    /// Sessions that events refer to by position; empty without [`Consent::Granted`].
    pub sessions: Vec<Id>,
    /// Pages that events refer to by their id.
    pub pages: Vec<Page<'a>>,
    /// Events of the stream that will never be sent: their numbers and reasons.
    pub lost: Vec<(Option<u64>, Cow<'a, str>)>,
    /// How many events the stream had numbered when the batch was made, so that a loss at its end is seen as well. 0 where
    /// that is not said; not written where it is no more than the greatest number of the events.
    pub last: u64,
    /// The events.
    pub events: Vec<Event<'a>>,
}

/// A batch as read: what is good, and what is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The batch with its good events, in their order.
    pub batch: Batch<'a>,
    /// The others, each with its reason.
    pub bad: Vec<BadEvent>,
}

/// Why a body as a whole is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong as one word, for programs.
    pub code: &'static str,
    /// What is wrong as a sentence, for people.
    pub detail: String,
}

impl Fault {
    pub(crate) fn field(name: &str, allowed: &str) -> Self {
        Self { code: "bad_field", detail: ["field `", name, "` is missing or wrong: it has to be ", allowed].concat() }
    }
}

impl<'a> Batch<'a> {
    /// The body. The caller keeps it under [`MAX_BATCH_BYTES`], see [`Event::encoded_bound`].
    pub fn encode(&self) -> String {
        let mut out = String::with_capacity(512 + self.events.iter().map(Event::encoded_bound).sum::<usize>());
        let mut body = Object::new(&mut out);
        body.u64("v", VERSION).str("site", &self.site).str("stream", &self.stream.hex());
        match self.naming {
            Naming::Unnamed => {}
            Naming::Named(number) => drop(body.u64("head", number)),
            Naming::Again(number) => drop(body.u64("again", number)),
        }
        if !matches!(self.naming, Naming::Again(_)) {
            self.push_head(&mut body);
        }
        if !self.lost.is_empty() {
            push_reasons(body.key("lost"), &self.lost);
        }
        if self.last > self.events.iter().map(|event| event.n).max().unwrap_or_default() {
            body.u64("last", self.last);
        }
        {
            let mut events = List::new(body.key("events"));
            let mut before = None;
            for event in &self.events {
                event.encode(events.item(), self, before);
                before = Some(event.n);
            }
        }
        drop(body);
        out
    }

    /// Reads a body that has its head itself, event by event: a bad event does not spoil the others.
    ///
    /// # Errors
    /// A [`Fault`] when nothing of it can be used: too large, not JSON, another version, a wrong site key,
    /// stream or consent, too many events.
    pub fn decode(body: &'a str) -> Result<Decoded<'a>, Fault> {
        Self::decode_with(body, "{}")
    }

    /// The same of a body that refers to a head, see [`Again::of`]: `head` is that one's text. What the body says itself goes before.
    ///
    /// # Errors
    /// As above.
    pub fn decode_with(body: &'a str, head: &'a str) -> Result<Decoded<'a>, Fault> {
        if body.len() > MAX_BATCH_BYTES {
            let detail = format!("body is {} bytes, the limit is {MAX_BATCH_BYTES}", body.len());
            return Err(Fault { code: "too_large", detail });
        }
        // One pass over the body, which is mostly events; `Raw::get` would make one for every field.
        let said = Raw::parse(head).unwrap_or(Raw::EMPTY).entries();
        let fields: Vec<(Cow<'a, str>, Raw<'a>)> = said.chain(checked(body)?.entries()).collect();
        let get = |key: &str| fields.iter().rev().find(|(name, _)| name == key).map(|(_, value)| *value);
        let text = |key: &str| get(key).and_then(Raw::str);
        let id = |key: &str| text(key).and_then(|digits| Id::parse(&digits));

        let site = text("site").filter(|site| is_site_key(site));
        let consent = match text("consent").as_deref() {
            Some("anonymous") => Consent::Anonymous,
            Some("granted") => Consent::Granted,
            _ => return Err(Fault::field("consent", "\"anonymous\" or \"granted\"")),
        };
        let granted = consent == Consent::Granted;
        let list = |key: &str| get(key).into_iter().flat_map(Raw::items);
        let mut batch = Batch {
            site: site.ok_or_else(|| Fault::field("site", "a site key: 1 to 64 of a-z 0-9 _ -"))?,
            stream: id("stream").ok_or_else(|| Fault::field("stream", "32 lower-case hexadecimal digits"))?,
            naming: Naming::decode(&get),
            sdk: text("sdk").unwrap_or_default(),
            consent,
            visitor: id("visitor").filter(|_| granted),
            user: text("user").filter(|_| granted),
            purposes: object_or_empty(get("purposes")),
            device: object_or_empty(get("device")),
            sessions: list("sessions")
                .filter(|_| granted)
                .map(|session| Id::parse(&session.str()?))
                .collect::<Option<_>>()
                .ok_or_else(|| Fault::field("sessions", "a list of ids, 32 lower-case hexadecimal digits each"))?,
            pages: list("pages").filter_map(Page::decode).collect(),
            lost: list("lost").filter_map(reason).filter(|(n, _)| n.is_some()).collect(),
            last: get("last").and_then(Raw::u64).unwrap_or_default(),
            events: Vec::new(),
        };
        if list("events").count() + batch.lost.len() > MAX_BATCH_EVENTS {
            return Err(Fault::field("events", &format!("a list of at most {MAX_BATCH_EVENTS} events")));
        }
        let (mut bad, mut before) = (Vec::new(), None);
        for raw in list("events") {
            match Event::decode(raw, &batch, before) {
                Ok(event) => {
                    before = Some(event.n);
                    batch.events.push(event);
                }
                Err(event) => {
                    before = event.n;
                    bad.push(event);
                }
            }
        }
        Ok(Decoded { batch, bad })
    }
}

/// A body as JSON of this version.
pub(crate) fn checked(body: &str) -> Result<Raw<'_>, Fault> {
    let raw = Raw::parse(body).map_err(|error| Fault { code: "bad_json", detail: format!("not JSON: {error}") })?;
    match raw.get("v").and_then(Raw::u64) {
        Some(VERSION) => Ok(raw),
        _ => Err(Fault { code: "bad_version", detail: format!("field `v` has to be {VERSION}") }),
    }
}

fn object_or_empty(value: Option<Raw<'_>>) -> Raw<'_> {
    value.filter(|value| value.is_object()).unwrap_or(Raw::EMPTY)
}

impl<'a> Page<'a> {
    fn encode(&self, out: &mut String) {
        let mut page = Object::new(out);
        page.u64("id", self.id)
            .str("url", &self.url)
            .str_unless_empty("title", &self.title)
            .str_unless_empty("ref", &self.referrer)
            .raw_unless_empty("utm", self.utm)
            .raw_unless_empty("facts", self.facts);
    }

    fn decode(raw: Raw<'a>) -> Option<Self> {
        let text = |key: &str| raw.get(key).and_then(Raw::str);
        Some(Self {
            id: raw.get("id")?.u64()?,
            url: text("url")?,
            title: text("title").unwrap_or_default(),
            referrer: text("ref").unwrap_or_default(),
            utm: object_or_empty(raw.get("utm")),
            facts: object_or_empty(raw.get("facts")),
        })
    }
}

#[cfg(test)]
mod tests;
