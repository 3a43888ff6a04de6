//! Figures that press a visitor to decide: only what the collector has signed, and never a deadline twice.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::browser::Shape;
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";

const DEADLINE: &str = r#"
[[site]]
key = "demo"
[[site.offer]]
kind = "discount"
code = "LARK-10"
countdown_minutes = 30
[site.offer.frequency]
per_session = 5
"#;

const COUNTS: &str = r#"
[[site]]
key = "demo"
[[site.offer]]
show_stock = true
show_bought_today = true
"#;

/// How many seconds are left, as it is shown.
const LEFT: &str =
    "const time = document.querySelector('waypost-offer')?.shadowRoot.querySelector('.time')?.textContent
    return time && time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)";

#[tokio::test]
async fn a_deadline_runs_on_over_a_reload_and_takes_the_code_along() -> Result<()> {
    let mut stage = stage_with_a_jug(DEADLINE, "granted").await?;
    stage.browser.leave_by_the_top().await?;
    stage.offer().await?;
    let first = stage.browser.until(LEFT).await?.as_u64().unwrap_or_default();
    assert!((1_700..=1_800).contains(&first), "{first}");
    // Long enough that a deadline which begins again would show.
    stage.browser.until(&format!("const left = (() => {{ {LEFT} }})(); return left && left < {first} - 2")).await?;
    open_with_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    let offer = stage.offer().await?;
    let second = stage.browser.until(LEFT).await?.as_u64().unwrap_or_default();
    assert!(second < first - 1 && second > first - 100, "{first}, then {second}");
    let ran_out =
        "const now = performance.now.bind(performance); performance.now = () => now() + 1_800_000; return true";
    assert_eq!(offer.eval("return root.querySelector('.code') !== null").await?, true);
    stage.browser.eval(ran_out).await?;
    stage
        .browser
        .until("return document.querySelector('waypost-offer').shadowRoot.querySelector('.code') === null")
        .await?;
    assert_eq!(offer.eval("return root.querySelector('.fact').textContent").await?, "This offer has ended.");
    stage.end().await
}

#[tokio::test]
async fn a_visitor_who_could_not_be_known_again_sees_the_code_and_no_deadline() -> Result<()> {
    let mut stage = stage_with_a_jug(DEADLINE, "anonymous").await?;
    stage.browser.leave_by_the_top().await?;
    let offer = stage.offer().await?;
    figures_were_asked_for(&stage).await?;
    assert_eq!(offer.eval("return root.querySelector('.fact')").await?, json!(null));
    assert_eq!(offer.eval("return root.querySelector('.code .text').textContent").await?, "LARK-10");
    stage.end().await
}

#[tokio::test]
async fn stock_and_what_was_bought_today_are_drawn_as_they_were_told() -> Result<()> {
    let mut stage = stage_with_a_jug(COUNTS, "anonymous").await?;
    let order = json!({"transaction_id": "t-1", "items": [{"item_id": "jug", "quantity": 4}]});
    stage.call("track", json!(["purchase", order])).await?;
    stage.collector.event_named("purchase").await?;
    let cookie = stage.collector.sign_in_path();
    stage.open(&cookie).await?;
    let told = json!({"site": "demo", "max_age_s": 600, "items": [{"item_id": "jug", "count": 3}]});
    let script = format!(
        "const done = arguments[arguments.length - 1];
         fetch('/api/v1/stock', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: JSON.stringify({told}) }})
           .then(({{ status }}) => status, String).then(done)"
    );
    assert_eq!(*stage.browser.driver.execute_async(&script, Vec::new()).await?.json(), json!(200));
    open_with_a_jug(&stage).await?;
    stage.browser.leave_by_the_top().await?;
    stage.offer().await?;
    let lines = "const lines = [...document.querySelector('waypost-offer').shadowRoot.querySelectorAll('.fact')]
        return lines.length > 0 && lines.map(({ textContent }) => textContent)";
    let expected = json!(["Bought today: 4 × Heron jug", "In stock now: 3 × Heron jug"]);
    assert_eq!(stage.browser.until(lines).await?, expected);
    stage.end().await
}

#[tokio::test]
async fn without_a_signature_and_without_a_collector_there_are_no_figures() -> Result<()> {
    let unsigned = r#"{"v":1,"facts":[{"text":"{\"v\":1,\"site\":\"demo\",\"kind\":\"stock\",\"item\":\"jug\",\"count\":1,\"age\":0,\"max_age\":600000}","signature":"00"}]}"#;
    for fault in
        [Fault::Refuse, Fault::Answer(200, "application/json", unsigned), Fault::Answer(503, "text/html", "down")]
    {
        let mut stage = stage_with_a_jug(COUNTS, "granted").await?;
        stage.front.fault("/v1/facts", fault);
        stage.browser.leave_by_the_top().await?;
        let offer = stage.offer().await?;
        figures_were_asked_for(&stage).await?;
        offer.give_address("jane@example.org").await?;
        assert_eq!(offer.eval("return root.querySelector('.fact')").await?, json!(null));
        stage.end().await?;
    }
    Ok(())
}

async fn stage_with_a_jug(file: &str, consent: &str) -> Result<Stage> {
    let stage = Stage::start_with(Shape::Desktop, file).await?;
    let options = r#"{"offer": {"armAfterMs": 0, "armInteractions": 0}}"#;
    stage.tag_with(&format!("data-consent=\"{consent}\""));
    let block = format!("<script type=\"application/json\" data-waypost-config>{options}</script><script async");
    stage.front.edit("<script async", &block);
    open_with_a_jug(&stage).await?;
    Ok(stage)
}

async fn open_with_a_jug(stage: &Stage) -> Result<()> {
    stage.open(PLAIN).await?;
    let jug = json!({"item_id": "jug", "item_name": "Heron jug", "price": "46.00", "quantity": 1});
    stage.call("track", json!(["view_cart", {"currency": "EUR", "value": "46.00", "items": [jug]}])).await?;
    stage.offer_is_ready().await
}

/// Waits until the question for figures has come to its end, and a later one of the test's own as well: WebKit keeps no
/// timings of what failed. Nothing of it is in an address.
async fn figures_were_asked_for(stage: &Stage) -> Result<()> {
    wait::until("the question for figures", async || {
        if stage.front.heard("/v1/facts").is_empty() { Err("it was not asked".to_owned()) } else { Ok(()) }
    })
    .await?;
    let script = "const done = arguments[arguments.length - 1]
        fetch('/v1/facts', { method: 'POST', body: '' }).then(done, () => done(0))";
    stage.browser.driver.execute_async(script, Vec::new()).await?;
    assert!(stage.front.heard("/v1/facts").iter().all(|heard| heard.path == "/v1/facts"));
    Ok(())
}
