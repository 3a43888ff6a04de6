//! What brought the visitor of a document, as far as it is stored.

use super::reader::Readers;
use crate::reject::Reject;
use rusqlite::{OptionalExtension as _, params};
use waypost_wire::Id;

impl Readers {
    /// The channel of the session that the document's latest event is of: that of its last page view that somebody else brought, else of
    /// its first. `None` where nothing of the document is stored yet.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn channel(&self, key: &str, stream: Id) -> Result<Option<String>, Reject> {
        let key = key.to_owned();
        let sql = "SELECT page.channel FROM event JOIN session_facts AS facts ON facts.session = event.session
                     JOIN page ON page.id = iif(last_brought, last_page, first_page)
                   WHERE event.stream = (SELECT stream.id FROM stream JOIN site ON site.id = stream.site
                                         WHERE site.key = ? AND stream.key = ?)
                   ORDER BY n DESC LIMIT 1";
        self.read(move |db| {
            let found: Option<Option<String>> =
                db.prepare_cached(sql)?.query_row(params![key, stream.0], |row| row.get(0)).optional()?;
            Ok(found.flatten())
        })
        .await
    }
}
