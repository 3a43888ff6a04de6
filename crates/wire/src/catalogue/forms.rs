//! Forms. What is typed into them is never read.

use super::Kind::{Short, Text, Whole, Word};
use super::Stage::{Consideration, Retention};
use super::Unit::{Count, Ms};
use super::{Entry, Field, may, must};

const FORM: &[Field] = &[
    must("form", Short(80), "short selector of the form"),
    must(
        "kind",
        Word(&["newsletter", "sign_up", "login", "contact", "checkout", "search", "other"]),
        "what it is for, by its attributes and `autocomplete` tokens",
    ),
];

const FIELD: &[Field] = &[must("field", Short(80), "name of the field; never of a password, card or hidden one")];

pub const EVENTS: &[Entry] = &[
    Entry {
        name: "form_start",
        stage: Consideration,
        is_macro: false,
        when: "a field of the form gets the focus for the first time on the view",
        not: "password, card and hidden fields are not named, here and below",
        fields: &[FORM],
        is_open: true,
        example: r##"{"form": "#newsletter", "kind": "newsletter"}"##,
    },
    Entry {
        name: "form_field",
        stage: Consideration,
        is_macro: false,
        when: "a field that was used loses the focus",
        not: "what was typed is never read",
        fields: &[
            FORM,
            FIELD,
            &[
                must("n", Whole(Count), "its place in the order of use, from 1"),
                must("ms", Whole(Ms), "time with the focus"),
                must("refills", Whole(Count), "how often it was filled again"),
            ],
        ],
        is_open: false,
        example: r##"{"form": "#newsletter", "kind": "newsletter", "field": "email", "n": 1, "ms": 5200, "refills": 0}"##,
    },
    Entry {
        name: "form_error",
        stage: Consideration,
        is_macro: false,
        when: "a field is found wrong, by the browser or by the shop's own message at it",
        not: "the shop's message is never kept",
        fields: &[
            FORM,
            FIELD,
            &[must(
                "why",
                Text,
                "what the browser calls it (a key of `ValidityState`), or `message` where the shop says it",
            )],
        ],
        is_open: false,
        example: r##"{"form": "#newsletter", "kind": "newsletter", "field": "email", "why": "typeMismatch"}"##,
    },
    Entry {
        name: "form_submit",
        stage: Consideration,
        is_macro: false,
        when: "the form is sent off",
        not: "it is no proof of success: whether a visitor signed up or logged in only the shop knows",
        fields: &[
            FORM,
            &[must("ms", Whole(Ms), "since its first use"), must("fields", Whole(Count), "fields that were used")],
        ],
        is_open: true,
        example: r##"{"form": "#newsletter", "kind": "newsletter", "ms": 9100, "fields": 1}"##,
    },
    Entry {
        name: "form_abandon",
        stage: Consideration,
        is_macro: false,
        when: "the page is left with a form that was begun and not sent off",
        not: "the form was sent off",
        fields: &[
            FORM,
            &[
                may("last_field", Short(80), "the field last used"),
                must("ms", Whole(Ms), "since its first use"),
                must("fields", Whole(Count), "fields that were used"),
            ],
        ],
        is_open: false,
        example: r##"{"form": "#address", "kind": "checkout", "last_field": "postal-code", "ms": 48200, "fields": 5}"##,
    },
    Entry {
        name: "sign_up",
        stage: Retention,
        is_macro: true,
        when: "the shop says so, by a call, a declaration in the page or its `dataLayer`",
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
