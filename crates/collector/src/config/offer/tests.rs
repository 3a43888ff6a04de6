//! The words that are built in, and which of them a page gets.

use super::*;

use std::collections::BTreeMap;

use serde_json::{Value, json};

mod file;
mod rules;

/// Every text of one language, by its field; those that the kind does not use are left out.
fn fields(texts: &OfferTexts) -> BTreeMap<String, String> {
    let mut all = serde_json::to_value(texts).unwrap();
    let object = all.as_object_mut().unwrap();
    for Reason { id, text } in &texts.reasons {
        object.insert(id.clone(), json!(text));
    }
    object.retain(|_, text| text.as_str().is_some_and(|text| !text.is_empty()));
    serde_json::from_value(all).unwrap()
}

fn offer(toml: &str) -> Result<SiteOffer, WrongOffer> {
    SiteOffer::new(toml::from_str(toml).unwrap(), true)
}

#[test]
fn each_kind_says_everything_in_twelve_languages_and_each_in_its_own_words() {
    let languages = ["en", "de", "fr", "es", "it", "pl", "uk", "ru", "pt", "nl", "tr", "ar"];
    assert_eq!(Words::all().iter().map(|words| words.locale.as_str()).collect::<Vec<_>>(), languages);
    // Words that some languages share.
    let shared = ["version", "name", "phone", "optional", "total"];
    for (kind, count) in [
        ("kind = \"keep_cart\"\nask_name = true\nask_phone = true", 21),
        ("kind = \"discount\"\ncode = \"X\"", 8),
        ("kind = \"newsletter\"", 15),
        ("kind = \"survey\"", 21),
        ("kind = \"restock\"", 15),
        ("kind = \"price_alert\"", 15),
        ("kind = \"recommendations\"", 5),
    ] {
        let offer = offer(kind).unwrap();
        let said: Vec<_> = languages.map(|language| fields(offer.in_language(language))).into();
        for (index, texts) in said.iter().enumerate() {
            assert_eq!((texts["locale"].as_str(), texts.len()), (languages[index], count), "{kind}: {texts:?}");
            for (field, text) in texts {
                let again = said[..index].iter().any(|earlier| earlier[field] == *text);
                assert!(!again || shared.contains(&field.as_str()), "{kind} {}: {field}", languages[index]);
            }
            let example = texts.get("label").map(|_| texts["invalid"].contains("@example.org"));
            assert_ne!(example, Some(false), "{kind} {}", languages[index]);
        }
    }
}

#[test]
fn an_offer_is_made_of_the_blocks_of_its_kind() {
    let types = |toml: &str| {
        let shown = serde_json::to_value(offer(toml).unwrap().shown("en", "0000")).unwrap();
        let blocks: Vec<Value> =
            shown["blocks"].as_array().unwrap().iter().map(|block| block["type"].clone()).collect();
        (shown, Value::from(blocks))
    };
    assert_eq!(types("").1, json!(["text", "cart", "fields"]));
    assert_eq!(types("kind = \"newsletter\"").1, json!(["text", "fields"]));
    assert_eq!(types("kind = \"restock\"").1, json!(["text", "item", "fields"]));
    assert_eq!(types("kind = \"price_alert\"").1, json!(["text", "item", "fields"]));
    assert_eq!(types("kind = \"recommendations\"").1, json!(["text", "items"]));
    let (survey, blocks) =
        types("kind = \"survey\"\nmore = \"\"\nreasons = [{ id = \"a\", text = \"A\" }, { id = \"b\", text = \"B\" }]");
    assert_eq!(blocks, json!(["text", "survey"]));
    let reasons = json!([{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]);
    assert_eq!(survey["blocks"][1], json!({"type": "survey", "id": "why_not_today", "reasons": reasons, "more": ""}));
    let (discount, blocks) = types(
        "kind = \"discount\"\ncode = \"SAVE10\"\nlayout = \"bar\"\ntouch_layout = \"teaser\"\ntheme = \"soft\"\nscheme = \"dark\"",
    );
    assert_eq!(blocks, json!(["text", "code", "cart"]));
    assert_eq!(discount["blocks"][1]["code"], "SAVE10");
    for (field, value) in [
        ("id", "discount"),
        ("kind", "discount"),
        ("layout", "bar"),
        ("touch_layout", "teaser"),
        ("theme", "soft"),
        ("scheme", "dark"),
    ] {
        assert_eq!(discount[field], value, "{field}");
    }
}

#[test]
fn an_offer_of_the_shops_own_is_spoken_in_its_own_languages_only() {
    let toml = "kind = \"custom\"\ntitle = \"Sale\"\nblocks = [{ type = \"heading\", text = \"A\" }]
        [in.de]\ntitle = \"Ausverkauf\"\nblocks = [{ type = \"link\", text = \"B\", url = \"/b/\" }]";
    let offer = offer(toml).unwrap();
    let said = |language: &str| serde_json::to_value(offer.shown(language, "0000")).unwrap();
    assert_eq!(said("en")["blocks"], json!([{"type": "heading", "text": "A"}]));
    assert_eq!(said("de")["blocks"], json!([{"type": "link", "text": "B", "url": "/b/", "button": false}]));
    assert_eq!([said("de")["close"].clone(), said("fr")["title"].clone()], ["Schließen", "Sale"]);
    assert_eq!(said("en")["submit"], "");
}

#[test]
fn recommended_products_are_those_of_the_language_else_of_the_offer() {
    let item = |name: &str| format!("items = [{{ item_id = \"a\", item_name = \"{name}\", url = \"/a/\" }}]");
    let toml = format!("kind = \"recommendations\"\n{}\n[in.de]\n{}", item("Jug"), item("Krug"));
    let offer = offer(&toml).unwrap();
    for (language, name) in [("en", "Jug"), ("fr", "Jug"), ("de", "Krug")] {
        let shown = serde_json::to_value(offer.shown(language, "0000")).unwrap();
        let items = json!([{"item_id": "a", "item_name": name, "url": "/a/"}]);
        assert_eq!(shown["blocks"][1], json!({"type": "items", "items": items}), "{language}");
    }
}

#[test]
fn names_and_phones_are_asked_for_only_where_the_shop_says_so() {
    let asked = |toml: &str| {
        let shown = serde_json::to_value(offer(toml).unwrap().shown("en", "0000")).unwrap();
        let fields = shown["blocks"].as_array().unwrap().last().unwrap().clone();
        [fields["name"].clone(), fields["phone"].clone()]
    };
    assert_eq!(asked(""), ["", ""]);
    assert_eq!(asked("ask_name = true"), ["Name", ""]);
    assert_eq!(asked("ask_phone = true"), ["", "Phone"]);
    // A text that is given does not ask by itself.
    assert_eq!(asked("name = \"Your name\""), ["", ""]);
}

#[test]
fn settings_that_do_not_go_together_are_refused_by_their_field() {
    let code = |length: usize| format!("kind = \"discount\"\ncode = \"{}\"", "Ü".repeat(length));
    let reasons = |count: usize| {
        let answers: Vec<String> = (0..count).map(|n| format!("{{ id = \"a{n}\", text = \"A\" }}")).collect();
        format!("kind = \"survey\"\nreasons = [{}]", answers.join(", "))
    };
    let arm = |table: &str| format!("arms = [{{ {table} }}]");
    let arms = |count: usize| {
        let arms: Vec<String> = (0..count).map(|n| format!("{{ name = \"a{n}\", weight = {n} }}")).collect();
        format!("arms = [{}]", arms.join(", "))
    };
    let experiments = [arms(2), arms(10), arm("name = \"a0\", weight = 1000, theme = \"soft\"")];
    let custom = |blocks: &str| format!("kind = \"custom\"\ntitle = \"T\"\nblocks = [{blocks}]");
    let text = "{ type = \"text\", text = \"A\" }";
    let link = |url: &str| format!("{{ type = \"link\", text = \"A\", url = \"{url}\" }}");
    let picture = |url: &str| format!("{{ type = \"picture\", alt = \"\", url = \"{url}\" }}");
    let list = |lines: usize| format!("{{ type = \"list\", items = [{}] }}", vec!["\"A\""; lines].join(", "));
    let slots = |more: &str, count: usize| {
        let item = format!("{{ item_id = \"a\", item_name = \"A\", url = \"/a/\"{more} }}");
        format!("kind = \"recommendations\"\nitems = [{}]", vec![item; count].join(", "))
    };
    let shown = [
        custom(&[text; 12].join(", ")),
        custom(&[link("/sale/"), picture("https://shop.example/a.png"), list(12)].join(", ")),
        slots("", 6),
        slots(", image = \"/a.png\", price = \"9\", currency = \"EUR\"", 1),
        slots("", 0),
    ];
    for good in [code(1), code(40), reasons(2), reasons(12)].into_iter().chain(experiments).chain(shown) {
        assert!(offer(&good).is_ok(), "{good}");
    }
    assert!(offer("holdout = 0").is_ok() && offer("holdout = 100").is_ok());
    for (wrong, field, words) in [
        ("holdout = -1".to_owned(), "holdout", "-1 is no part: a whole number of percent from 0 to 100"),
        ("holdout = 101".to_owned(), "holdout", "101 is no part"),
        ("arms = []".to_owned(), "arms", "has no arm with a weight above 0"),
        (arms(11), "arms", "has 11 arms: 1 to 10"),
        (arm("name = \"A\""), "arms", "\"A\" is no name: 1 to 64 of a-z 0-9 _"),
        (arm("name = \"holdout\""), "arms", "say how many by `holdout`"),
        (arm("name = \"a0\", weight = -1"), "arms", "\"a0\" has the weight -1: a whole number from 0 to 1000"),
        (arm("name = \"a0\", weight = 1001"), "arms", "has the weight 1001"),
        (arm("name = \"a0\", weight = 0"), "arms", "has no arm with a weight above 0"),
        (arms(2).replace("a1", "a0"), "arms", "\"a0\" is the name of an earlier arm already"),
        ("id = \"Keep it\"".to_owned(), "id", "\"Keep it\" is no id: 1 to 64 of a-z 0-9 _ -"),
        ("kind = \"discount\"".to_owned(), "code", "is missing"),
        ("code = \"X\"".to_owned(), "code", "kind = \"discount\" only"),
        (code(41), "code", "1 to 40 characters"),
        ("kind = \"discount\"\ncode = \"A B\"".to_owned(), "code", "\"A B\" is no code"),
        ("kind = \"survey\"\nask_name = true".to_owned(), "ask_name", "goes with an address"),
        ("kind = \"discount\"\ncode = \"X\"\nask_phone = true".to_owned(), "ask_phone", "goes with an address"),
        ("suggest = \"Really?\"".to_owned(), "suggest", "has no {address} in it"),
        (reasons(1), "reasons", "has 1 answers"),
        (reasons(13), "reasons", "has 13 answers"),
        (reasons(2).replace("a1", "a0"), "reasons", "\"a0\" is the id of two answers"),
        (reasons(2).replace("a1", "A"), "reasons", "\"A\" is no id of an answer"),
        (reasons(2).replace("\"A\"", "\" \""), "reasons", "is empty"),
        ("kind = \"recommendations\"\nask_name = true".to_owned(), "ask_name", "goes with an address"),
        (format!("blocks = [{text}]"), "blocks", "goes with kind = \"custom\" only"),
        ("kind = \"custom\"\ntitle = \"T\"".to_owned(), "blocks", "is missing: kind = \"custom\" shows only"),
        (format!("kind = \"custom\"\nblocks = [{text}]"), "title", "is missing: kind = \"custom\" shows only"),
        (custom(""), "blocks", "has 0 blocks: 1 to 12"),
        (custom(&[text; 13].join(", ")), "blocks", "has 13 blocks"),
        (custom(&[text, &link("javascript:alert(1)")].join(", ")), "blocks", "number 2: `url` \"javascript:alert(1)\""),
        (custom(&picture("//evil.example/a.png")), "blocks", "number 1: `url` \"//evil.example/a.png\" is no safe"),
        (custom(text).replace("\"A\"", "\" \""), "blocks", "number 1: `text` is empty"),
        (custom(&list(0)), "blocks", "number 1: `items` has 0 lines: 1 to 12"),
        (custom(&list(13)), "blocks", "number 1: `items` has 13 lines"),
        (custom(&list(2)).replace("\"A\", \"A\"", "\"A\", \"\""), "blocks", "`items` is empty"),
        ("items = []".to_owned(), "items", "goes with kind = \"recommendations\" only"),
        (slots("", 7), "items", "has 7 products: at most 6"),
        (slots("", 1).replace("/a/", "data:,x"), "items", "number 1: `url` \"data:,x\" is no safe address"),
        (slots(", image = \"x.png\"", 1), "items", "number 1: `image` \"x.png\" is no safe address"),
        (slots("", 2).replace("\"A\"", "\"\""), "items", "number 1: `item_name` is empty"),
        (slots(", price = \"cheap\", currency = \"EUR\"", 1), "items", "`price` \"cheap\" is no amount"),
        (slots(", price = \"9\"", 1), "items", "`currency` is missing beside `price`"),
        (slots(", price = \"9\", currency = \"Euro\"", 1), "items", "`currency` \"Euro\" is no currency"),
    ] {
        let refusal = offer(&wrong).unwrap_err();
        assert_eq!(refusal.steps, [field], "{wrong}");
        assert!(refusal.reason.contains(words), "{}", refusal.reason);
    }
}

#[test]
fn a_language_is_found_by_its_beginning_and_the_sites_own_words_come_first() {
    let own = |title: &str| FileTexts { title: Some(title.to_owned()), ..FileTexts::default() };
    let others = [(Language("pt-BR".to_owned()), own("Carrinho")), (Language("fr".to_owned()), own("Panier"))];
    let main = FileTexts { locale: Some(Language("de-AT".to_owned())), r#in: others.into(), ..own("Sackerl") };
    let words = SiteOffer::new(main.clone(), true).unwrap();
    for (asked, locale, title) in [
        ("de-AT", "de-AT", "Sackerl"),
        ("de", "de-AT", "Sackerl"),
        ("sv", "de-AT", "Sackerl"),
        ("pt-BR", "pt-BR", "Carrinho"),
        ("FR-ca", "fr", "Panier"),
        ("pt", "pt", "Guardar o seu carrinho para mais tarde?"),
    ] {
        let texts = words.in_language(asked);
        assert_eq!((texts.locale.as_str(), texts.title.as_str()), (locale, title), "{asked}");
    }
    assert_eq!(words.in_language("de").close, "Nein, danke", "what is not given is built in");
    let untranslated = SiteOffer::new(main, false).unwrap();
    assert_eq!(untranslated.in_language("pt").locale, "de-AT");
    assert_eq!(untranslated.in_language("fr").locale, "fr");
}

#[test]
fn pages_of_mails_speak_the_first_language_asked_for_that_there_are_words_in() {
    for (asked, expected) in
        [(vec!["de-AT"], "de"), (vec!["xx", "fr-CH", "de"], "fr"), (vec!["", "*"], "en"), (vec![], "en")]
    {
        assert_eq!(PageWords::of(asked.clone()).0, expected, "{asked:?}");
    }
    let said: Vec<_> =
        Words::all().iter().map(|words| PageWords::of([words.locale.as_str()]).1.confirm_text.as_str()).collect();
    for (index, text) in said.iter().enumerate() {
        assert!(!said[..index].contains(text), "{text}");
    }
}
