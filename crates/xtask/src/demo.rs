//! `cargo xtask demo`: the shop, the collector and the dashboard on this machine, from nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace::Workspace;
use crate::{browsers, build, shell};

/// The longest the collector may take to say that it is ready, and between two questions.
const READY_WITHIN: Duration = Duration::from_secs(30);
const ASK_EVERY: Duration = Duration::from_millis(50);

/// What the collector is told of the demo shop, beside address and data.
const CONFIG: &str = "www/demo.toml";

/// How the names of the files begin that a collector makes in its data folder.
const COLLECTOR_FILES: [&str; 5] = ["waypost.", "salt", "token", "links", "facts"];

/// What `cargo xtask demo` takes.
#[derive(Args)]
pub struct Options {
    /// The port of the shop and the dashboard on 127.0.0.1
    #[arg(long, default_value_t = 8787, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
    /// The folder that keeps the events [default: target/demo]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Forget the events of earlier runs first
    #[arg(long)]
    fresh: bool,
}

/// What happens while the collector runs.
enum Happening {
    /// It wrote a line to stdout.
    Said(String),
    /// Its stdout is closed: it has ended, or is about to.
    Ended,
    /// Ctrl-C, or a request to terminate.
    Stop,
}

/// Builds what is not built, starts the collector, and runs until Ctrl-C.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let address = SocketAddr::from(([127, 0, 0, 1], options.port));
    check_is_free(address)?;
    build_collector(workspace)?;
    let data = options.data.clone().unwrap_or_else(|| workspace.target.join("demo"));
    if options.fresh {
        forget(&data)?;
    }
    // The handler comes first, so that Ctrl-C never leaves a collector behind.
    let (happens, happenings) = channel();
    let stop = happens.clone();
    ctrlc::set_handler(move || _ = stop.send(Happening::Stop)).context("cannot listen for Ctrl-C")?;
    let mut collector = start(workspace, address, &data, happens)?;
    let followed = follow(&mut collector, &happenings, address, options);
    if followed.is_err() {
        interrupt(&mut collector);
    }
    let status = collector.wait().context("cannot wait for the collector")?;
    followed?;
    if !status.success() {
        bail!("the collector ended: {status}");
    }
    shell::progress(&format!("stopped; the events are kept in {}", data.display()));
    Ok(())
}

/// Builds the SDK, then the collector that carries it, both as they are shipped.
pub fn build_collector(workspace: &Workspace) -> Result<()> {
    build::run(workspace)?;
    shell::progress("collector");
    shell::run(workspace.cargo().args(["build", "--release", "--package", "waypost-collector"]))
}

fn check_is_free(address: SocketAddr) -> Result<()> {
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            bail!("port {} is in use: stop what uses it, or choose another with --port", address.port())
        }
        Err(error) => Err(error).with_context(|| format!("cannot listen on {address}")),
    }
}

/// Deletes what a collector has left in `data`; refuses a folder that holds anything else.
fn forget(data: &Path) -> Result<()> {
    if !data.exists() {
        return Ok(());
    }
    let entries = fs::read_dir(data).with_context(|| format!("cannot read {}", data.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    if let Some(other) = paths.iter().find(|path| !is_of_a_collector(path)) {
        bail!("--fresh deletes only what a collector made, and {} is something else", other.display());
    }
    paths.iter().try_for_each(|path| fs::remove_file(path).with_context(|| format!("cannot delete {}", path.display())))
}

/// Its own process group keeps the terminal's Ctrl-C from reaching it twice: from there and from here.
fn start(workspace: &Workspace, address: SocketAddr, data: &Path, happens: Sender<Happening>) -> Result<Child> {
    let binary = workspace.collector();
    let mut command = Command::new(&binary);
    command.arg("serve").args(["--config", CONFIG, "--listen", &address.to_string(), "--data"]).arg(data);
    command.current_dir(&workspace.root).stdin(Stdio::null()).stdout(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut collector = command.spawn().with_context(|| format!("cannot start {}", binary.display()))?;
    let stdout = collector.stdout.take().context("the collector has no stdout")?;
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = happens.send(Happening::Said(line));
        }
        let _ = happens.send(Happening::Ended);
    });
    Ok(collector)
}

/// Says where everything is once the collector answers, and stops it on Ctrl-C. Returns when it has ended.
fn follow(
    collector: &mut Child,
    happenings: &Receiver<Happening>,
    address: SocketAddr,
    options: &Options,
) -> Result<()> {
    for happening in happenings {
        match happening {
            Happening::Said(line) => match sign_in_link(&line) {
                Some(link) => announce(address, link, options)?,
                None if line.starts_with("shop ") => {}
                None => println!("{line}"),
            },
            Happening::Stop => {
                shell::progress("stopping");
                interrupt(collector);
            }
            Happening::Ended => return Ok(()),
        }
    }
    Ok(())
}

/// The link in the collector's line `dashboard  http://…/sign-in?token=…`.
fn sign_in_link(line: &str) -> Option<&str> {
    line.strip_prefix("dashboard ").map(str::trim).filter(|link| link.starts_with("http"))
}

fn announce(address: SocketAddr, sign_in: &str, options: &Options) -> Result<()> {
    wait_until_ready(address)?;
    println!("shop http://{address}/shop/");
    println!("dashboard http://{address}/  (sign in: {sign_in})");
    println!("Ctrl-C stops it");
    if !options.no_open {
        browsers::open(&format!("http://{address}/shop/"));
        browsers::open(sign_in);
    }
    Ok(())
}

fn wait_until_ready(address: SocketAddr) -> Result<()> {
    let start = Instant::now();
    loop {
        let answer = ask(address, "/readyz");
        match answer {
            Ok(answer) if is_success(&answer) => return Ok(()),
            _ if start.elapsed() < READY_WITHIN => thread::sleep(ASK_EVERY),
            Ok(answer) => bail!("the collector is not ready after {} s: {answer}", READY_WITHIN.as_secs()),
            Err(error) => {
                return Err(error).with_context(|| format!("no answer after {} s", READY_WITHIN.as_secs()));
            }
        }
    }
}

/// The whole answer to a plain GET.
fn ask(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, READY_WITHIN)?;
    stream.set_read_timeout(Some(READY_WITHIN))?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Whether the status line of `answer` says 200, as `HTTP/1.0 200 OK`.
fn is_success(answer: &str) -> bool {
    answer.split_whitespace().nth(1) == Some("200")
}

/// Asks the collector to finish what it has accepted and end.
fn interrupt(collector: &mut Child) {
    #[cfg(unix)]
    if let Ok(pid) = i32::try_from(collector.id()) {
        use nix::{sys::signal, unistd::Pid};
        // One that has just ended cannot be signalled, and need not be.
        let _ = signal::kill(Pid::from_raw(pid), signal::Signal::SIGINT);
    }
    #[cfg(not(unix))]
    let _ = collector.kill();
}

/// Whether a file in the data folder is one that the collector makes.
fn is_of_a_collector(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    path.is_file() && COLLECTOR_FILES.iter().any(|known| name.starts_with(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_named() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let error = check_is_free(address).unwrap_err().to_string();
        assert!(error.contains(&format!("port {} is in use", address.port())), "{error}");
        drop(taken);
        check_is_free(address).unwrap();
    }

    #[test]
    fn fresh_deletes_what_a_collector_made_and_refuses_any_other_folder() {
        let folder = tempfile::tempdir().unwrap();
        forget(&folder.path().join("absent")).unwrap();

        let database = folder.path().join("waypost.db");
        fs::write(&database, "").unwrap();
        forget(folder.path()).unwrap();
        assert!(!database.exists());

        fs::write(&database, "").unwrap();
        fs::write(folder.path().join("thesis.odt"), "").unwrap();
        let error = forget(folder.path()).unwrap_err().to_string();
        assert!(error.contains("thesis.odt"), "{error}");
        assert!(database.exists());
    }

    #[test]
    fn every_file_that_the_guide_names_is_one_of_a_collector() {
        let guide = include_str!("../../../docs/self-hosting.md");
        let (_, part) = guide.split_once("\n## Data directory\n").unwrap();
        let rows = part.lines().skip_while(|line| !line.starts_with("| `")).take_while(|line| line.starts_with("| `"));
        let names: Vec<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
        assert_eq!(names.len(), 6, "{names:?}");
        let folder = tempfile::tempdir().unwrap();
        names.iter().for_each(|name| fs::write(folder.path().join(name), "").unwrap());
        forget(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "all are forgotten");
    }

    #[test]
    fn the_sign_in_link_is_found_in_the_collectors_lines() {
        let line = "dashboard  http://127.0.0.1:8787/sign-in?token=abc";
        assert_eq!(sign_in_link(line), Some("http://127.0.0.1:8787/sign-in?token=abc"));
        assert_eq!(sign_in_link("shop       http://127.0.0.1:8787/shop/"), None);
        assert_eq!(sign_in_link("dashboard is not served"), None);
    }

    #[test]
    fn only_status_200_is_ready() {
        assert!(is_success("HTTP/1.0 200 OK\r\n\r\n{}"));
        assert!(!is_success("HTTP/1.1 503 Service Unavailable\r\n\r\n200"));
        assert!(!is_success(""));
    }
}
