//! A child process that never outlives its test.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::wait;

/// A running program in a process group of its own.
///
/// The whole group is killed when this is dropped. Should the test die without dropping anything, the
/// kernel kills the program with the thread that started it.
pub struct Program {
    name: String,
    child: Child,
    lines: UnboundedReceiver<String>,
}

impl Program {
    /// Starts `name` with `args`, its output readable by [`Program::line_with`], its complaints on our stderr
    /// only when `WAYPOST_E2E_VERBOSE` is set.
    pub fn start(name: &str, args: &[&str], env: &[(&str, &str)]) -> Result<Self> {
        let complaints = match std::env::var_os("WAYPOST_E2E_VERBOSE") {
            Some(_) => Stdio::inherit(),
            None => Stdio::null(),
        };
        let mut child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "--", name])
            .args(args)
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(complaints)
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start setpriv (util-linux) to run {name}"))?;
        let stdout = child.stdout.take().context("no stdout")?;
        let (said, lines) = unbounded_channel();
        // Read to the end even when nobody asks: a program whose pipe is full stands still.
        tokio::spawn(async move {
            let mut stdout = BufReader::new(stdout).lines();
            while let Ok(Some(line)) = stdout.next_line().await {
                let _ = said.send(line);
            }
        });
        Ok(Self { name: name.to_owned(), child, lines })
    }

    /// The first line from here on that contains `part`; an error when the program ends before.
    pub async fn line_with(&mut self, part: &str) -> Result<String> {
        let mut seen = Vec::new();
        while let Some(line) = self.lines.recv().await {
            if line.contains(part) {
                return Ok(line);
            }
            seen.push(line);
        }
        bail!("{} ended without saying {part:?}; it said {seen:#?}", self.name)
    }

    /// Kills the group with SIGKILL and waits until the program is gone.
    pub async fn kill9(&mut self) -> Result<()> {
        self.kill_group();
        self.child.wait().await?;
        Ok(())
    }

    /// Kills the program and all that it has started, which may have groups of their own, and waits until they are gone.
    pub async fn kill9_family(&mut self) -> Result<()> {
        let family = self.child.id().map(family).unwrap_or_default();
        for pid in family.iter().filter_map(|&id| Pid::from_raw(id.cast_signed())) {
            // One that is already gone is what was wanted.
            let _ = kill_process(pid, Signal::KILL);
        }
        self.child.wait().await?;
        wait::until("the family to be gone", async || {
            // A process that nobody has waited for yet does nothing any more.
            let alive = |id: &&u32| stat_of(**id).is_some_and(|stat| stat.state != "Z");
            family.iter().find(alive).map_or(Ok(()), |id| Err(format!("{id} is alive")))
        })
        .await
    }

    fn kill_group(&self) {
        if let Some(pid) = self.child.id().and_then(|id| Pid::from_raw(id.cast_signed())) {
            // A group that is already gone is what was wanted.
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill_group();
    }
}

/// What Linux tells of a process, as far as it is asked here (proc(5)).
struct Stat {
    state: String,
    parent: u32,
}

fn stat_of(id: u32) -> Option<Stat> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name before it may hold anything, blanks and brackets included.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    Some(Stat { state: fields.next()?.to_owned(), parent: fields.next()?.parse().ok()? })
}

/// A process with all that descend from it.
fn family(first: u32) -> Vec<u32> {
    let ids = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let all: Vec<(u32, u32)> = ids
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|id| Some((id, stat_of(id)?.parent)))
        .collect();
    let mut family = vec![first];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        family.extend(all.iter().filter(|(_, of)| *of == parent).map(|(id, _)| *id));
        next += 1;
    }
    family
}
