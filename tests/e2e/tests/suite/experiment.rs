//! Who is held out and who is not, what is told of it, and what the collector makes of what they did next.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::browser::Shape;
use waypost_e2e::collector::Event;
use waypost_e2e::expect::path_of;
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";

#[tokio::test]
async fn who_is_held_out_sees_nothing_and_is_told_of_when_the_offer_would_have_been_there() -> Result<()> {
    let mut stage = stage("holdout = 100", "anonymous").await?;
    add_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    let ghost = stage.collector.event_named("offer_withheld").await?;
    assert_eq!(ghost.data, json!({"offer": "keep-cart", "reason": "holdout", "field": "arm", "arm": "holdout"}));
    let intent = stage.collector.event_named("exit_intent").await?;
    let told = ["shown", "reason", "offer", "arm"].map(|key| intent.data[key].clone());
    assert_eq!(told, [json!(false), json!("holdout"), json!("keep-cart"), json!("holdout")]);
    assert!(intent.data["score"].is_number(), "{}", intent.data);
    assert!(!stage.has_offer().await?);
    // Once a page: who leaves again is not counted again.
    let view = stage.browser.viewport().await?;
    stage.browser.come_back(view).await?;
    stage.browser.leave_by_the_top().await?;
    let twice = |events: &[Event]| named(events, "exit_intent").len() == 2;
    let events = stage.collector.events_until("leaving again", twice).await?;
    let shown = ["offer_withheld", "offer_shown"]
        .map(|name| named(&events, name).iter().filter(|event| event.data["reason"] != "capped").count());
    assert_eq!(shown, [1, 0]);
    let answer = stage.collector.api("intent?site=demo").await?;
    let arm = json!({"arm": "holdout", "exposed": 1, "captured": 0, "purchase": 0, "returned": 0, "uplift": null});
    assert_eq!(answer["offers"], json!([{"offer": "keep-cart", "arms": [arm]}]));
    stage.end().await
}

#[tokio::test]
async fn an_offer_within_the_page_haunts_it_once_its_place_is_in_sight() -> Result<()> {
    let mut stage = stage("holdout = 100\nlayout = \"inline\"", "anonymous").await?;
    let place = "const place = document.createElement('div');
        place.dataset.waypostOffer = 'keep-cart';
        place.style.cssText = 'height: 20em; margin-top: 300vh';
        document.body.append(place);
        return true";
    stage.browser.eval(place).await?;
    add_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    stage.collector.event_named("exit_intent").await?;
    stage.call("flush", json!([])).await?;
    assert!(stage.stored("offer_withheld").await?.is_empty(), "nobody would have seen it");
    let look = "document.querySelector('[data-waypost-offer]').scrollIntoView(); return true";
    stage.browser.eval(look).await?;
    let ghost = stage.collector.event_named("offer_withheld").await?;
    assert_eq!(ghost.data["reason"], "holdout");
    stage.end().await
}

#[tokio::test]
async fn an_arm_has_its_look_and_all_that_is_told_of_the_offer_names_it() -> Result<()> {
    let mut stage = stage("arms = [{ name = \"above\", layout = \"bar\" }]\nholdout = 0", "anonymous").await?;
    add_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    let offer = stage.offer().await?;
    assert_eq!(offer.eval("return root.querySelector('.surface').classList.contains('bar')").await?, json!(true));
    stage.collector.event_named("offer_shown").await?;
    offer.give_address("jane@example.org").await?;
    stage.collector.event_named("offer_submitted").await?;
    let events = stage.collector.events().await?;
    for name in ["exit_intent", "offer_shown", "offer_submitted"] {
        let data = &named(&events, name)[0].data;
        assert_eq!((&data["offer"], &data["arm"]), (&json!("keep-cart"), &json!("above")), "{name}");
    }
    let answer = stage.collector.api("intent?site=demo").await?;
    let arm = json!({"arm": "above", "exposed": 1, "captured": 1, "purchase": 0, "returned": 0, "uplift": null});
    assert_eq!(answer["offers"], json!([{"offer": "keep-cart", "arms": [arm]}]));
    stage.end().await
}

#[tokio::test]
async fn a_visitor_stays_in_one_arm_from_page_to_page() -> Result<()> {
    for consent in ["anonymous", "granted"] {
        let arms: Vec<String> = (0..8).map(|n| format!("{{ name = \"a{n}\" }}")).collect();
        let mut stage = stage(&format!("holdout = 0\narms = [{}]", arms.join(", ")), consent).await?;
        let mut found = Vec::new();
        for path in [PLAIN, NEXT, PLAIN] {
            stage.open(path).await?;
            is_watching(&stage).await?;
            stage.call("track", json!(["add_to_cart", jug()])).await?;
            stage.browser.leave_by_the_top().await?;
            let enough = |events: &[Event]| named(events, "exit_intent").len() > found.len();
            let events = stage.collector.events_until("leaving", enough).await?;
            let last = named(&events, "exit_intent").pop().cloned();
            let Some(last) = last else { continue };
            assert_eq!(path_of(&last), path);
            found.push(last.data["arm"].clone());
            if last.data["shown"] == true {
                stage.offer().await?.find("button.later").await?.click().await?;
            }
            // What the page says of a visitor is the beginning of their id, and nothing without consent.
            let id = last.visitor.unwrap_or_default();
            let drawn_by = if consent == "granted" { &id[..4] } else { "" };
            let asked = stage.front.heard("/v1/config").pop().map(|heard| heard.path).unwrap_or_default();
            assert!(asked.ends_with(&format!("&draw={drawn_by}")), "{consent}: {asked}");
        }
        assert!(found.iter().all(|arm| arm.is_string() && *arm == found[0]), "{consent}: {found:?}");
        stage.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn who_leaves_with_an_empty_cart_and_comes_back_is_judged_and_shown_on_the_dashboard() -> Result<()> {
    let mut stage = stage("holdout = 0", "anonymous").await?;
    let view = stage.browser.press_nothing().await?;
    stage.browser.go_out(view).await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    assert_eq!((&intent.data["shown"], &intent.data["reason"]), (&json!(false), &json!("no_cart")), "{}", intent.data);
    let held = stage.collector.event_named("offer_withheld").await?;
    assert_eq!((&held.data["offer"], &held.data["reason"]), (&json!("keep-cart"), &json!("no_cart")));
    let before = stage.collector.api("intent?site=demo").await?["signals"][0].clone();
    assert_eq!(judged(&before), [json!("pointer_top"), json!(1), json!(0), json!(0), json!(1)], "it is too early");
    stage.browser.come_back(view).await?;
    let back = stage.collector.event_named("exit_return").await?;
    assert!(back.data["after_ms"].as_u64().is_some_and(|ms| ms <= 30_000), "{}", back.data);
    let after = stage.collector.api("intent?site=demo").await?["signals"][0].clone();
    assert_eq!(judged(&after), [json!("pointer_top"), json!(1), json!(0), json!(1), json!(0)]);
    stage.open(&stage.collector.sign_in_path()).await?;
    let told = "return document.querySelector('#intent-headline').textContent
        .startsWith('0%of 1 decision where nothing was shown was right')
      && document.querySelector('#intent-signals tr')?.textContent.startsWith('Mouse left at the topdesktop0%')";
    stage.browser.until(told).await?;
    stage.end().await
}

#[tokio::test]
async fn who_is_held_out_and_leaves_has_left() -> Result<()> {
    let mut stage = stage("holdout = 100", "anonymous").await?;
    add_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    assert_eq!((&intent.data["shown"], &intent.data["reason"]), (&json!(false), &json!("holdout")), "{}", intent.data);
    let signal = left(&stage).await?;
    assert_eq!(judged(&signal), [json!("pointer_top"), json!(1), json!(1), json!(0), json!(0)]);
    stage.end().await
}

#[tokio::test]
async fn who_was_not_to_be_disturbed_and_leaves_has_left_and_who_stays_has_not() -> Result<()> {
    let mut stage = stage("holdout = 0", "anonymous").await?;
    add_a_jug(&stage).await?;
    let select = "getSelection().selectAllChildren(document.querySelector('h1')); return true";
    let view = stage.browser.press_nothing().await?;
    stage.browser.eval(select).await?;
    stage.browser.go_out(view).await?;
    let stays = stage.collector.event_named("exit_intent").await?;
    assert_eq!((&stays.data["shown"], &stays.data["veto"]), (&json!(false), &json!("selection")));
    stage.browser.come_back(view).await?;
    stage.browser.press_nothing().await?;
    stage.collector.event_named("exit_return").await?;
    let vetoes = |decisions: u64, left: u64| json!([{"veto": "selection", "decisions": decisions, "left": left}]);
    let signal = stage.collector.api("intent?site=demo").await?["signals"][0].clone();
    assert_eq!((&signal["pending"], &signal["vetoes"]), (&json!(0), &vetoes(1, 0)));
    // The same page again, and for good.
    stage.open(PLAIN).await?;
    is_watching(&stage).await?;
    add_a_jug(&stage).await?;
    let view = stage.browser.press_nothing().await?;
    stage.browser.eval(select).await?;
    stage.browser.go_out(view).await?;
    let second = |events: &[Event]| named(events, "exit_intent").len() == 2;
    stage.collector.events_until("leaving again", second).await?;
    let signal = left(&stage).await?;
    assert_eq!((&signal["pending"], &signal["vetoes"]), (&json!(0), &vetoes(2, 1)));
    stage.end().await
}

#[tokio::test]
async fn who_leaves_before_the_offer_is_there_is_told_of() -> Result<()> {
    let mut stage = stage("holdout = 0", "anonymous").await?;
    stage.front.fault("/waypost-offer.js", Fault::Delay(Duration::from_secs(600)));
    add_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    decision_is_over(&stage).await?;
    stage.close_tab().await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    let told = ["shown", "reason", "offer", "arm"].map(|key| intent.data[key].clone());
    assert_eq!(told, [json!(false), json!("too_late"), json!("keep-cart"), json!("offer")], "{}", intent.data);
    assert!(intent.data["score"].is_number(), "{}", intent.data);
    stage.end().await
}

#[tokio::test]
async fn what_was_told_to_be_too_late_is_not_shown_to_who_comes_back() -> Result<()> {
    let mut stage = stage("holdout = 0", "anonymous").await?;
    stage.front.fault("/waypost-offer.js", Fault::Delay(Duration::from_secs(15)));
    add_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    decision_is_over(&stage).await?;
    stage.look_away_and_back().await?;
    let loaded =
        "return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/waypost-offer.js'))";
    stage.browser.until(loaded).await?;
    let told: Vec<_> = stage.stored("exit_intent").await?.iter().map(|intent| intent.data["reason"].clone()).collect();
    assert_eq!(told, [json!("too_late")]);
    assert!(!stage.has_offer().await?);
    stage.end().await
}

#[tokio::test]
async fn a_newsletter_is_withheld_and_not_told_as_shown_where_marketing_was_refused() -> Result<()> {
    let mut stage = stage("kind = \"newsletter\"", "anonymous").await?;
    stage.call("consent", json!([{"marketing": "denied"}])).await?;
    add_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    let intent = stage.collector.event_named("exit_intent").await?;
    assert_eq!((&intent.data["shown"], &intent.data["reason"]), (&json!(false), &json!("marketing")));
    let held = stage.collector.event_named("offer_withheld").await?;
    assert_eq!((&held.data["offer"], &held.data["reason"]), (&json!("newsletter"), &json!("marketing")));
    assert!(!stage.has_offer().await?);
    stage.end().await
}

#[tokio::test]
async fn a_veto_is_told_once_a_page_and_another_one_by_itself() -> Result<()> {
    let mut stage = stage("holdout = 0", "anonymous").await?;
    add_a_jug(&stage).await?;
    let view = stage.browser.press_nothing().await?;
    let field = "const field = document.body.appendChild(document.createElement('input')); field.focus(); return true";
    stage.browser.eval(field).await?;
    let list = "const list = document.body.appendChild(document.createElement('select')); list.focus(); return true";
    let mut vetoes = Vec::new();
    for (turn, before) in ["return true", "return true", list].into_iter().enumerate() {
        stage.browser.eval(before).await?;
        stage.browser.go_out(view).await?;
        let expected = [1, 1, 2][turn];
        let enough = |events: &[Event]| named(events, "exit_intent").len() >= expected;
        let events = stage.collector.events_until("leaving", enough).await?;
        vetoes = named(&events, "exit_intent").iter().map(|event| event.data["veto"].clone()).collect();
        // Of a mouse that comes back at once the detector learns that it does, and decides no more.
        decision_is_over(&stage).await?;
        stage.browser.come_back(view).await?;
        stage.browser.press_nothing().await?;
    }
    assert_eq!(vetoes, [json!("field"), json!("select")]);
    stage.end().await
}

/// Waits until the detector has looked for the last time, which is less than half a second after leaving.
async fn decision_is_over(stage: &Stage) -> Result<()> {
    stage.browser.eval("window.__left = performance.now(); return true").await?;
    stage.browser.until("return performance.now() - window.__left > 1500").await?;
    Ok(())
}

/// Leaves the site, and returns the signal once it is known of each decision what came of it: 30 s later.
async fn left(stage: &Stage) -> Result<Value> {
    stage.open("/fixture/without.html").await?;
    let last = stage.collector.events().await?.iter().map(|event| event.occurred_at_ms).max().unwrap_or_default();
    // Longer than anything else may take, so it is waited for by halves.
    for half in [15_000, 31_000] {
        wait::until("the decision to be old enough", async || {
            let intent = stage.collector.api("intent?site=demo").await.map_err(|error| format!("{error:#}"))?;
            if intent["to_ms"].as_i64() >= Some(last + half) { Ok(()) } else { Err(intent.to_string()) }
        })
        .await?;
    }
    Ok(stage.collector.api("intent?site=demo").await?["signals"][0].clone())
}

/// The signal, and its decisions that left, stayed and are pending.
fn judged(signal: &Value) -> [Value; 5] {
    ["signal", "decisions", "left", "stayed", "pending"].map(|key| signal[key].clone())
}

fn named<'a>(events: &'a [Event], name: &str) -> Vec<&'a Event> {
    events.iter().filter(|event| event.name == name).collect()
}

/// A stage whose one site has this `[[site.offer]]`, with the plain page open and what watches the mouse in place.
async fn stage(table: &str, consent: &str) -> Result<Stage> {
    let file = format!("[[site]]\nkey = \"demo\"\n[[site.offer]]\n{table}\n");
    let stage = Stage::start_with(Shape::Desktop, &file).await?;
    let soon = json!({"consent": consent, "offer": {"armAfterMs": 0, "armInteractions": 0}});
    stage.configure(&soon.to_string());
    stage.open(PLAIN).await?;
    is_watching(&stage).await?;
    Ok(stage)
}

/// Waits until leaving is noticed.
async fn is_watching(stage: &Stage) -> Result<()> {
    let loaded =
        "return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/waypost-intent.js'))";
    stage.browser.until(loaded).await?;
    Ok(())
}

fn jug() -> Value {
    let jug = json!({"item_id": "jug", "item_name": "Heron jug", "price": "46.00", "quantity": 1});
    json!({"currency": "EUR", "value": "46.00", "items": [jug]})
}

async fn add_a_jug(stage: &Stage) -> Result<()> {
    stage.call("track", json!(["add_to_cart", jug()])).await?;
    stage.offer_is_ready().await
}
