//! The dashboard in a browser: sign in, live events, the funnel and the saved carts.

use anyhow::Result;
use serde_json::json;
use waypost_e2e::stage::Stage;

#[tokio::test]
async fn without_its_link_the_dashboard_shows_nothing() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open("/").await?;
    assert_eq!(stage.browser.eval("return document.querySelector('#funnel') === null").await?, json!(true));
    stage.end().await
}

#[tokio::test]
async fn a_visit_to_the_shop_appears_on_the_dashboard_as_it_happens() -> Result<()> {
    let stage = Stage::start().await?;
    stage.open(&stage.collector.sign_in_path()).await?;
    stage.arrive("/").await?;
    stage.browser.until("return document.querySelector('#live-state').dataset.state === 'live'").await?;
    let driver = &stage.browser.driver;
    let dashboard = driver.window().await?;
    let shop = driver.new_tab().await?;
    driver.switch_to_window(shop.clone()).await?;
    stage.open("/shop/product/quarry-bowl/").await?;
    stage.click("[data-test=add-to-cart]").await?;
    stage.collector.event_named("add_to_cart").await?;
    driver.switch_to_window(dashboard).await?;
    for name in ["page_view", "view_item", "add_to_cart"] {
        let row = format!(
            "return [...document.querySelectorAll('#live-rows li')].some(row => row.textContent.includes('{name}'))"
        );
        stage.browser.until(&row).await?;
    }
    let first_three = "return [...document.querySelectorAll('#funnel-rows tr')].slice(0, 3)
        .map(row => row.cells[1].textContent.trim()).join() === '1,1,1'";
    stage.browser.until(first_three).await?;
    let funnel = stage.collector.api("funnel?site=demo").await?;
    let steps: Vec<(&str, i64)> = funnel["steps"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|step| (step["step"].as_str().unwrap_or_default(), step["sessions"].as_i64().unwrap_or(-1)))
        .collect();
    let arrived = "return document.querySelector('#completeness-headline').textContent.startsWith('100%All ')
        && document.querySelectorAll('#completeness-rows tr').length === 1";
    stage.browser.until(arrived).await?;
    assert_eq!(steps, [("visit", 1), ("product", 1), ("cart", 1), ("checkout", 0), ("purchase", 0)]);
    stage.end().await
}

#[tokio::test]
async fn what_the_site_calls_a_macro_conversion_is_a_goal_on_the_dashboard() -> Result<()> {
    let stage = Stage::start().await?;
    stage.configure(
        r#"{"conversions": [{"name": "quiz_won", "event": "quiz_done", "macro": true},
            {"name": "quiz_seen", "event": "quiz_done"}]}"#,
    );
    stage.open("/fixture/plain.html").await?;
    stage.sdk_is_ready().await?;
    stage.call("track", json!(["quiz_done"])).await?;
    stage.collector.event_named("quiz_seen").await?;
    stage.collector.event_named("quiz_won").await?;
    stage.open(&stage.collector.sign_in_path()).await?;
    stage.arrive("/").await?;
    let rows = |expected: &str| {
        format!(
            "return [...document.querySelectorAll('#goals-rows tr')]
                .map(row => [...row.cells].map(cell => cell.textContent).join()).join(';') === '{expected}'"
        )
    };
    stage.browser.until(&rows("quiz_won,1,1,100%")).await?;
    let chosen = "const by = document.querySelector('#goals-by'); by.value = 'device'
        by.dispatchEvent(new Event('change')); return true";
    stage.browser.eval(chosen).await?;
    stage.browser.until(&rows("quiz_won,1,1,100%;desktop,1,1,100%")).await?;
    stage.end().await
}
