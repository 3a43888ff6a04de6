//! The store: one SQLite file, one thread that writes it, and connections that read it.
//!
//! ```text
//! handler ── Work ──► bounded queue ──► writer thread: one transaction for all of it, flush ──► answer every waiter
//! handler ◄── rows ── readers, each on a connection of its own; they never wait for the writer
//! ```

mod arrival;
mod facts;
mod goals;
mod heads;
mod insert;
mod intents;
mod kept;
mod known;
mod ledger;
mod reader;
mod rows;
mod schema;
mod seen;
mod sessions;
mod steps;
mod touch;
mod urgency;
mod writer;

pub use arrival::{Arrival, NewCapture, NewEvent, NewPage, Where, Who};
pub use goals::{Goals, Reached};
pub use heads::Heads;
pub use intents::Leavings;
pub use kept::{Kept, RestoredCart, RestoredItem};
pub use ledger::{Cell, PENDING_MS};
pub use reader::Readers;
pub use rows::{CaptureRow, Confirmation, EventRow, Page, PageRow, ReceiptRow};
pub use schema::OpenError;
pub use seen::{End, Seen, SeenOffer};
pub use urgency::{NewStock, Stock};
pub use writer::{MAX_QUEUE_BYTES, Work, Writer, Written};

use std::fs::{File, TryLockError};
use std::path::Path;

/// Name of the database in the data directory.
pub const DATABASE: &str = "waypost.db";

/// Locked as long as the database is written: a second writer would not know what the first one remembers.
const LOCK: &str = "waypost.lock";

/// Both ends of the store.
pub struct Store {
    /// The way in.
    pub writer: Writer,
    /// The way out.
    pub readers: Readers,
    /// What batches refer to.
    pub heads: Heads,
}

impl Store {
    /// Opens the database in the directory `data`, and makes it when missing.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn open(data: &Path) -> Result<Self, OpenError> {
        let lock = lock(&data.join(LOCK))?;
        let path = data.join(DATABASE);
        let connection = schema::open_writer(&path)?;
        Ok(Self {
            writer: Writer::start(connection, lock),
            readers: Readers::new(&path),
            heads: Heads::new(Readers::new(&path)),
        })
    }
}

fn lock(path: &Path) -> Result<File, OpenError> {
    crate::secret_file::make(path)?;
    let file = File::open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
