//! Forms. What is typed into them is never read.

use super::Kind::{Short, Text, Whole, Word};
use super::Stage::{Consideration, Retention};
use super::Unit::{Count, Ms};
use super::{Entry, Field, may, must};

const FORM: &[Field] = &[
    must(
        "form",
        Short(64),
        "its id, name, accessible name or path that it is sent to, else its kind and place on the page",
    ),
    must(
        "kind",
        Word(&["newsletter", "sign_up", "login", "contact", "checkout", "search", "other"]),
        "what it is for, by its attributes and `autocomplete` tokens",
    ),
];

const FIELD: Field = must(
    "field",
    Short(64),
    "its name, id or `autocomplete` token, else its type and place in the form; `(private)` for a password, code or card",
);

pub const EVENTS: &[Entry] = &[
    Entry {
        name: "form_start",
        stage: Consideration,
        is_macro: false,
        when: "a field of the form is changed for the first time, or the visitor tries to submit it; again with the first \
            change after a submission. Without `<form>`, what is around the fields is the form",
        not: "a field only has the focus; a lone choice or quantity outside of a `<form>`",
        fields: &[FORM],
        is_open: true,
        example: r##"{"form": "newsletter", "kind": "newsletter"}"##,
    },
    Entry {
        name: "form_field",
        stage: Consideration,
        is_macro: false,
        when: "a field that was changed, or had the focus for 1 s, is left; at the latest when the form is submitted or the \
            page hidden. Time and refills are since the last event of this name, so that their sum is right",
        not: "before the form is started. What was typed is never read",
        fields: &[
            FORM,
            &[
                FIELD,
                must("n", Whole(Count), "its place in the order in which fields were filled in, from 1"),
                must("ms", Whole(Ms), "time with the focus"),
                must(
                    "refills",
                    Whole(Count),
                    "how often it was filled in again once emptied, or changed again once left",
                ),
            ],
        ],
        is_open: false,
        example: r##"{"form": "newsletter", "kind": "newsletter", "field": "email", "n": 1, "ms": 5200, "refills": 0}"##,
    },
    Entry {
        name: "form_error",
        stage: Consideration,
        is_macro: false,
        when: "the visitor tries to submit and the browser finds a field wrong; or the page marks one by `aria-invalid`, or \
            shows an alert in the form after a submission; once a field and attempt",
        not: "while the visitor is still typing; a script only asks whether the form is valid. What the page says is \
            never kept",
        fields: &[
            FORM,
            &[
                may("field", Short(64), "as in `form_field`; left out where the page does not say which one"),
                must(
                    "why",
                    Text,
                    "what the browser calls it (a key of `ValidityState`), or `message` where the shop says it",
                ),
            ],
        ],
        is_open: false,
        example: r##"{"form": "newsletter", "kind": "newsletter", "field": "email", "why": "typeMismatch"}"##,
    },
    Entry {
        name: "form_submit",
        stage: Consideration,
        is_macro: false,
        when: "the form is submitted, by press, Enter or script; without `<form>`, the button behind its fields is pressed",
        not: "it is no proof of success: whether a visitor signed up or logged in only the shop knows",
        fields: &[
            FORM,
            &[
                must("ms", Whole(Ms), "its fields had the focus"),
                must("fields", Whole(Count), "fields that were changed"),
            ],
        ],
        is_open: true,
        example: r##"{"form": "newsletter", "kind": "newsletter", "ms": 9100, "fields": 1}"##,
    },
    Entry {
        name: "form_abandon",
        stage: Consideration,
        is_macro: false,
        when: "the page is left, and a form on it was started and not submitted, or its submission refused",
        not: "the page is only hidden, for the visitor may come back and submit; choices alone, such as a size; a browser \
            that ends a hidden page without a word, where `form_start` less `form_submit` is the full figure",
        fields: &[
            FORM,
            &[
                may("last_field", Short(64), "the field that had the focus last"),
                must("ms", Whole(Ms), "its fields had the focus"),
                must("fields", Whole(Count), "fields that were changed"),
            ],
        ],
        is_open: false,
        example: r##"{"form": "address", "kind": "checkout", "last_field": "postal-code", "ms": 48200, "fields": 5}"##,
    },
    Entry {
        name: "sign_up",
        stage: Retention,
        is_macro: true,
        when: "the shop says so, by a call or a declaration in the page",
        not: "by a form alone, see `form_submit`",
        fields: &[&[may("method", Text, "by what, such as `email`")], super::FOUND],
        is_open: true,
        example: r#"{"method": "email"}"#,
    },
    Entry {
        name: "login",
        stage: Retention,
        is_macro: false,
        when: "as `sign_up`",
        not: "as `sign_up`",
        fields: &[&[may("method", Text, "by what, such as `email`")], super::FOUND],
        is_open: true,
        example: r#"{"method": "email"}"#,
    },
    Entry {
        name: "generate_lead",
        stage: Retention,
        is_macro: true,
        when: "as `sign_up`",
        not: "as `sign_up`",
        fields: &[
            &[
                may("currency", Short(3), "of `value` (ISO 4217)"),
                may("value", super::Kind::Decimal, "what it is worth"),
                may("lead_source", Text, "where it comes from"),
            ],
            super::FOUND,
        ],
        is_open: true,
        example: r#"{"currency": "EUR", "value": "10.00", "lead_source": "fair"}"#,
    },
];
