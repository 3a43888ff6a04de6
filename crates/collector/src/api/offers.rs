//! `GET /api/v1/offers`: the offers of a site as visitors get them, also those that have ended, for the preview.

use super::Asked;
use crate::app::Shared;
use crate::config::{Look, Shown, SiteOffer};
use crate::reject::Reject;
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use serde_json::{Value, json};

/// An offer as it is in its first arm, and how it looks in each.
#[derive(Serialize)]
struct Offered<'a> {
    #[serde(flatten)]
    offer: Shown<'a>,
    arms: Vec<InArm<'a>>,
}

#[derive(Serialize)]
struct InArm<'a> {
    name: &'a str,
    #[serde(flatten)]
    look: Look,
}

/// Answers with the offers in the language `lang`, else in the site's main one.
///
/// # Errors
/// When the query is wrong.
pub async fn get(State(app): State<Shared>, Query(asked): Query<Asked>) -> Result<Json<Value>, Reject> {
    let key = asked.site(&app)?;
    let language = asked.lang.as_deref().unwrap_or_default();
    let offers: Vec<_> = app.site(&key)?.offers.iter().map(|offer| offered(offer, language)).collect();
    Ok(Json(json!({ "offers": offers })))
}

fn offered<'a>(offer: &'a SiteOffer, language: &str) -> Offered<'a> {
    let settings = &offer.settings;
    let arms = settings.arms.iter().map(|arm| InArm { name: &arm.name, look: settings.look_of(Some(arm)) });
    Offered { offer: offer.shown_in(language, settings.arms.first()), arms: arms.collect() }
}
