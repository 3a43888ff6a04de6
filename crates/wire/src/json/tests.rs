use super::*;
use proptest::prelude::*;
use serde_json::Value;

#[track_caller]
fn check_same_as_serde(text: &str) {
    let theirs = serde_json::from_str::<Value>(text).is_ok();
    assert_eq!(Raw::parse(text).is_ok(), theirs, "{text}");
}

#[test]
fn accepts_and_refuses_what_serde_json_does() {
    for text in [
        "{}",
        "[]",
        " [ ] ",
        "null",
        "true",
        "falsey",
        "nul",
        "0",
        "-0",
        "01",
        "-",
        "1.",
        ".5",
        "1.5e+3",
        "1e",
        "\"a\"",
        "\"",
        "\"\\u12\"",
        "\"\\ud83d\\ude00\"",
        "\"\\x\"",
        "\"\n\"",
        "{\"a\":1}",
        "{\"a\"1}",
        "{a:1}",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "[1]x",
        "",
        " ",
        "{\"a\":{\"b\":[1,{\"c\":null}]}}",
    ] {
        check_same_as_serde(text);
    }
}

#[test]
fn nesting_ends_at_eight() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Raw::parse(&nested(MAX_DEPTH)).is_ok());
    let deeper = nested(MAX_DEPTH + 1);
    assert_eq!(Raw::parse(&deeper), Err(Error { at: MAX_DEPTH, what: "nesting too deep" }));
}

#[test]
fn the_last_of_equal_keys_counts() {
    assert_eq!(Raw::parse(r#"{"a":1,"a":2}"#).unwrap().get("a").unwrap().u64(), Some(2));
}

#[test]
fn whole_numbers_have_no_sign_fraction_or_overflow() {
    for (text, number) in [
        ("0", Some(0)),
        ("18446744073709551615", Some(u64::MAX)),
        ("18446744073709551616", None),
        ("-1", None),
        ("1.0", None),
        ("1e2", None),
        ("\"1\"", None),
    ] {
        assert_eq!(Raw::parse(text).unwrap().u64(), number, "{text}");
    }
}

#[test]
fn an_unpaired_surrogate_becomes_the_replacement_character() {
    for text in [r#""\ud83d""#, r#""\ude00""#] {
        assert_eq!(Raw::parse(text).unwrap().str().unwrap(), "\u{fffd}");
    }
    assert_eq!(Raw::parse(r#""\ud83dx""#).unwrap().str().unwrap(), "\u{fffd}x");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn rewrite(raw: Raw<'_>, out: &mut String) {
    if raw.is_object() {
        let mut object = Object::new(out);
        for (key, value) in raw.entries() {
            rewrite(value, object.key(&key));
        }
    } else if raw.is_array() {
        let mut list = List::new(out);
        for item in raw.items() {
            rewrite(item, list.item());
        }
    } else if let Some(text) = raw.str() {
        push_str(out, &text);
    } else if let Some(number) = raw.u64() {
        List::new(out).u64(number);
        let digits = out.split_off(out.rfind('[').unwrap());
        out.push_str(digits.trim_matches(['[', ']']));
    } else {
        out.push_str(raw.text());
    }
}

proptest! {
    #[test]
    fn reading_and_writing_keep_the_meaning(value in any_json()) {
        let text = serde_json::to_string_pretty(&value).unwrap();
        let mut ours = String::new();
        rewrite(Raw::parse(&text).unwrap(), &mut ours);
        prop_assert_eq!(serde_json::from_str::<Value>(&ours).unwrap(), value);
    }

    #[test]
    fn any_text_is_judged_without_panic(text in "[\\[\\]{}:,\"\\\\ue0-9a-f. -]{0,40}") {
        if let Ok(raw) = Raw::parse(&text) {
            let _ = (raw.str(), raw.u64(), raw.entries().count(), raw.items().count());
            prop_assert_eq!(Raw::parse(raw.text()), Ok(raw));
        }
    }
}
