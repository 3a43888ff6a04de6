//! What gets in the way.

use super::Kind::{Flag, Short, Text, Whole};
use super::Stage::Consideration;
use super::Unit::{Count, Ms};
use super::{Entry, may, must};

pub const EVENTS: &[Entry] = &[
    Entry {
        name: "rage_click",
        stage: Consideration,
        is_macro: false,
        when: "three or more clicks within 1 s and 30 px; once a burst",
        not: "slower clicks, or clicks further apart",
        fields: &[&[
            must("sel", Short(80), "selector of the element"),
            must("count", Whole(Count), "clicks of the burst"),
        ]],
        is_open: false,
        example: r#"{"sel": "main>img", "count": 4}"#,
    },
    Entry {
        name: "dead_click",
        stage: Consideration,
        is_macro: false,
        when: "a click on what looks as if it could be clicked, and nothing comes of it within 1 s",
        not: "the page, its address, scroll position, focus or selection changed, a request or download began, a dialog \
              or form answered",
        fields: &[&[
            must("sel", Short(80), "selector of the element"),
            may("text", Short(64), "its visible text; left out where it may be personal"),
        ]],
        is_open: false,
        example: r#"{"sel": "main>img", "text": "Zoom"}"#,
    },
    Entry {
        name: "js_error",
        stage: Consideration,
        is_macro: false,
        when: "a script of the page fails and nothing catches it; at most 5 a view",
        not: "errors that the page catches itself",
        fields: &[&[
            must("class", Short(64), "class of the error, such as `TypeError`; its message is not kept"),
            may("frame", Text, "path and line of the first frame that is the shop's own"),
            must("own", Flag, "whether there is such a frame"),
        ]],
        is_open: false,
        example: r#"{"class": "TypeError", "frame": "/js/cart.js:42", "own": true}"#,
    },
    Entry {
        name: "request_error",
        stage: Consideration,
        is_macro: false,
        when: "a request of the page to the shop's own origin, or to one of its `ownHosts`, is answered with 400 or more",
        not: "requests to other origins, requests without an answer, browsers that do not tell the status",
        fields: &[&[
            must("status", Whole(Count), "HTTP status"),
            must("path", Text, "path without query"),
            must("kind", Short(16), "what asked: `fetch`, `xmlhttprequest`, `script`, `img`, `navigation` …"),
        ]],
        is_open: false,
        example: r#"{"status": 500, "path": "/cart/add.js", "kind": "fetch"}"#,
    },
    Entry {
        name: "slow_page",
        stage: Consideration,
        is_macro: false,
        when: "the page took more than 4 s to load",
        not: "views without a load, as in a single-page shop",
        fields: &[&[
            must("ms", Whole(Ms), "from the beginning of the navigation to the end of the load event"),
            must("ttfb_ms", Whole(Ms), "of it, until the first byte"),
        ]],
        is_open: false,
        example: r#"{"ms": 6200, "ttfb_ms": 900}"#,
    },
];
