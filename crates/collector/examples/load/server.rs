//! The collector under load: the real binary, on a free port and an empty directory.

use crate::processor;
use anyhow::{Context as _, ensure};
use rusqlite::Connection;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running collector. Killed when dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
    data: TempDir,
}

/// The binary to start: the one given, else the one that was built with this program.
pub fn binary(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.parent()?.join("waypost"));
    let path = given.map(Path::to_owned).or_else(beside).context("no binary")?;
    ensure!(path.exists(), "{} is not there: cargo build --release -p waypost-collector", path.display());
    Ok(path)
}

impl Server {
    /// Starts it and waits until it says where it listens.
    pub fn start(binary: &Path, directory: &Path) -> anyhow::Result<Self> {
        let data = tempfile::tempdir_in(directory)?;
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "0", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).context("no address")?;
        Ok(Self { address: address.parse()?, child, data })
    }

    /// The most memory that it ever had, in MiB, as the system counts it.
    pub fn peak_mib(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).context("no VmHWM")?;
        let kib: f64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
        Ok(kib / 1024.0)
    }

    /// Processor time it has used, in seconds.
    pub fn cpu_seconds(&self) -> anyhow::Result<f64> {
        processor::used_by(&self.child.id().to_string())
    }

    /// Kills it, so that only what is on the disk counts, and counts the events in its database.
    pub fn stop_and_count(mut self) -> anyhow::Result<u64> {
        self.child.kill()?;
        self.child.wait()?;
        let database = Connection::open(self.data.path().join("waypost.db"))?;
        let (events, distinct): (u64, u64) = database.query_row(
            "SELECT count(*), (SELECT count(*) FROM (SELECT DISTINCT stream, n FROM event)) FROM event",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        ensure!(events == distinct, "{events} events, only {distinct} of them distinct");
        Ok(events)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
