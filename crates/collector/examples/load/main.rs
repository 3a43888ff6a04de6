//! `cargo xtask bench collector`: what one collector takes, and how quickly it answers.
//!
//! Each round starts `waypost serve` on an empty directory and sends it batches of 50 events over loopback, first as many
//! as it takes, then half as many at an even pace. The generator runs on the same machine and has its share of the cores.
//! In the end the store must hold exactly what was acknowledged.

mod batches;
mod client;
mod processor;
mod server;

use anyhow::{Context as _, ensure};
use batches::{BATCH_EVENTS, Batches};
use clap::Parser;
use client::Run;
use server::Server;
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Parser)]
struct Options {
    /// Rounds; the table shows their median and their spread
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Length of each of the two measurements of a round
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Connections kept open at once
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Batches a second of the paced measurement [default: half of what the round took at the most]
    #[arg(long)]
    pace: Option<f64>,
    /// The collector's binary [default: $WAYPOST_BIN, else the one beside this program]
    #[arg(long, env = "WAYPOST_BIN")]
    binary: Option<PathBuf>,
    /// Where to put the databases [default: the system's directory for temporary files]
    #[arg(long)]
    directory: Option<PathBuf>,
}

struct Round {
    events_a_second: f64,
    paced_events_a_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    peak_mib: f64,
    cpu_us_an_event: f64,
    others_percent: f64,
    stored: u64,
}

// One thread: the generator takes no more of the machine than it must.
#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let directory = options.directory.clone().unwrap_or_else(std::env::temp_dir);
    println!(
        "{} rounds of 2 × {} s, {} connections, {BATCH_EVENTS} events a batch of {} bytes, {} cores",
        options.rounds,
        options.seconds,
        options.connections,
        Batches::new(0).body_bytes(),
        std::thread::available_parallelism()?,
    );
    println!("database in {}: {:.0} flushes a second, one at a time\n", directory.display(), flushes(&directory)?);
    let mut rounds = Vec::new();
    for number in 1..=options.rounds {
        let round = round(&options, &directory).await.with_context(|| format!("round {number}"))?;
        println!(
            "round {number}: {:>8.0} events/s; at {:>7.0} events/s p50 {:.1} ms, p99 {:.1} ms; {:.0} MiB; {} stored",
            round.events_a_second,
            round.paced_events_a_second,
            round.p50_ms,
            round.p99_ms,
            round.peak_mib,
            round.stored,
        );
        rounds.push(round);
    }
    table(&rounds);
    Ok(())
}

async fn round(options: &Options, directory: &std::path::Path) -> anyhow::Result<Round> {
    let binary = server::binary(options.binary.as_deref())?;
    let server = Server::start(&binary, directory)?;
    let length = Duration::from_secs(options.seconds);
    let others =
        || Ok::<_, anyhow::Error>(processor::used_by_all()? - processor::used_by("self")? - server.cpu_seconds()?);
    let (start, others_before) = (Instant::now(), others()?);
    let most =
        client::run(server.address, Run { connections: options.connections, length, pace: None, salt: 1 }).await?;
    let cpu_us_an_event = server.cpu_seconds()? * 1e6 / (most.acknowledged * BATCH_EVENTS as u64) as f64;
    let batches_a_second = most.acknowledged as f64 / most.took.as_secs_f64();
    let pace = options.pace.unwrap_or(batches_a_second / 2.0);
    let run = Run { connections: options.connections, length, pace: Some(pace), salt: 2 };
    let mut paced = client::run(server.address, run).await?;
    let peak_mib = server.peak_mib()?;
    let cores = std::thread::available_parallelism()?.get() as f64;
    let others_percent = (others()? - others_before) / start.elapsed().as_secs_f64() / cores * 100.0;
    let acknowledged = (most.acknowledged + paced.acknowledged) * BATCH_EVENTS as u64;
    let stored = server.stop_and_count()?;
    ensure!(stored == acknowledged, "{acknowledged} events were acknowledged, and {stored} are stored");
    paced.answer_times.sort_unstable();
    Ok(Round {
        events_a_second: batches_a_second * BATCH_EVENTS as f64,
        paced_events_a_second: paced.acknowledged as f64 / paced.took.as_secs_f64() * BATCH_EVENTS as f64,
        p50_ms: quantile_ms(&paced.answer_times, 0.50),
        p99_ms: quantile_ms(&paced.answer_times, 0.99),
        peak_mib,
        cpu_us_an_event,
        others_percent,
        stored,
    })
}

fn quantile_ms(sorted: &[Duration], quantile: f64) -> f64 {
    let index = ((sorted.len() - 1) as f64 * quantile).ceil() as usize;
    sorted[index].as_secs_f64() * 1000.0
}

type Column = (&'static str, fn(&Round) -> f64, usize);

fn table(rounds: &[Round]) {
    const COLUMNS: [Column; 7] = [
        ("durable events/s", |round| round.events_a_second, 0),
        ("events/s when paced", |round| round.paced_events_a_second, 0),
        ("answer p50, ms", |round| round.p50_ms, 1),
        ("answer p99, ms", |round| round.p99_ms, 1),
        ("peak memory, MiB", |round| round.peak_mib, 0),
        ("processor, µs/event", |round| round.cpu_us_an_event, 2),
        ("others' work, % of it", |round| round.others_percent, 0),
    ];
    println!("\n{:<22}{:>12}{:>12}{:>12}", "", "median", "lowest", "highest");
    for (name, of, digits) in COLUMNS {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_unstable_by(f64::total_cmp);
        let (median, lowest, highest) = (values[values.len() / 2], values[0], values[values.len() - 1]);
        println!("{name:<22}{median:>12.digits$}{lowest:>12.digits$}{highest:>12.digits$}");
    }
}

/// How often a second the disk confirms a small write: what bounds a collector that answered each batch by itself.
fn flushes(directory: &std::path::Path) -> anyhow::Result<f64> {
    use std::io::Write as _;
    const TIMES: u32 = 200;
    let mut file = tempfile::tempfile_in(directory)?;
    let start = Instant::now();
    for _ in 0..TIMES {
        file.write_all(&[1; 4096])?;
        file.sync_data()?;
    }
    Ok(f64::from(TIMES) / start.elapsed().as_secs_f64())
}
