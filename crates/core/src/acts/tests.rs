use super::*;
use proptest::prelude::*;

const MUG: &str = r#"{"items":[{"item_id":"mug"}]}"#;
const JUG: &str = r#"{"items":[{"item_id":"jug","price":"2"}]}"#;

fn names(found: Vec<Found>) -> Vec<String> {
    found.into_iter().map(|found| found.name).collect()
}

#[test]
fn two_sources_of_one_act_give_one_event_of_the_surer_ones_data() {
    let mut acts = Acts::default();
    assert!(acts.found(0, "add_to_cart", JUG, "button", 50));
    assert!(!acts.found(900, "add_to_cart", MUG, "data_layer", 90));
    assert_eq!(acts.due(WAIT_MS - 1, false), []);
    let found = acts.due(WAIT_MS, false);
    let data = r#"{"items":[{"item_id":"mug","price":"2"}],"source":"data_layer","confidence":90}"#;
    assert_eq!(found, [Found { at: 0, name: "add_to_cart".into(), data: data.into() }]);
    assert!(!acts.is_waiting());
}

#[test]
fn one_source_tells_two_acts_and_the_other_follows_in_the_same_order() {
    let mut acts = Acts::default();
    assert!(acts.found(0, "add_to_cart", MUG, "button", 50));
    assert!(acts.found(100, "add_to_cart", JUG, "button", 50));
    assert!(!acts.found(200, "add_to_cart", MUG, "request", 70));
    assert!(!acts.found(300, "add_to_cart", JUG, "request", 70));
    assert_eq!(acts.due(WAIT_MS + 100, false).len(), 2);
}

#[test]
fn an_echo_is_heard_for_five_seconds_and_no_longer() {
    for (at, is_new) in [(ECHO_MS - 1, false), (ECHO_MS, true)] {
        let mut acts = Acts::default();
        acts.found(0, "add_to_cart", MUG, "button", 50);
        acts.due(WAIT_MS, false);
        assert_eq!(acts.found(at, "add_to_cart", MUG, "request", 70), is_new, "{at}");
    }
}

#[test]
fn a_call_is_recorded_at_once_and_takes_the_place_of_what_waits() {
    let mut acts = Acts::default();
    acts.found(0, "add_to_cart", MUG, "button", 50);
    assert!(acts.called(10, "add_to_cart", JUG));
    assert_eq!(acts.due(ECHO_MS, true), []);
    assert!(acts.called(20, "add_to_cart", JUG), "a second call is a second act");
    assert!(acts.called(20, "quiz_done", "{}") && acts.called(20, "quiz_done", "{}"));
}

#[test]
fn a_call_after_the_event_is_an_echo_only_where_it_speaks_of_the_same() {
    for (data, is_recorded) in [(MUG, false), (JUG, true)] {
        let mut acts = Acts::default();
        acts.found(0, "add_to_cart", MUG, "button", 50);
        acts.due(WAIT_MS, false);
        assert_eq!(acts.called(WAIT_MS, "add_to_cart", data), is_recorded, "{data}");
    }
}

#[test]
fn what_is_found_after_a_call_is_its_echo() {
    let mut acts = Acts::default();
    assert!(acts.called(0, "add_to_cart", MUG));
    assert!(!acts.found(10, "add_to_cart", JUG, "button", 50));
    assert!(acts.found(20, "add_to_cart", JUG, "button", 50), "one echo each");
}

#[test]
fn a_fact_of_the_page_comes_once_a_view_and_another_product_is_another_fact() {
    let mut acts = Acts::default();
    assert!(acts.found(0, "view_item", MUG, "json_ld", 85));
    acts.due(WAIT_MS, false);
    assert!(!acts.found(60_000, "view_item", MUG, "json_ld", 85));
    assert!(!acts.found(60_000, "view_item", JUG, "data_layer", 90), "other sources may have other ids");
    assert!(acts.found(60_000, "view_item", JUG, "json_ld", 85));
    acts.new_page();
    assert!(acts.found(60_001, "view_item", MUG, "json_ld", 85));
}

#[test]
fn all_that_waits_can_be_had_early() {
    let mut acts = Acts::default();
    acts.found(0, "view_item", MUG, "json_ld", 85);
    acts.found(1, "add_to_cart", MUG, "button", 50);
    assert_eq!(names(acts.due(2, true)), ["view_item", "add_to_cart"]);
}

#[test]
fn what_is_plainly_another_product_is_another_act() {
    let named = |id: &str, name: &str| format!(r#"{{"items":[{{"item_id":"{id}","item_name":"{name}"}}]}}"#);
    let mut acts = Acts::default();
    assert!(acts.found(0, "add_to_cart", &named("QB-1", "Quarry bowl"), "woocommerce", 80));
    assert!(acts.found(10, "add_to_cart", &named("DM-30", "Dapple mug"), "data_layer", 90));
    assert!(!acts.found(20, "add_to_cart", &named("7", "Dapple mug, clay"), "woocommerce", 80), "a variant of it");
    assert!(!acts.found(30, "add_to_cart", &named("QB-1", "Bol"), "data_layer", 90), "the same id");
    assert!(!acts.found(40, "add_to_cart", MUG, "button", 50), "of a thing without a name nothing can be told");
    assert_eq!(acts.due(WAIT_MS, true).len(), 2);
}

proptest! {
    #[test]
    fn every_source_telling_every_act_once_gives_as_many_events_as_acts(
        gaps in prop::collection::vec(0..2_000u64, 1..6), delays in prop::collection::vec(0..700u64, 3),
    ) {
        // Each source tells every act after a delay of its own: in the order of the acts, as an event loop does.
        let mut told: Vec<(u64, usize)> = Vec::new();
        let mut at = 0;
        for gap in &gaps {
            at += gap;
            told.extend(delays.iter().enumerate().map(|(source, delay)| (at + delay, source)));
        }
        told.sort_unstable();
        let mut acts = Acts::default();
        let mut events = 0;
        for (at, source) in told {
            events += acts.due(at, false).len();
            acts.found(at, "add_to_cart", MUG, ["button", "request", "data_layer"][source], 50 + source as u8);
        }
        events += acts.due(0, true).len();
        prop_assert_eq!(events, gaps.len());
    }
}
