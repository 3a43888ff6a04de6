//! Something that goes wrong for a while: said in the log once when it begins and once when it is over, however many
//! requests meet it.

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether it is going wrong now.
#[derive(Debug, Default)]
pub struct Alarm(AtomicBool);

impl Alarm {
    /// Passes `result` on, and logs when it differs from the last one.
    pub fn watch<T, E: Display>(&self, result: Result<T, E>) -> Result<T, E> {
        match &result {
            Err(problem) if !self.0.swap(true, Ordering::Relaxed) => tracing::warn!("{problem}"),
            Ok(_) if self.0.load(Ordering::Relaxed) && self.0.swap(false, Ordering::Relaxed) => {
                tracing::info!("taking events again");
            }
            _ => {}
        }
        result
    }
}
