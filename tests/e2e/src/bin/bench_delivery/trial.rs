//! One trial: events told by pages, and whether all of them are stored once.

use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::{Value, json};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;

use crate::tracker::{Stored, Tracker};

/// The page that tells events.
pub const PAGE: &str = "/fixture/told.html";
/// The same, as another page of the site.
pub const NEXT: &str = "/fixture/told.html?next";
/// A page without a tracker.
pub const AWAY: &str = "/fixture/without.html";

const PAUSE: Duration = Duration::from_millis(25);

/// One trial.
pub struct Trial<'a> {
    /// Browser, proxy and collector, which all trials of a scenario share.
    pub stage: &'a mut Stage,
    /// The tracker that is in the pages.
    pub tracker: Tracker,
    /// What has been stored.
    pub stored: &'a mut Stored,
    /// What its events say where they are from.
    pub name: String,
    /// How many events are to be told.
    pub count: u64,
    /// How many have been told.
    pub told: u64,
    /// Since when nothing has stood in the way of the events.
    pub free_since: Instant,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// Events told.
    pub tracked: u64,
    /// How long after nothing stood in the way any more all were stored, if they were.
    pub complete_after: Option<Duration>,
}

impl Trial<'_> {
    /// Opens a page of the site and waits until its tracker runs.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.stage.open(path).await?;
        self.stage.browser.until("return window.isReady === true").await.map(drop)
    }

    /// The call that tells `count` events.
    pub fn telling(&mut self, count: u64) -> String {
        let (from, to) = (self.told, self.told + count);
        self.told = to;
        format!("for (let n = {from}; n < {to}; n++) told({}, n);", Value::from(&*self.name))
    }

    /// Tells all events of the trial in one task of the page, and does `then` in the same one.
    pub async fn tell(&mut self, then: &str) -> Result<()> {
        let telling = self.telling(self.count);
        self.stage.browser.eval(&format!("{telling} {then}; return true")).await?;
        self.free_since = Instant::now();
        Ok(())
    }

    /// The same when the element with this id is pressed (`click`) or its form is sent (`submit`).
    pub async fn tell_on(&mut self, event: &str, id: &str, then: &str) -> Result<()> {
        let telling = self.telling(self.count);
        let script = format!("{id}.addEventListener('{event}', () => {{ {telling} {then} }}); return true");
        self.stage.browser.eval(&script).await.map(drop)
    }

    /// Lets this happen to every request with events.
    pub fn fault(&self, fault: Fault) {
        self.stage.front.fault(self.tracker.endpoint(), fault);
    }

    /// Ends that.
    pub fn mend(&mut self) {
        self.stage.front.mend(self.tracker.endpoint());
        self.free_since = Instant::now();
    }

    /// How many requests with events there have been so far.
    pub fn requests(&self) -> usize {
        self.stage.front.heard(self.tracker.endpoint()).len()
    }

    /// Waits up to `patience` until all of its events are stored.
    pub async fn wait(&mut self, patience: Duration) -> Result<Option<Duration>> {
        let start = Instant::now();
        loop {
            self.stored.refresh(&self.stage.collector).await?;
            if self.stored.of(&self.name).0 == self.told {
                return Ok(Some(self.free_since.elapsed()));
            }
            if start.elapsed() > patience {
                return Ok(None);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Deletes what the page's device keeps, whoever has it open.
    pub async fn delete_databases(&self) -> Result<()> {
        let script = "const done = arguments[arguments.length - 1]
            indexedDB.databases().then(all => Promise.all(all.map(({ name }) => new Promise(resolve => {
              const request = indexedDB.deleteDatabase(name)
              request.onsuccess = request.onerror = request.onblocked = resolve
            })))).then(() => { localStorage.clear(); done(true) }, error => done(String(error)))";
        self.stage.browser.driver.execute_async(script, Vec::new()).await.map(drop)?;
        Ok(())
    }

    /// A command of Chromium's own protocol.
    pub async fn cdp(&self, method: &str, params: Value) -> Result<()> {
        self.stage.browser.driver.cdp().send_raw(method, params).await?;
        Ok(())
    }

    /// Freezes the page in Chromium, or lets it go on.
    pub async fn freeze(&self, is_frozen: bool) -> Result<()> {
        let state = if is_frozen { "frozen" } else { "active" };
        self.cdp("Page.setWebLifecycleState", json!({ "state": state })).await
    }
}
