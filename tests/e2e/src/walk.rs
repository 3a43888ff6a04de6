//! A visitor's way through a storefront, and what must have been told of it.
//!
//! The way is gone first and everything that was told is compared afterwards, once, with the steps between the events:
//! so one browser shows all that is wrong with a shop.

use std::collections::HashMap;
use std::fmt::Write;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::collector::Event;
use crate::expect::path_of;
use crate::stage::Stage;
use crate::storefront::Storefront;
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

/// Fields that hold money: a decimal string, compared by its value.
const MONEY: [&str; 5] = ["price", "value", "tax", "shipping", "discount"];

/// An event that must be told.
#[derive(Clone, Debug)]
pub struct Told {
    name: &'static str,
    paths: Vec<String>,
    data: Value,
    sources: Vec<&'static str>,
    may_be_missing: bool,
}

/// An event called `name`, whatever its data, from any source.
pub fn told(name: &'static str) -> Told {
    Told { name, paths: Vec::new(), data: Value::Null, sources: Vec::new(), may_be_missing: false }
}

/// One item with these fields, in the currency.
pub fn one(currency: &str, item: Value) -> Value {
    json!({"currency": currency, "items": [item]})
}

/// Any of these values will do.
pub fn any(values: &[&str]) -> Value {
    json!({ "any": values })
}

impl Told {
    /// With at least these data. Money is compared by its value; [`any`] leaves a choice.
    pub fn with(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    /// From this source, or one of these where the issue leaves it open.
    pub fn from(mut self, sources: &[&'static str]) -> Self {
        self.sources = sources.to_vec();
        self
    }

    /// On one of these pages instead of the one that is open.
    pub fn on(mut self, paths: &[&str]) -> Self {
        self.paths = paths.iter().map(|&path| path.to_owned()).collect();
        self
    }

    /// It may as well not be told.
    pub fn perhaps(mut self) -> Self {
        self.may_be_missing = true;
        self
    }

    /// Why `event` is not this one; none if it is.
    fn differs(&self, event: &Event) -> Option<String> {
        if self.name != event.name {
            return Some("another event".to_owned());
        }
        if !self.paths.iter().any(|path| path == path_of(event)) {
            return Some(format!("on {} instead of {:?}", path_of(event), self.paths));
        }
        let source = event.data["source"].as_str().unwrap_or_default();
        if !self.sources.is_empty() && !self.sources.contains(&source) {
            return Some(format!("from {source:?} instead of {:?}", self.sources));
        }
        let confidence = &event.data["confidence"];
        if !self.sources.is_empty() && !confidence.as_u64().is_some_and(|c| (1..=100).contains(&c)) {
            return Some(format!("with the confidence {confidence}"));
        }
        lacks(&event.data, &self.data, "data")
    }
}

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

    async fn stands_on(&mut self, path: &str, kind: &'static str) -> Result<()> {
        path.split('?').next().unwrap_or_default().clone_into(&mut self.path);
        self.stage.sdk_is_ready().await?;
        // A page without any sign of a shop makes Waypost look closer when something is pressed, not before.
        self.stage
            .browser
            .until(
                "const isShop = window.dataLayer || document.querySelector('[itemtype], [typeof], script[type=\"application/ld+json\"]')
                 return !isShop || performance.getEntriesByType('resource').some(({ name, responseEnd }) =>
                   name.includes('/waypost-shop') && responseEnd > 0)",
            )
            .await
            .context("the shop's chunk is not loaded on a page that shows a shop")?;
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

    /// This must have been told here, after what must have been told before.
    pub fn tells(&mut self, mut told: Told) {
        if told.paths.is_empty() {
            told.paths.push(self.path.clone());
        }
        self.expected.push(told);
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
        compared(&self.expected, &arrived)
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

/// What is wrong with the list that arrived, as lines of text, each event with what was pressed before it; empty when
/// nothing is.
fn compared(expected: &[Told], arrived: &[(String, &Event)]) -> String {
    // The longest list that both have in common, from the end.
    let mut common = vec![vec![0; arrived.len() + 1]; expected.len() + 1];
    for i in (0..expected.len()).rev() {
        for j in (0..arrived.len()).rev() {
            let pair = if expected[i].differs(arrived[j].1).is_none() { common[i + 1][j + 1] + 1 } else { 0 };
            common[i][j] = pair.max(common[i + 1][j]).max(common[i][j + 1]);
        }
    }
    let (mut i, mut j, mut is_right) = (0, 0, true);
    let mut text = String::from("what must be told (-), what was told although it must not (+):\n");
    while i < expected.len() || j < arrived.len() {
        let both = i < expected.len() && j < arrived.len();
        if both && expected[i].differs(arrived[j].1).is_none() && common[i][j] == common[i + 1][j + 1] + 1 {
            let _ = writeln!(text, "  {}", line(&arrived[j]));
            (i, j) = (i + 1, j + 1);
        } else if j == arrived.len() || i < expected.len() && common[i + 1][j] >= common[i][j + 1] {
            let told = &expected[i];
            if !told.may_be_missing {
                is_right = false;
                let _ = writeln!(text, "- {} {:?} {} {:?}", told.name, told.paths, told.data, told.sources);
                if let Some(near) = arrived.get(j).filter(|near| near.1.name == told.name) {
                    let _ = writeln!(text, "    not the next: {}", told.differs(near.1).unwrap_or_default());
                }
            }
            i += 1;
        } else {
            is_right = false;
            let _ = writeln!(text, "+ {}", line(&arrived[j]));
            j += 1;
        }
    }
    if is_right { String::new() } else { text }
}

fn line((step, event): &(String, &Event)) -> String {
    format!("{} {} {} after {step}", event.name, path_of(event), event.data)
}

/// Where and how `whole` lacks something of `part`; none if it has all of it.
fn lacks(whole: &Value, part: &Value, at: &str) -> Option<String> {
    match (whole, part) {
        (_, Value::Null) => None,
        (whole, Value::Object(choice)) if choice.contains_key("any") => {
            let is_one = choice["any"].as_array().is_some_and(|values| values.contains(whole));
            (!is_one).then(|| format!("{at} is {whole}, none of {}", choice["any"]))
        }
        (Value::Object(whole), Value::Object(part)) => part.iter().find_map(|(key, value)| {
            let at = format!("{at}.{key}");
            let Some(found) = whole.get(key) else { return Some(format!("{at} is missing")) };
            if MONEY.contains(&key.as_str()) {
                return (cents(found).is_none() || cents(found) != cents(value))
                    .then(|| format!("{at} is {found}, not {value}"));
            }
            lacks(found, value, &at)
        }),
        (Value::Array(whole), Value::Array(part)) if whole.len() == part.len() => {
            whole.iter().zip(part).enumerate().find_map(|(n, (whole, part))| lacks(whole, part, &format!("{at}[{n}]")))
        }
        (whole, part) => (whole != part).then(|| format!("{at} is {whole}, not {part}")),
    }
}

/// The decimal string as hundredths; none when it is not one.
fn cents(value: &Value) -> Option<u64> {
    let (whole, rest) = value.as_str()?.split_once('.').unwrap_or((value.as_str()?, ""));
    let rest = rest.trim_end_matches('0');
    let is_number =
        !whole.is_empty() && rest.len() <= 2 && format!("{whole}{rest}").bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| format!("{whole}{rest:0<2}").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: Value) -> Event {
        let page = json!({"url": "http://127.0.0.1:1/p"});
        let event = json!({"id": 1, "stream": "s", "n": 1, "name": name, "occurred_at_ms": 1, "page": page, "consent": "anonymous", "data": data});
        serde_json::from_value(event).expect("an event")
    }

    fn wrong(expected: &[Told], arrived: &[Event]) -> String {
        let expected: Vec<Told> = expected.iter().cloned().map(|told| told.on(&["/p"])).collect();
        let arrived: Vec<(String, &Event)> = arrived.iter().map(|event| (String::new(), event)).collect();
        compared(&expected, &arrived)
    }

    #[test]
    fn money_is_compared_by_value_and_must_be_a_decimal_string() {
        let told = told("add_to_cart").with(one("EUR", json!({"price": "29.90", "item_id": any(&["a", "b"])})));
        let add = |price: Value, id: &str| {
            event("add_to_cart", one("EUR", json!({"price": price, "item_id": id, "more": 1})))
        };
        assert_eq!(wrong(&[told.clone()], &[add(json!("29.9"), "b")]), "");
        for bad in [add(json!(29.9), "b"), add(json!("29.91"), "b"), add(json!("2990"), "b"), add(json!("29.90"), "c")]
        {
            assert_ne!(wrong(&[told.clone()], &[bad]), "");
        }
    }

    #[test]
    fn one_too_many_one_too_few_and_another_source_are_wrong() {
        let view = event("view_item", json!({"source": "json_ld", "confidence": 85}));
        let expected = told("view_item").from(&["json_ld"]);
        assert_eq!(wrong(&[expected.clone()], &[view.clone()]), "");
        assert_eq!(wrong(&[expected.clone(), told("view_cart").perhaps()], &[view.clone()]), "");
        assert!(wrong(&[expected.clone()], &[view.clone(), view.clone()]).contains("+ view_item"));
        assert!(wrong(&[expected.clone(), expected.clone()], &[view.clone()]).contains("- view_item"));
        assert!(wrong(&[told("view_item").from(&["microdata"])], &[view]).contains("from \"json_ld\""));
    }
}
