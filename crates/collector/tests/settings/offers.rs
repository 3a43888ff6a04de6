//! What a wrong offer is told; the file counts all the same, without it.

use super::{check_left_out, parse};

#[test]
fn the_demo_has_an_offer_of_each_kind() {
    let config = parse(include_str!("../../../../www/demo.toml")).unwrap();
    assert_eq!(config.left_out, [] as [&str; 0]);
    let kinds: Vec<_> = config.sites[0].offers.iter().map(|offer| offer.settings.kind.id()).collect();
    let all = ["keep-cart", "restock", "survey", "discount", "newsletter", "price-alert", "recommendations", "custom"];
    assert_eq!(kinds, all);
}

#[test]
fn a_wrong_offer_is_left_out_and_the_others_work() {
    let config = parse(
        "[[site]]\nkey = \"a\"\n[[site.offer]]\ntitle = 7\n[[site.offer]]\n[[site.offer]]\nid = \"keep-cart\"\n\
         [[site.offer]]\nkind = \"discount\"\n[[site.offer]]\nkind = \"survey\"\n",
    )
    .unwrap();
    let ids: Vec<&str> = config.sites[0].offers.iter().map(|offer| offer.settings.id.as_str()).collect();
    assert_eq!(ids, ["keep-cart", "survey"]);
    let expected = [
        "waypost.toml, line 4, field site[0].offer[0].title: invalid type: integer `7`, expected a string",
        "waypost.toml, line 7, field site[0].offer[2].id: \"keep-cart\" is the id of an earlier offer already",
        "waypost.toml, line 8, field site[0].offer[3].code: is missing: kind = \"discount\" shows a code that the shop \
         takes",
    ];
    assert_eq!(config.left_out, expected);
    assert_eq!(parse("[[site]]\nkey = \"a\"\noffer = []\n").unwrap().sites[0].offers, [], "nothing is offered");
}

#[test]
fn words_of_an_offer_that_are_missing_empty_or_in_no_language_are_told() {
    check_left_out(
        "locale = \"sv\"\n",
        "waypost.toml, line 3, field site[0].offer[0].title: is missing: there are no built-in words in \"sv\", so that \
         each has to be given",
    );
    check_left_out(
        "[site.offer.in.de]\ntitle = \"Ja?\"\nclose = \" \"\n",
        "waypost.toml, line 6, field site[0].offer[0].in.de.close: is empty: it has to say something",
    );
    check_left_out(
        "[site.offer.in.EN]\ntitle = \"Yes?\"\n",
        "waypost.toml, line 4, field site[0].offer[0].in.EN.locale: there are words in \"EN\" already",
    );
    check_left_out(
        "locale = \"de_AT\"\n",
        "waypost.toml, line 4, field site[0].offer[0].locale: \"de_AT\" is no language: write it as in \"de\" or \"pt-BR\"",
    );
    let unasked = parse("[[site]]\nkey = \"a\"\n[[site.offer]]\nmarketing_text = \"\"\n").unwrap();
    assert_eq!(unasked.sites[0].offers[0].main.marketing_text, "", "without a text the box is left out");
}

#[test]
fn a_look_that_is_unknown_or_in_the_wrong_table_is_told_with_what_is_allowed() {
    for (field, allowed) in [
        ("theme", "`plain`, `soft`, `contrast`"),
        ("scheme", "`auto`, `light`, `dark`"),
        ("layout", "`dialog`, `bar`, `sheet`, `inline`, `teaser`"),
        ("touch_layout", "`sheet`, `bar`, `inline`, `teaser`"),
    ] {
        check_left_out(
            &format!("{field} = \"modal\"\n"),
            &format!(
                "waypost.toml, line 4, field site[0].offer[0].{field}: unknown variant `modal`, expected one of {allowed}"
            ),
        );
    }
    check_left_out(
        "touch_layout = \"dialog\"\n",
        "waypost.toml, line 4, field site[0].offer[0].touch_layout: unknown variant `dialog`, expected one of `sheet`, `bar`, \
         `inline`, `teaser`",
    );
    check_left_out(
        "[site.offer.in.de]\ntheme = \"soft\"\n",
        "waypost.toml, line 5, field site[0].offer[0].in.de.theme: belongs in [[site.offer]]: it is the same in all languages",
    );
    check_left_out(
        "kind = \"discount\"\n",
        "waypost.toml, line 3, field site[0].offer[0].code: is missing: kind = \"discount\" shows a code that the shop takes",
    );
}

#[test]
fn figures_need_something_to_be_about() {
    let discount = "kind = \"discount\"\ncode = \"X\"\n";
    let config =
        parse(&format!("[[site]]\nkey = \"a\"\n[[site.offer]]\n{discount}countdown_minutes = 43200\n")).unwrap();
    assert_eq!(config.sites[0].offers[0].settings.countdown_minutes, Some(43_200));
    let wrong = |line: usize, field: &str, reason: &str| {
        format!("waypost.toml, line {line}, field site[0].offer[0].{field}: {reason}")
    };
    check_left_out(
        "countdown_minutes = 5\n",
        &wrong(4, "countdown_minutes", "goes with kind = \"discount\" only: nothing else ends"),
    );
    for minutes in [0, 43_201] {
        let reason = format!("{minutes} is not from 1 to 43200");
        check_left_out(&format!("{discount}countdown_minutes = {minutes}\n"), &wrong(6, "countdown_minutes", &reason));
    }
    let both = format!("{discount}countdown_minutes = 5\ncountdown_until = \"2030-01-01T00:00:00Z\"\n");
    check_left_out(&both, &wrong(6, "countdown_minutes", "goes not with countdown_until: an offer has one end"));
    let reason = "\"tomorrow\" is no moment: write it as in \"2026-12-24T18:00:00+01:00\"";
    check_left_out(&format!("{discount}countdown_until = \"tomorrow\"\n"), &wrong(6, "countdown_until", reason));
    let reason = "goes with the cart: kind = \"keep_cart\" or \"discount\"";
    check_left_out("kind = \"survey\"\nshow_stock = true\n", &wrong(5, "show_stock", reason));
    let reason = "\"{count} left\" has no {item} in it, in place of which it is shown";
    check_left_out("show_stock = true\nstock = \"{count} left\"\n", &wrong(5, "stock", reason));
}
