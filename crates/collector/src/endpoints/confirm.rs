//! `/c/TOKEN`: the owner of an address confirms that news may go to it. Programs that look into mails follow links, too, so
//! that the page only asks; what counts is the press of its button.

use super::mailed::{private, refusal};
use crate::app::{App, Shared};
use crate::config::{PageWords, Site};
use crate::html;
use crate::link::{BadLink, Link, Purpose};
use crate::reject::Reject;
use crate::store::{Kept, Work};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

/// Asks.
pub async fn page(State(app): State<Shared>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    match asked(&app, &token).await {
        Ok((site, _, kept)) => shown(site, &kept, kept.is_confirmed),
        Err(refused) => refusal(&refused, &headers, |words| &words.confirm_title),
    }
}

/// Confirms, and says so once it is on the disk. Again it changes nothing: the first time is the one that counts.
pub async fn post(State(app): State<Shared>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    match confirmed(&app, &token).await {
        Ok((site, kept)) => shown(site, &kept, true),
        Err(refused) => refusal(&refused, &headers, |words| &words.confirm_title),
    }
}

async fn asked<'a>(app: &'a App, token: &str) -> Result<(&'a Site, Link, Kept), Reject> {
    let link = app.links.read(Purpose::Confirm, token, app.clock.now_ms())?;
    let site = app.site(&link.site)?;
    let kept = app.store.readers.kept(&link.site, link.capture).await?.ok_or(BadLink::Gone)?;
    if kept.asks_confirmation { Ok((site, link, kept)) } else { Err(BadLink::Gone.into()) }
}

async fn confirmed<'a>(app: &'a App, token: &str) -> Result<(&'a Site, Kept), Reject> {
    let (site, link, kept) = asked(app, token).await?;
    app.room()?;
    let at = app.clock.now_ms();
    app.store.writer.write(Work::Confirmation { site: link.site, capture: link.capture, at }, token.len()).await?;
    Ok((site, kept))
}

/// In the language of the texts that were agreed to.
fn shown(site: &Site, kept: &Kept, is_confirmed: bool) -> Response {
    let (language, words) = PageWords::of([kept.locale.as_str()]);
    let PageWords { confirm_title, confirm_text, confirm, confirmed_title, confirmed, .. } = words;
    let escaped = html::escape;
    let (title, body) = match is_confirmed {
        true => (confirmed_title, format!("<p role=\"status\">{}</p>", escaped(confirmed))),
        false => (
            confirm_title,
            format!(
                "<p>{}</p>\n<form method=\"post\"><button>{}</button></form>",
                escaped(confirm_text),
                escaped(confirm)
            ),
        ),
    };
    let body = format!("<h1>{}</h1>\n{body}\n<p>{}</p>", escaped(title), escaped(&site.name));
    private(html::page_of(&site.name, language, StatusCode::OK, title, &body))
}
