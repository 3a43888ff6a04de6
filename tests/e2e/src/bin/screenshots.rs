//! Pictures of shop, drawer, offer and dashboard as people see them, in Chromium: `screenshots FOLDER [preview]`; with
//! `preview` only those of the preview. The looks of the offer are the program `looks`'s.
//!
//! Writes `home`, `product`, `cart`, `checkout`, `drawer`, `drawer-dark`, `offer`, `dashboard`, `intent`, `completeness` and
//! `preview`, each as `NAME-1280.png` and `NAME-375.png`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;
use waypost_e2e::browser::Shape;
use waypost_e2e::crowd;
use waypost_e2e::gallery::SITES;
use waypost_e2e::stage::{Stage, TAG};

/// Pixels of a desktop's viewport. That of a phone is the emulation's own, 375 × 700.
const DESKTOP: (u32, u32) = (1280, 860);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("screenshots FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    let only = std::env::args().nth(2).unwrap_or_default();
    for (width, is_phone) in [(DESKTOP.0, false), (375, true)] {
        let shape = if is_phone { Shape::Phone } else { Shape::Desktop };
        let mut stage = Stage::start_with(shape, SITES).await?;
        if !is_phone {
            let size = json!({"width": DESKTOP.0, "height": DESKTOP.1, "deviceScaleFactor": 1, "mobile": false});
            stage.browser.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await?;
        }
        if only == "preview" {
            preview(&stage, &folder, width).await?;
            stage.end().await?;
            continue;
        }
        shop(&stage, &folder, width).await?;
        drawer(&stage, &folder, width).await?;
        offer(&mut stage, &folder, width, is_phone).await?;
        dashboard(&stage, &folder, width).await?;
        preview(&stage, &folder, width).await?;
        // One event was refused for the drawer to show.
        stage.end_noisily().await?;
    }
    Ok(())
}

async fn shop(stage: &Stage, folder: &Path, width: u32) -> Result<()> {
    stage.open("/shop/").await?;
    stage.click("[data-test=consent-anonymous]").await?;
    take(stage, folder, "home", width).await?;
    for product in ["brindle-casserole", "quarry-bowl"] {
        stage.open(&format!("/shop/product/{product}/")).await?;
        take(stage, folder, "product", width).await?;
        stage.click("[data-test=add-to-cart]").await?;
        stage.find(".added a").await?;
    }
    stage.open("/shop/cart/").await?;
    take(stage, folder, "cart", width).await?;
    stage.open("/shop/checkout/").await?;
    take(stage, folder, "checkout", width).await
}

async fn drawer(stage: &Stage, folder: &Path, width: u32) -> Result<()> {
    let cdp = stage.browser.driver.cdp();
    for (name, scheme) in [("drawer", "light"), ("drawer-dark", "dark")] {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        cdp.send_raw("Emulation.setEmulatedMedia", features).await?;
        stage.open("/shop/product/quarry-bowl/?waypost=debug").await?;
        stage.sdk_is_ready().await?;
        stage.call("track", json!(["Gift wrapped"])).await?;
        // Above the drawer.
        let up = "document.querySelector('[data-test=add-to-cart]').scrollIntoView({ block: 'start' }); return true";
        stage.browser.eval(up).await?;
        stage.click("[data-test=add-to-cart]").await?;
        let told = "const root = document.querySelector('waypost-debug')?.shadowRoot
                    const lines = [...(root?.querySelectorAll('li') ?? [])]
                    const added = lines.find(line => line.querySelector('.name').textContent === 'add_to_cart')
                    if (!added || lines.length < 6) return false
                    added.querySelector('details').open = true
                    return !!added.querySelector('pre')";
        stage.browser.until(told).await?;
        take(stage, folder, name, width).await?;
        let state =
            "document.querySelector('waypost-debug').shadowRoot.querySelector('.state').open = true; return true";
        stage.browser.eval(state).await?;
        take(stage, folder, &format!("{name}-state"), width).await?;
    }
    cdp.send_raw("Emulation.setEmulatedMedia", json!({"features": []})).await.map(drop)?;
    Ok(())
}

async fn offer(stage: &mut Stage, folder: &Path, width: u32, is_phone: bool) -> Result<()> {
    let soon = r#"{"offer": {"armAfterMs": 0, "armInteractions": 0, "returnAfterMs": 0}}"#;
    let block = format!("<script type=\"application/json\" data-waypost-config>{soon}</script>{TAG}");
    stage.front.edit(TAG, &block);
    stage.open("/shop/cart/").await?;
    stage.offer_is_ready().await?;
    if is_phone {
        stage.look_away_and_back().await?;
    } else {
        stage.browser.leave_by_the_top().await?;
    }
    stage.offer().await?;
    stage.collector.event_named("offer_shown").await?;
    take(stage, folder, "offer", width).await
}

async fn dashboard(stage: &Stage, folder: &Path, width: u32) -> Result<()> {
    crowd::visit(&stage.collector, stage.front.origin()).await?;
    stage.open(&stage.collector.sign_in_path()).await?;
    stage.browser.until("return document.querySelectorAll('#live-rows li').length > 10").await?;
    stage.browser.until("return document.querySelectorAll('#funnel-rows tr').length === 5").await?;
    take(stage, folder, "dashboard", width).await?;
    stage.browser.until("return document.querySelectorAll('#intent-signals tr').length > 0").await?;
    stage.browser.eval("document.querySelector('#intent').scrollIntoView(); return true").await?;
    take(stage, folder, "intent", width).await?;
    stage.browser.eval("document.querySelector('#completeness').scrollIntoView(); return true").await?;
    take(stage, folder, "completeness", width).await
}

async fn preview(stage: &Stage, folder: &Path, width: u32) -> Result<()> {
    stage.open(&stage.collector.sign_in_path()).await?;
    stage.open("/dashboard/preview.html").await?;
    let shown = "const { contentDocument } = document.getElementById('shop')
        return contentDocument?.querySelector('waypost-offer')?.shadowRoot.querySelector('.surface') != null
          && !contentDocument.querySelector('waypost-offer').shadowRoot.getAnimations().some(({ playState }) => playState === 'running')";
    stage.browser.until("return document.getElementById('choices').elements.length > 0").await?;
    if width < 700 {
        stage.browser.eval("document.getElementById('choices').scrollIntoView(); return true").await?;
        take(stage, folder, "preview-choices", width).await?;
        stage.browser.eval("document.getElementById('shop').scrollIntoView(); return true").await?;
    }
    stage.browser.until(shown).await?;
    take(stage, folder, "preview", width).await
}

/// Takes the picture once fonts and pictures in sight are there and nothing moves any more.
async fn take(stage: &Stage, folder: &Path, name: &str, width: u32) -> Result<()> {
    stage
        .browser
        .until(
            "const moving = document.getAnimations().some(animation => animation.playState === 'running')
             const loading = [...document.images].some(image => image.loading !== 'lazy' && !image.complete)
             return document.fonts.status === 'loaded' && !moving && !loading",
        )
        .await?;
    let path = folder.join(format!("{name}-{width}.png"));
    stage.browser.driver.screenshot(&path).await.with_context(|| path.display().to_string())
}
