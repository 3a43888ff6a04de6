use super::*;
use crate::limits::{MAX_DATA_BYTES, MAX_DATA_DEPTH, is_event_name};

#[test]
fn every_example_is_what_its_fields_say() {
    for entry in events() {
        let data =
            Raw::parse_within(entry.example, MAX_DATA_DEPTH).unwrap_or_else(|error| panic!("{}: {error}", entry.name));
        assert_eq!(check(entry.name, data), [""; 0], "{}", entry.name);
        assert!(entry.example.len() <= MAX_DATA_BYTES);
    }
}

#[test]
fn every_name_is_there_once_and_every_field_once_an_event() {
    let mut names: Vec<_> = events().map(|entry| entry.name).collect();
    assert!(names.iter().all(|name| is_event_name(name)));
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    for entry in events() {
        let mut fields: Vec<_> = entry.fields().map(|field| field.name).collect();
        fields.sort_unstable();
        assert!(fields.windows(2).all(|pair| pair[0] != pair[1]), "{}: {fields:?}", entry.name);
        assert!(!entry.when.is_empty(), "{}", entry.name);
    }
}

#[test]
fn the_names_of_the_design_are_all_there() {
    let names = "page_view view_item_list select_item view_item view_promotion select_promotion search add_to_wishlist \
        add_to_cart remove_from_cart view_cart begin_checkout add_shipping_info add_payment_info purchase refund \
        sign_up login generate_lead share file_download click outbound_click section_view scroll engagement form_start \
        form_field form_abandon form_submit form_error rage_click dead_click copy js_error web_vital cart_update \
        exit_intent offer_shown offer_dismissed offer_submitted offer_withheld survey_answer out_of_stock slow_page \
        request_error hesitation price_drop cart_restore exit_return";
    for name in names.split_whitespace() {
        assert!(find(name).is_some(), "{name}");
    }
    assert_eq!(events().count(), names.split_whitespace().count());
}

#[test]
fn purchase_lead_and_sign_up_are_the_macro_conversions() {
    let found: Vec<_> = events().filter(|entry| entry.is_macro).map(|entry| entry.name).collect();
    assert_eq!(found, ["purchase", "sign_up", "generate_lead"]);
}

#[track_caller]
fn check_problem(name: &str, data: &str, problem: &str) {
    assert_eq!(check(name, Raw::parse(data).unwrap()), [problem]);
}

#[test]
fn what_differs_from_the_table_is_named() {
    check_problem("scroll", "{}", "scroll: `percent_scrolled` is missing");
    check_problem("scroll", r#"{"percent_scrolled":101}"#, "scroll.percent_scrolled: 101, expected whole number (%)");
    check_problem("slow_page", r#"{"ms":1,"ttfb_ms":0.5}"#, "slow_page.ttfb_ms: 0.5, expected whole number (ms)");
    check_problem("copy", r#"{"length":1,"sel":"a","text":"b"}"#, "copy: `text` is not in the table");
    check_problem(
        "offer_submitted",
        r#"{"offer":"a","marketing":1}"#,
        "offer_submitted.marketing: 1, expected `true` or `false`",
    );
    check_problem(
        "offer_dismissed",
        r#"{"offer":"a","by":"x"}"#,
        "offer_dismissed.by: \"x\", expected one of `close` `esc` `backdrop` `copied` `followed`",
    );
    check_problem("purchase", r#"{"value":"1,50"}"#, "purchase.value: \"1,50\", expected decimal number");
    check_problem(
        "add_to_cart",
        r#"{"items":[{"price":"1"}]}"#,
        "add_to_cart.items[0]: neither `item_id` nor `item_name`",
    );
    check_problem("add_to_cart", r#"{"items":{}}"#, "add_to_cart.items: {}, expected list");
    check_problem("copy", "[]", "copy: the data is no object");
}

#[test]
fn the_shop_may_say_more_where_the_event_is_open() {
    let data = r#"{"items":[{"item_id":"a","item_size":"XL"}],"affiliation":"fair"}"#;
    assert_eq!(check("add_to_cart", Raw::parse(data).unwrap()), [""; 0]);
}

#[test]
fn an_address_is_named_in_any_event_and_at_any_depth() {
    check_problem("quiz_done", r#"{"a":[{"b":"Mail jane@example.org"}]}"#, "quiz_done.a[0].b: an e-mail address");
    assert_eq!(check("quiz_done", Raw::parse(r#"{"a":"x"}"#).unwrap()), [""; 0]);
}
