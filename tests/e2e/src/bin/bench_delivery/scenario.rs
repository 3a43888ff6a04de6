//! What happens to pages, browsers, networks and collectors between an event and the disk.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::json;
use waypost_e2e::browser::Engine;
use waypost_e2e::front::Fault;
use waypost_e2e::wait;

use crate::load;
use crate::tracker::Tracker;
use crate::trial::{AWAY, NEXT, PAGE, Trial};

/// A scenario of `cargo xtask bench delivery`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// The page goes to another page at once, of this site or of another.
    Navigate { same_origin: bool },
    /// The tab is closed at once.
    Close,
    /// The whole browser is killed (SIGKILL) so many milliseconds later.
    Kill(u64),
    /// The collector is out of reach until the tab has been closed.
    Unreachable,
    /// The collector answers 503 for ten seconds, with or without `Retry-After`. Who has not sent everything 20 s later goes
    /// on to the next page.
    Busy { says_when: bool },
    /// The answer is cut off after the collector has stored the events.
    CutOff,
    /// So many tabs are offline, and all are closed.
    Tabs(u64),
    /// 3,000 events while offline.
    Many,
    /// The page is frozen while the network comes back, and goes on.
    Frozen,
    /// The page is left while offline, and comes back from the back/forward cache.
    BackForward,
    /// A form is sent.
    Form,
    /// A link is pressed.
    Link,
    /// `location.replace`.
    Replace,
    /// `window.open`, and the first window is closed.
    Window,
    /// The browser keeps nothing, and the tab is closed.
    Refused,
    /// The disk is full, and the tab is closed.
    Full,
    /// What is kept is deleted while the collector is out of reach.
    Deleted,
    /// The collector is killed (SIGKILL) and restarted under the load of many browsers.
    Killed,
    /// One request in ten is lost, half of those after the collector has heard it; all others take up to 5 s.
    Lossy,
}

/// Every scenario, in the order of issue 4, with its number there.
pub const ALL: [(&str, Scenario); 24] = [
    ("1a", Scenario::Navigate { same_origin: true }),
    ("1b", Scenario::Navigate { same_origin: false }),
    ("2", Scenario::Close),
    ("3a", Scenario::Kill(50)),
    ("3b", Scenario::Kill(500)),
    ("3c", Scenario::Kill(2000)),
    ("4", Scenario::Unreachable),
    ("5a", Scenario::Busy { says_when: false }),
    ("5b", Scenario::Busy { says_when: true }),
    ("6", Scenario::CutOff),
    ("7a", Scenario::Tabs(2)),
    ("7b", Scenario::Tabs(5)),
    ("8", Scenario::Many),
    ("9a", Scenario::Frozen),
    ("9b", Scenario::BackForward),
    ("10a", Scenario::Form),
    ("10b", Scenario::Link),
    ("10c", Scenario::Replace),
    ("10d", Scenario::Window),
    ("11a", Scenario::Refused),
    ("11b", Scenario::Full),
    ("11c", Scenario::Deleted),
    ("12", Scenario::Killed),
    ("13", Scenario::Lossy),
];

impl Scenario {
    /// What happens, for the report.
    pub fn title(self) -> String {
        match self {
            Self::Navigate { same_origin: true } => "navigate at once, same origin".to_owned(),
            Self::Navigate { same_origin: false } => "navigate at once, other origin".to_owned(),
            Self::Close => "close the tab at once, reopen the site".to_owned(),
            Self::Kill(ms) => format!("SIGKILL the browser after {ms} ms, reopen"),
            Self::Unreachable => "collector unreachable, tab closed, collector back, reopen".to_owned(),
            Self::Busy { says_when: false } => "503 for 10 s".to_owned(),
            Self::Busy { says_when: true } => "503 with Retry-After for 10 s".to_owned(),
            Self::CutOff => "answer cut off after the commit".to_owned(),
            Self::Tabs(tabs) => format!("{tabs} tabs offline, all closed, one reopened"),
            Self::Many => "3,000 events while offline".to_owned(),
            Self::Frozen => "page frozen and restored".to_owned(),
            Self::BackForward => "back/forward cache and back".to_owned(),
            Self::Form => "form submit that navigates".to_owned(),
            Self::Link => "link click".to_owned(),
            Self::Replace => "`location.replace`".to_owned(),
            Self::Window => "`window.open`, opener closed".to_owned(),
            Self::Refused => "storage refused, tab closed".to_owned(),
            Self::Full => "quota full, tab closed".to_owned(),
            Self::Deleted => "IndexedDB deleted while offline, tab closed, reopen".to_owned(),
            Self::Killed => "collector killed (-9) and restarted under load".to_owned(),
            Self::Lossy => "10 % of requests lost, answers up to 5 s late".to_owned(),
        }
    }

    /// Why it cannot be played in this engine; none where it can.
    pub fn impossible_in(self, engine: Engine) -> Option<&'static str> {
        match (self, engine) {
            (Self::Kill(_), Engine::WebKit) => Some("its driver starts it without a profile that outlives it"),
            (Self::Frozen, Engine::Firefox | Engine::WebKit) => Some("only Chromium can be told to freeze a page"),
            _ => None,
        }
    }

    /// A script of the fixtures that the pages need before the tracker; else empty.
    pub fn script(self, engine: Engine) -> &'static str {
        match self {
            Self::Refused => "no-storage.js",
            // Chromium has a real quota that can be set.
            Self::Full if engine != Engine::Chromium => "full.js",
            _ => "",
        }
    }

    /// How long all events of a trial are awaited before the next one begins. What comes later still counts.
    pub fn patience(self) -> Duration {
        match self {
            Self::Lossy => Duration::from_secs(40),
            Self::Many => Duration::from_secs(20),
            _ => Duration::from_secs(6),
        }
    }

    /// Lets it happen.
    pub async fn act(self, trial: &mut Trial<'_>) -> Result<()> {
        match self {
            Self::Navigate { same_origin: true } => {
                trial.open(PAGE).await?;
                trial.tell(&format!("location.href = '{NEXT}'")).await
            }
            Self::Navigate { same_origin: false } => {
                trial.open(PAGE).await?;
                let other = trial.stage.front.url(AWAY).replace("127.0.0.1", "localhost");
                trial.tell(&format!("location.href = '{other}'")).await?;
                trial.stage.arrive(AWAY).await?;
                trial.open(NEXT).await
            }
            Self::Close => {
                trial.open(PAGE).await?;
                trial.tell("").await?;
                trial.stage.close_tab().await?;
                trial.open(NEXT).await
            }
            Self::Kill(ms) => {
                trial.open(PAGE).await?;
                trial.tell("").await?;
                tokio::time::sleep(Duration::from_millis(ms)).await;
                trial.stage.browser.kill9().await?;
                trial.stage.browser.restart().await?;
                trial.free_since = Instant::now();
                trial.open(NEXT).await
            }
            Self::Unreachable => {
                offline(trial, 20).await?;
                trial.stage.close_tab().await?;
                trial.mend();
                trial.open(NEXT).await
            }
            Self::Busy { says_when } => {
                let path = trial.tracker.endpoint();
                if says_when {
                    trial.stage.front.add_header(path, "retry-after", "3");
                }
                trial.open(PAGE).await?;
                trial.fault(Fault::Answer(503, "application/json", "{\"error\":\"busy\",\"detail\":\"full\"}"));
                trial.tell("").await?;
                tokio::time::sleep(Duration::from_secs(10)).await;
                trial.stage.front.remove_header(path);
                trial.mend();
                if trial.wait(Duration::from_secs(20)).await?.is_none() {
                    trial.open(NEXT).await?;
                }
                Ok(())
            }
            Self::CutOff => {
                trial.open(PAGE).await?;
                trial.fault(Fault::CutOff);
                trial.tell("").await?;
                trial.wait(self.patience()).await?;
                trial.mend();
                // Whether they come again shows once something else has come.
                trial.count = 1;
                trial.tell("").await
            }
            Self::Tabs(tabs) => tabs_offline(trial, tabs).await,
            Self::Many => {
                // A tracker may take its time over so many calls.
                trial.stage.browser.driver.set_script_timeout(Duration::from_secs(110)).await?;
                offline(trial, 3_000).await?;
                trial.mend();
                Ok(())
            }
            Self::Frozen => {
                offline(trial, trial.count).await?;
                trial.freeze(true).await?;
                trial.mend();
                trial.freeze(false).await?;
                trial.free_since = Instant::now();
                Ok(())
            }
            Self::BackForward => {
                offline(trial, trial.count).await?;
                trial.stage.browser.eval(&format!("location.href = '{AWAY}'; return true")).await?;
                trial.stage.arrive(AWAY).await?;
                trial.mend();
                trial.stage.browser.driver.back().await?;
                trial.stage.browser.until("return window.isReady === true").await.map(drop)
            }
            Self::Form => {
                trial.open(PAGE).await?;
                trial.tell_on("submit", "form", "").await?;
                pressed(trial, "#submit").await
            }
            Self::Link => {
                trial.open(PAGE).await?;
                trial.tell_on("click", "link", "").await?;
                pressed(trial, "#link").await
            }
            Self::Replace => {
                trial.open(PAGE).await?;
                trial.tell(&format!("location.replace('{NEXT}')")).await
            }
            Self::Window => window_opened(trial).await,
            Self::Refused | Self::Full => {
                if self == Self::Full && trial.stage.browser.engine == Engine::Chromium {
                    let origin = trial.stage.front.origin().to_owned();
                    trial.open(PAGE).await?;
                    trial.cdp("Storage.overrideQuotaForOrigin", json!({"origin": origin, "quotaSize": 1})).await?;
                }
                trial.open(PAGE).await?;
                trial.tell("").await?;
                trial.stage.close_tab().await
            }
            Self::Deleted => {
                offline(trial, trial.count).await?;
                trial.delete_databases().await?;
                // So that the page learns of it.
                trial.count = 1;
                trial.tell("").await?;
                tokio::time::sleep(Duration::from_millis(500)).await;
                trial.stage.close_tab().await?;
                trial.mend();
                trial.open(NEXT).await
            }
            Self::Killed => collector_killed(trial).await,
            Self::Lossy => {
                trial.open(PAGE).await?;
                trial.fault(Fault::Lossy(Duration::from_secs(5)));
                for _ in 0..trial.count {
                    let telling = trial.telling(1);
                    trial.stage.browser.eval(&format!("{telling} return true")).await?;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                trial.free_since = Instant::now();
                Ok(())
            }
        }
    }
}

/// Tells events while the collector is out of reach, and waits until that was tried.
async fn offline(trial: &mut Trial<'_>, count: u64) -> Result<()> {
    trial.open(PAGE).await?;
    let before = trial.requests();
    trial.fault(Fault::Refuse);
    trial.count = count;
    trial.tell("").await?;
    tried(trial, before).await
}

async fn tried(trial: &Trial<'_>, before: usize) -> Result<()> {
    wait::until("a try to send", async || {
        if trial.requests() > before { Ok(()) } else { Err(format!("{} requests", trial.requests())) }
    })
    .await
}

async fn pressed(trial: &mut Trial<'_>, css: &str) -> Result<()> {
    trial.stage.click(css).await?;
    trial.free_since = Instant::now();
    trial.stage.browser.until("return !!location.search || location.href.endsWith('?')").await.map(drop)
}

/// Each tab tells as many events as the trial has.
async fn tabs_offline(trial: &mut Trial<'_>, tabs: u64) -> Result<()> {
    trial.fault(Fault::Refuse);
    for _ in 0..tabs {
        let tab = trial.stage.browser.driver.new_tab().await?;
        trial.stage.browser.driver.switch_to_window(tab).await?;
        trial.open(PAGE).await?;
        let before = trial.requests();
        trial.tell("").await?;
        tried(trial, before).await?;
    }
    let driver = &trial.stage.browser.driver;
    let all = driver.windows().await?;
    let new = driver.new_tab().await?;
    for window in all {
        driver.switch_to_window(window).await?;
        driver.close_window().await?;
    }
    driver.switch_to_window(new).await?;
    trial.mend();
    trial.open(NEXT).await
}

async fn window_opened(trial: &mut Trial<'_>) -> Result<()> {
    trial.open(PAGE).await?;
    trial.tell_on("click", "another", &format!("window.open('{NEXT}')")).await?;
    let driver = trial.stage.browser.driver.clone();
    let opener = driver.window().await?;
    trial.stage.click("#another").await?;
    trial.free_since = Instant::now();
    let opened = wait::until("the other window", async || {
        let windows = driver.windows().await.map_err(|error| error.to_string())?;
        windows.into_iter().find(|window| *window != opener).ok_or_else(|| "there is one".to_owned())
    })
    .await?;
    driver.close_window().await?;
    driver.switch_to_window(opened).await?;
    Ok(())
}

async fn collector_killed(trial: &mut Trial<'_>) -> Result<()> {
    trial.open(PAGE).await?;
    if trial.tracker != Tracker::Waypost {
        // Its collector is in this process and cannot be killed: out of reach is the most that can happen to it.
        trial.fault(Fault::Refuse);
        trial.tell("").await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        trial.mend();
        return Ok(());
    }
    let load = load::begin(trial.stage.collector.origin(), &trial.name, trial.told + trial.count);
    load.is_under_way().await?;
    trial.tell("").await?;
    trial.stage.collector.kill9().await?;
    trial.stage.collector.restart().await?;
    trial.free_since = Instant::now();
    trial.told += load.end().await?;
    if trial.told == trial.count {
        bail!("no load was sent");
    }
    Ok(())
}
