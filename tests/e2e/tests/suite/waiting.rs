//! What a visitor gave while the collector could not be reached: kept where that is allowed, sent once, and told as it is.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::browser::{Engine, Shape};
use waypost_e2e::front::Fault;
use waypost_e2e::offer::Offer;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

use crate::offer::{put_a_jug_into_the_cart, stage_with_a_cart};

const CAPTURES: &str = "/v1/captures";
const NEXT: &str = "/fixture/next.html";

#[tokio::test]
async fn without_consent_it_waits_in_the_page_and_the_thanks_come_when_it_has_arrived() -> Result<()> {
    let mut stage = stage_with_a_cart("anonymous").await?;
    stage.front.fault(CAPTURES, Fault::Refuse);
    assert!(give_an_address(&mut stage).await?.contains("leave this page open"));
    assert_eq!(stage.kept_on_the_device().await?, [] as [String; 0]);
    stage.front.mend(CAPTURES);
    stage.browser.eval("dispatchEvent(new Event('online')); return true").await?;
    let thanks = "return document.querySelector('waypost-offer').shadowRoot.querySelector('.thanks [role=status]')
                    .textContent.startsWith('Saved.')";
    stage.browser.until(thanks).await?;
    let capture = only_capture(&stage).await?;
    assert_eq!(capture["email"], "jane@example.org");
    assert!(capture["occurred_at_ms"].as_u64() < capture["received_at_ms"].as_u64(), "it knows its age: {capture}");
    assert_eq!(stage.stored("offer_submitted").await?.len(), 1);
    no_event_has_an_address(&stage);
    stage.end_noisily().await
}

#[tokio::test]
async fn with_consent_it_outlives_its_tab_and_is_sent_once() -> Result<()> {
    let mut stage = stage_with_a_cart("granted").await?;
    stage.front.fault(CAPTURES, Fault::Refuse);
    assert!(give_an_address(&mut stage).await?.contains("This device keeps it"));
    stage.close_tab().await?;
    stage.front.mend(CAPTURES);
    stage.open(NEXT).await?;
    stage.sdk_is_ready().await?;
    let capture = only_capture(&stage).await?;
    assert_eq!((&capture["email"], &capture["cart"]["value"]), (&json!("jane@example.org"), &json!("46.00")));
    nothing_is_held(&stage).await?;
    let sent = stage.front.heard(CAPTURES).iter().filter(|heard| heard.status == Some(200)).count();
    stage.open(NEXT).await?;
    stage.stored("offer_submitted").await?;
    let again = stage.front.heard(CAPTURES).iter().filter(|heard| heard.status == Some(200)).count();
    assert_eq!((sent, again), (1, 1));
    no_event_has_an_address(&stage);
    stage.end_noisily().await
}

#[tokio::test]
async fn offline_it_waits_and_is_sent_when_the_browser_is_online() -> Result<()> {
    if Engine::chosen() != Engine::Chromium {
        // The other engines have no emulation of a lost network.
        return Ok(());
    }
    let mut stage = stage_with_a_cart("granted").await?;
    stage.browser.leave_by_the_top().await?;
    let offer = stage.offer().await?;
    offline(&stage, true).await?;
    assert!(send_an_address(&offer).await?.contains("This device keeps it"));
    assert!(stage.collector.captures().await?.is_empty());
    offline(&stage, false).await?;
    only_capture(&stage).await?;
    nothing_is_held(&stage).await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn who_answers_an_offer_of_the_sites_own_while_the_collector_is_down_is_told_the_truth() -> Result<()> {
    let words =
        "waiting = \"It waits on your device.\"\nwaiting_here = \"It waits in this page.\"\nthanks = \"We have it.\"";
    let file = format!("[[site]]\nkey = \"demo\"\n[[site.offer]]\nholdout = 0\nshow_stock = true\n{words}\n");
    for (consent, waiting) in [("anonymous", "It waits in this page."), ("granted", "It waits on your device.")] {
        let mut stage = Stage::start_with(Shape::Desktop, &file).await?;
        put_a_jug_into_the_cart(&stage, consent).await?;
        // What shows an offer is there before the collector goes.
        stage.browser.press_nothing().await?;
        for part in ["/waypost-offer.js", "/waypost-intent.wasm"] {
            let loaded = format!(
                "return performance.getEntriesByType('resource')
                   .some(({{ name, responseEnd }}) => name.endsWith('{part}') && responseEnd > 0)"
            );
            stage.browser.until(&loaded).await?;
        }
        stage.collector.event_named("add_to_cart").await?;
        stage.collector.kill9().await?;
        stage.browser.leave_by_the_top().await?;
        let offer = stage.offer().await?;
        assert_eq!(send_an_address(&offer).await?, waiting);
        assert_eq!(offer.eval("return root.querySelector('.fact')").await?, json!(null), "nobody has signed a figure");
        stage.collector.restart().await?;
        stage.browser.eval("dispatchEvent(new Event('online')); return true").await?;
        assert_eq!(only_capture(&stage).await?["email"], "jane@example.org");
        assert_eq!(says_thanks(&stage.offer().await?).await?, "We have it.");
        no_event_has_an_address(&stage);
        stage.end_noisily().await?;
    }
    Ok(())
}

#[tokio::test]
async fn reset_forgets_what_waits() -> Result<()> {
    for consent in ["anonymous", "granted"] {
        let mut stage = stage_with_a_cart(consent).await?;
        stage.front.fault(CAPTURES, Fault::Refuse);
        give_an_address(&mut stage).await?;
        stage.call("reset", json!([])).await?;
        stage.stored("the_reset").await?;
        stage.front.mend(CAPTURES);
        stage.browser.eval("dispatchEvent(new Event('online')); return true").await?;
        stage.open(NEXT).await?;
        stage.sdk_is_ready().await?;
        stage.stored("page_view").await?;
        let heard = stage.front.heard(CAPTURES);
        assert!(heard.iter().all(|heard| heard.status.is_none()), "{consent}: {heard:?}");
        assert!(stage.collector.captures().await?.is_empty(), "{consent}");
        stage.end_noisily().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_collector_that_asks_for_patience_is_given_it_and_a_network_that_answers_for_it_is_not_believed() -> Result<()>
{
    for fault in [
        Fault::Answer(503, "application/json", r#"{"error":"busy","detail":""}"#),
        Fault::Answer(200, "text/html", "<h1>Sign in to this network</h1>"),
        Fault::Answer(404, "text/html", "<h1>Not found</h1>"),
    ] {
        let mut stage = stage_with_a_cart("granted").await?;
        stage.front.fault(CAPTURES, fault);
        assert!(give_an_address(&mut stage).await?.contains("This device keeps it"));
        stage.front.mend(CAPTURES);
        stage.browser.eval("dispatchEvent(new Event('online')); return true").await?;
        only_capture(&stage).await?;
        stage.end_noisily().await?;
    }
    Ok(())
}

/// Leaves, gives an address, and returns what is said then.
async fn give_an_address(stage: &mut Stage) -> Result<String> {
    stage.browser.leave_by_the_top().await?;
    send_an_address(&stage.offer().await?).await
}

async fn send_an_address(offer: &Offer<'_>) -> Result<String> {
    offer.find("input[type=email]").await?.send_keys("jane@example.org").await?;
    offer.send().await?;
    offer.says(".thanks [role=status]").await
}

/// What is said once another text than that of waiting stands there.
async fn says_thanks(offer: &Offer<'_>) -> Result<String> {
    wait::until("other thanks", async || {
        let text = offer.says(".thanks [role=status]").await.map_err(|error| format!("{error:#}"))?;
        if text.contains("waits") { Err(text) } else { Ok(text) }
    })
    .await
}

async fn only_capture(stage: &Stage) -> Result<Value> {
    let mut captures = wait::until("the capture", async || {
        let captures = stage.collector.captures().await.map_err(|error| format!("{error:#}"))?;
        if captures.is_empty() { Err("none".to_owned()) } else { Ok(captures) }
    })
    .await?;
    assert_eq!(captures.len(), 1);
    Ok(captures.remove(0))
}

/// Waits until the device keeps no address any more.
async fn nothing_is_held(stage: &Stage) -> Result<()> {
    let script = "const done = arguments[arguments.length - 1];
        const request = indexedDB.open('waypost-demo');
        request.onerror = () => done(String(request.error));
        request.onsuccess = () => {
          const keys = request.result.transaction('memory').objectStore('memory').getAllKeys();
          keys.onsuccess = () => { request.result.close(); done(keys.result) };
        }";
    wait::until("nothing to be held", async || {
        let keys = stage.browser.driver.execute_async(script, Vec::new()).await.map_err(|error| error.to_string())?;
        if *keys.json() == json!(["visitor"]) { Ok(()) } else { Err(keys.json().to_string()) }
    })
    .await
}

fn no_event_has_an_address(stage: &Stage) {
    for heard in stage.front.heard("/v1/events") {
        assert!(!heard.body.contains("jane") && !heard.body.contains('@'), "{}", heard.body);
    }
}

async fn offline(stage: &Stage, is_offline: bool) -> Result<()> {
    let conditions = json!({"offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    let cdp = stage.browser.driver.cdp();
    cdp.send_raw("Network.enable", json!({})).await?;
    cdp.send_raw("Network.emulateNetworkConditions", conditions).await?;
    stage.browser.until(&format!("return navigator.onLine === {}", !is_offline)).await?;
    Ok(())
}
