//! Leaving, and what is offered then.

use super::Kind::{Decimal, Flag, Text, Whole, Word};
use super::Stage::Retention;
use super::Unit::Ms;
use super::{Entry, Field, may, must};

const OFFER: &[Field] = &[must("offer", Text, "id of the offer"), ARM];

const ARM: Field = may("arm", Text, "the visitor's arm in its experiment; `holdout` where nothing is shown");

pub const EVENTS: &[Entry] = &[
    Entry {
        name: "exit_intent",
        stage: Retention,
        is_macro: false,
        when: "a visitor seems to leave: each time, also with an empty cart and where nothing is shown",
        not: "for the same veto again on one page view; consent is pending or denied; while an offer is open; `offer.enabled` is off, or no offer of the site answers leaving; before the visitor has been here for `offer.armAfterMs` and done `offer.armInteractions` things; a pointer that comes back within 250 ms; a mouse in a browser without WebAssembly",
        fields: &[&[
            must("signal", Word(&["pointer_top", "return", "idle", "scroll_up"]), "what looked like it"),
            must("shown", Flag, "whether an offer was shown"),
            may(
                "reason",
                Text,
                "why none was; `veto`: see there; `holdout`: the visitor is one of those who are held out; `too_late`: the page was hidden or left before the offer was there",
            ),
            may("field", Text, "which field of the offer, or what else, the reason is about"),
            may("offer", Text, "id of the offer that is shown, or of the first that answers leaving"),
            ARM,
            may("score", Decimal, "how sure the detector is, from 0 to 1; of a mouse only, and not where a drag left"),
            may(
                "reasons",
                Text,
                "what speaks for it, parted by blanks: `outside` (it stayed out), `fast`, `upward`, `habit` (earlier leavings here were real)",
            ),
            may(
                "veto",
                Word(&[
                    "framed",
                    "restored",
                    "ime",
                    "drag",
                    "select",
                    "field",
                    "scroll",
                    "entry",
                    "selection",
                    "dialog",
                    "banner",
                    "checkout",
                ]),
                "what the visitor was at that forbids an offer",
            ),
        ]],
        is_open: false,
        example: r#"{"signal": "pointer_top", "shown": true, "offer": "keep-cart", "arm": "offer", "score": 0.68, "reasons": "outside upward"}"#,
    },
    Entry {
        name: "exit_return",
        stage: Retention,
        is_macro: false,
        when: "within 30 s after an `exit_intent`, something shows that the visitor is still there: the pointer moves or presses, a \
               key or the wheel is used, the page is looked at again",
        not: "a second time after one `exit_intent`; scrolling alone",
        fields: &[&[must("after_ms", Whole(Ms), "how long after")]],
        is_open: false,
        example: r#"{"after_ms": 2310}"#,
    },
    Entry {
        name: "offer_shown",
        stage: Retention,
        is_macro: false,
        when: "the offer is on screen, or the tab that opens it; within the page once it is in sight",
        not: "",
        fields: &[OFFER],
        is_open: false,
        example: r#"{"offer": "keep-cart", "arm": "offer"}"#,
    },
    Entry {
        name: "offer_dismissed",
        stage: Retention,
        is_macro: false,
        when: "the offer was closed without an address or an answer",
        not: "the page was left with the offer open",
        fields: &[
            OFFER,
            &[must(
                "by",
                Word(&["close", "esc", "backdrop", "copied", "followed"]),
                "how; `copied`: in any way after its code was copied; `followed`: by following one of its links",
            )],
        ],
        is_open: false,
        example: r#"{"offer": "keep-cart", "arm": "offer", "by": "esc"}"#,
    },
    Entry {
        name: "offer_submitted",
        stage: Retention,
        is_macro: false,
        when: "the collector has stored the address or the answer, or it waits until the collector can be reached",
        not: "before that is known; the collector has refused it",
        fields: &[OFFER, &[must("marketing", Flag, "whether the marketing box was ticked")]],
        is_open: false,
        example: r#"{"offer": "keep-cart", "arm": "offer", "marketing": false}"#,
    },
    Entry {
        name: "offer_withheld",
        stage: Retention,
        is_macro: false,
        when: "what brings an offer has happened, and something else holds the offer back; for `holdout`, at the moment when it would \
               have been on screen. Or the shop says so, by a call",
        not: "the same offer for the same reason again on one page view; by what passes by itself and is then made up for",
        fields: &[&[
            may("offer", Text, "id of the offer"),
            may("reason", Text, "why; `holdout`: the visitor is one of those who are held out"),
            may("field", Text, "which field of the offer, or what else"),
            ARM,
        ]],
        is_open: true,
        example: r#"{"offer": "keep-cart", "reason": "holdout", "arm": "holdout"}"#,
    },
    Entry {
        name: "survey_answer",
        stage: Retention,
        is_macro: false,
        when: "the answer to the survey that is offered was submitted; or the shop says so, by a call or a declaration in the page",
        not: "with free text: the answer has to be one of a choice",
        fields: &[&[
            may("survey", Text, "id of the survey"),
            may("question", Text, "id of the question"),
            may("answer", Text, "id of the answer that was chosen"),
        ]],
        is_open: true,
        example: r#"{"survey": "survey", "question": "why_not_today", "answer": "price"}"#,
    },
];
