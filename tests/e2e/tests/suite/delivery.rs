//! How events wait and travel: packed, taken over at once from a tab that is gone, stored again after their storage was
//! lost, given up for a reason that the collector learns.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::collector::Event;
use waypost_e2e::expect::{self, event};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";
const EVENTS: &str = "/v1/events";

/// What the page's device holds of events, as IndexedDB has it: the keys of the records.
const RECORDS: &str = "const done = arguments[arguments.length - 1]
    const request = indexedDB.open('waypost-demo')
    request.onerror = () => done([])
    request.onsuccess = () => {
      const database = request.result
      const keys = database.transaction('records').objectStore('records').getAllKeys()
      keys.onsuccess = () => { database.close(); done(keys.result) }
    }";

/// Has the page tell an event in a batch of its own, after the one of its view.
async fn tell_twice(stage: &Stage) -> Result<()> {
    stage.sdk_is_ready().await?;
    stage.collector.event_named("page_view").await?;
    stage.call("track", json!(["told"])).await?;
    stage.call("flush", json!([])).await
}

#[tokio::test]
async fn batches_travel_packed_and_say_of_themselves_once_a_stream() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    tell_twice(&stage).await?;
    let told = stage.collector.event_named("told").await?;
    let view = stage.collector.event_named("page_view").await?;
    let of =
        |event: &Event| (event.stream.clone(), event.visitor.clone(), event.session.clone(), event.page.url.clone());
    assert_eq!(of(&told), of(&view));
    let heard = stage.front.heard(EVENTS);
    assert!(heard.iter().all(|heard| heard.is_packed && heard.bytes < heard.body.len()), "{heard:#?}");
    let (first, last) = (&heard[0].body, &heard[heard.len() - 1].body);
    assert!(first.contains("\"head\":1") && first.contains("\"visitor\""), "{first}");
    assert!(last.contains("\"again\":1") && !last.contains("\"visitor\"") && !last.contains("\"pages\""), "{last}");
    stage.end().await
}

#[tokio::test]
async fn a_collector_that_has_forgotten_a_head_is_told_it_at_once() -> Result<()> {
    let stage = Stage::at(PLAIN).await?;
    stage.collector.event_named("page_view").await?;
    stage.front.fault(EVENTS, Fault::Once(409, "application/json", "{\"error\":\"unknown_head\"}"));
    tell_twice(&stage).await?;
    let told = stage.collector.event_named("told").await?;
    assert!(told.page.url.ends_with(PLAIN), "{told:?}");
    let heard = stage.front.heard(EVENTS);
    let tellings: Vec<_> = heard.iter().filter(|heard| heard.body.contains("\"told\"")).collect();
    assert!(tellings[0].body.contains("\"again\":") && tellings[1].body.contains("\"head\":"), "{tellings:#?}");
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

#[tokio::test]
async fn a_collector_of_another_version_gets_bodies_as_they_are() -> Result<()> {
    let stage = Stage::start().await?;
    stage.front.fault(EVENTS, Fault::Answer(415, "application/json", "{\"error\":\"unknown_dictionary\"}"));
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    let heard = wait::until("the body as it is", async || {
        let heard = stage.front.heard(EVENTS);
        if heard.iter().any(|heard| !heard.is_packed) { Ok(heard) } else { Err(format!("{heard:#?}")) }
    })
    .await?;
    assert!(heard[0].is_packed && heard[0].body == heard[1].body, "{heard:#?}");
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

#[tokio::test]
async fn what_a_page_sent_as_it_was_left_is_not_sent_once_more_by_the_next() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.collector.event_named("page_view").await?;
    // Told in the task in which the page is left, so that nothing of it is answered there.
    stage.browser.eval(&format!("waypost.track('parting'); location.href = '{NEXT}'; return true")).await?;
    stage.collector.event_named("parting").await?;
    stage.arrive(NEXT).await?;
    stage.sdk_is_ready().await?;
    kept(&stage, |records| records.is_empty()).await?;
    assert!(!stage.front.heard("/v1/settled").is_empty(), "the next page asks");
    // Firefox sends what is under way once more as the page is left. Who takes a stream over says its head without a number.
    let heard = stage.front.heard(EVENTS);
    let is_of_the_first = |body: &str| body.contains("\"head\":") || body.contains("\"again\":");
    let parting = || heard.iter().filter(|heard| heard.body.contains("\"parting\""));
    assert!(parting().all(|heard| is_of_the_first(&heard.body)), "{:#?}", parting().collect::<Vec<_>>());
    stage.recorded_exactly(&[event("page_view", PLAIN), event("parting", PLAIN), event("page_view", NEXT)]).await?;
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

#[tokio::test]
async fn where_the_collector_does_not_say_what_it_has_all_is_sent_and_stored_once() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.front.fault("/v1/settled", Fault::Answer(404, "application/json", "{\"settled\":[[1,99]]}"));
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.collector.event_named("page_view").await?;
    stage.front.fault(EVENTS, Fault::Refuse);
    stage.call("track", json!(["left_behind"])).await?;
    kept(&stage, |records| !records.is_empty()).await?;
    stage.front.mend(EVENTS);
    stage.open(NEXT).await?;
    stage.collector.event_named("left_behind").await?;
    kept(&stage, |records| records.is_empty()).await?;
    expect::once_each(&stage.collector.events().await?);
    stage.end_with_complaints_of_the_browser();
    Ok(())
}

#[tokio::test]
async fn a_tab_that_lives_takes_over_at_once_what_another_leaves() -> Result<()> {
    let stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.collector.event_named("page_view").await?;
    let driver = &stage.browser.driver;
    let heir = driver.window().await?;
    let tab = driver.new_tab().await?;
    driver.switch_to_window(tab).await?;
    stage.open(NEXT).await?;
    stage.sdk_is_ready().await?;
    stage.collector.events_until("both views", |events| expect::named(events, "page_view").count() == 2).await?;
    stage.front.fault(EVENTS, Fault::Refuse);
    stage.call("track", json!(["left_behind"])).await?;
    kept(&stage, |records| !records.is_empty()).await?;
    driver.close_window().await?;
    driver.switch_to_window(heir).await?;
    stage.front.mend(EVENTS);
    stage.call("flush", json!([])).await?;
    let left = stage.collector.event_named("left_behind").await?;
    let events = stage.collector.events().await?;
    let stream_of = |path: &str| {
        let view = expect::named(&events, "page_view").find(|view| view.page.url.ends_with(path)).expect("its view");
        view.stream.clone()
    };
    assert_eq!(left.stream, stream_of(NEXT), "under its own stream");
    expect::once_each(&events);
    kept(&stage, |records| records.is_empty()).await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_storage_that_was_deleted_is_filled_again() -> Result<()> {
    let mut stage = Stage::start().await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.collector.event_named("page_view").await?;
    stage.collector.kill9().await?;
    stage.call("track", json!(["one"])).await?;
    kept(&stage, |records| !records.is_empty()).await?;
    let delete = "const done = arguments[arguments.length - 1]
        const request = indexedDB.deleteDatabase('waypost-demo')
        request.onsuccess = request.onerror = request.onblocked = () => done(true)";
    stage.browser.driver.execute_async(delete, Vec::new()).await?;
    kept(&stage, |records| !records.is_empty()).await?;
    stage.close_tab().await?;
    stage.collector.restart().await?;
    stage.open(NEXT).await?;
    stage.collector.event_named("one").await?;
    stage.recorded_exactly(&[event("page_view", PLAIN), event("one", PLAIN), event("page_view", NEXT)]).await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn a_database_of_a_later_version_is_used_as_it_is() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open("/fixture/without.html").await?;
    let make = "const done = arguments[arguments.length - 1]
        const request = indexedDB.open('waypost-demo', 9)
        request.onupgradeneeded = () => ['memory', 'records', 'novelty'].forEach(name => request.result.createObjectStore(name))
        request.onsuccess = () => { request.result.close(); done(true) }";
    stage.browser.driver.execute_async(make, Vec::new()).await?;
    stage.tag_with("data-consent=\"granted\"");
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    let first = stage.collector.event_named("page_view").await?;
    stage.open(NEXT).await?;
    stage.sdk_is_ready().await?;
    let views = stage.recorded_exactly(&[event("page_view", PLAIN), event("page_view", NEXT)]).await?;
    assert!(views.iter().all(|view| view.visitor == first.visitor), "the visitor is remembered");
    stage.end().await
}

#[tokio::test]
async fn what_had_to_make_room_is_told_by_its_number_and_nothing_is_missing() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure("{\"outbox\": {\"maxEvents\": 4}, \"capture\": {\"vitals\": false, \"engagement\": false}}");
    stage.front.fault(EVENTS, Fault::Refuse);
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage
        .browser
        .eval("window.lost = 0; waypost.on('drop', ({ count }) => { window.lost += count }); return true")
        .await?;
    for number in 0..6 {
        stage.call("track", json!(["told", {"number": number}])).await?;
    }
    stage.browser.until("return window.lost >= 3").await?;
    stage.front.mend(EVENTS);
    stage.call("flush", json!([])).await?;
    let told = wait::until("every number", async || {
        let told = stage.collector.api("completeness?site=demo").await.map_err(|error| format!("{error:#}"))?;
        let lost = stage.browser.eval("return window.lost").await.map_err(|error| format!("{error:#}"))?;
        if told["stored"] == 4 && told["pending"] == 0 && told["dropped"]["evicted"] == lost {
            Ok(told)
        } else {
            Err(format!("{told} {lost}"))
        }
    })
    .await?;
    let count = |value: &serde_json::Value| value.as_u64().unwrap_or_default();
    assert_eq!(count(&told["tracked"]), count(&told["stored"]) + count(&told["dropped"]["evicted"]), "{told}");
    assert_eq!(told["missing"], 0);
    stage.end_noisily().await
}

/// Waits until the device holds such records.
async fn kept(stage: &Stage, is_it: impl Fn(&[String]) -> bool) -> Result<()> {
    wait::until("the records", async || {
        let found = stage.browser.driver.execute_async(RECORDS, Vec::new()).await.map_err(|error| error.to_string())?;
        let records: Vec<String> = serde_json::from_value(found.json().clone()).map_err(|error| error.to_string())?;
        if is_it(&records) { Ok(()) } else { Err(format!("{records:?}")) }
    })
    .await
}
