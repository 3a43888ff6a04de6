//! The browsers of the tests: Chromium, Firefox and WebKitGTK with their drivers, and a display to be on.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{self, find_program, progress};
use crate::tools;
use crate::workspace::Workspace;

const GECKODRIVER: &str = "0.37.1";

/// A program a test starts, and Debian's package of it.
const PROGRAMS: [(&str, &str); 6] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("firefox-esr", "firefox-esr"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
    ("setpriv", "util-linux"),
];
const MINI_BROWSER_PACKAGE: &str = "libwebkit2gtk-4.1-0";

/// The engines of the end-to-end suite, by the names it knows them by.
pub const ENGINES: [&str; 3] = ["chromium", "firefox", "webkit"];

/// What is not on the PATH under its own name.
pub struct Drivers {
    /// Chromium's driver.
    pub chromedriver: PathBuf,
    /// Firefox's driver, which Debian does not package.
    pub geckodriver: PathBuf,
}

/// Installs what is missing where this runs as root on Debian or Ubuntu; else fails and says what to install.
pub fn install(workspace: &Workspace) -> Result<Drivers> {
    let missing = missing_packages();
    if !missing.is_empty() {
        let packages = missing.join(" ");
        if find_program("apt-get").is_none() {
            bail!("the browser tests run on Debian and Ubuntu and need the packages {packages}");
        }
        if !is_root() {
            bail!("the browser tests need: sudo apt-get install -y {packages}");
        }
        progress(&format!("apt-get install {packages}"));
        apt(&["update"])?;
        apt(&[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat())?;
    }
    let still_missing = missing_packages();
    if !still_missing.is_empty() {
        bail!("apt-get installed {}, and what it should have brought is not there", still_missing.join(" "));
    }
    Ok(Drivers {
        chromedriver: find_program("chromedriver").context("chromedriver is not on the PATH")?,
        geckodriver: tools::cargo_install(workspace, "geckodriver", GECKODRIVER, "geckodriver")?,
    })
}

fn missing_packages() -> Vec<&'static str> {
    let programs = PROGRAMS.into_iter().filter(|(program, _)| find_program(program).is_none());
    let mut missing: Vec<_> = programs.map(|(_, package)| package).collect();
    if !has_mini_browser(Path::new("/usr/lib")) {
        missing.push(MINI_BROWSER_PACKAGE);
    }
    missing
}

/// WebKitGTK's own small browser is in the library's private folder, below one named by the architecture.
fn has_mini_browser(libraries: &Path) -> bool {
    let folders = fs::read_dir(libraries).into_iter().flatten().flatten();
    folders.map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser")).any(|path| path.is_file())
}

fn is_root() -> bool {
    shell::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim_end() == "0")
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.args(["--quiet", "--quiet"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    shell::run(&mut command)
}

/// Opens a page in the user's own browser, when there is a display to open it on. Says nothing when that fails.
pub fn open(url: &str) {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    let opener = match env::consts::OS {
        "macos" => "open",
        _ if has_display => "xdg-open",
        _ => return,
    };
    if find_program(opener).is_some() {
        // The addresses are on the screen anyway.
        let _ = shell::output(Command::new(opener).arg(url));
    }
}
