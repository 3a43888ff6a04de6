//! Joining what several sources know of one thing.

use waypost_wire::json::{List, Object, Raw};

/// The object `best` with the members that only `other` has. `items` are joined one by one where both have as many.
pub fn objects(best: Raw<'_>, other: Raw<'_>) -> String {
    let mut out = String::new();
    let mut object = Object::new(&mut out);
    for (key, value) in best.entries() {
        match other.get(&key).filter(|theirs| key == "items" && theirs.items().count() == value.items().count()) {
            Some(theirs) => {
                let mut list = List::new(object.key(&key));
                for (mine, theirs) in value.items().zip(theirs.items()) {
                    list.item().push_str(&objects(mine, theirs));
                }
            }
            None => drop(object.raw(&key, value.text())),
        }
    }
    for (key, value) in other.entries().filter(|(key, _)| best.get(key).is_none()) {
        object.raw(&key, value.text());
    }
    drop(object);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(best: &str, other: &str, expected: &str) {
        assert_eq!(objects(Raw::parse(best).unwrap(), Raw::parse(other).unwrap()), expected);
    }

    #[test]
    fn the_best_is_kept_and_the_other_fills_in() {
        check(r#"{"a":1}"#, r#"{"a":2,"b":3}"#, r#"{"a":1,"b":3}"#);
        check("{}", r#"{"b":3}"#, r#"{"b":3}"#);
        check(
            r#"{"items":[{"item_id":"a"}]}"#,
            r#"{"items":[{"item_id":"b","price":"1.50"}],"currency":"EUR"}"#,
            r#"{"items":[{"item_id":"a","price":"1.50"}],"currency":"EUR"}"#,
        );
    }

    #[test]
    fn lists_of_other_lengths_are_not_mixed() {
        check(r#"{"items":[{"item_id":"a"}]}"#, r#"{"items":[]}"#, r#"{"items":[{"item_id":"a"}]}"#);
    }

    proptest! {
        #[test]
        fn joining_with_nothing_changes_nothing(keys in prop::collection::btree_map("[a-z]{1,3}", 0..9u8, 0..5)) {
            let text = format!("{{{}}}", keys.iter().map(|(k, v)| format!("\"{k}\":{v}")).collect::<Vec<_>>().join(","));
            let raw = Raw::parse(&text).unwrap();
            prop_assert_eq!(objects(raw, Raw::EMPTY), text.clone());
            prop_assert_eq!(objects(Raw::EMPTY, raw), text);
        }
    }
}
