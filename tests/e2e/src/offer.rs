//! The offer as a visitor meets it: a dialog in a shadow root.

use anyhow::{Context, Result};
use serde_json::Value;
use thirtyfour::WebElement;
use thirtyfour::error::WebDriverErrorInner;

use crate::stage::Stage;

/// The element that hosts the offer.
pub const HOST: &str = "waypost-offer";

/// An open offer.
///
/// Elements are asked for by script: not every driver finds them in a shadow root by itself.
pub struct Offer<'a> {
    stage: &'a Stage,
}

impl Stage {
    /// Waits until the page has got its offers and what watches the mouse, so that leaving it can show one.
    pub async fn offer_is_ready(&self) -> Result<()> {
        let loaded = "const loaded = path => performance.getEntriesByType('resource')
                        .some(entry => new URL(entry.name).pathname === path && entry.responseEnd > 0)
                      return loaded('/v1/config') && loaded('/waypost-intent.js')";
        self.browser.until(loaded).await?;
        Ok(())
    }

    /// The offer, once it is open.
    pub async fn offer(&self) -> Result<Offer<'_>> {
        self.browser
            .until(&format!(
                "return document.querySelector('{HOST}')?.shadowRoot.querySelector('dialog[open], section') != null"
            ))
            .await?;
        Ok(Offer { stage: self })
    }

    /// Whether an offer is in the page.
    pub async fn has_offer(&self) -> Result<bool> {
        Ok(self.browser.eval(&format!("return document.querySelector('{HOST}') !== null")).await? == Value::Bool(true))
    }

    /// Waits until no offer is in the page.
    pub async fn offer_is_gone(&self) -> Result<()> {
        self.browser.until(&format!("return document.querySelector('{HOST}') === null")).await?;
        Ok(())
    }
}

impl Offer<'_> {
    /// The first element within the offer that `css` selects.
    pub async fn find(&self, css: &str) -> Result<WebElement> {
        let script = format!("return document.querySelector('{HOST}').shadowRoot.querySelector({})", Value::from(css));
        let found = self.stage.browser.driver.execute(&script, Vec::new()).await?;
        found.element().with_context(|| format!("{css} in the offer"))
    }

    /// Types an address, sends it and waits for the thanks.
    pub async fn give_address(&self, address: &str) -> Result<()> {
        self.find("input[type=email]").await?.send_keys(address).await?;
        self.send().await?;
        self.says(".thanks [role=status]").await?;
        Ok(())
    }

    /// Presses the button that sends the address.
    pub async fn send(&self) -> Result<()> {
        match self.find("form button.send").await?.click().await {
            // An answer that comes while the press is still under way takes the button away.
            Err(error) if !matches!(*error, WebDriverErrorInner::StaleElementReference(_)) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Waits until the element selected by `css` has a text, and returns it.
    pub async fn says(&self, css: &str) -> Result<String> {
        let script = format!(
            "return document.querySelector('{HOST}').shadowRoot.querySelector({})?.textContent || null",
            Value::from(css)
        );
        Ok(self.stage.browser.until(&script).await?.as_str().unwrap_or_default().to_owned())
    }

    /// What `script` returns with the shadow root as its argument.
    pub async fn eval(&self, script: &str) -> Result<Value> {
        let root = format!("const root = document.querySelector('{HOST}').shadowRoot; {script}");
        self.stage.browser.eval(&root).await
    }
}
