//! What comes in: a JSON object whose `k` says which input it is, and a text of any length and content beside it.

use waypost_core::{Choice, Config, Input, Reply, Timer, Tracker};
use waypost_wire::Id;
use waypost_wire::json::Raw;

/// The tracker that a `start` asks for; `None` for another input, and when something of it cannot be used.
///
/// `options` is an object of what the site set, checked by `pkg/src/options.ts`; what is missing in it has its default.
/// `device` is an object of facts for every batch. `stream` and `seed` are 32 lower-case hexadecimal digits each, from the
/// browser's cryptographic source.
pub fn tracker(input: &str) -> Option<Tracker> {
    let raw = Raw::parse(input).ok()?;
    let id = |key: &str| Id::parse(&raw.get(key)?.str()?);
    let config = Config::read(raw.get("options")?)?;
    let device = raw.get("device").filter(|device| device.is_object())?;
    Some(Tracker::new(config, device.text().to_owned(), id("stream")?, id("seed")?))
}

/// Reads an input; `None` for anything else.
///
/// Times are `at`, in milliseconds since 1970. `data` is the memory (`start`), the event's data (`track`, `found`), facts
/// (`facts`), what became of offers (`offer_seen`), an offer (`show_offer`), what was given beside an address (`offer_accepted`), records, one a line (`adopted`),
/// the body of an answer (`answered`, `capture_answered`).
pub fn read(input: &str, data: String) -> Option<Input> {
    let raw = Raw::parse(input).ok()?;
    let text = |key: &str| raw.get(key).and_then(Raw::str).unwrap_or_default().into_owned();
    let number = |key: &str| raw.get(key).and_then(Raw::u64).unwrap_or_default();
    let flag = |key: &str| raw.get(key).is_some_and(|value| value.text() == "true");
    let at = number("at");
    let kind = raw.get("k")?.str()?;
    Some(match &*kind {
        "start" => Input::Start { memory: Some(data).filter(|data| !data.is_empty()) },
        "page" => {
            Input::Page { at, url: text("url"), title: text("title"), referrer: text("ref"), again: flag("again") }
        }
        "facts" => Input::Facts(data),
        "remembered" => Input::Remembered(data),
        "track" => Input::Track { at, name: text("name"), data },
        "found" => Input::Found {
            at,
            name: text("name"),
            data,
            source: text("source"),
            confidence: u8::try_from(number("confidence")).unwrap_or(u8::MAX).min(100),
        },
        "identify" => Input::Identify(text("user")),
        "consent" => Input::Consent(Choice::read(raw.get("choice")?)?),
        "reset" => Input::Reset { elsewhere: flag("elsewhere") },
        "flush" => Input::Flush,
        "woken" => Input::Woken(Timer::ALL.into_iter().find(|timer| timer.word() == text("timer"))?),
        "hidden" => Input::Hidden,
        "visible" => Input::Visible,
        "answered" => Input::Answered { batch: number("batch"), reply: reply(number("status"), data, number("retry")) },
        "adopted" => Input::Adopted { records: data, is_sure: flag("sure") },
        "storage_lost" => Input::StorageLost,
        "armed" => Input::Armed,
        "offer_state" => Input::OfferState,
        "offer_seen" => Input::OfferSeen(data),
        "show_offer" => Input::ShowOffer { offer: data, modal: flag("modal") },
        "offer_shown" => Input::OfferShown,
        "offer_dismissed" => Input::OfferDismissed(text("by")),
        "offer_accepted" => Input::OfferAccepted { email: text("email"), marketing: flag("marketing"), given: data },
        "capture_answered" => Input::CaptureAnswered(reply(number("status"), data, number("retry"))),
        _ => return None,
    })
}

/// An HTTP status, or 0 for no answer, 1 for a browser that took it, 2 for one that refused its size; `retry` in seconds.
fn reply(status: u64, body: String, retry: u64) -> Reply {
    match status {
        0 => Reply::Unreachable,
        1 => Reply::Handed,
        2 => Reply::TooMuch,
        200..=299 => Reply::Ok(body),
        code => Reply::Status {
            code: u16::try_from(code).unwrap_or(u16::MAX),
            retry_after_s: u32::try_from(retry).unwrap_or(u32::MAX),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waypost_core::Consent;

    #[track_caller]
    fn check(input: &str, data: &str, expected: Option<Input>) {
        assert_eq!(read(input, data.to_owned()), expected, "{input}");
    }

    #[test]
    fn every_input_is_read_from_its_text() {
        let page = Input::Page {
            at: 5,
            url: "https://a.example/".into(),
            title: "A".into(),
            referrer: "".into(),
            again: true,
        };
        check(r#"{"k":"page","at":5,"url":"https://a.example/","title":"A","again":true}"#, "", Some(page));
        check(r#"{"k":"start"}"#, "", Some(Input::Start { memory: None }));
        check(r#"{"k":"start"}"#, "{}", Some(Input::Start { memory: Some("{}".into()) }));
        let found = Input::Found {
            at: 1,
            name: "add_to_cart".into(),
            data: r#"{"items":[]}"#.into(),
            source: "button".into(),
            confidence: 50,
        };
        let text = r#"{"k":"found","at":1,"name":"add_to_cart","source":"button","confidence":50}"#;
        check(text, r#"{"items":[]}"#, Some(found));
        check(r#"{"k":"consent","choice":"denied"}"#, "", Some(Input::Consent(Choice::all(Consent::Denied))));
        check(r#"{"k":"woken","timer":"retry"}"#, "", Some(Input::Woken(Timer::Retry)));
        let adopted = Input::Adopted { records: "a\nb".into(), is_sure: true };
        check(r#"{"k":"adopted","sure":true}"#, "a\nb", Some(adopted));
    }

    #[test]
    fn an_answer_is_told_by_its_status() {
        for (status, reply) in [
            (0, Reply::Unreachable),
            (1, Reply::Handed),
            (2, Reply::TooMuch),
            (200, Reply::Ok("x".into())),
            (299, Reply::Ok("x".into())),
            (300, Reply::Status { code: 300, retry_after_s: 7 }),
            (503, Reply::Status { code: 503, retry_after_s: 7 }),
        ] {
            let text = format!(r#"{{"k":"answered","batch":3,"status":{status},"retry":7}}"#);
            check(&text, "x", Some(Input::Answered { batch: 3, reply }));
        }
    }

    #[test]
    fn other_texts_are_no_input() {
        for text in ["", "{}", "[]", r#"{"k":"nothing"}"#, r#"{"k":"consent","choice":"yes"}"#, r#"{"k":"woken"}"#] {
            check(text, "", None);
        }
    }
}
