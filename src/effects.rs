//! What goes out: one JSON array of effects, each `[kind, …arguments]`. `pkg/src/host.ts` has a function of each kind.

use waypost_core::Effect;
use waypost_core::outbox::Way;
use waypost_wire::json::{List, push_str, push_u64};

/// The effects as one text, in their order.
pub fn write(effects: &[Effect]) -> String {
    let mut out = String::new();
    let mut list = List::new(&mut out);
    for effect in effects {
        one(effect, list.item());
    }
    drop(list);
    out
}

fn one(effect: &Effect, out: &mut String) {
    let mut list = List::new(out);
    let kind = match effect {
        Effect::Send { .. } => "send",
        Effect::Store { .. } => "put",
        Effect::Remove(_) => "remove",
        Effect::Remember(_) => "remember",
        Effect::Adopt(_) => "adopt",
        Effect::Erase => "erase",
        Effect::Wake { .. } => "wake",
        Effect::Prepare => "prepare",
        Effect::OfferState(_) => "offer_state",
        Effect::ShowOffer(_) => "show",
        Effect::SendCapture(_) => "capture",
        Effect::CaptureOutcome(_) => "outcome",
        Effect::Tell { .. } => "tell",
        Effect::Warn { .. } => "warn",
    };
    push_str(list.item(), kind);
    let mut text = |text: &str| push_str(list.item(), text);
    match effect {
        Effect::Send { batch, body, way } => {
            text(body);
            push_u64(list.item(), *batch);
            push_str(
                list.item(),
                match way {
                    Way::Plain => "plain",
                    Way::Keepalive => "keepalive",
                    Way::Later => "later",
                },
            );
        }
        Effect::Store { key, text: record } => {
            text(key);
            text(record);
        }
        Effect::Remove(keys) => keys.iter().for_each(|key| text(key)),
        Effect::Wake { timer, after_ms } => {
            text(timer.word());
            push_u64(list.item(), u64::from(*after_ms));
        }
        Effect::Tell { topic, detail } => {
            text(topic);
            list.item().push_str(detail);
        }
        Effect::Warn { code, text: sentence } => {
            text(code);
            text(sentence);
        }
        Effect::CaptureOutcome(word) => text(word),
        Effect::Remember(it)
        | Effect::Adopt(it)
        | Effect::OfferState(it)
        | Effect::ShowOffer(it)
        | Effect::SendCapture(it) => text(it),
        Effect::Erase | Effect::Prepare => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use waypost_core::Timer;

    #[test]
    fn effects_are_lists_of_a_kind_and_its_arguments() {
        let effects = [
            Effect::Send { batch: 1, body: r#"{"v":1}"#.into(), way: Way::Keepalive },
            Effect::Remove(vec!["a:1".into(), "a:2".into()]),
            Effect::Wake { timer: Timer::Flush, after_ms: 2_000 },
            Effect::Tell { topic: "event", detail: r#"{"n":1}"#.into() },
            Effect::Erase,
        ];
        let expected = r#"[["send","{\"v\":1}",1,"keepalive"],["remove","a:1","a:2"],["wake","flush",2000],["tell","event",{"n":1}],["erase"]]"#;
        assert_eq!(write(&effects), expected);
        assert_eq!(write(&[]), "[]");
    }
}
