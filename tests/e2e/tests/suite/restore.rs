//! A cart that was kept by mail, brought back by its link on a device that knows nothing of it.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

#[tokio::test]
async fn a_link_fills_the_cart_once_and_nothing_of_the_visitor_comes_along() -> Result<()> {
    let stage = Stage::start().await?;
    let link = kept_elsewhere(&stage, 1, &stage.front.url("/shop/cart/")).await?;
    stage.open(&link).await?;
    stage.arrive("/shop/cart/").await?;
    let said = "return document.querySelector('[data-test=restored]')?.textContent";
    assert_eq!(stage.browser.until(said).await?, "Your saved cart is back. No longer sold: Lost jug.");
    assert_eq!(stage.browser.eval("return document.querySelector('.line input').value").await?, "2");
    assert_eq!(stage.browser.eval("return location.search").await?, "", "the link is taken out of the address");
    let restored = stage.collector.event_named("cart_restore").await?;
    assert_eq!((&restored.data["version"], &restored.data["items"][0]["item_id"]), (&json!(3), &json!("dapple-mug")));
    let told = stage.collector.event_named("cart_update").await?;
    let items = told.data["items"].as_array().context("items")?;
    assert_eq!((items.len(), &items[0]["quantity"]), (1, &json!(2)), "what the shop has put back");
    stage.click("[data-test=remove]").await?;
    stage.open("/shop/cart/").await?;
    stage.sdk_is_ready().await?;
    assert_eq!(stage.browser.eval("return document.getElementById('empty').hidden").await?, false, "it stays out");
    for heard in stage.front.heard("/v1/events") {
        assert!(!heard.body.contains("jane") && !heard.body.contains('@'), "{}", heard.body);
        assert!(!heard.body.contains("waypost_restore"), "{}", heard.body);
    }
    stage.end().await
}

#[tokio::test]
async fn a_link_keeps_what_lies_in_the_cart_already() -> Result<()> {
    let stage = Stage::start().await?;
    let link = kept_elsewhere(&stage, 1, &stage.front.url("/shop/cart/")).await?;
    let lines = json!([{"slug": "dapple-mug", "variant": "sky", "quantity": 5}, {"slug": "heron-jug", "variant": "chalk", "quantity": 1}]);
    stage.browser.eval(&format!("localStorage.setItem('shop.cart', JSON.stringify({lines})); return true")).await?;
    stage.open(&link).await?;
    stage.arrive("/shop/cart/").await?;
    stage.browser.until("return document.querySelector('[data-test=restored]')").await?;
    let kept = stage.browser.eval("return JSON.parse(localStorage.getItem('shop.cart'))").await?;
    assert_eq!(kept, lines, "more of one is not made fewer, and nothing is added twice");
    stage.end().await
}

#[tokio::test]
async fn a_link_that_was_changed_is_said_to_be_one() -> Result<()> {
    let stage = Stage::start().await?;
    let link = kept_elsewhere(&stage, 1, &stage.front.url("/shop/cart/")).await?;
    let changed = link.replace(&"0".repeat(30), &"1".repeat(30));
    assert_ne!(changed, link);
    stage.open(&changed).await?;
    let page = stage.browser.eval("return document.body.textContent").await?;
    assert!(page.as_str().is_some_and(|text| text.contains("was not made by us")), "{page}");
    let token = changed.trim_start_matches("/r/");
    stage.open(&format!("/shop/cart/?waypost_restore={token}")).await?;
    let said = "return document.querySelector('[data-test=restored]')?.textContent";
    assert_eq!(stage.browser.until(said).await?, "This link no longer leads to a saved cart.");
    stage.one_complaint("no_restore").await?;
    assert_eq!(stage.stored("cart_restore").await?.len(), 0);
    stage.end_noisily().await
}

/// The path of the link to a cart that was captured on another device: mugs, and a jug that is no longer sold.
async fn kept_elsewhere(stage: &Stage, number: u64, page: &str) -> Result<String> {
    let capture = json!({
        "v": 1, "site": "demo", "id": format!("{number:032x}"), "stream": format!("{:032x}", 99), "offer": "keep-cart",
        "email": "jane@example.org", "consent": {"text": "One e-mail.", "marketing": false}, "age": 0, "page": page,
        "cart": {"currency": "EUR", "value": "49.80", "version": 3, "items": [
            {"item_id": "dapple-mug", "item_name": "Dapple mug", "item_variant": "Sky", "price": "14.90", "quantity": 2},
            {"item_id": "lost-jug", "item_name": "Lost jug", "price": "20.00", "quantity": 1},
        ]},
    });
    stage.open("/fixture/without.html").await?;
    let script = format!(
        "const done = arguments[arguments.length - 1];
         fetch('/v1/captures', {{ method: 'POST', headers: {{ 'content-type': 'text/plain' }}, body: JSON.stringify({capture}) }})
           .then(({{ status }}) => status, String).then(done)"
    );
    assert_eq!(*stage.browser.driver.execute_async(&script, Vec::new()).await?.json(), json!(200));
    let captures = wait::until("the capture", async || {
        let captures = stage.collector.captures().await.map_err(|error| format!("{error:#}"))?;
        if captures.is_empty() { Err("none".to_owned()) } else { Ok(captures) }
    })
    .await?;
    let url: &Value = &captures[0]["restore_url"];
    let at = url.as_str().and_then(|url| url.find("/r/")).with_context(|| format!("no link in {url}"))?;
    Ok(url.as_str().unwrap_or_default()[at..].to_owned())
}
