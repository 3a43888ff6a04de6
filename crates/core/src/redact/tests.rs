use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(given: &str, expected: &str) {
    assert_eq!(text(given), expected, "{given}");
}

#[test]
fn addresses_are_replaced_and_all_else_is_kept() {
    for (given, expected) in [
        ("", ""),
        ("write to jane.o'neil+x@mail.example.org.", "write to [email]."),
        ("/account/jane@example.org/orders", "/account/[email]/orders"),
        ("?to=jane%40example.org&x=1", "?to=[email]&x=1"),
        ("a@b.de,c@d.fr", "[email],[email]"),
        ("@home 3 @ 5.00 each", "@home 3 @ 5.00 each"),
        ("user@host", "user@host"),
        ("käthe@exämple.de", "[email]"),
    ] {
        check(given, expected);
    }
}

#[test]
fn phone_numbers_are_replaced() {
    for given in [
        "+49 170 1234567",
        "+14155552671",
        "0170 1234567",
        "06 12 34 56 78",
        "020 7946 0958",
        "(415) 555-2671",
        "415-555-2671",
        "415.555.2671",
        "1 415 555 2671",
        "+380 (44) 123-45-67",
    ] {
        check(given, "[phone]");
        check(&format!("Call {given}, please"), "Call [phone], please");
    }
}

#[test]
fn card_numbers_are_replaced_and_their_likes_are_not() {
    for given in ["4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005"] {
        check(&format!("Card {given}!"), "Card [card]!");
    }
    check("4111 1111 1111 1111 12/27", "[card]");
    check("4111 1111 1111 1112", "4111 1111 1111 1112");
}

#[test]
fn ibans_tokens_and_long_numbers_are_replaced() {
    check("DE89370400440532013000", "[iban]");
    check("IBAN: GB29 NWBK 6016 1331 9268 19, thanks", "IBAN: [iban], thanks");
    check("DE89 3704 0044 0532 0130 00 bitte", "[iban] bitte");
    check("/reset/9f86d081884c7d659a2feaa0c55ad015/", "/reset/[token]/");
    check("id 123e4567-e89b-12d3-a456-426614174000", "id [token]");
    check("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.x", "[token].x");
    check("order 1234567890", "order [number]");
    check("order 123456789", "order 123456789");
}

#[test]
fn what_shops_write_stays() {
    for given in [
        "1.299,00 €",
        "12 990 ₽",
        "$1,299.00",
        "2026-11-22T10:33:00",
        "2026-11-22 10:33",
        "22.11.2026 10:33",
        "0.123456789",
        "Sizes 36 37 38 39 40 41",
        "100 x 200 x 300 mm",
        "/products/blue-wool-sweater-2024-edition-with-long-name",
        "iPhone 15 Pro Max 256GB",
        "EN 166, DIN 4844-2",
        "Art. 4711-0815",
        "Крем для рук 250 мл",
    ] {
        check(given, given);
    }
}

#[test]
fn json_is_redacted_string_by_string() {
    let raw = Raw::parse(
        r#"{"a":"\njane@example.org","b":[1.50,true,{"jane@example.org":null}],"card":4111111111111111,"at":1732240000000,
            "items":[{"item_id":"4006381333931","item_name":"4111111111111111"}],"link":"https://a.example/b?token=1#x"}"#,
    )
    .unwrap();
    let mut out = String::new();
    json(raw, &mut out);
    let expected = r#"{"a":"\n[email]","b":[1.50,true,{"[email]":null}],"card":"[card]","at":1732240000000,"items":[{"item_id":"4006381333931","item_name":"[card]"}],"link":"https://a.example/b"}"#;
    assert_eq!(out, expected);
}

/// `digits` with the check digit that Luhn's rule asks for.
fn card(digits: &str) -> String {
    let full = |check: u32| format!("{digits}{check}");
    (0..10).map(full).find(|number| super::secret::is_card(number)).unwrap()
}

proptest! {
    #[test]
    fn no_address_survives(
        before in "[ -?A-~]{0,12}", local in "[a-z0-9._+-]{1,8}", domain in "[a-z0-9-]{1,8}\\.[a-z]{2,4}", after in ".{0,12}",
    ) {
        let given = format!("{before}{local}@{domain}{after}");
        let found = text(&given);
        let survivor = format!("@{domain}");
        prop_assert!(!found.contains(&survivor), "{}", found);
    }

    #[test]
    fn no_card_number_survives(before in "[a-z:,]{0,6}[ :]", digits in "[3-6][0-9]{14}", gap in "[ -]?", after in "([ ,;].{0,8})?") {
        let card = card(&digits);
        let groups: Vec<&str> = (0..16).step_by(4).map(|at| &card[at..at + 4]).collect();
        let written = groups.join(&gap);
        let found = text(&format!("{before}{written}{after}"));
        prop_assert!(!found.contains(&written), "{}", found);
    }

    #[test]
    fn no_phone_number_survives(before in "[a-z:,]{0,6} ", number in "\\+[1-9][0-9]{0,2}( ?[0-9]{2,4}){3}", after in "([ ,;][a-z]{0,8})?") {
        let found = text(&format!("{before}{number}{after}"));
        prop_assert!(!found.contains(&number), "{}", found);
    }

    #[test]
    fn any_text_is_read_without_panic_and_a_second_time_changes_nothing(given in ".{0,60}") {
        let once = text(&given);
        prop_assert_eq!(text(&once), once);
    }
}
