//! What has arrived and is to be stored, taken from the wire's types: owned, with the collector's clock and ids.

use super::facts::Facts;
use crate::arm::HOLDOUT;
use crate::channel::{Channel, Rules, Touch, Visit, campaign_key};
use sha2::{Digest as _, Sha256};
use waypost_wire::capture::Given;
use waypost_wire::catalogue;
use waypost_wire::json::Raw;
use waypost_wire::limits::{MAX_EVENT_NUMBER, is_event_name};
use waypost_wire::{BadEvent, Batch, Capture, Decoded, Event, Fault, Id, Naming, Page};

/// Who sent a batch, as far as it may be known.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// The visitor's hash of this day; stands in where no visitor id came along.
    pub of_day: Id,
    /// UTC day, counted from 1970.
    pub day: u64,
}

/// What is known of the site that a batch is for.
#[derive(Clone, Copy, Debug)]
pub struct Where<'a> {
    /// The rules for channels.
    pub rules: &'a Rules,
    /// Hosts of the shop.
    pub hosts: &'a [String],
}

/// A batch.
#[derive(Debug)]
pub struct Arrival {
    pub(super) site: String,
    pub(super) stream: Id,
    /// The head that later batches may refer to, with its number.
    pub(super) head: Option<(u64, String)>,
    pub(super) sdk: String,
    pub(super) consent: &'static str,
    pub(super) visitor: Id,
    pub(super) user: Option<String>,
    pub(super) purposes: String,
    pub(super) device: String,
    pub(super) class: Option<&'static str>,
    pub(super) auto: bool,
    pub(super) sessions: Vec<Id>,
    pub(super) pages: Vec<NewPage>,
    /// Numbers of events that the stream will never send, with its reasons.
    pub(super) lost: Vec<(u64, String)>,
    /// Events of this batch that cannot be stored.
    pub(super) refused: Vec<BadEvent>,
    /// How many events the stream has numbered, or 0.
    pub(super) last: u64,
    pub(super) browser: String,
    pub(super) events: Vec<NewEvent>,
    pub(super) received_at: u64,
    pub(super) day: u64,
}

/// A page view.
#[derive(Debug)]
pub struct NewPage {
    pub(super) number: u64,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) referrer: String,
    pub(super) utm: String,
    pub(super) facts: Facts,
    pub(super) touch: Touch,
    pub(super) campaign: Option<i64>,
}

/// An event.
#[derive(Debug)]
pub struct NewEvent {
    pub(super) n: u64,
    pub(super) name: String,
    pub(super) occurred_at: u64,
    pub(super) page: u64,
    pub(super) is_view: bool,
    pub(super) session: Option<usize>,
    pub(super) data: String,
    /// Whether it is a macro-conversion, by the catalogue or because the site says so.
    pub(super) is_goal: bool,
    /// The number of the order that this event says was placed.
    pub(super) order: Option<String>,
    /// The offer that this event tells of and what became of it (`shown`, `dismissed`, `submitted`), of a visitor whose device does not
    /// remember it.
    pub(super) offer: Option<(String, &'static str)>,
}

/// An address or an answer with its receipt.
#[derive(Debug)]
pub struct NewCapture {
    pub(super) site: String,
    pub(super) id: Id,
    pub(super) stream: Id,
    pub(super) visitor: Option<Id>,
    pub(super) offer: String,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) reason: String,
    pub(super) answer: String,
    /// JSON of the product that it is about; empty where it is about none.
    pub(super) item: String,
    pub(super) consent_text: String,
    pub(super) locale: String,
    pub(super) version: String,
    pub(super) marketing: bool,
    pub(super) marketing_text: String,
    pub(super) occurred_at: u64,
    pub(super) received_at: u64,
    pub(super) page: String,
    pub(super) cart: String,
    pub(super) asks_confirmation: bool,
}

/// Largest whole number that the database holds.
const MAX_NUMBER: u64 = i64::MAX as u64;

impl Arrival {
    /// Takes over a decoded batch received at `received_at` (milliseconds since 1970) from this browser.
    pub fn new(decoded: Decoded<'_>, place: Where<'_>, who: Who, browser: String, received_at: u64) -> Self {
        let Decoded { batch, mut bad } = decoded;
        let head = match batch.naming {
            Naming::Named(number) if number <= MAX_NUMBER => Some((number, batch.head())),
            _ => None,
        };
        let Batch {
            site,
            stream,
            sdk,
            consent,
            visitor,
            user,
            purposes,
            device,
            sessions,
            pages,
            lost,
            last,
            events,
            ..
        } = batch;
        let fits = |event: &Event<'_>| event.n <= MAX_EVENT_NUMBER && event.page <= MAX_NUMBER;
        let (events, too_large): (Vec<_>, Vec<_>) = events.into_iter().partition(fits);
        bad.extend(too_large.into_iter().map(|event| BadEvent { n: Some(event.n), reason: "bad_number" }));
        let named = visitor.is_some();
        Self {
            site: site.into_owned(),
            stream,
            head,
            sdk: sdk.into_owned(),
            consent: consent.word(),
            visitor: visitor.unwrap_or(who.of_day),
            user: user.map(|user| user.into_owned()),
            purposes: purposes.text().to_owned(),
            class: class(device),
            auto: device.get("auto").is_some_and(|auto| auto.text() == "true"),
            device: device.text().to_owned(),
            sessions,
            pages: pages
                .into_iter()
                .filter(|page| page.id <= MAX_NUMBER)
                .map(|page| NewPage::new(page, place))
                .collect(),
            lost: lost
                .into_iter()
                .filter_map(|(n, reason)| Some((n.filter(|n| *n <= MAX_EVENT_NUMBER)?, word(&reason))))
                .collect(),
            refused: bad,
            last: if last <= MAX_EVENT_NUMBER { last } else { 0 },
            browser,
            events: events.into_iter().map(|event| NewEvent::new(event, received_at, named)).collect(),
            received_at,
            day: who.day,
        }
    }

    /// How many events and losses it brings that can be kept.
    pub fn good(&self) -> u64 {
        (self.events.len() + self.lost.len()) as u64
    }

    /// The greatest number that the stream is known to have given.
    pub(super) fn greatest(&self) -> u64 {
        let numbers = self.events.iter().map(|event| event.n).chain(self.lost.iter().map(|(n, _)| *n));
        let refused = self.refused.iter().filter_map(|bad| bad.n).filter(|n| *n <= MAX_EVENT_NUMBER);
        numbers.chain(refused).chain([self.last]).max().unwrap_or_default()
    }

    /// The events of it that cannot be stored.
    pub fn refused(&self) -> &[BadEvent] {
        &self.refused
    }
}

/// A reason is a word of the client's. What is none could be anything, and is not kept.
fn word(reason: &str) -> String {
    if is_event_name(reason) { reason } else { "other" }.to_owned()
}

fn class(device: Raw<'_>) -> Option<&'static str> {
    let said = device.get("class").and_then(Raw::str)?;
    ["desktop", "phone", "tablet"].into_iter().find(|class| *class == said)
}

impl NewPage {
    fn new(page: Page<'_>, place: Where<'_>) -> Self {
        let facts = Facts::read(page.facts);
        let visit = Visit { url: &page.url, referrer: &page.referrer, utm: page.utm, own_hosts: place.hosts };
        // A page that comes back shows its old address and referrer.
        let (touch, campaign) = match facts.is_return() {
            true => (Touch { channel: Channel::Internal, source: String::new(), campaign: String::new() }, None),
            false => (place.rules.touch(&visit), campaign_key(page.utm)),
        };
        Self {
            facts,
            touch,
            campaign,
            number: page.id,
            url: page.url.into_owned(),
            title: page.title.into_owned(),
            referrer: page.referrer.into_owned(),
            utm: page.utm.text().to_owned(),
        }
    }
}

impl NewEvent {
    fn new(event: Event<'_>, received_at: u64, named: bool) -> Self {
        let offer = || Some((event.data.get("offer")?.str()?.into_owned(), outcome(&event)?));
        let order = || Some(event.data.get("transaction_id")?.number_or_str()?.trim().to_owned());
        Self {
            n: event.n,
            offer: (!named).then(offer).flatten(),
            is_view: event.name == "page_view",
            is_goal: is_goal(&event),
            order: (event.name == "purchase").then(order).flatten().filter(|order| !order.is_empty()),
            name: event.name.into_owned(),
            occurred_at: received_at.saturating_sub(event.age_ms),
            page: event.page,
            session: event.session,
            data: event.data.text().to_owned(),
        }
    }
}

/// What an event says became of an offer. Who is held out of one is spared others as if it had been shown.
fn outcome(event: &Event<'_>) -> Option<&'static str> {
    match &*event.name {
        "offer_shown" => Some("shown"),
        "offer_withheld" if event.data.get("reason").and_then(Raw::str).as_deref() == Some(HOLDOUT) => Some("shown"),
        "offer_dismissed" => Some("dismissed"),
        "offer_submitted" => Some("submitted"),
        _ => None,
    }
}

fn is_goal(event: &Event<'_>) -> bool {
    event.data.get("macro").is_some_and(|said| said.text() == "true")
        || catalogue::events().any(|known| known.is_macro && known.name == event.name)
}

impl NewCapture {
    /// Takes over a decoded capture received at `received_at` (milliseconds since 1970). `is_news`: its offer is for news, so
    /// that the address has to be confirmed by its owner even where no box was ticked.
    ///
    /// # Errors
    /// When what was given beside the address cannot be used.
    pub fn new(capture: Capture<'_>, received_at: u64, is_news: bool) -> Result<Self, Fault> {
        let given = Given::read(capture.given)?;
        let receipt = capture.receipt;
        Ok(Self {
            asks_confirmation: !capture.email.is_empty() && (receipt.marketing || is_news),
            site: capture.site.into_owned(),
            id: capture.id,
            stream: capture.stream,
            visitor: capture.visitor,
            offer: capture.offer.into_owned(),
            email: capture.email.into_owned(),
            name: given.name.into_owned(),
            phone: given.phone.into_owned(),
            reason: given.reason.into_owned(),
            answer: given.text.into_owned(),
            item: if given.item.get("item_id").is_some() { given.item.text().to_owned() } else { String::new() },
            consent_text: receipt.text.into_owned(),
            locale: receipt.locale.into_owned(),
            version: receipt.version.into_owned(),
            marketing: receipt.marketing,
            marketing_text: receipt.marketing_text.into_owned(),
            occurred_at: received_at.saturating_sub(capture.age_ms),
            received_at,
            page: capture.page.into_owned(),
            cart: capture.cart.text().to_owned(),
        })
    }
}

/// The SHA-256 of a text's UTF-8 bytes in lower-case hexadecimal digits; empty for an empty text.
pub(super) fn sha256(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
