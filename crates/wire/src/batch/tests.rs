use super::*;
use crate::limits::MAX_DATA_BYTES;
use proptest::prelude::*;

const HEAD: &str = r#""v":1,"site":"demo","stream":"0123456789abcdef0123456789abcdef","consent":"anonymous","pages":[{"id":1,"url":"https://shop.example/"}]"#;

fn body(events: &str) -> String {
    format!("{{{HEAD},\"events\":[{events}]}}")
}

#[track_caller]
fn check_bad_event(event: &str, n: Option<u64>, reason: &'static str) {
    let good = r#"{"n":9,"age":0,"e":"page_view","p":1}"#;
    let body = body(&format!("{event},{good}"));
    let decoded = Batch::decode(&body).unwrap();
    assert_eq!(decoded.bad, [BadEvent { n, reason }]);
    assert_eq!(decoded.batch.events.len(), 1, "the good event stays");
}

#[test]
fn a_bad_event_is_named_and_the_others_are_kept() {
    check_bad_event(r#"{"n":0,"age":0,"e":"a","p":1}"#, None, "bad_number");
    check_bad_event(r#"{"age":0,"e":"a","p":1}"#, None, "bad_number");
    check_bad_event("7", None, "bad_number");
    check_bad_event(r#"{"n":null,"age":0,"e":"a","p":1}"#, None, "bad_number");
    check_bad_event(r#"{"n":1,"age":-1,"e":"a","p":1}"#, Some(1), "bad_age");
    check_bad_event(r#"{"n":1,"age":1,"e":"A","p":1}"#, Some(1), "bad_name");
    check_bad_event(r#"{"n":1,"age":1,"e":"a","p":2}"#, Some(1), "bad_page");
    check_bad_event(r#"{"n":1,"age":1,"e":"a","p":1,"d":[]}"#, Some(1), "bad_data");
}

#[test]
fn event_data_ends_at_its_limit() {
    let event = |len: usize| {
        let padding = "x".repeat(len - r#"{"k":""}"#.len());
        format!(r#"{{"n":1,"age":0,"e":"a","p":1,"d":{{"k":"{padding}"}}}}"#)
    };
    assert_eq!(Batch::decode(&body(&event(MAX_DATA_BYTES))).unwrap().bad, []);
    check_bad_event(&event(MAX_DATA_BYTES + 1), Some(1), "too_large");
}

#[test]
fn a_batch_ends_at_five_hundred_events() {
    let events = |count: usize| {
        let event = |n: usize| format!(r#"{{"n":{n},"age":0,"e":"a","p":1}}"#);
        body(&(1..=count).map(event).collect::<Vec<_>>().join(","))
    };
    assert_eq!(Batch::decode(&events(MAX_BATCH_EVENTS)).unwrap().batch.events.len(), MAX_BATCH_EVENTS);
    assert_eq!(Batch::decode(&events(MAX_BATCH_EVENTS + 1)).unwrap_err().code, "bad_field");
}

#[test]
fn a_body_ends_at_sixty_thousand_bytes() {
    let padded = |len: usize| {
        let plain = body("");
        format!("{plain}{}", " ".repeat(len - plain.len()))
    };
    assert!(Batch::decode(&padded(MAX_BATCH_BYTES)).is_ok());
    let fault = Batch::decode(&padded(MAX_BATCH_BYTES + 1)).unwrap_err();
    assert_eq!(fault.code, "too_large");
    assert_eq!(fault.detail, "body is 60001 bytes, the limit is 60000");
}

#[test]
fn a_wrong_head_is_refused_with_its_field() {
    for (from, to, code, word) in [
        (r#""v":1"#, r#""v":2"#, "bad_version", "`v`"),
        (r#""demo""#, r#""De mo""#, "bad_field", "`site`"),
        ("0123456789abcdef0123456789abcdef", "0123", "bad_field", "`stream`"),
        ("anonymous", "pending", "bad_field", "`consent`"),
        ("{", "", "bad_json", "at byte"),
    ] {
        let fault = Batch::decode(&body("").replacen(from, to, 1)).unwrap_err();
        assert_eq!(fault.code, code);
        assert!(fault.detail.contains(word), "{}", fault.detail);
    }
}

#[test]
fn ids_are_taken_only_with_consent() {
    let ids =
        r#""visitor":"0123456789abcdef0123456789abcdef","user":"c-1","sessions":["0123456789abcdef0123456789abcdef"]"#;
    let body = body(r#"{"n":1,"age":0,"e":"a","p":1,"s":0}"#).replacen('{', &format!("{{{ids},"), 1);
    let anonymous = Batch::decode(&body).unwrap().batch;
    assert_eq!((anonymous.visitor, &anonymous.user, anonymous.sessions.len()), (None, &None, 0));
    assert_eq!(anonymous.events[0].session, None);
    let body = body.replace("anonymous", "granted");
    let fault = Batch::decode(&body.replace(r#"["0123"#, r#"["x123"#)).unwrap_err();
    assert!(fault.detail.contains("`sessions`"), "{}", fault.detail);
    for wrong in [r#""s":1"#, r#""s":"0""#] {
        let body = body.replace(r#""s":0"#, wrong);
        assert_eq!(Batch::decode(&body).unwrap().bad, [BadEvent { n: Some(1), reason: "bad_session" }]);
    }
    let granted = Batch::decode(&body).unwrap().batch;
    assert!(granted.visitor.is_some() && granted.user.is_some());
    assert_eq!(granted.events[0].session, Some(0));
}

#[test]
fn an_event_is_on_the_first_page_and_in_the_first_session_unless_it_says_another() {
    let body = r#"{"v":1,"site":"demo","stream":"0123456789abcdef0123456789abcdef","consent":"granted",
      "sessions":["0123456789abcdef0123456789abcdef","1123456789abcdef0123456789abcdef"],
      "pages":[{"id":4,"url":"https://shop.example/"},{"id":5,"url":"https://shop.example/b"}],
      "events":[{"n":1,"age":0,"e":"a"},{"n":2,"age":0,"e":"a","p":5,"s":1},{"n":3,"age":0,"e":"a","p":null}]}"#;
    let Decoded { batch, bad } = Batch::decode(body).unwrap();
    let places: Vec<_> = batch.events.iter().map(|event| (event.page, event.session)).collect();
    assert_eq!(places, [(4, Some(0)), (5, Some(1))]);
    assert_eq!(bad, [BadEvent { n: Some(3), reason: "bad_page" }]);
    let homeless = body.replace(r#""pages""#, r#""later""#);
    assert_eq!(Batch::decode(&homeless).unwrap().bad.len(), 3, "there is no page to be on");
}

#[test]
fn an_event_follows_the_one_before_unless_it_says_its_number() {
    let body = body(
        r#"{"n":4,"age":0,"e":"a"},{"age":0,"e":"a"},{"n":9,"age":0,"e":"a"},{"age":-1,"e":"a"},{"age":0,"e":"a"},
        {"n":"x","age":0,"e":"a"},{"age":0,"e":"a"},{"n":18446744073709551615,"age":0,"e":"a"},{"age":0,"e":"a"}"#,
    );
    let Decoded { batch, bad } = Batch::decode(&body).unwrap();
    assert_eq!(batch.events.iter().map(|event| event.n).collect::<Vec<_>>(), [4, 5, 9, 11, u64::MAX]);
    let bad: Vec<_> = bad.into_iter().map(|bad| (bad.n, bad.reason)).collect();
    assert_eq!(bad, [(Some(10), "bad_age"), (None, "bad_number"), (None, "bad_number"), (None, "bad_number")]);
}

#[test]
fn what_a_batch_says_itself_goes_before_the_head_it_refers_to() {
    let head = r#"{"consent":"anonymous","device":{"class":"phone"},"pages":[{"id":1,"url":"https://shop.example/"}]}"#;
    let body = r#"{"v":1,"site":"demo","stream":"0123456789abcdef0123456789abcdef","again":1,
      "pages":[{"id":2,"url":"https://shop.example/b"}],"events":[{"n":1,"age":0,"e":"a"}]}"#;
    let batch = Batch::decode_with(body, head).unwrap().batch;
    assert_eq!((batch.pages[0].id, batch.events[0].page), (2, 2));
    assert_eq!((batch.consent, batch.device.text()), (Consent::Anonymous, r#"{"class":"phone"}"#));
}

#[test]
fn only_a_number_from_one_on_names_a_head() {
    let of = |said: &str| Batch::decode(&body("").replacen('{', &format!("{{{said},"), 1)).unwrap().batch.naming;
    assert_eq!(of(r#""head":1"#), Naming::Named(1));
    for none in [r#""head":0"#, r#""head":"1""#, r#""head":-1"#, r#""again":0"#, r#""again":null"#] {
        assert_eq!(of(none), Naming::Unnamed, "{none}");
    }
    assert_eq!(Again::of(&body("")), None);
    assert_eq!(Again::of(r#"{"v":1,"site":"De mo","stream":"0123456789abcdef0123456789abcdef","again":1}"#), None);
    assert_eq!(Again::of(r#"{"v":1,"site":"demo","stream":"0123","again":1}"#), None);
}

#[test]
fn what_has_to_be_an_object_and_is_none_is_passed_over() {
    let body = r#"{"v":1,"site":"demo","stream":"0123456789abcdef0123456789abcdef","consent":"anonymous","purposes":true,
      "device":[],"pages":[{"id":1,"url":"https://shop.example/","utm":"x","facts":["type"]}],"events":[]}"#;
    let batch = Batch::decode(body).unwrap().batch;
    assert_eq!((batch.purposes, batch.device), (Raw::EMPTY, Raw::EMPTY));
    assert_eq!((batch.pages[0].utm, batch.pages[0].facts), (Raw::EMPTY, Raw::EMPTY));
}

proptest! {
    #[test]
    fn decoding_undoes_encoding(
        stream: [u8; 16],
        visitor: Option<[u8; 16]>,
        title in ".{0,20}",
        personalisation: Option<bool>,
        type_ in "(product|cart)?",
        lost in prop::collection::vec((1u64.., "[a-z]{1,9}"), 0..3),
        further in 0u64..3,
        events in prop::collection::vec((1u64.., any::<u64>(), "[a-z][a-z0-9_]{0,9}", "[^\"\\\\\\p{Cc}]{0,9}"), 0..9),
    ) {
        let data: Vec<String> = events.iter().map(|event| format!("{{\"k\":\"{}\"}}", event.3)).collect();
        let granted = visitor.is_some();
        let greatest = events.iter().map(|event| event.0).max().unwrap_or_default();
        let last = if further == 0 { 0 } else { greatest.saturating_add(further) };
        let purposes = personalisation.map_or("{}".to_owned(), |told| format!("{{\"personalisation\":{told}}}"));
        let facts = if type_.is_empty() { "{}".to_owned() } else { format!("{{\"type\":\"{type_}\"}}") };
        let batch = Batch {
            site: "demo".into(),
            stream: Id(stream),
            naming: [Naming::Unnamed, Naming::Named(further + 1)][usize::from(granted)],
            sdk: "0.1.0".into(),
            consent: if granted { Consent::Granted } else { Consent::Anonymous },
            visitor: visitor.map(Id),
            user: None,
            purposes: Raw::parse(&purposes).unwrap(),
            device: Raw::EMPTY,
            sessions: visitor.map(Id).into_iter().collect(),
            pages: vec![Page {
                id: 3,
                url: "https://a.example/".into(),
                title: title.into(),
                referrer: "".into(),
                utm: Raw::EMPTY,
                facts: Raw::parse(&facts).unwrap(),
            }],
            lost: lost.into_iter().map(|(n, reason)| (Some(n), reason.into())).collect(),
            last: if last > greatest { last } else { 0 },
            events: events
                .iter()
                .zip(&data)
                .map(|((n, age_ms, name, _), data)| Event {
                    n: *n,
                    age_ms: *age_ms,
                    name: name.into(),
                    page: 3,
                    session: granted.then_some(0),
                    data: Raw::parse(data).unwrap(),
                })
                .collect(),
        };
        let body = batch.encode();
        let bound: usize = batch.events.iter().map(Event::encoded_bound).sum();
        let decoded = Batch::decode(&body).unwrap();
        prop_assert_eq!(&decoded.batch, &batch);
        prop_assert!(decoded.bad.is_empty());
        let again = Batch { naming: Naming::Again(7), ..batch.clone() };
        let (body_again, head) = (again.encode(), batch.head());
        prop_assert_eq!(Again::of(&body_again), Some(Again { site: "demo".into(), stream: Id(stream), number: 7 }));
        prop_assert_eq!(&Batch::decode_with(&body_again, &head).unwrap().batch, &again);
        prop_assert_eq!(Batch::decode(&body_again).unwrap_err().code, "bad_field");
        let without_events = Batch { events: Vec::new(), ..batch }.encode();
        prop_assert!(body.len() <= without_events.len() + bound);
    }

    #[test]
    fn any_body_is_judged_without_panic(text in ".{0,200}") {
        prop_assert!(Batch::decode(&text).is_err());
    }
}
