//! Chromium, Firefox or WebKitGTK through WebDriver, headed on a display of its own.

use std::net::TcpListener;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{Capabilities, Key, WebDriver};

use crate::display::Display;
use crate::program::Program;
use crate::wait;

/// Pixels of the browser's window.
const WINDOW: (u32, u32) = (1280, 960);

/// The engine under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Debian's `chromium` with `chromedriver`.
    Chromium,
    /// Debian's `firefox-esr` with `geckodriver` (path in `WAYPOST_GECKODRIVER`, default: on the PATH).
    Firefox,
    /// The MiniBrowser of libwebkit2gtk-4.1 with `WebKitWebDriver`.
    WebKit,
}

impl Engine {
    /// The engine named by `WAYPOST_E2E_ENGINE`: `chromium` (default), `firefox` or `webkit`.
    ///
    /// # Panics
    /// On any other name.
    pub fn chosen() -> Self {
        match std::env::var("WAYPOST_E2E_ENGINE").as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("WAYPOST_E2E_ENGINE is {other:?}, not chromium, firefox or webkit"),
        }
    }
}

/// How the browser is started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// A window with a mouse.
    #[default]
    Desktop,
    /// Chromium's emulation of a phone with a touch screen. Other engines have none.
    Phone,
    /// Chromium without a window: nothing is drawn, so nothing but the page is measured.
    Headless,
}

/// One browser with a fresh profile. Closed, and its profile removed, when dropped.
pub struct Browser {
    /// The WebDriver session.
    pub driver: WebDriver,
    /// The display it is on.
    pub display: Display,
    /// The engine it is.
    pub engine: Engine,
    shape: Shape,
    program: Program,
    profile: TempDir,
}

impl Browser {
    /// Starts the chosen engine on a display of its own.
    pub async fn start(shape: Shape) -> Result<Self> {
        let engine = Engine::chosen();
        let display = Display::start().await?;
        let profile = tempfile::tempdir()?;
        let (program, driver) = launch(engine, shape, &display, &profile).await?;
        Ok(Self { driver, display, engine, shape, program, profile })
    }

    /// Kills every process of the browser with SIGKILL, and its driver.
    pub async fn kill9(&mut self) -> Result<()> {
        self.program.kill9_family().await
    }

    /// Starts it again with the profile that it had, after [`Browser::kill9`]. WebKit's driver keeps no profile.
    pub async fn restart(&mut self) -> Result<()> {
        let (program, driver) = launch(self.engine, self.shape, &self.display, &self.profile).await?;
        self.program = program;
        // The session that is gone cannot be ended.
        let _ = std::mem::replace(&mut self.driver, driver).leak();
        Ok(())
    }

    /// Opens `url` and waits for its load event.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver.goto(url).await.with_context(|| format!("cannot open {url}"))
    }

    /// What the function body `script` returns in the page.
    pub async fn eval(&self, script: &str) -> Result<Value> {
        let answer = self.driver.execute(script, Vec::new()).await;
        Ok(answer.with_context(|| format!("in the page: {script}"))?.json().clone())
    }

    /// Presses a key, wherever the focus is.
    pub async fn press(&self, key: Key) -> Result<()> {
        let keys = self.driver.action_chain().key_down(key.clone()).key_up(key);
        keys.perform().await.context("pressing a key")
    }

    /// Asks the page until `script` returns something true.
    pub async fn until(&self, script: &str) -> Result<Value> {
        wait::until(script, async || match self.eval(script).await {
            Ok(Value::Null | Value::Bool(false)) => Err("it is not so".to_owned()),
            Ok(value) => Ok(value),
            Err(error) => Err(format!("{error:#}")),
        })
        .await
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ending the session politely would block the thread; driver and display are killed in a moment, and no
        // browser outlives its display.
        let _ = self.driver.clone().leak();
    }
}

/// A driver and its browser, with a window of [`WINDOW`].
async fn launch(engine: Engine, shape: Shape, display: &Display, profile: &TempDir) -> Result<(Program, WebDriver)> {
    let home = profile.path().to_str().context("profile path")?;
    let env = [("DISPLAY", display.name()), ("HOME", home), ("LIBGL_ALWAYS_SOFTWARE", "1")];
    let (program, port) = driver_program(engine, &env).await?;
    let url = format!("http://127.0.0.1:{port}");
    let driver = WebDriver::builder(url, capabilities(engine, shape, home)?)
        .await
        .with_context(|| format!("{engine:?} did not start"))?;
    driver.set_window_rect(0, 0, WINDOW.0, WINDOW.1).await?;
    Ok((program, driver))
}

async fn driver_program(engine: Engine, env: &[(&str, &str)]) -> Result<(Program, u16)> {
    match engine {
        Engine::Chromium => {
            // chromedriver takes a free port of IPv4 and ends when IPv6 has the same one in use.
            wait::until("chromedriver to find a port", async || {
                let start = Program::start("chromedriver", &["--port=0"], env);
                let mut program = start.map_err(|error| format!("{error:#}"))?;
                let line = program.line_with("successfully on port").await.map_err(|error| format!("{error:#}"))?;
                let port = port_at_end(&line).map_err(|error| format!("{error:#}"))?;
                Ok((program, port))
            })
            .await
        }
        Engine::Firefox => {
            let path = std::env::var("WAYPOST_GECKODRIVER").unwrap_or_else(|_| "geckodriver".to_owned());
            let mut program = Program::start(&path, &["--port", "0"], env)?;
            let line = program.line_with("Listening on").await?;
            Ok((program, port_at_end(&line)?))
        }
        Engine::WebKit => {
            let port = free_port()?;
            let program = Program::start("WebKitWebDriver", &[&format!("--port={port}")], env)?;
            wait::until("WebKitWebDriver to listen", async || {
                tokio::net::TcpStream::connect(("127.0.0.1", port)).await.map_err(|e| e.to_string())
            })
            .await?;
            Ok((program, port))
        }
    }
}

fn port_at_end(line: &str) -> Result<u16> {
    let digits = line.trim_end_matches('.').rsplit(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|d| d.parse().ok()).with_context(|| format!("no port in {line:?}"))
}

/// WebKitWebDriver cannot choose a port and name it, so one is chosen for it.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn capabilities(engine: Engine, shape: Shape, home: &str) -> Result<Capabilities> {
    let mut caps = Capabilities::new();
    match (engine, shape) {
        (Engine::Chromium, _) => {
            let mut args = vec![
                format!("--user-data-dir={home}/chromium"),
                format!("--window-size={},{}", WINDOW.0, WINDOW.1),
                "--no-sandbox".to_owned(),
                "--disable-gpu".to_owned(),
                "--disable-dev-shm-usage".to_owned(),
                "--disable-quic".to_owned(),
                "--no-first-run".to_owned(),
                "--disable-background-networking".to_owned(),
                "--disable-component-update".to_owned(),
                "--disable-sync".to_owned(),
            ];
            if shape == Shape::Headless {
                args.push("--headless=new".to_owned());
            }
            let mut options = json!({
                "args": args,
                // The driver's own switch, which the restore tests must not have.
                "excludeSwitches": ["disable-back-forward-cache"],
            });
            if shape == Shape::Phone {
                options["mobileEmulation"] = json!({
                    "deviceMetrics": {"width": 375, "height": 700, "pixelRatio": 1.0, "touch": true, "mobile": true},
                    "clientHints": {"platform": "Android", "mobile": true},
                });
            }
            caps.set("browserName", "chrome")?;
            caps.set("goog:chromeOptions", options)?;
        }
        (Engine::Firefox, Shape::Desktop) => {
            caps.set("browserName", "firefox")?;
            caps.set("moz:firefoxOptions", json!({"args": ["-profile", format!("{home}/firefox")]}))?;
            std::fs::create_dir_all(format!("{home}/firefox"))?;
        }
        (Engine::WebKit, Shape::Desktop) => {
            caps.set("browserName", "MiniBrowser")?;
            let options = json!({"binary": mini_browser()?, "args": ["--automation"]});
            caps.set("webkitgtk:browserOptions", options)?;
        }
        (_, Shape::Phone | Shape::Headless) => bail!("only Chromium can be {shape:?}"),
    }
    Ok(caps)
}

/// The MiniBrowser is in the library's private folder, whose name holds the machine's architecture.
fn mini_browser() -> Result<String> {
    let libraries = std::fs::read_dir("/usr/lib")?.flatten().map(|entry| entry.path());
    libraries
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|path| path.is_file())
        .and_then(|path| path.to_str().map(str::to_owned))
        .context("no MiniBrowser (apt install webkit2gtk-driver libwebkit2gtk-4.1-0)")
}
