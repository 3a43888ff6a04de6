//! Reading: a few connections of their own, used from threads that may block.

use super::schema::open_reader;
use crate::reject::Reject;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Most queries at once; more wait their turn.
const MAX_READERS: usize = 4;

/// Connections that only read.
#[derive(Clone)]
pub struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    /// For the database at `path`, which is opened when first needed.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Arc::default(), turns: Arc::new(Semaphore::new(MAX_READERS)) }
    }

    /// Runs `query` on a connection of the pool.
    ///
    /// # Errors
    /// [`Reject::Store`] when the database refuses; the reason is logged.
    pub async fn read<T, F>(&self, query: F) -> Result<T, Reject>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Reject::Store)?;
        let this = self.clone();
        let task = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            this.with_connection(query)
        });
        match task.await {
            Ok(Ok(rows)) => Ok(rows),
            Ok(Err(error)) => {
                tracing::error!("a query failed: {error}");
                Err(Reject::Store)
            }
            Err(panic) => {
                tracing::error!("a query panicked: {panic}");
                Err(Reject::Store)
            }
        }
    }

    fn with_connection<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let connection = match kept {
            Some(connection) => connection,
            None => open_reader(&self.path)?,
        };
        let result = query(&connection);
        idle().push(connection);
        result
    }
}
