//! How visitors fill in forms, with real keys: what is told, and what never is.

use anyhow::Result;
use serde_json::{Value, json};
use thirtyfour::Key;
use waypost_e2e::browser::Engine;
use waypost_e2e::collector::Event;
use waypost_e2e::expect::{self, Expected, event};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;

mod typed;

const FORMS: &str = "/fixture/forms.html";
const AWAY: &str = "/fixture/without.html";

/// The key Backspace, as WebDriver writes it in a text.
const BACK: char = '\u{e003}';

#[tokio::test]
async fn a_form_tells_its_start_its_fields_in_order_and_its_submission() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    type_into(&stage, "#mail", "jane@example.org").await?;
    type_into(&stage, "#text", "Hello").await?;
    type_into(&stage, "#name", "Jane").await?;
    stage.click("#send").await?;
    stage.arrive("/fixture/next.html").await?;
    let about = |n: u32, field: &str| json!({"form": "write", "kind": "contact", "field": field, "n": n, "refills": 0});
    let events = until_forms(
        &stage,
        &[
            form("form_start").with(json!({"form": "write", "kind": "contact"})),
            form("form_field").with(about(1, "email")),
            form("form_field").with(about(2, "message")),
            form("form_field").with(about(3, "name")),
            form("form_submit").with(json!({"form": "write", "kind": "contact", "fields": 3})),
        ],
    )
    .await?;
    let ms = |event: &Event| event.data["ms"].as_i64().unwrap_or(-1);
    let fields: i64 = events[1..4].iter().map(ms).sum();
    assert!(ms(&events[4]) > 0 && (fields - ms(&events[4])).abs() <= 2, "{}", expect::table(&events));
    stage.end().await
}

#[tokio::test]
async fn enter_submits_as_a_press_does() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    type_into(&stage, "#first", "mug").await?;
    stage.browser.press(Key::Enter).await?;
    stage.arrive("/fixture/next.html").await?;
    let about = json!({"form": "find", "kind": "search"});
    until_forms(
        &stage,
        &[
            form("form_start").with(about.clone()),
            form("form_field").with(json!({"form": "find", "field": "q", "n": 1})),
            form("form_submit").with(about),
        ],
    )
    .await?;
    stage.end().await
}

#[tokio::test]
async fn what_is_typed_while_the_chunk_is_on_its_way_is_heard() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault("/waypost-forms.js", Fault::Delay(std::time::Duration::from_secs(2)));
    stage.open(FORMS).await?;
    stage.sdk_is_ready().await?;
    type_into(&stage, "#letter-mail", "jane@example.org").await?;
    type_into(&stage, "#name", "b").await?;
    assert!(stage.front.heard("/waypost-forms.js").iter().all(|heard| heard.status.is_none()), "too late");
    let told = [
        form("form_start").with(json!({"form": "letter"})),
        form("form_field").with(json!({"form": "letter"})),
        form("form_start").with(json!({"form": "write"})),
    ];
    until_forms(&stage, &told).await?;
    stage.end().await
}

#[tokio::test]
async fn a_field_filled_in_again_is_refilled() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    let field = |field: &str, refills: u32| form("form_field").with(json!({"field": field, "refills": refills}));
    type_into(&stage, "#name", &format!("ab{BACK}{BACK}c")).await?;
    type_into(&stage, "#mail", &format!("ab{BACK}c")).await?;
    type_into(&stage, "#name", "d").await?;
    type_into(&stage, "#mail", &format!("{BACK}{BACK}")).await?;
    type_into(&stage, "#text", "x").await?;
    type_into(&stage, "#mail", "y").await?;
    let told = [
        form("form_start"),
        field("name", 1),
        field("email", 0),
        field("name", 1),
        field("email", 1),
        field("message", 0),
        field("email", 1),
    ];
    stage.find("#send").await?.focus().await?;
    forms_are(&stage, &told).await?;
    stage.end().await
}

#[tokio::test]
async fn what_the_browser_refuses_is_told_by_its_key_once_an_attempt() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    let error = |field: &str, why: &str| {
        form("form_error").with(json!({"form": "write", "kind": "contact", "field": field, "why": why}))
    };
    type_into(&stage, "#mail", "jane").await?;
    stage.browser.eval("document.querySelector('#write').checkValidity(); return true").await?;
    stage.click("#send").await?;
    stage.click("#send").await?;
    let all = forms_now(&stage).await?;
    // The focus goes to what is wrong, for a while that depends on the machine.
    let told: Vec<Event> = all.into_iter().filter(|event| event.name != "form_field").collect();
    expect::exactly(
        &[
            form("form_start"),
            error("email", "typeMismatch"),
            error("message", "valueMissing"),
            error("email", "typeMismatch"),
            error("message", "valueMissing"),
        ],
        &told,
    );
    type_into(&stage, "#mail", "@example.org").await?;
    type_into(&stage, "#text", "Hello").await?;
    stage.click("#send").await?;
    stage.arrive("/fixture/next.html").await?;
    let all = all_forms(&stage, |events| events.iter().any(|event| event.name == "form_submit")).await?;
    assert_eq!(count(&all, "form_error"), 4, "{}", expect::table(&all));
    assert_eq!(count(&all, "form_start"), 1, "{}", expect::table(&all));
    stage.end().await
}

#[tokio::test]
async fn what_the_page_refuses_after_a_submission_is_an_error_and_its_thanks_are_none() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    let about = json!({"form": "join", "kind": "sign_up"});
    let field = json!({"form": "join", "field": "email", "why": "message"});
    type_into(&stage, "#join-mail", "jane@example.org").await?;
    let answers = |answer: &str| format!("document.querySelector('#join').dataset.answer = '{answer}'; return true");
    let shown = |text: &str| format!("return document.querySelector('#join-alert').textContent === '{text}'");
    for (answer, text) in [("field", "Not so"), ("", "Thank you")] {
        stage.browser.eval(&answers(answer)).await?;
        stage.browser.eval("document.querySelector('#join-alert').textContent = ''; return true").await?;
        stage.click("#join-send").await?;
        stage.browser.until(&shown(text)).await?;
    }
    forms_are(
        &stage,
        &[
            form("form_start").with(about.clone()),
            form("form_field").with(json!({"field": "email"})),
            form("form_submit").with(about.clone()),
            form("form_error").with(field.clone()),
            form("form_submit").with(about.clone()),
        ],
    )
    .await?;
    // An alert alone is an error of the field that it describes; after the next change it is another attempt.
    stage.browser.eval(&answers("alert")).await?;
    type_into(&stage, "#join-mail", "x").await?;
    stage.click("#join-send").await?;
    stage.browser.until(&shown("Not so")).await?;
    let all = all_forms(&stage, |events| count(events, "form_error") == 2).await?;
    expect::exactly(&[form("form_error").with(field)], &all[all.len() - 1..]);
    assert_eq!(count(&all, "form_start"), 2, "{}", expect::table(&all));
    stage.end().await
}

#[tokio::test]
async fn a_form_that_is_left_by_a_link_is_abandoned_with_its_last_field() -> Result<()> {
    let stage = Stage::start().await?;
    fill_in_and_hesitate(&stage).await?;
    stage.click("#away").await?;
    abandoned(&stage).await?;
    stage.end().await
}

#[tokio::test]
async fn a_form_that_is_left_by_the_address_is_abandoned_with_its_last_field() -> Result<()> {
    let stage = Stage::start().await?;
    fill_in_and_hesitate(&stage).await?;
    stage.browser.open("about:blank").await?;
    abandoned(&stage).await?;
    stage.end().await
}

#[tokio::test]
async fn a_form_that_is_left_with_its_tab_is_abandoned_with_its_last_field() -> Result<()> {
    let stage = Stage::start().await?;
    // Not the last tab, which would end the browser, and in front to the end.
    let driver = &stage.browser.driver;
    let page = driver.window().await?;
    let other = driver.new_tab().await?;
    driver.switch_to_window(page).await?;
    fill_in_and_hesitate(&stage).await?;
    stage.browser.until("return document.visibilityState === 'visible'").await?;
    driver.close_window().await?;
    driver.switch_to_window(other).await?;
    if stage.browser.engine != Engine::Firefox {
        abandoned(&stage).await?;
        return stage.end().await;
    }
    // It ends the beacon of a tab that is closed, about one time in four: of this page arrives all or nothing. The next one
    // shows that there was time for it.
    stage.open("/fixture/next.html").await?;
    stage.stored("page_view").await?;
    if !forms_now(&stage).await?.is_empty() {
        abandoned(&stage).await?;
    }
    stage.end().await
}

async fn fill_in_and_hesitate(stage: &Stage) -> Result<()> {
    forms_page(stage).await?;
    type_into(stage, "#name", "Jane").await?;
    stage.find("#mail").await?.focus().await?;
    Ok(())
}

async fn abandoned(stage: &Stage) -> Result<()> {
    let all = all_forms(stage, |events| count(events, "form_abandon") > 0).await?;
    let last = json!({"form": "write", "kind": "contact", "last_field": "email", "fields": 1});
    expect::exactly(
        &[form("form_start"), form("form_field").with(json!({"field": "name"})), form("form_abandon").with(last)],
        &all,
    );
    Ok(())
}

#[tokio::test]
async fn a_page_that_is_only_hidden_has_no_abandoned_form() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    type_into(&stage, "#first", "mug").await?;
    stage.look_away_and_back().await?;
    stage.click("#go").await?;
    stage.arrive("/fixture/next.html").await?;
    let all = all_forms(&stage, |events| count(events, "form_submit") > 0).await?;
    let names: Vec<&str> = all.iter().map(|event| event.name.as_str()).filter(|name| *name != "form_field").collect();
    assert_eq!(names, ["form_start", "form_submit"], "{}", expect::table(&all));
    stage.end().await
}

#[tokio::test]
async fn the_focus_alone_starts_nothing() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    stage.find("#first").await?.focus().await?;
    for _ in 0..4 {
        stage.browser.press(Key::Tab).await?;
    }
    stage.click("#mail").await?;
    forms_are(&stage, &[]).await?;
    stage.open(AWAY).await?;
    assert!(forms_of(&stage.collector.events().await?).is_empty());
    stage.end().await
}

#[tokio::test]
async fn choices_alone_are_no_form_that_is_given_up() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    stage.click("#small").await?;
    stage.click("#large").await?;
    stage.click("#gift").await?;
    stage.find("#lone").await?.send_keys("Bl").await?;
    stage.open(AWAY).await?;
    let all = all_forms(&stage, |events| events.iter().any(|event| event.data["field"] == "gift")).await?;
    assert_eq!(count(&all, "form_start"), 1, "{}", expect::table(&all));
    assert_eq!(count(&all, "form_abandon"), 0, "{}", expect::table(&all));
    stage.end().await
}

#[tokio::test]
async fn a_form_that_the_page_submits_by_script_is_submitted() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    stage.find("#order").await?.send_keys("Old").await?;
    // Not every engine takes a key for a change before the focus has left.
    stage.browser.eval("document.querySelector('#order')?.blur(); return true").await?;
    stage.arrive("/fixture/next.html").await?;
    let all = all_forms(&stage, |events| count(events, "form_submit") > 0).await?;
    let submitted: Vec<Event> = all.into_iter().filter(|event| event.name == "form_submit").collect();
    expect::exactly(&[form("form_submit").with(json!({"form": "sort", "kind": "other"}))], &submitted);
    stage.end().await
}

#[tokio::test]
async fn fields_without_a_form_are_forms_by_what_is_around_them() -> Result<()> {
    let stage = Stage::start().await?;
    forms_page(&stage).await?;
    type_into(&stage, "#ask", "Why?").await?;
    stage.click("#more").await?;
    type_into(&stage, "#letter-mail", "jane@example.org").await?;
    stage.click("#letter-send").await?;
    let letter = json!({"form": "letter", "kind": "newsletter"});
    let ask = json!({"form": "Ask us", "kind": "other"});
    forms_are(
        &stage,
        &[
            form("form_start").with(ask.clone()),
            form("form_field").with(json!({"field": "question"})),
            form("form_start").with(letter.clone()),
            form("form_field").with(json!({"field": "letter-mail"})),
            form("form_submit").with(letter),
        ],
    )
    .await?;
    stage.open(AWAY).await?;
    let all = all_forms(&stage, |events| count(events, "form_abandon") > 0).await?;
    expect::exactly(&[form("form_abandon").with(ask)], &all[all.len() - 1..]);
    stage.end().await
}

/// Opens the page with the forms and waits until they are listened to.
async fn forms_page(stage: &Stage) -> Result<()> {
    stage.open(FORMS).await?;
    stage.sdk_is_ready().await?;
    // A choice that belongs to no form.
    stage.find("#lone").await?.focus().await?;
    let loaded = "const done = arguments[0]; import('/waypost-forms.js').then(() => setTimeout(done))";
    stage.browser.driver.execute_async(loaded, Vec::<Value>::new()).await?;
    Ok(())
}

/// As a visitor does: into the field, and then the keys.
async fn type_into(stage: &Stage, css: &str, text: &str) -> Result<()> {
    stage.find(css).await?.send_keys(text).await?;
    Ok(())
}

fn form(name: &'static str) -> Expected {
    event(name, FORMS)
}

fn forms_of(events: &[Event]) -> Vec<Event> {
    events.iter().filter(|event| event.name.starts_with("form_")).cloned().collect()
}

fn count(events: &[Event], name: &str) -> usize {
    events.iter().filter(|event| event.name == name).count()
}

/// What was told of forms, once that is as `is` says.
async fn all_forms(stage: &Stage, is: impl Fn(&[Event]) -> bool) -> Result<Vec<Event>> {
    let events = stage.collector.events_until("what was told of forms", |events| is(&forms_of(events))).await?;
    Ok(forms_of(&events))
}

/// Checks that exactly this is told of forms, once so much has arrived.
async fn until_forms(stage: &Stage, expected: &[Expected]) -> Result<Vec<Event>> {
    let all = all_forms(stage, |events| events.len() >= expected.len()).await?;
    expect::exactly(expected, &all);
    Ok(all)
}

/// Checks that exactly this was told of forms so far; the page stays as it is.
async fn forms_are(stage: &Stage, expected: &[Expected]) -> Result<()> {
    expect::exactly(expected, &forms_now(stage).await?);
    Ok(())
}

/// What was told of forms so far.
async fn forms_now(stage: &Stage) -> Result<Vec<Event>> {
    // In a later task than what is told of now.
    let end = "let left = 5
        const done = arguments[0], end = () => { waypost.track('the_end'); waypost.flush(); done() }
        const step = () => (left-- ? setTimeout(step) : end())
        step()";
    stage.browser.driver.execute_async(end, Vec::<Value>::new()).await?;
    stage.collector.event_named("the_end").await?;
    Ok(forms_of(&stage.collector.events().await?))
}
