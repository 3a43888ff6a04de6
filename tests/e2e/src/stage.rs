//! One test's browser, proxy and collector, joined.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::{By, WebElement};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::browser::{Browser, Engine, Shape};
use crate::collector::{Collector, Event};
use crate::expect::{self, Expected};
use crate::front::{Front, Message};
use crate::wait;

/// The script tag of every page of the shop and of the fixtures.
pub const TAG: &str = "<script async src=\"/waypost.js\" data-site=\"demo\"></script>";

/// Of a failed test, the last requests are shown, and so much of each.
const SHOWN: usize = 40;
const SHOWN_OF_BODY: usize = 1000;

/// So many tests run at once, however many threads the test runner has: a browser needs a core.
static SEATS: Semaphore = Semaphore::const_new(2);

/// Lets `stages` of them run at once where that is more: for what mostly waits.
pub fn allow_at_once(stages: usize) {
    SEATS.add_permits(stages.saturating_sub(SEATS.available_permits()));
}

/// A browser whose pages come through a [`Front`] from a [`Collector`] of its own.
pub struct Stage {
    /// The browser.
    pub browser: Browser,
    /// The proxy; its origin is that of every page.
    pub front: Front,
    /// The collector, which allows that origin.
    pub collector: Collector,
    finished: bool,
    _seat: SemaphorePermit<'static>,
}

impl Stage {
    /// Starts all three, with a desktop browser that has nothing open.
    pub async fn start() -> Result<Self> {
        Self::start_on(Shape::Desktop).await
    }

    /// Starts all three with a browser of this shape.
    pub async fn start_on(shape: Shape) -> Result<Self> {
        Self::start_with(shape, "").await
    }

    /// Starts all three with a browser of this shape and a configuration file of the collector.
    pub async fn start_with(shape: Shape, file: &str) -> Result<Self> {
        let seat = SEATS.acquire().await?;
        let front = Front::start().await?;
        let collector = Collector::start_with(&[front.origin()], file).await?;
        front.forward_to(collector.origin());
        let browser = Browser::start(shape).await?;
        Ok(Self { browser, front, collector, finished: false, _seat: seat })
    }

    /// Starts all three with a desktop browser that has the page at `path` open, and the SDK running in it.
    pub async fn at(path: &str) -> Result<Self> {
        let stage = Self::start().await?;
        stage.open(path).await?;
        stage.sdk_is_ready().await?;
        Ok(stage)
    }

    /// Puts `tag` in place of [`TAG`] in every page that is opened from now on.
    pub fn tag(&self, tag: &str) {
        self.front.edit(TAG, tag);
    }

    /// Adds this attribute to the script tag of every page that is opened from now on.
    pub fn tag_with(&self, attribute: &str) {
        self.tag(&TAG.replace("></script>", &format!(" {attribute}></script>")));
    }

    /// Adds this configuration, as JSON, to every page that is opened from now on.
    pub fn configure(&self, json: &str) {
        let block = format!("<script type=\"application/json\" data-waypost-config>{json}</script>");
        self.tag(&format!("{block}{TAG}"));
    }

    /// Loads a script of the fixtures before the tag in every page that is opened from now on.
    pub fn run_before(&self, name: &str) {
        self.tag(&format!("<script src=\"/fixture/{name}\"></script>{TAG}"));
    }

    /// Opens the page at `path` and waits for its load event.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.browser.open(&self.front.url(path)).await
    }

    /// The first element that `css` selects, once there is one.
    pub async fn find(&self, css: &str) -> Result<WebElement> {
        wait::until(css, async || self.browser.driver.find(By::Css(css)).await.map_err(|e| e.to_string())).await
    }

    /// Presses the first element that `css` selects, as a visitor would.
    pub async fn click(&self, css: &str) -> Result<()> {
        wait::until(&format!("{css} to be pressed"), async || {
            let element = self.browser.driver.find(By::Css(css)).await.map_err(|e| e.to_string())?;
            element.click().await.map_err(|e| e.to_string())
        })
        .await
    }

    /// Presses the first element that `css` selects so many times without a pause.
    pub async fn click_fast(&self, css: &str, times: usize) -> Result<()> {
        let element = self.find(css).await?;
        let start = self.browser.driver.action_chain().move_to_element_center(&element);
        (0..times).fold(start, |chain, _| chain.click()).perform().await?;
        Ok(())
    }

    /// Types into the first element that `css` selects.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let element = self.find(css).await?;
        element.clear().await?;
        element.send_keys(text).await.with_context(|| format!("typing into {css}"))
    }

    /// Waits until the page's path is `path`, its query apart.
    pub async fn arrive(&self, path: &str) -> Result<()> {
        self.browser
            .until(&format!("return location.pathname === {} && document.readyState === 'complete'", Value::from(path)))
            .await?;
        Ok(())
    }

    /// Waits until the SDK has started in the page.
    pub async fn sdk_is_ready(&self) -> Result<()> {
        self.browser
            .until(
                "if (!window.__asked) {
                   window.__asked = true;
                   (window.waypost = window.waypost || []).push(['on', 'ready', () => { window.__ready = true }])
                 }
                 return window.__ready === true",
            )
            .await?;
        Ok(())
    }

    /// Calls a method of Waypost: `call("track", json!(["sale", {"size": "s"}]))`.
    pub async fn call(&self, method: &str, arguments: Value) -> Result<()> {
        let mut call = vec![Value::from(method)];
        call.extend(arguments.as_array().into_iter().flatten().cloned());
        let script = format!("(window.waypost = window.waypost || []).push({}); return true", Value::Array(call));
        self.browser.eval(&script).await?;
        Ok(())
    }

    /// Every stored event of this name, once what happens now has arrived too.
    pub async fn stored(&self, name: &str) -> Result<Vec<Event>> {
        self.call("track", json!(["the_end"])).await?;
        self.call("flush", json!([])).await?;
        self.collector.event_named("the_end").await?;
        Ok(expect::named(&self.collector.events().await?, name).cloned().collect())
    }

    /// Checks that exactly `expected` has been stored, once what happens now has arrived too, and returns it.
    ///
    /// Ambient events are neither compared nor returned, see [`expect::AMBIENT`].
    ///
    /// "Now" is an event `the_end` on the page that is open: without something to wait for, an event that must not
    /// come could always still be on its way.
    pub async fn recorded_exactly(&self, expected: &[Expected]) -> Result<Vec<Event>> {
        self.call("track", json!(["the_end"])).await?;
        self.call("flush", json!([])).await?;
        self.collector.event_named("the_end").await?;
        let mut events = expect::compared(expected, &self.collector.events().await?);
        let end = events.iter().position(|event| event.name == "the_end").context("the end")?;
        events.remove(end);
        expect::exactly(expected, &events);
        Ok(events)
    }

    /// What Waypost keeps on the device: the names of databases, storage keys, cookies and caches that are not the
    /// shop's own (`shop.…`).
    pub async fn kept_on_the_device(&self) -> Result<Vec<String>> {
        let script = "const done = arguments[arguments.length - 1]
            const named = (kind, names) => names.filter(name => !name.startsWith('shop.')).map(name => `${kind} ${name}`)
            Promise.all([indexedDB.databases(), window.caches ? caches.keys() : []]).then(([databases, stores]) => done([
              ...named('database', databases.map(({ name }) => name)),
              ...named('local', Object.keys(localStorage)),
              ...named('session', Object.keys(sessionStorage)),
              ...named('cookie', document.cookie.split('; ').filter(Boolean)),
              ...named('cache', stores),
            ]), error => done([String(error)]))";
        let kept = self.browser.driver.execute_async(script, Vec::new()).await?;
        Ok(serde_json::from_value(kept.json().clone())?)
    }

    /// Closes the tab and goes on in a new one with nothing open.
    pub async fn close_tab(&self) -> Result<()> {
        let driver = &self.browser.driver;
        let old = driver.window().await?;
        let new = driver.new_tab().await?;
        driver.switch_to_window(old).await?;
        driver.close_window().await?;
        driver.switch_to_window(new).await?;
        Ok(())
    }

    /// Hides the page behind another tab, as a visitor does who looks something up, and comes back to it.
    pub async fn look_away_and_back(&self) -> Result<()> {
        let driver = &self.browser.driver;
        let hidden = "document.addEventListener('visibilitychange', () => { window.__wasHidden = true }); return true";
        self.browser.eval(hidden).await?;
        if self.browser.engine == Engine::WebKit {
            // MiniBrowser opens its tabs in the background.
            let window = driver.get_window_rect().await?;
            driver.minimize_window().await?;
            self.browser.until("return window.__wasHidden === true").await?;
            let (x, y) = (window.x, window.y);
            driver.set_window_rect(x, y, window.width as u32, window.height as u32).await?;
        } else {
            let page = driver.window().await?;
            let other = driver.new_tab().await?;
            driver.switch_to_window(other).await?;
            self.browser.until("return document.visibilityState === 'visible'").await?;
            driver.close_window().await?;
            driver.switch_to_window(page).await?;
        }
        self.browser.until("return window.__wasHidden === true").await?;
        self.browser.until("return document.visibilityState === 'visible'").await?;
        Ok(())
    }

    /// What Waypost or the shop said on the console as a warning or an error.
    pub fn complaints(&self) -> Vec<Message> {
        self.messages(&["warn", "error"])
    }

    /// Waits until `code` has been complained of, and checks that it is one message that says how to mend it.
    pub async fn one_complaint(&self, code: &str) -> Result<()> {
        let all = wait::until(&format!("the message {code}"), async || {
            let all = self.complaints();
            if all.is_empty() { Err("the console is silent".to_owned()) } else { Ok(all) }
        })
        .await?;
        ensure!(all.len() == 1, "{} messages instead of one: {all:#?}", all.len());
        let link = format!("/docs/messages#{code}");
        ensure!(all[0].text.contains(&link), "no link to {link} in {:?}", all[0].text);
        Ok(())
    }

    /// Ends a test in which nothing may have been complained of.
    pub async fn end(self) -> Result<()> {
        let complaints = self.complaints();
        ensure!(complaints.is_empty(), "the console was not silent: {complaints:#?}");
        self.end_noisily().await
    }

    /// Ends a test whose complaints have been looked at. Thrown errors and violated policies fail it all the same.
    pub async fn end_noisily(mut self) -> Result<()> {
        let broken = self.messages(&["uncaught", "rejection", "violation"]);
        ensure!(broken.is_empty(), "the page was harmed: {broken:#?}");
        self.finished = true;
        Ok(())
    }

    /// Ends a test in which the browser itself rightly complained, of a script that could not be loaded.
    pub fn end_with_complaints_of_the_browser(mut self) {
        self.finished = true;
    }

    fn messages(&self, kinds: &[&str]) -> Vec<Message> {
        self.front.messages().into_iter().filter(|message| kinds.contains(&message.kind.as_str())).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        eprintln!("what the pages said: {:#?}", self.front.messages());
        for heard in self.front.heard("/v1/").iter().rev().take(SHOWN).rev() {
            let body: String = heard.body.chars().take(SHOWN_OF_BODY).collect();
            eprintln!("{} {} -> {:?}\n  {body}", heard.method, heard.path, heard.status);
        }
    }
}
