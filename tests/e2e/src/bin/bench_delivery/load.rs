//! Batches of many browsers at once, sent as the SDK sends them: until each is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use waypost_e2e::collector::SITE;
use waypost_e2e::wait;

const SENDERS: u64 = 16;
const BATCHES: u64 = 12;
const EVENTS: u64 = 50;

/// How long after a failure a sender tries again.
const AGAIN: Duration = Duration::from_millis(50);

/// Senders at work.
pub struct Load {
    senders: JoinSet<Result<()>>,
    answered: Arc<AtomicU64>,
}

/// Begins to send, events numbered from `first`.
pub fn begin(collector: &str, trial: &str, first: u64) -> Load {
    let answered = Arc::new(AtomicU64::new(0));
    let mut senders = JoinSet::new();
    let client = reqwest::Client::new();
    for sender in 0..SENDERS {
        let (client, answered, trial) = (client.clone(), Arc::clone(&answered), trial.to_owned());
        let url = format!("{collector}/v1/events");
        senders.spawn(async move {
            for batch in 0..BATCHES {
                let body = body(&trial, sender, batch, first);
                loop {
                    let request = client.post(&url).header("user-agent", format!("sender {sender}")).json(&body);
                    match request.send().await {
                        Ok(answer) if answer.status().is_success() => break,
                        Ok(answer) if !matches!(answer.status().as_u16(), 429 | 503) => {
                            ensure!(false, "{}", answer.text().await?);
                        }
                        _ => tokio::time::sleep(AGAIN).await,
                    }
                }
                answered.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        });
    }
    Load { senders, answered }
}

impl Load {
    /// Waits until some batches were answered and most were not.
    pub async fn is_under_way(&self) -> Result<()> {
        wait::until("the load", async || match self.answered.load(Ordering::Relaxed) {
            0..SENDERS => Err("it begins".to_owned()),
            _ => Ok(()),
        })
        .await
    }

    /// Waits until every batch was answered; how many events they had.
    pub async fn end(mut self) -> Result<u64> {
        while let Some(sender) = self.senders.join_next().await {
            sender.context("a sender")??;
        }
        Ok(SENDERS * BATCHES * EVENTS)
    }
}

fn body(trial: &str, sender: u64, batch: u64, first: u64) -> Value {
    let events: Vec<Value> = (0..EVENTS)
        .map(|at| {
            let n = batch * EVENTS + at;
            let told = first + sender * BATCHES * EVENTS + n;
            json!({"n": n + 1, "age": 0, "e": "told", "p": 1, "d": {"trial": trial, "n": told}})
        })
        .collect();
    let digits: String = trial.bytes().map(|byte| format!("{byte:02x}")).collect();
    let stream = format!("{digits:0>24}{sender:08x}");
    json!({
        "v": 1, "site": SITE, "stream": &stream[stream.len() - 32..], "sdk": "0.1.0", "consent": "anonymous",
        "pages": [{"id": 1, "url": "http://127.0.0.1/load"}], "events": events,
    })
}
