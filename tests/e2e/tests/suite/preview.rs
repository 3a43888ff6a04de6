//! The dashboard's preview: an offer in place over the demo shop.

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::browser::Shape;
use waypost_e2e::gallery::SITES;
use waypost_e2e::stage::Stage;

/// Gives `root`, the offer's shadow root in the frame, or nothing.
const ROOT: &str =
    "const root = document.getElementById('shop').contentDocument?.querySelector('waypost-offer')?.shadowRoot; ";

#[tokio::test]
async fn an_offer_is_shown_in_each_choice_and_nothing_is_recorded() -> Result<()> {
    let stage = Stage::start_with(Shape::Desktop, SITES).await?;
    stage.open(&stage.collector.sign_in_path()).await?;
    stage.arrive("/").await?;
    stage.click("#to-preview").await?;
    stage.arrive("/dashboard/preview.html").await?;
    shows(&stage, "dialog.modal.plain.auto[lang=en]").await?;
    for (name, value, expected) in [
        ("language", "ar", "dialog.modal.plain[lang=ar][dir=rtl]"),
        ("theme", "contrast", "dialog.modal.contrast[lang=ar]"),
        ("scheme", "dark", "dialog.modal.contrast.dark"),
        ("layout", "bar", "dialog.bar.contrast.dark"),
        ("device", "phone", "dialog.bar.contrast.dark"),
        ("layout", "dialog", "dialog.sheet.contrast.dark"),
        ("page", "/shop/cart/", "dialog.sheet.contrast.dark"),
        ("layout", "inline", "section.inline"),
        ("layout", "teaser", "section.teaser"),
        ("site", "discount", "section.teaser"),
        ("layout", "sheet", ".sheet .code"),
    ] {
        choose(&stage, name, value).await?;
        shows(&stage, expected).await?;
    }
    let width = "return document.getElementById('shop').contentWindow.innerWidth";
    assert_eq!(stage.browser.eval(width).await?, 375);
    choose(&stage, "site", "keep_cart").await?;
    shows(&stage, ".sheet input[type=email]").await?;
    let give = format!(
        "{ROOT} root.querySelector('input[type=email]').value = 'jane@example.org'; root.querySelector('form').requestSubmit(); return true"
    );
    stage.browser.eval(&give).await?;
    shows(&stage, ".thanks [role=status]").await?;
    assert!(stage.front.heard("/v1/").is_empty(), "{:?}", stage.front.heard("/v1/"));
    assert!(stage.collector.captures().await?.is_empty());
    stage.end().await
}

#[tokio::test]
async fn each_arm_of_an_offer_can_be_seen_and_links_lead_nowhere() -> Result<()> {
    let file = "[[site]]\nkey = \"demo\"\n[[site.offer]]\nkind = \"recommendations\"\n[[site.offer]]\nkind = \"restock\"\n\
        arms = [{ name = \"middle\" }, { name = \"above\", layout = \"bar\", theme = \"soft\" }]\n";
    let stage = Stage::start_with(Shape::Desktop, file).await?;
    stage.open(&stage.collector.sign_in_path()).await?;
    stage.open("/dashboard/preview.html").await?;
    shows(&stage, ".modal.plain .card").await?;
    let arms = "return document.getElementById('choices').elements.namedItem('arm') != null";
    assert_eq!(stage.browser.eval(arms).await?, json!(false), "there is one only");
    let press =
        format!("{ROOT} root.querySelector('.card').click(); return document.getElementById('said').textContent");
    stage.browser.eval(&press).await?;
    stage
        .browser
        .until("return document.getElementById('said').textContent.includes('/shop/product/heron-jug/')")
        .await?;
    choose(&stage, "offer", "restock").await?;
    shows(&stage, ".modal.plain .cart .name").await?;
    choose(&stage, "arm", "above").await?;
    shows(&stage, "dialog.bar.soft .cart .name").await?;
    choose(&stage, "theme", "contrast").await?;
    shows(&stage, "dialog.bar.contrast").await?;
    choose(&stage, "offer", "recommendations").await?;
    shows(&stage, ".modal.contrast .card").await?;
    assert_eq!(
        stage.browser.eval("return document.getElementById('shop').contentWindow.location.search").await?,
        "?waypost_preview=1"
    );
    assert!(stage.front.heard("/v1/").is_empty(), "{:?}", stage.front.heard("/v1/"));
    stage.end().await
}

async fn choose(stage: &Stage, name: &str, value: &str) -> Result<()> {
    let [name, value] = [name, value].map(Value::from);
    let script = format!(
        "const field = document.getElementById('choices').elements.namedItem({name});
         const has = [...field?.options ?? []].some(({{ value }}) => value === {value});
         if (!has) return false;
         field.value = {value};
         field.dispatchEvent(new Event('change'));
         return true"
    );
    assert_eq!(stage.browser.until(&script).await?, json!(true));
    Ok(())
}

async fn shows(stage: &Stage, css: &str) -> Result<()> {
    let script = format!("{ROOT} return root?.querySelector({}) != null", Value::from(css));
    stage.browser.until(&script).await?;
    Ok(())
}
