//! `POST /v1/facts`: the figures of an offer that press a visitor to decide, signed.

use super::site_for;
use crate::app::{App, Shared};
use crate::body;
use crate::config::{Settings, Site};
use crate::facts::{BOUGHT_MAX_AGE_MS, Fact, Frame, Signed};
use crate::reject::Reject;
use crate::store::Work;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use waypost_wire::Id;

/// Most items that are asked for at once; more are passed over.
const MAX_ITEMS: usize = 20;

/// Largest body, in bytes, inclusive.
const MAX_BYTES: usize = 8_192;

/// The body. What is not known of it is passed over.
#[derive(Deserialize)]
struct Asked {
    site: String,
    offer: String,
    nonce: String,
    /// Visitor id, or empty.
    #[serde(default)]
    visitor: String,
    /// Ids of what lies in the cart.
    #[serde(default)]
    items: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    v: u8,
    facts: Vec<Signed>,
}

/// Answers with the figures that the offer is to show and that are known. A visitor's own deadline begins with the first
/// question, and never again; there is none for who has no id, since nobody could know them by it tomorrow.
///
/// # Errors
/// When the body is wrong, there is no such site, the page may not ask, or the store fails.
pub async fn post(State(app): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, Reject> {
    body::check_type(&headers)?;
    let asked: Asked = body::json(&body::read(body, MAX_BYTES).await?)?;
    let site = site_for(&app, &asked.site, &headers)?;
    let wrong = |name: &str, wanted: &str| body::wrong(format!("field `{name}` has to be {wanted}"));
    let nonce = Id::parse(&asked.nonce).map(|_| asked.nonce).ok_or_else(|| wrong("nonce", "32 hexadecimal digits"))?;
    let visitor = match asked.visitor.as_str() {
        "" => None,
        digits => Some(Id::parse(digits).ok_or_else(|| wrong("visitor", "32 hexadecimal digits"))?),
    };
    let items = asked.items.into_iter().take(MAX_ITEMS).collect();
    let offer = site.offers.iter().map(|offer| &offer.settings).find(|settings| settings.id == asked.offer);
    let offer = offer.ok_or_else(|| wrong("offer", "the id of an offer of the site"))?;
    let question = Question { app: &app, site, offer, at: app.clock.now_ms(), nonce: &nonce };
    let mut facts: Vec<Signed> = question.countdown(visitor).await?.into_iter().collect();
    question.counts(items, &mut facts).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Answer { v: 1, facts })).into_response())
}

struct Question<'a> {
    app: &'a App,
    site: &'a Site,
    offer: &'a Settings,
    at: u64,
    nonce: &'a str,
}

impl Question<'_> {
    fn sign(&self, fact: &Fact<'_>) -> Signed {
        self.app.facts.sign(Frame { site: &self.site.key, nonce: self.nonce, at: self.at }, fact)
    }

    async fn countdown(&self, visitor: Option<Id>) -> Result<Option<Signed>, Reject> {
        let until = match (self.offer.countdown_until, self.offer.countdown_minutes, visitor) {
            (Some(until), ..) => Some(until),
            (None, Some(minutes), Some(visitor)) => Some(self.deadline(minutes, visitor).await?),
            _ => None,
        };
        Ok(until.map(|until| self.sign(&Fact::Countdown { offer: &self.offer.id, until })))
    }

    async fn deadline(&self, minutes: u32, visitor: Id) -> Result<u64, Reject> {
        let (store, site, offer) = (&self.app.store, &self.site.key, &self.offer.id);
        if let Some(until) = store.readers.deadline(site, visitor, offer).await? {
            return Ok(until);
        }
        self.app.room()?;
        let until = self.at + u64::from(minutes) * 60_000;
        let work = Work::Deadline { site: site.clone(), visitor, offer: offer.clone(), until };
        store.writer.write(work, offer.len()).await?;
        // Another question may have been the first.
        Ok(store.readers.deadline(site, visitor, offer).await?.unwrap_or(until))
    }

    async fn counts(&self, items: Vec<String>, facts: &mut Vec<Signed>) -> Result<(), Reject> {
        let age = |measured_at: u64| self.at.saturating_sub(measured_at);
        if self.offer.bought_today {
            let counted = match self.app.bought.fresh(&self.site.key, self.at) {
                Some(counted) => counted,
                None => {
                    let items = self.app.store.readers.bought_today(&self.site.key, self.at).await?;
                    self.app.bought.keep(&self.site.key, self.at, items)
                }
            };
            for item in &items {
                let count = counted.1.get(item).copied().filter(|count| *count > 0);
                facts.extend(count.map(|count| {
                    self.sign(&Fact::BoughtToday { item, count, age: age(counted.0), max_age: BOUGHT_MAX_AGE_MS })
                }));
            }
        }
        if self.offer.stock {
            for stock in self.app.store.readers.stock(&self.site.key, items).await? {
                let age = age(stock.measured_at);
                if stock.count > 0 && age <= stock.max_age_ms {
                    let (item, count) = (stock.item.as_str(), stock.count);
                    facts.push(self.sign(&Fact::Stock { item, count, age, max_age: stock.max_age_ms }));
                }
            }
        }
        Ok(())
    }
}
