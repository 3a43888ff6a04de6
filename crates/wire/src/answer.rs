//! What the collector says became of a batch: the body of a 200.

use crate::json::{List, Object, Raw, push_str};
use std::borrow::Cow;

/// `stored` and `dropped` together account for every event of the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Events of this batch that are on disk now, those of an earlier sending included, and losses that are noted there.
    pub stored: u64,
    /// Events that will never be: their number where it could be read, and the reason.
    pub dropped: Vec<(Option<u64>, Cow<'a, str>)>,
}

impl<'a> Answer<'a> {
    /// The body.
    pub fn encode(&self) -> String {
        let mut out = String::new();
        let mut body = Object::new(&mut out);
        body.u64("stored", self.stored);
        push_reasons(body.key("dropped"), &self.dropped);
        drop(body);
        out
    }

    /// Reads a body; `None` for anything that is not such an answer, like the page of a captive portal.
    pub fn decode(body: &'a str) -> Option<Self> {
        let raw = Raw::parse(body).ok()?;
        let dropped = raw.get("dropped")?.items().map(reason);
        Some(Self { stored: raw.get("stored")?.u64()?, dropped: dropped.collect::<Option<_>>()? })
    }
}

/// Writes numbers of events, where they could be read, with the reasons why these events are not to be had.
pub(crate) fn push_reasons(out: &mut String, reasons: &[(Option<u64>, Cow<'_, str>)]) {
    let mut list = List::new(out);
    for (n, reason) in reasons {
        let mut pair = List::new(list.item());
        match n {
            Some(n) => drop(pair.u64(*n)),
            None => pair.item().push_str("null"),
        }
        push_str(pair.item(), reason);
    }
}

/// Reads one of them.
pub(crate) fn reason(pair: Raw<'_>) -> Option<(Option<u64>, Cow<'_, str>)> {
    let mut items = pair.items();
    Some((items.next()?.u64(), items.next()?.str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_undoes_encoding() {
        for (answer, body) in [
            (Answer { stored: 0, dropped: vec![] }, r#"{"stored":0,"dropped":[]}"#),
            (
                Answer { stored: 2, dropped: vec![(Some(3), "bad_name".into()), (None, "bad_number".into())] },
                r#"{"stored":2,"dropped":[[3,"bad_name"],[null,"bad_number"]]}"#,
            ),
        ] {
            assert_eq!(answer.encode(), body);
            assert_eq!(Answer::decode(body), Some(answer));
        }
    }

    #[test]
    fn other_texts_are_no_answer() {
        for body in
            ["", "<html>", "{}", r#"{"stored":1}"#, r#"{"stored":-1,"dropped":[]}"#, r#"{"stored":1,"dropped":[1]}"#]
        {
            assert_eq!(Answer::decode(body), None, "{body}");
        }
    }
}
