//! The `waypost` binary as a child process, and what it has stored.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::Program;
use crate::wait;

/// The site key of every test.
pub const SITE: &str = "demo";

/// The configuration file, in the data folder.
const FILE: &str = "waypost.toml";

/// What begins an offer there.
const OFFER: &str = "[[site.offer]]";

const TOKEN: &str = "end-to-end-sign-in";

/// One stored event, as `GET /api/v1/events` tells it.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    /// The store's own number: the order of arrival.
    pub id: i64,
    /// The document it comes from.
    pub stream: String,
    /// Its number in the stream.
    pub n: u64,
    /// The event name.
    pub name: String,
    /// When it happened, milliseconds.
    pub occurred_at_ms: i64,
    /// The page it happened on.
    pub page: Page,
    /// The session id.
    pub session: Option<String>,
    /// The visitor id, or the day's hash of an anonymous visitor.
    pub visitor: Option<String>,
    /// The id given by `identify`.
    pub user: Option<String>,
    /// The consent it was sent under.
    pub consent: String,
    /// The event's data.
    pub data: Value,
}

/// The page of an event.
#[derive(Clone, Debug, Deserialize)]
pub struct Page {
    /// Full address, without what the SDK leaves out of it.
    pub url: String,
    /// `document.title`.
    #[serde(default)]
    pub title: Option<String>,
}

/// A running collector with a data folder of its own. Killed when dropped.
pub struct Collector {
    program: Program,
    data: TempDir,
    origin: String,
    allowed: Vec<String>,
    client: reqwest::Client,
}

impl Collector {
    /// Starts `WAYPOST_BIN` with an empty store; pages of the `allowed` origins may send to it.
    pub async fn start(allowed: &[&str]) -> Result<Self> {
        Self::start_with(allowed, "").await
    }

    /// The same with a configuration file; with an empty one there is the one site [`SITE`]. Nobody is held out where the
    /// file says nothing of `holdout`: most tests are of what is shown.
    pub async fn start_with(allowed: &[&str], file: &str) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let one_site = format!("[[site]]\nkey = \"{SITE}\"\nname = \"Demo shop\"\n");
        let file = if file.is_empty() { &one_site } else { file };
        let to_all = format!("{OFFER}\nholdout = 0\n");
        let file = match file {
            file if file.contains("holdout") => file.to_owned(),
            file if file.contains(OFFER) => file.replace(OFFER, &to_all),
            // Of the last site, which has the offer that every site has.
            file => format!("{file}\n{to_all}"),
        };
        std::fs::write(data.path().join(FILE), file)?;
        let allowed: Vec<String> = allowed.iter().map(|&origin| origin.to_owned()).collect();
        let (program, origin) = serve(data.path(), "127.0.0.1:0", &allowed).await?;
        Ok(Self { program, data, origin, allowed, client: reqwest::Client::new() })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The path that signs a browser in to the dashboard.
    pub fn sign_in_path(&self) -> String {
        format!("/sign-in?token={TOKEN}")
    }

    /// Kills the collector as a power cut would.
    pub async fn kill9(&mut self) -> Result<()> {
        self.program.kill9().await
    }

    /// Starts it again on the same data and the same port.
    pub async fn restart(&mut self) -> Result<()> {
        let listen = self.origin.trim_start_matches("http://").to_owned();
        let (program, origin) = serve(self.data.path(), &listen, &self.allowed).await?;
        ensure!(origin == self.origin, "it came back at {origin}");
        self.program = program;
        Ok(())
    }

    /// Every stored event in the order of happening: documents as they began, and each one's events by number.
    ///
    /// Between two documents `occurred_at_ms` alone would not do: it is reckoned from the arrival of each batch, so a
    /// slow request makes its events younger than they are.
    pub async fn events(&self) -> Result<Vec<Event>> {
        let mut events: Vec<Event> = self.all("events").await?;
        let mut begin: HashMap<String, i64> = HashMap::new();
        for event in &events {
            let first = begin.entry(event.stream.clone()).or_insert(event.occurred_at_ms);
            *first = event.occurred_at_ms.min(*first);
        }
        events.sort_by_key(|event| (begin[&event.stream], event.stream.clone(), event.n));
        Ok(events)
    }

    /// Waits until the stored events satisfy `enough`, and returns them.
    pub async fn events_until(&self, what: &str, enough: impl Fn(&[Event]) -> bool) -> Result<Vec<Event>> {
        wait::until(what, async || {
            let events = self.events().await.map_err(|error| format!("{error:#}"))?;
            if enough(&events) { Ok(events) } else { Err(crate::expect::table(&events)) }
        })
        .await
    }

    /// Waits for the first event of this name that is stored, and returns it.
    pub async fn event_named(&self, name: &str) -> Result<Event> {
        let events = self.events_until(name, |events| events.iter().any(|event| event.name == name)).await?;
        events.into_iter().find(|event| event.name == name).context("it was there")
    }

    /// Every stored capture, newest last.
    pub async fn captures(&self) -> Result<Vec<Value>> {
        self.all("captures").await
    }

    /// The answer of `GET /api/v1/{path}`.
    pub async fn api(&self, path: &str) -> Result<Value> {
        let url = format!("{}/api/v1/{path}", self.origin);
        let answer = self.client.get(&url).bearer_auth(TOKEN).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status.is_success(), "{url} answered {status}: {text}");
        Ok(serde_json::from_str(&text)?)
    }

    /// The answer of a public path to a page of `origin`.
    pub async fn get(&self, path: &str, origin: &str) -> Result<Value> {
        let answer = self.client.get(format!("{}{path}", self.origin)).header("origin", origin).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// The text of a public page.
    pub async fn text(&self, path: &str) -> Result<String> {
        let answer = self.client.get(format!("{}{path}", self.origin)).send().await?;
        Ok(answer.error_for_status()?.text().await?)
    }

    /// Events stored after the one with this id, in the order of arrival, 0 for all; and the id to ask with next time.
    pub async fn events_after(&self, after: i64) -> Result<(Vec<Event>, i64)> {
        self.rows("events", after).await
    }

    async fn all<T: for<'de> Deserialize<'de>>(&self, list: &str) -> Result<Vec<T>> {
        Ok(self.rows(list, 0).await?.0)
    }

    async fn rows<T: for<'de> Deserialize<'de>>(&self, list: &str, mut after: i64) -> Result<(Vec<T>, i64)> {
        let mut found = Vec::new();
        loop {
            let mut page = self.api(&format!("{list}?site={SITE}&after={after}&limit=1000")).await?;
            let rows: Vec<T> = serde_json::from_value(page[list].take())?;
            if rows.is_empty() {
                return Ok((found, after));
            }
            found.extend(rows);
            after = page["next"].as_i64().context("no `next` in the answer")?;
        }
    }
}

async fn serve(data: &Path, listen: &str, allowed: &[String]) -> Result<(Program, String)> {
    let binary = std::env::var("WAYPOST_BIN")
        .context("WAYPOST_BIN must name the collector's binary; `cargo xtask test` sets it")?;
    let origins: Vec<String> = allowed.iter().map(|origin| format!("{SITE}={origin}")).collect();
    let file = data.join(FILE);
    let mut args = vec!["serve", "--listen", listen, "--token", TOKEN, "--config", file.to_str().context("data path")?];
    args.extend(["--data", data.to_str().context("data path")?]);
    for origin in &origins {
        args.extend(["--origin", origin]);
    }
    let mut program = Program::start(&binary, &args, &[])?;
    let shop = program.line_with("shop ").await?;
    program.line_with("dashboard ").await?;
    let start = shop.find("http://").with_context(|| format!("no address in {shop:?}"))?;
    let origin = shop[start..].trim_end().trim_end_matches("/shop/").to_owned();
    Ok((program, origin))
}
