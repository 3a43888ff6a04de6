//! A visitor's way through a storefront, and what must have been told of it.
//!
//! The way is gone first and everything that was told is compared afterwards, once, with the steps between the events:
//! so one browser shows all that is wrong with a shop.

use std::collections::HashMap;
use std::fmt::Write;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::collector::Event;
use crate::stage::Stage;
use crate::storefront::Storefront;
use crate::told::{self, Told};
use crate::wait;

/// The events that mean that somebody got nearer to buying, or farther from it. Everything else is left to other tests:
/// lists, wishes and the core's own conclusions may be told or not.
const COMMERCIAL: [&str; 9] = [
    "view_item",
    "add_to_cart",
    "remove_from_cart",
    "view_cart",
    "begin_checkout",
    "add_shipping_info",
    "add_payment_info",
    "purchase",
    "refund",
];

/// A visitor in a shop.
pub struct Walk {
    /// Where it happens.
    pub stage: Stage,
    storefront: Storefront,
    path: String,
    expected: Vec<Told>,
    kinds: Vec<(String, &'static str)>,
    consent: Option<&'static str>,
}

impl Walk {
    /// A visitor who has not opened a page yet.
    pub async fn to(storefront: Storefront) -> Result<Self> {
        let stage = Stage::start().await?;
        stage.front.play(storefront.clone());
        Ok(Self { stage, storefront, path: String::new(), expected: Vec::new(), kinds: Vec::new(), consent: None })
    }

    /// Begins with the cart as it was, and these sources switched off, from the next page on.
    pub fn without(&self, sources: &[&str]) {
        self.stage.front.unedit();
        self.stage.front.play(self.storefront.clone());
        let off: Map<String, Value> = sources.iter().map(|&name| (name.to_owned(), Value::Bool(false))).collect();
        let mut options = json!({ "sources": off });
        if let Some(consent) = self.consent {
            options["consent"] = json!(consent);
        }
        self.stage.configure(&options.to_string());
    }

    /// The consent of every page from the next one on.
    pub fn consents(&mut self, consent: &'static str) {
        self.consent = Some(consent);
        self.without(&[]);
    }

    /// Opens a page and waits until Waypost looks at it; the page must be taken for a `kind`.
    pub async fn open(&mut self, path: &str, kind: &'static str) -> Result<()> {
        self.stage.open(path).await?;
        self.stands_on(path, kind).await
    }

    /// The press before has led to this page, which must be taken for a `kind`.
    pub async fn arrive(&mut self, path: &str, kind: &'static str) -> Result<()> {
        self.stage.arrive(path).await?;
        self.stands_on(path, kind).await
    }

    /// Opens a page, whatever it is taken for.
    pub async fn look_at(&mut self, path: &str) -> Result<()> {
        self.stage.open(path).await?;
        path.clone_into(&mut self.path);
        self.stage.sdk_is_ready().await
    }

    async fn stands_on(&mut self, path: &str, kind: &'static str) -> Result<()> {
        path.split('?').next().unwrap_or_default().clone_into(&mut self.path);
        self.stage.sdk_is_ready().await?;
        // A page without any sign of a shop makes Waypost look closer when something is pressed, not before. Nobody
        // presses anything in the first moment.
        let seen = "const isShop =
              window.dataLayer || document.querySelector('[itemtype], [typeof], script[type=\"application/ld+json\"]')
            const isLoaded = performance.getEntriesByType('resource')
              .some(({ name, responseEnd }) => name.includes('/waypost-acts') && responseEnd > 0)
            if (isShop && !isLoaded) return false
            if (window.__at !== location.href) {
              window.__at = location.href
              window.__since = performance.now()
            }
            return performance.now() - window.__since > 150";
        self.stage.browser.until(seen).await.context("what knows presses is not loaded on a page that shows a shop")?;
        let page = if self.path == "/index.php" {
            self.stage.browser.eval("return document.title").await?.as_str().unwrap_or_default().to_owned()
        } else {
            self.path.clone()
        };
        self.kinds.push((page, kind));
        Ok(())
    }

    /// Goes to a page that has no Waypost on it.
    pub async fn pass(&mut self, path: &str) -> Result<()> {
        path.clone_into(&mut self.path);
        self.stage.arrive(path).await
    }

    /// Presses the first element that `css` selects.
    pub async fn press(&self, css: &str) -> Result<()> {
        self.stage.call("track", json!(["step", {"pressed": css}])).await?;
        self.stage.click(css).await
    }

    /// Chooses an option as a visitor would, but without the menu, which no engine lets a test see.
    pub async fn choose(&self, css: &str, value: &str) -> Result<()> {
        let script = format!(
            "const field = document.querySelector({}); field.value = {}
             field.dispatchEvent(new Event('input', {{ bubbles: true }}))
             field.dispatchEvent(new Event('change', {{ bubbles: true }})); return true",
            json!(css),
            json!(value)
        );
        self.stage.browser.eval(&script).await?;
        Ok(())
    }

    /// Waits until the page shows what `css` selects: its answer to a press.
    pub async fn sees(&self, css: &str) -> Result<()> {
        let shown = format!("const found = document.querySelector({}); return !!found && !found.hidden", json!(css));
        self.stage.browser.until(&shown).await?;
        Ok(())
    }

    /// Waits until the page shows what `css` selects, and for the second that a visitor takes to read it.
    pub async fn reads(&self, css: &str) -> Result<()> {
        self.sees(css).await?;
        let read = "window.__seen ??= performance.now()
            const isRead = performance.now() - window.__seen > 1000
            if (isRead) delete window.__seen
            return isRead";
        self.stage.browser.until(read).await?;
        Ok(())
    }

    /// This must have been told here, after what must have been told before.
    pub fn tells(&mut self, told: Told) {
        self.expected.push(told.here(&self.path));
    }

    /// Leaves the shop, and compares everything that was told with what must have been told, the types of pages too.
    pub async fn end(self) -> Result<()> {
        let events = self.leaves().await?;
        let wrong = [self.wrong_events(&events), self.wrong_kinds()].concat();
        ensure!(wrong.is_empty(), "{}", wrong);
        self.stage.end().await
    }

    /// Leaves the shop and returns everything that was stored of the visit.
    pub async fn leaves(&self) -> Result<Vec<Event>> {
        self.stage.call("track", json!(["the_end"])).await?;
        self.stage.open("/fixture/without.html").await?;
        self.stage.collector.event_named("the_end").await?;
        wait::until("every request to be over", async || {
            let open = self.stage.front.heard("/v1/").into_iter().filter(|heard| !heard.is_over).count();
            if open == 0 { Ok(()) } else { Err(format!("{open} are on their way")) }
        })
        .await?;
        self.stage.collector.events().await
    }

    fn wrong_events(&self, events: &[Event]) -> String {
        let mut step = "opened".to_owned();
        let mut arrived = Vec::new();
        for event in events {
            match event.name.as_str() {
                "step" => step = event.data["pressed"].as_str().unwrap_or_default().to_owned(),
                "page_view" => "opened".clone_into(&mut step),
                name if COMMERCIAL.contains(&name) => arrived.push((step.clone(), event)),
                _ => {}
            }
        }
        told::compared(&self.expected, &arrived)
    }

    /// What the batches said of pages that is not what they are.
    fn wrong_kinds(&self) -> String {
        let mut known: HashMap<(String, u64), (String, Map<String, Value>)> = HashMap::new();
        for heard in self.stage.front.heard("/v1/events") {
            let Ok(batch) = serde_json::from_str::<Value>(&heard.body) else { continue };
            for page in batch["pages"].as_array().into_iter().flatten() {
                let key =
                    (batch["stream"].as_str().unwrap_or_default().to_owned(), page["id"].as_u64().unwrap_or_default());
                let url = page["url"].as_str().unwrap_or_default();
                let path = url.strip_prefix(self.stage.front.origin()).unwrap_or(url);
                let name = if path == "/index.php" { page["title"].as_str().unwrap_or_default() } else { path };
                let entry = known.entry(key).or_insert_with(|| (name.to_owned(), Map::new()));
                entry.1.extend(page["facts"].as_object().cloned().unwrap_or_default());
            }
        }
        let mut wrong = String::new();
        for (path, kind) in &self.kinds {
            let facts: Vec<_> = known.values().filter(|(name, _)| name == path).map(|(_, facts)| facts).collect();
            let is_so = |facts: &&Map<String, Value>| {
                facts.get("type") == Some(&json!(kind))
                    && facts.get("why").and_then(Value::as_str).is_some_and(|why| !why.is_empty())
            };
            if facts.is_empty() || !facts.iter().all(is_so) {
                let _ = writeln!(wrong, "the page {path} is not always a {kind} for a reason: {facts:?}");
            }
        }
        wrong
    }
}
