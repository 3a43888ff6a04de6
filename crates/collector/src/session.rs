//! Sessions of visitors without a session id of their own: runs of activity with no silence of 30 minutes or more, in
//! which no other campaign brings the visitor again. Midnight is no border.
//!
//! Events arrive in any order, so a late one may begin a session, stretch one, cut one in two, or join two.

/// Silence that ends a session, in milliseconds: a gap this long or longer.
pub const SESSION_IDLE_MS: u64 = 30 * 60 * 1000;

/// A session as far as it is known, both ends inclusive, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Row of the session.
    pub id: i64,
    /// Its first event.
    pub first_at: u64,
    /// Its last event.
    pub last_at: u64,
    /// The campaign whose page view began it; `None` where it began without one.
    pub campaign: Option<i64>,
    /// What brought it.
    pub touches: Touches,
}

/// The first and the last page view that tell what brought a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Touches {
    /// The earliest page view, as its time and its row.
    pub first: Option<(u64, i64)>,
    /// The latest page view that somebody else brought, else the latest one: whether it was brought, its time, its row.
    pub last: Option<(bool, u64, i64)>,
}

impl Touches {
    /// Takes in a view of the page `row` at `at`; whether it changed anything.
    pub fn see(&mut self, at: u64, row: i64, is_brought: bool) -> bool {
        let before = *self;
        if self.first.is_none_or(|(first, _)| at < first) {
            self.first = Some((at, row));
        }
        if self.last.is_none_or(|(brought, last, _)| (brought, last) < (is_brought, at)) {
            self.last = Some((is_brought, at, row));
        }
        before != *self
    }
}

impl Span {
    /// A session of one event.
    pub fn new(id: i64, at: u64, campaign: Option<i64>) -> Self {
        Self { id, first_at: at, last_at: at, campaign, touches: Touches::default() }
    }

    /// Makes the span long enough to hold `at`; whether it had to.
    pub fn stretch(&mut self, at: u64) -> bool {
        let before = (self.first_at, self.last_at);
        self.first_at = self.first_at.min(at);
        self.last_at = self.last_at.max(at);
        before != (self.first_at, self.last_at)
    }

    /// Whether a session that begins at `at` with `campaign` is this one going on.
    fn goes_on(&self, at: u64, campaign: Option<i64>) -> bool {
        at - self.last_at < SESSION_IDLE_MS && (campaign.is_none() || campaign == self.campaign)
    }
}

/// Where the sessions of a visitor are kept.
pub trait Rows {
    /// Why that can fail.
    type Error;

    /// Adds a session of one event; gives its row.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn add(&mut self, at: u64, campaign: Option<i64>) -> Result<i64, Self::Error>;

    /// Gives all events of the session `gone` to the session `into`, and forgets `gone`; gives what brought `into`.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn join(&mut self, into: i64, gone: i64) -> Result<Touches, Self::Error>;

    /// Gives the events of the session `from` at or after `at` to the session `to`; gives the last event that `from` has
    /// left, and what brought the two.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn cut(&mut self, from: i64, at: u64, to: i64) -> Result<(Option<u64>, Touches, Touches), Self::Error>;

    /// The first page view of the session after `at` that another campaign than `campaign` brought, and that campaign.
    ///
    /// # Errors
    /// When it cannot be read.
    fn next_campaign(&mut self, id: i64, at: u64, campaign: i64) -> Result<Option<(u64, i64)>, Self::Error>;
}

/// Finds the session of an event at `at` among all those of its visitor, in their order, and brings them up to date.
/// `brought_by` is the campaign, where the event is a page view that one brought.
///
/// # Errors
/// When `rows` fail.
pub fn place<R: Rows>(spans: &mut Vec<Span>, at: u64, brought_by: Option<i64>, rows: &mut R) -> Result<i64, R::Error> {
    let inside = spans.iter().position(|span| span.first_at <= at && at <= span.last_at);
    match (inside, brought_by) {
        (Some(index), Some(campaign)) if spans[index].campaign != brought_by => {
            if spans[index].first_at < at {
                return cut(spans, index, at, campaign, rows);
            }
            // Of two campaigns in one millisecond the first to arrive has begun the session.
            spans[index].campaign.get_or_insert(campaign);
            join_next(spans, index, rows)?;
            Ok(spans[index].id)
        }
        (Some(index), _) => Ok(spans[index].id),
        (None, _) => beside(spans, at, brought_by, rows),
    }
}

/// An event outside of all sessions: it goes on with the one before it, else begins the one behind it, else its own.
fn beside<R: Rows>(spans: &mut Vec<Span>, at: u64, brought_by: Option<i64>, rows: &mut R) -> Result<i64, R::Error> {
    let behind = spans.iter().position(|span| span.first_at > at).unwrap_or(spans.len());
    let index = match behind.checked_sub(1).filter(|before| spans[*before].goes_on(at, brought_by)) {
        Some(before) => {
            spans[before].last_at = at;
            before
        }
        None => {
            let alone = Span::new(0, at, brought_by);
            match spans.get_mut(behind) {
                Some(next) if alone.goes_on(next.first_at, next.campaign) => {
                    next.first_at = at;
                    next.campaign = brought_by;
                }
                _ => spans.insert(behind, Span { id: rows.add(at, brought_by)?, ..alone }),
            }
            behind
        }
    };
    join_next(spans, index, rows)?;
    Ok(spans[index].id)
}

/// A campaign brings the visitor in the middle of a session: what follows is another one.
fn cut<R: Rows>(spans: &mut Vec<Span>, index: usize, at: u64, campaign: i64, rows: &mut R) -> Result<i64, R::Error> {
    let id = rows.add(at, Some(campaign))?;
    let mut index = split(spans, index, (at, campaign), id, rows)?;
    // A later campaign of the same session may have been no news until now.
    let mut campaign = campaign;
    while let Some(next) = rows.next_campaign(spans[index].id, spans[index].first_at, campaign)? {
        let to = rows.add(next.0, Some(next.1))?;
        index = split(spans, index, next, to, rows)?;
        campaign = next.1;
    }
    join_next(spans, index, rows)?;
    Ok(id)
}

/// Cuts the session at `index` where a campaign brings the visitor; gives the place of the part behind, whose row is `to`.
fn split<R: Rows>(
    spans: &mut Vec<Span>,
    index: usize,
    (at, campaign): (u64, i64),
    to: i64,
    rows: &mut R,
) -> Result<usize, R::Error> {
    let whole = spans[index];
    let (left, before, after) = rows.cut(whole.id, at, to)?;
    spans[index] = Span { last_at: left.unwrap_or(whole.first_at), touches: before, ..whole };
    let rest = Span { id: to, first_at: at, last_at: whole.last_at, campaign: Some(campaign), touches: after };
    spans.insert(index + 1, rest);
    Ok(index + 1)
}

/// Joins the sessions behind the one at `index` to it as long as they are the same one going on.
fn join_next<R: Rows>(spans: &mut Vec<Span>, index: usize, rows: &mut R) -> Result<(), R::Error> {
    while let Some(next) = spans.get(index + 1).copied() {
        if !spans[index].goes_on(next.first_at, next.campaign) {
            break;
        }
        spans[index].last_at = next.last_at;
        spans[index].touches = rows.join(spans[index].id, next.id)?;
        spans.remove(index + 1);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
