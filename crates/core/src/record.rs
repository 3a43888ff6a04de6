//! An event as the browser's storage holds it: complete in itself, so that any later tab can send it. Of one that is lost
//! the storage holds the number and the reason, and nobody's ids.

use crate::consent::Purposes;
use crate::outbox::{Entry, Origin};
use crate::page::PageView;
use std::rc::Rc;
use waypost_wire::Id;
use waypost_wire::json::{Object, Raw};

/// The text of a record; `origin` is what the event's stream says of itself.
pub fn encode(entry: &Entry, origin: &Origin) -> String {
    let mut out = String::new();
    let mut record = Object::new(&mut out);
    record.str("stream", &origin.stream.hex()).str("sdk", &origin.sdk).raw("device", &origin.device);
    if entry.is_lost() {
        record.u64("n", entry.n).u64("at", entry.at).str("lost", &entry.data);
        drop(record);
        return out;
    }
    if let Some(visitor) = origin.visitor {
        record.str("visitor", &visitor.hex());
    }
    if let Some(user) = &origin.user {
        record.str("user", user);
    }
    record.raw("purposes", &origin.purposes.json());
    if let Some(session) = entry.session {
        record.str("session", &session.hex());
    }
    Object::new(record.key("page"))
        .u64("id", entry.page.id)
        .str("url", &entry.page.url)
        .str("title", &entry.page.title)
        .str("ref", &entry.page.referrer)
        .raw("utm", &entry.page.utm)
        .raw("facts", &entry.page.facts);
    record.u64("n", entry.n).u64("at", entry.at).str("e", &entry.name).raw("d", &entry.data);
    drop(record);
    out
}

/// Reads a record back; `None` for anything else.
pub fn decode(text: &str) -> Option<Entry> {
    let raw = Raw::parse(text).ok()?;
    let string = |raw: Raw<'_>, key: &str| raw.get(key)?.str().map(|text| text.into_owned());
    let id = |key: &str| Id::parse(&string(raw, key)?);
    let page = raw.get("page").unwrap_or(Raw::EMPTY);
    let lost = string(raw, "lost");
    let origin = Origin {
        stream: id("stream")?,
        sdk: string(raw, "sdk")?,
        device: raw.get("device")?.text().to_owned(),
        visitor: id("visitor"),
        user: string(raw, "user"),
        purposes: raw.get("purposes").map(Purposes::read).unwrap_or_default(),
    };
    Some(Entry {
        stream: origin.stream,
        n: raw.get("n")?.u64()?,
        at: raw.get("at")?.u64()?,
        name: if lost.is_some() { String::new() } else { string(raw, "e")? },
        data: lost.or_else(|| Some(raw.get("d")?.text().to_owned()))?,
        page: Rc::new(PageView {
            id: page.get("id").and_then(Raw::u64).unwrap_or_default(),
            url: string(page, "url").unwrap_or_default(),
            title: string(page, "title").unwrap_or_default(),
            referrer: string(page, "ref").unwrap_or_default(),
            utm: page.get("utm").unwrap_or(Raw::EMPTY).text().to_owned(),
            facts: page.get("facts").unwrap_or(Raw::EMPTY).text().to_owned(),
        }),
        session: id("session"),
        origin: Some(Rc::new(origin)),
        batch: None,
        is_news: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use crate::consent::Said;

    #[test]
    fn a_record_read_back_is_the_same_event() {
        let origin = Origin {
            stream: Id([1; 16]),
            sdk: "0.1.0".into(),
            device: r#"{"class":"phone"}"#.into(),
            visitor: Some(Id([2; 16])),
            user: None,
            purposes: Purposes { marketing: Said::No, ..Purposes::default() },
        };
        let entry = Entry {
            stream: origin.stream,
            n: 3,
            at: 4,
            name: "add_to_cart".into(),
            data: r#"{"value":"1.50"}"#.into(),
            page: Rc::new(PageView::new(
                2,
                "https://shop.example/?utm_source=x",
                "Shop",
                "",
                &Config::new("demo"),
                false,
            )),
            session: Some(Id([5; 16])),
            origin: None,
            batch: None,
            is_news: false,
        };
        let read = decode(&encode(&entry, &origin)).unwrap();
        assert_eq!(read, Entry { origin: Some(Rc::new(origin.clone())), ..entry.clone() });
        let lost = Entry { name: "".into(), data: "evicted".into(), ..entry };
        let text = encode(&lost, &origin);
        assert!(!text.contains("visitor") && !text.contains("shop.example"), "{text}");
        let read = decode(&text).unwrap();
        assert!(read.is_lost() && (read.stream, read.n, &*read.data) == (origin.stream, 3, "evicted"));
    }

    #[test]
    fn other_texts_are_no_record() {
        for text in ["", "{}", r#"{"stream":"x","n":1}"#] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
