//! What must never be told of a form: what is typed, and the names of what is nobody's business.

use anyhow::ensure;

use super::*;

#[tokio::test]
async fn a_password_a_card_and_what_is_hidden_are_never_named() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    type_into(&stage, "#join-word", "sesame").await?;
    // Showing a password submits nothing, though its button could.
    stage.click("#show").await?;
    type_into(&stage, "#zip", "12").await?;
    type_into(&stage, "#card", "4242").await?;
    type_into(&stage, "#code", "123").await?;
    stage.find("#pay-send").await?.focus().await?;
    let private = |n: u32| form("form_field").with(json!({"field": "(private)", "n": n}));
    let pay = json!({"form": "pay", "kind": "checkout"});
    forms_are(
        &stage,
        &[
            form("form_start").with(json!({"form": "join", "kind": "sign_up"})),
            private(1),
            form("form_start").with(pay.clone()),
            form("form_field").with(json!({"field": "zip", "n": 1})),
            private(2),
            private(3),
        ],
    )
    .await?;
    stage.click("#pay-send").await?;
    stage.arrive("/fixture/next.html").await?;
    let all = all_forms(&stage, |events| count(events, "form_abandon") > 0).await?;
    expect::exactly(
        &[
            form("form_submit").with(pay),
            form("form_abandon").with(json!({"form": "join", "last_field": "(private)", "fields": 1})),
        ],
        &all[all.len() - 2..],
    );
    for heard in stage.front.heard("/v1/") {
        for name in ["secret-word", "card-number", "cvc", "secret-token"] {
            assert!(!heard.body.contains(name), "{name} in {}", heard.body);
        }
    }
    stage.end().await
}

/// What is typed into each field, in letters that no other text has next to each other.
const SECRETS: [(&str, &str); 11] = [
    ("#text", "zqxwvkja"),
    ("#bare", "qwxzjvkb"),
    ("#email", "jqzxkwvc@xzqjwkvd.example"),
    ("#tel", "+90731846251"),
    ("#url", "https://wvqzxjke.example/"),
    ("#search", "xkzjqvwf"),
    ("#number", "58204719360"),
    ("#password", "vzxqkjwg"),
    ("#card", "4929 7183 6502 9418"),
    ("#area", "kxjqzvwh"),
    ("#free", "jvzkqxwi"),
];

/// What else the page holds: a chosen option, a ticked box, a default, a hidden input.
const HELD: [&str; 4] = ["xjqwvzkp", "vxqjzwkb", "qzvxjwkd", "wzqxvjkh"];

#[tokio::test]
async fn no_typed_character_reaches_the_core_or_the_collector() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open("/fixture/typed.html").await?;
    stage.sdk_is_ready().await?;
    for (css, text) in SECRETS {
        type_into(&stage, css, text).await?;
    }
    stage.find("#choice").await?.send_keys("Xjq").await?;
    stage.click("#box").await?;
    let typed = "return document.querySelector('#text').value + document.querySelector('#area').value";
    assert_eq!(stage.browser.eval(typed).await?, "zqxwvkjakxjqzvwh", "nothing was typed");
    stage.click("#send").await?;
    all_forms(&stage, |events| count(events, "form_submit") > 0).await?;
    stage.open("/fixture/typed.html").await?;
    stage.sdk_is_ready().await?;
    type_into(&stage, "#area", "kxjqzvwh").await?;
    let parts = parts_of_secrets();
    told_words_are_found(&stage).await?;
    let in_core = stage.browser.eval(&format!("return window.inCore({})", json!(parts))).await?;
    assert_eq!(in_core, json!([]), "typed characters are in the tracker's memory");
    assert_eq!(stage.browser.eval("return window.reads").await?, json!([]), "Waypost has read what was typed");
    // Firefox may end what is sent when a tab is closed, and not when the page is left for another one.
    stage.browser.open("about:blank").await?;
    all_forms(&stage, |events| count(events, "form_abandon") > 0).await?;
    let heard = stage.front.heard("/v1/");
    assert!(!heard.is_empty());
    for heard in heard {
        let body = heard.body.to_lowercase();
        let found: Vec<&String> = parts.iter().filter(|part| body.contains(*part)).collect();
        assert!(found.is_empty(), "{found:?} in {body}");
    }
    let is_told = |word: &str| stage.front.heard("/v1/").iter().any(|heard| heard.body.contains(word));
    ensure!(TOLD.iter().all(|word| is_told(word)), "what the page told is not in what was sent");
    stage.end().await
}

/// Words that the page tells itself, as a name and in data. What finds these would find what was typed.
const TOLD: [&str; 2] = ["told_zvqkxjwm", "wjxqkvzn"];

/// They are not in the tracker's memory before they are told, and are after that.
async fn told_words_are_found(stage: &Stage) -> Result<()> {
    let found = format!("return window.inCore({}).length", json!(TOLD));
    assert_eq!(stage.browser.eval(&found).await?, 0, "the words are no others than those that were told");
    stage.call("track", json!([TOLD[0], {"word": TOLD[1]}])).await?;
    stage.browser.until(&format!("{found} === 2")).await?;
    Ok(())
}

/// Every run of four letters or six digits of what is typed or held.
fn parts_of_secrets() -> Vec<String> {
    let texts = SECRETS.iter().map(|(_, text)| *text).chain(HELD);
    let mut parts = Vec::new();
    for text in texts {
        let letters: Vec<char> = text.replace(".example", "").replace("https", "").replace(' ', "").chars().collect();
        let run = if letters.iter().any(char::is_ascii_alphabetic) { 4 } else { 6 };
        for part in letters.windows(run) {
            if part.iter().all(char::is_ascii_alphanumeric) {
                parts.push(part.iter().collect());
            }
        }
    }
    parts
}
