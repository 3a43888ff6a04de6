//! The binary `waypost`.

use anyhow::Context as _;
use clap::Parser as _;
use std::io::Write as _;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use waypost_collector::app::App;
use waypost_collector::cli::{Cli, Command, Serve};
use waypost_collector::clock::Clock;
use waypost_collector::{assets, server};

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("WAYPOST_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let Command::Serve(flags) = Cli::parse().command;
    match serve(&flags) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("waypost: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn serve(flags: &Serve) -> anyhow::Result<()> {
    let config = flags.settings()?;
    for wrong in &config.left_out {
        tracing::error!("{wrong}; this offer is left out, the rest counts");
    }
    let listener =
        TcpListener::bind(config.listen).await.with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let app = App::open(config, address, Clock::System)?;
    let shutdown = shutdown()?;
    announce(&format!(
        "shop       http://{address}/shop/\ndashboard  http://{address}/sign-in?token={}",
        app.token.text()
    ));
    std::thread::spawn(assets::compress_sdk);
    let salted = app.clone();
    tokio::spawn(async move { salted.renew_salt().await });
    server::run(listener, app, shutdown).await?;
    Ok(())
}

/// Whoever started it may have stopped reading; that is no reason to stop serving.
fn announce(lines: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{lines}").and_then(|()| out.flush());
}

/// Ready at Ctrl-C or SIGTERM.
fn shutdown() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
