//! Waiting for a condition with a deadline, never for a while.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long anything may take before a test fails. Long, because the machines that run this are slow and a
/// condition that holds is seen at once.
pub const DEADLINE: Duration = Duration::from_secs(30);

const PAUSE: Duration = Duration::from_millis(50);

/// Asks `probe` until it answers with a value; after [`DEADLINE`] fails with `what` and the last reason given.
pub async fn until<T>(what: &str, mut probe: impl AsyncFnMut() -> Result<T, String>) -> Result<T> {
    let start = Instant::now();
    loop {
        match probe().await {
            Ok(value) => return Ok(value),
            Err(reason) if start.elapsed() > DEADLINE => {
                bail!("waited {} s for {what}: {reason}", DEADLINE.as_secs())
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
