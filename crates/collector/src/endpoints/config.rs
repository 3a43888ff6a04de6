//! `GET /v1/config`: the offers of a site, and what became of them for this visitor today.

use super::events::who;
use super::site_for;
use crate::app::Shared;
use crate::client::Client;
use crate::config::Shown;
use crate::reject::Reject;
use crate::store::Seen;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// The query.
#[derive(Deserialize)]
pub struct Asked {
    site: Option<String>,
    /// Language of the page.
    lang: Option<String>,
    /// The beginning of the visitor's id, where there is one.
    draw: Option<String>,
}

/// So many hexadecimal digits of a visitor id: enough to draw by, and too few to tell one visitor from all others.
const DRAW_DIGITS: usize = 4;

#[derive(Serialize)]
struct Answer<'a> {
    v: u8,
    site: &'a str,
    offers: Vec<Offered<'a>>,
    seen: Seen,
    per_session: u32,
}

#[derive(Serialize)]
struct Offered<'a> {
    #[serde(flatten)]
    offer: Shown<'a>,
    /// The public key of its figures, where it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    facts_key: Option<&'a str>,
}

/// Answers with the offers that have not ended, in the language of the page where there are words in it. `seen` is for the caps of visitors
/// who have nothing stored on their device: it follows the visitor of the day, and no further. The arm of each offer is
/// drawn by `draw`, else by the visitor of the day.
///
/// # Errors
/// When there is no such site, the page may not ask, or the store fails.
pub async fn get(
    State(app): State<Shared>,
    client: Client,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Reject> {
    let missing = || Reject::Query { name: "site", problem: "is missing: it has to be a site key".to_owned() };
    let site = site_for(&app, &asked.site.ok_or_else(missing)?, &headers)?;
    let now_ms = app.clock.now_ms();
    let who = who(&app, &site.key, client.address, &headers, now_ms)?;
    let settings = site.offers.iter().map(|offer| &offer.settings);
    let asking = settings.filter(|settings| settings.kind.asks_for_address()).map(|settings| settings.id.clone());
    let seen = app.store.readers.seen(&site.key, who, now_ms, asking.collect()).await?;
    let language = asked.lang.as_deref().unwrap_or_default();
    let drawn_by = match asked.draw.filter(|draw| !draw.is_empty()) {
        None => who.of_day.hex(),
        Some(draw) if is_draw(&draw) => draw,
        Some(_) => {
            let problem = format!("is wrong: it has to be the first {DRAW_DIGITS} hexadecimal digits of a visitor id");
            return Err(Reject::Query { name: "draw", problem });
        }
    };
    let open = site.offers.iter().filter(|offer| offer.settings.is_open(now_ms));
    let offers = open
        .map(|offer| Offered {
            offer: offer.shown(language, &drawn_by),
            facts_key: offer.settings.shows_facts().then(|| app.facts.public()),
        })
        .collect();
    let answer = Json(Answer { v: 1, site: &site.key, offers, seen, per_session: site.offers_per_session });
    Ok(([(header::CACHE_CONTROL, "no-store")], answer).into_response())
}

fn is_draw(draw: &str) -> bool {
    draw.len() == DRAW_DIGITS && draw.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}
