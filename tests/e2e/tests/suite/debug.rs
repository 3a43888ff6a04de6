//! The drawer "What Waypost sees": what it lists, and that neither the page nor the captures notice it.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::WebElement;
use waypost_e2e::expect::{self, event};
use waypost_e2e::stage::Stage;

const PLAIN: &str = "/fixture/plain.html";
const ASKED: &str = "/fixture/plain.html?waypost=debug";

#[tokio::test]
async fn it_is_opened_by_the_address_and_lists_the_page_from_its_beginning() -> Result<()> {
    let stage = Stage::at(ASKED).await?;
    line(&stage, "page_view").await?;
    stage.click("#press").await?;
    let click = line(&stage, "click").await?;
    assert!(click.contains("awareness"), "{click}");
    assert!(click.contains("A link or a button was pressed."), "{click}");
    stage.call("flush", json!([])).await?;
    says(&stage, "stored").await?;
    stage.end().await
}

#[tokio::test]
async fn it_is_opened_by_a_call_and_lists_what_was_before() -> Result<()> {
    let stage = Stage::at(PLAIN).await?;
    stage.call("track", json!(["before"])).await?;
    stage.call("debug", json!([])).await?;
    assert!(line(&stage, "before").await?.contains("own"));
    stage.call("debug", json!([])).await?;
    press(&stage, "[data-act=close]").await?;
    stage.browser.until("return document.querySelector('waypost-debug') === null").await?;
    stage.call("track", json!(["meanwhile"])).await?;
    stage.call("debug", json!([])).await?;
    line(&stage, "meanwhile").await?;
    assert_eq!(stage.browser.eval("return document.querySelectorAll('waypost-debug').length").await?, 1);
    stage.end().await
}

#[tokio::test]
async fn an_event_has_its_source_and_a_drop_its_reason() -> Result<()> {
    let stage = Stage::at(ASKED).await?;
    let pushed = "window.dataLayer = [{ event: 'add_to_cart', ecommerce: {
                    currency: 'EUR', items: [{ item_id: 'jug', item_name: 'Heron jug', price: 46, quantity: 2 }],
                  } }]
                  return true";
    stage.browser.eval(pushed).await?;
    stage.click("#press").await?;
    let added = line(&stage, "add_to_cart").await?;
    for part in ["data_layer, 90 % sure", "2 × Heron jug", "purchase", "A product was put into the cart."] {
        assert!(added.contains(part), "{part} in {added}");
    }
    let stored = stage.stored("add_to_cart").await?.pop().context("not stored")?;
    assert_eq!((&stored.data["source"], &stored.data["confidence"]), (&json!("data_layer"), &json!(90)));
    stage.call("track", json!(["Bad Name!"])).await?;
    assert!(line(&stage, "bad_name").await?.contains("Its name is not allowed"));
    stage.one_complaint("bad_name").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn what_is_done_in_it_is_not_recorded_and_not_heard_by_the_page() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(r##"{"events": [{"event": "anywhere", "selector": "html"}]}"##);
    stage.open(ASKED).await?;
    stage.sdk_is_ready().await?;
    line(&stage, "page_view").await?;
    stage
        .browser
        .eval(
            "window.heard = []
             for (const kind of ['click', 'pointerdown', 'keydown', 'input', 'focusin', 'submit'])
               document.addEventListener(kind, event => window.heard.push(kind), true)
             return true",
        )
        .await?;
    for _ in 0..4 {
        press(&stage, "[data-act=pause]").await?;
    }
    press(&stage, ".state summary").await?;
    press(&stage, "[data-act=dock]").await?;
    within(&stage, "#find").await?.send_keys("page").await?;
    stage.browser.until(&format!("{LINES} return lines.length === 1")).await?;
    press(&stage, "li summary").await?;
    says(&stage, "A page was opened.").await?;
    assert_eq!(stage.browser.eval("return window.heard").await?, json!([]));
    stage.recorded_exactly(&[event("page_view", PLAIN)]).await?;
    stage.end().await
}

#[tokio::test]
async fn it_takes_no_focus_and_gives_it_to_the_keyboard() -> Result<()> {
    let stage = Stage::at(PLAIN).await?;
    stage.browser.eval("document.querySelector('#press').focus(); return true").await?;
    stage.call("debug", json!([])).await?;
    line(&stage, "page_view").await?;
    stage.call("track", json!(["later"])).await?;
    line(&stage, "later").await?;
    assert_eq!(stage.browser.eval("return document.activeElement.id").await?, "press");
    within(&stage, "[data-act=fold]").await?.send_keys("\u{e007}").await?;
    let folded = "const root = document.querySelector('waypost-debug').shadowRoot
                  const button = root.querySelector('[data-act=fold]')
                  return root.activeElement === button && button.getAttribute('aria-expanded') === 'false'";
    stage.browser.until(folded).await?;
    stage.end().await
}

#[tokio::test]
async fn it_can_be_narrowed_paused_and_cleared() -> Result<()> {
    let stage = Stage::at(ASKED).await?;
    line(&stage, "page_view").await?;
    stage.call("track", json!(["one"])).await?;
    line(&stage, "one").await?;
    choose(&stage, "own").await?;
    stage.browser.until(&format!("{LINES} return lines.length === 1 && !!named('one')")).await?;
    press(&stage, "[data-act=pause]").await?;
    stage.call("track", json!(["two"])).await?;
    says(&stage, "since the pause").await?;
    assert_eq!(stage.browser.eval(&format!("{LINES} return !!named('two')")).await?, false);
    press(&stage, "[data-act=pause]").await?;
    line(&stage, "two").await?;
    press(&stage, "[data-act=clear]").await?;
    stage.browser.until(&format!("{LINES} return lines.length === 0")).await?;
    stage.end().await
}

#[tokio::test]
async fn the_state_of_consent_is_told() -> Result<()> {
    let stage = Stage::at(ASKED).await?;
    says(&stage, "measurement anonymous").await?;
    stage.call("consent", json!(["granted"])).await?;
    says(&stage, "measurement granted, personalisation granted, marketing granted").await?;
    stage.call("track", json!(["waiting"])).await?;
    stage.call("consent", json!(["denied"])).await?;
    says(&stage, "measurement denied").await?;
    says(&stage, "discarded").await?;
    assert_eq!(stage.kept_on_the_device().await?, [""; 0]);
    assert!(expect::named(&stage.collector.events().await?, "waiting").next().is_none());
    stage.end().await
}

/// In a script: the lines of the list, and the newest one of a name.
const LINES: &str = "const root = document.querySelector('waypost-debug')?.shadowRoot
                     const lines = [...(root?.querySelectorAll('li') ?? [])]
                     const named = name => lines.find(line => line.querySelector('.name').textContent === name);";

/// The text of the newest line of this name, once there is one.
async fn line(stage: &Stage, name: &str) -> Result<String> {
    let script = format!("{LINES} return named({})?.textContent || null", Value::from(name));
    Ok(stage.browser.until(&script).await?.as_str().unwrap_or_default().to_owned())
}

/// Waits until the drawer says this somewhere.
async fn says(stage: &Stage, text: &str) -> Result<()> {
    stage.browser.until(&format!("{LINES} return root.textContent.includes({})", Value::from(text))).await?;
    Ok(())
}

/// An element of the drawer. It is asked for by script: not every driver finds those in a shadow root by itself.
async fn within(stage: &Stage, css: &str) -> Result<WebElement> {
    let script =
        format!("return document.querySelector('waypost-debug').shadowRoot.querySelector({})", Value::from(css));
    let found = stage.browser.driver.execute(&script, Vec::new()).await?;
    found.element().with_context(|| format!("{css} in the drawer"))
}

async fn press(stage: &Stage, css: &str) -> Result<()> {
    within(stage, css).await?.click().await.with_context(|| css.to_owned())
}

async fn choose(stage: &Stage, value: &str) -> Result<()> {
    let script = format!(
        "const kind = document.querySelector('waypost-debug').shadowRoot.querySelector('#kind')
         kind.value = {}; kind.dispatchEvent(new Event('change', {{ bubbles: true }})); return true",
        Value::from(value)
    );
    stage.browser.eval(&script).await?;
    Ok(())
}
