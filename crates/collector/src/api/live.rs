//! `GET /api/v1/live`: events as they are stored, as Server-Sent Events.

use super::Asked;
use crate::app::Shared;
use crate::reject::Reject;
use crate::store::Page;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{self, Stream};
use std::collections::VecDeque;
use std::convert::Infallible;
use tokio::sync::watch;

/// Events fetched at once.
const CHUNK: u64 = 200;

/// Sends what is stored from now on, or from `Last-Event-ID` (or `after`) on. Ends when the server stops; a browser then
/// tries again by itself.
///
/// # Errors
/// When the query is wrong or the store fails.
pub async fn get(
    State(app): State<Shared>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Reject> {
    let site = asked.site(&app)?;
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let asked_after = super::number("after", &asked.after, 0..=i64::MAX)?;
    let commits = app.store.writer.commits();
    let after = match resumed.or(asked_after) {
        Some(id) => id,
        None => app.store.readers.last_event().await?,
    };
    let closing = app.closing.subscribe();
    let feed = Feed { app, site, after, commits, closing, ready: VecDeque::new() };
    Ok(Sse::new(stream::unfold(feed, Feed::next)).keep_alive(KeepAlive::default()))
}

struct Feed {
    app: Shared,
    site: String,
    after: i64,
    commits: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    ready: VecDeque<Event>,
}

impl Feed {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some((Ok(event), self));
            }
            // Marked as seen before the look, so that a commit during the look wakes the feed again.
            self.commits.mark_unchanged();
            self.fetch().await?;
            if self.ready.is_empty() {
                tokio::select! {
                    changed = self.commits.changed() => changed.ok()?,
                    _ = self.closing.wait_for(|closing| *closing) => return None,
                }
            }
        }
    }

    async fn fetch(&mut self) -> Option<()> {
        let page = Page::After { id: self.after, limit: CHUNK };
        let rows = self.app.store.readers.events(&self.site, page).await.ok()?;
        for row in rows {
            self.after = row.id;
            self.ready.push_back(Event::default().id(row.id.to_string()).data(serde_json::to_string(&row).ok()?));
        }
        Some(())
    }
}
