//! The sending side: a bounded number of kept connections, either as quick as answers come or at an even pace.

use crate::batches::{BATCH_EVENTS, Batches};
use anyhow::{Context as _, ensure};
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::LocalSet;
use waypost_wire::Answer;

/// How to send.
#[derive(Clone, Copy)]
pub struct Run {
    /// Connections at once.
    pub connections: usize,
    /// For how long.
    pub length: Duration,
    /// Batches a second, or as many as are answered.
    pub pace: Option<f64>,
    /// See [`Batches::new`].
    pub salt: u64,
}

/// What came of it.
pub struct Outcome {
    /// Batches that were answered with 200 and all their events stored.
    pub acknowledged: u64,
    /// From the first request to the last answer.
    pub took: Duration,
    /// From the moment a batch was due to its answer. A batch that had to wait for a free connection waited too.
    pub answer_times: Vec<Duration>,
}

struct Sending {
    batches: Batches,
    sent: u32,
    outcome: Outcome,
}

/// Sends for the length of `run` and waits for the last answers.
///
/// # Errors
/// When a batch is not answered with all its events stored.
pub async fn run(address: SocketAddr, run: Run) -> anyhow::Result<Outcome> {
    let outcome = Outcome { acknowledged: 0, took: Duration::ZERO, answer_times: Vec::new() };
    let sending = Rc::new(RefCell::new(Sending { batches: Batches::new(run.salt), sent: 0, outcome }));
    let start = Instant::now();
    LocalSet::new()
        .run_until(async {
            let connections: Vec<_> = (0..run.connections)
                .map(|_| tokio::task::spawn_local(connection(address, run, start, sending.clone())))
                .collect();
            for connection in connections {
                connection.await??;
            }
            anyhow::Ok(())
        })
        .await?;
    let mut outcome = Rc::into_inner(sending).context("all connections have ended")?.into_inner().outcome;
    outcome.took = start.elapsed();
    Ok(outcome)
}

async fn connection(
    address: SocketAddr,
    run: Run,
    start: Instant,
    sending: Rc<RefCell<Sending>>,
) -> anyhow::Result<()> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::task::spawn_local(connection);
    loop {
        let (request, due) = {
            let mut sending = sending.borrow_mut();
            let due = match run.pace {
                Some(pace) => start + Duration::from_secs_f64(f64::from(sending.sent) / pace),
                None => Instant::now(),
            };
            if due >= start + run.length {
                return Ok(());
            }
            sending.sent += 1;
            (sending.batches.next(), due)
        };
        tokio::time::sleep_until(due.into()).await;
        let stored = send(&mut sender, address, request).await?;
        ensure!(stored == BATCH_EVENTS as u64, "{stored} of {BATCH_EVENTS} events stored");
        let outcome = &mut sending.borrow_mut().outcome;
        outcome.acknowledged += 1;
        outcome.answer_times.push(due.elapsed());
    }
}

async fn send(
    sender: &mut SendRequest<Full<Bytes>>,
    address: SocketAddr,
    batch: crate::batches::Request,
) -> anyhow::Result<u64> {
    let request = Request::post("/v1/events")
        .header("host", address.to_string())
        .header("user-agent", batch.user_agent)
        .header("content-type", "text/plain;charset=UTF-8")
        .body(Full::new(Bytes::from(batch.body)))?;
    sender.ready().await?;
    let response = sender.send_request(request).await?;
    let status = response.status();
    let body = response.into_body().collect().await?.to_bytes();
    let body = std::str::from_utf8(&body)?;
    ensure!(status == 200, "answered {status}: {body}");
    Ok(Answer::decode(body).with_context(|| format!("no answer: {body}"))?.stored)
}
