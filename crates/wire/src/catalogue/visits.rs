//! Pages, what is done with them, and clicks.

use super::Kind::{Measure, Short, Text, Whole, Word};
use super::Stage::{Awareness, Consideration};
use super::Unit::{Characters, Count, CssPixels, Ms, Percent};
use super::{Entry, Field, may, must};

/// What a click hit, and where.
const CLICK: &[Field] = &[
    must("tag", Short(32), "name of the element, such as `a`"),
    must("sel", Short(80), "short selector that finds the element again"),
    may("id", Text, "its id"),
    may("text", Short(64), "its visible text; left out where it may be personal"),
    may("href", Text, "where it leads, without query and fragment"),
    may("x", Whole(Percent), "place within the element, from its left; left out for clicks by keyboard"),
    may("y", Whole(Percent), "the same from its top"),
    may("px", Whole(Percent), "place across the page"),
    may("py", Whole(CssPixels), "place below the top of the page"),
];

pub const EVENTS: &[Entry] = &[
    Entry {
        name: "page_view",
        stage: Awareness,
        is_macro: false,
        when: "the page is shown; its address changes in a single-page shop; it returns from the back/forward cache; \
               `page()` is called",
        not: "a prerendered page before it is shown; `replaceState` with the same address; a change of the fragment \
              alone, unless `hashRoutes` is on",
        fields: &[],
        is_open: false,
        example: "{}",
    },
    Entry {
        name: "engagement",
        stage: Awareness,
        is_macro: false,
        when: "the page is left or hidden, after it was visible and focused for a while. Times are since the last event \
               of this name on the view, so that their sum is right",
        not: "the page was never visible and focused; while it is in the background",
        fields: &[&[
            must("engaged_ms", Whole(Ms), "the page was visible and had the focus"),
            must("active_ms", Whole(Ms), "of it, within 5 s after the visitor did something"),
            must("scroll_pct", Whole(Percent), "deepest point of the page seen so far"),
            may("first_ms", Whole(Ms), "from the beginning of the view to the first thing the visitor did"),
        ]],
        is_open: false,
        example: r#"{"engaged_ms": 41200, "active_ms": 18400, "scroll_pct": 72, "first_ms": 1900}"#,
    },
    Entry {
        name: "scroll",
        stage: Awareness,
        is_macro: false,
        when: "nine tenths of the page have been seen; once a view",
        not: "the whole page fits the screen and nothing was scrolled",
        fields: &[&[must("percent_scrolled", Whole(Percent), "always 90")]],
        is_open: true,
        example: r#"{"percent_scrolled": 90}"#,
    },
    Entry {
        name: "section_view",
        stage: Awareness,
        is_macro: false,
        when: "half of a section, or half a screen of it, has been visible for 1 s; once a view. A section has \
               `data-waypost-section`, or is an `h2` or `h3`",
        not: "it was only passed by",
        fields: &[&[
            must("section", Short(64), "its name, or the text of its heading"),
            must("index", Whole(Count), "its place among the page's sections, from 1"),
        ]],
        is_open: false,
        example: r#"{"section": "reviews", "index": 3}"#,
    },
    Entry {
        name: "click",
        stage: Awareness,
        is_macro: false,
        when: "the visitor clicks or activates a link, button, `summary`, `role=\"button\"`, `role=\"link\"` or an input of \
               type submit, button or image",
        not: "clicks made by scripts; elsewhere; on what declares an event of its own; instead of `outbound_click` and \
              `file_download`",
        fields: &[CLICK],
        is_open: false,
        example: r#"{"tag": "button", "sel": "form[name=buy]>button", "text": "Choose a size", "x": 40, "y": 52, "px": 71, "py": 612}"#,
    },
    Entry {
        name: "outbound_click",
        stage: Awareness,
        is_macro: false,
        when: "the link that is clicked leads to another host",
        not: "links within the shop; links without a host, such as `mailto:`",
        fields: &[CLICK, &[must("host", Text, "the other host")]],
        is_open: false,
        example: r#"{"tag": "a", "sel": "footer>a", "text": "Follow us", "href": "https://social.example/shop", "x": 10, "y": 50, "px": 12, "py": 2210, "host": "social.example"}"#,
    },
    Entry {
        name: "file_download",
        stage: Consideration,
        is_macro: false,
        when: "the link that is clicked leads to a file, by its ending or its `download` attribute",
        not: "links to pages",
        fields: &[CLICK, &[must("file", Text, "path of the file"), must("ext", Short(16), "its ending")]],
        is_open: true,
        example: r#"{"tag": "a", "sel": "a[name=care]", "text": "Care instructions", "href": "https://shop.example/care.pdf", "x": 30, "y": 50, "px": 44, "py": 930, "file": "/care.pdf", "ext": "pdf"}"#,
    },
    Entry {
        name: "copy",
        stage: Consideration,
        is_macro: false,
        when: "the visitor copies text from a product page, as those do who compare prices",
        not: "on other pages. What was copied is never kept",
        fields: &[&[
            must("length", Whole(Characters), "of the text"),
            must("sel", Short(80), "selector of the element that it was copied from"),
        ]],
        is_open: false,
        example: r#"{"length": 18, "sel": "h1"}"#,
    },
    Entry {
        name: "share",
        stage: Awareness,
        is_macro: false,
        when: "the shop says so, by a call or a declaration in the page",
        not: "by itself",
        fields: &[&[
            may("method", Text, "by what, such as `email`"),
            may("content_type", Text, "kind of what is shared"),
            may("item_id", Text, "what is shared"),
        ]],
        is_open: true,
        example: r#"{"method": "link", "content_type": "product", "item_id": "dapple-mug"}"#,
    },
    Entry {
        name: "web_vital",
        stage: Consideration,
        is_macro: false,
        when: "the page is left or hidden; once a view for each figure that was measured",
        not: "figures that this browser does not measure",
        fields: &[&[
            must("metric", Word(&["LCP", "CLS", "INP", "FCP", "TTFB"]), "which one"),
            must("value", Measure(Ms), "of all but CLS, which is a decimal string without a unit"),
            must("rating", Word(&["good", "needs_improvement", "poor"]), "by the thresholds of web.dev"),
            may("target", Short(80), "selector of the element that it is about"),
        ]],
        is_open: false,
        example: r#"{"metric": "LCP", "value": 1840, "rating": "good", "target": "main>img"}"#,
    },
];
