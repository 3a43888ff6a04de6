//! Leaving, and what is offered then.

use super::Kind::{Decimal, Flag, Text, Word};
use super::Stage::Retention;
use super::{Entry, Field, may, must};

const OFFER: &[Field] = &[must("offer", Text, "id of the offer")];

pub const EVENTS: &[Entry] = &[
    Entry {
        name: "exit_intent",
        stage: Retention,
        is_macro: false,
        when: "a visitor with a cart seems to leave with a mouse, or comes back by touch",
        not: "the same signal for the same reason again on one page view; consent is pending or denied; while the offer is open; `offer.enabled` is off; a mouse and an empty cart, or before `offer.armAfterMs`; a pointer that comes back within 250 ms; a browser without WebAssembly",
        fields: &[&[
            must("signal", Word(&["pointer_top", "return"]), "what looked like it"),
            must("shown", Flag, "whether an offer was shown"),
            may("reason", Text, "why none was; `veto`: see there"),
            may("score", Decimal, "how sure the detector is, from 0 to 1; missing for `return` and where a drag left"),
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
        example: r#"{"signal": "pointer_top", "shown": true, "score": 0.68, "reasons": "outside upward"}"#,
    },
    Entry {
        name: "offer_shown",
        stage: Retention,
        is_macro: false,
        when: "the offer is on screen, or the tab that opens it; within the page once it is in sight",
        not: "",
        fields: &[OFFER],
        is_open: false,
        example: r#"{"offer": "keep-cart"}"#,
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
                Word(&["close", "esc", "backdrop", "copied"]),
                "how; `copied`: in any way after its code was copied",
            )],
        ],
        is_open: false,
        example: r#"{"offer": "keep-cart", "by": "esc"}"#,
    },
    Entry {
        name: "offer_submitted",
        stage: Retention,
        is_macro: false,
        when: "the collector has stored the address or the answer, or it waits until the collector can be reached",
        not: "before that is known; the collector has refused it",
        fields: &[OFFER, &[must("marketing", Flag, "whether the marketing box was ticked")]],
        is_open: false,
        example: r#"{"offer": "keep-cart", "marketing": false}"#,
    },
    Entry {
        name: "offer_withheld",
        stage: Retention,
        is_macro: false,
        when: "the shop says that it held an offer back, by a call",
        not: "by itself: `exit_intent` has the reason why nothing was shown",
        fields: &[&[may("offer", Text, "id of the offer"), may("reason", Text, "why")]],
        is_open: true,
        example: r#"{"offer": "keep-cart", "reason": "hold_out"}"#,
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
