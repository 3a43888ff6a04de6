//! The one thread that writes: it takes all that has arrived, commits it in one transaction, and answers every waiter
//! after the disk has confirmed.

use super::arrival::{Arrival, NewCapture};
use super::insert;
use super::known::Known;
use super::urgency::{self, NewStock};
use crate::reject::Reject;
use rusqlite::Connection;
use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;
use tokio::sync::{oneshot, watch};
use waypost_wire::{BadEvent, Id};

/// Bodies that may wait for the disk, in bytes. Above four fifths of it nothing more is taken.
pub const MAX_QUEUE_BYTES: usize = 16 * 1024 * 1024;
const FULL_BYTES: usize = MAX_QUEUE_BYTES / 5 * 4;

/// Most bytes of bodies in one transaction: a larger one would keep its waiters too long.
const MAX_GROUP_BYTES: usize = 4 * 1024 * 1024;

/// What can be written.
#[derive(Debug)]
pub enum Work {
    /// A batch.
    Batch(Arrival),
    /// An address.
    Capture(NewCapture),
    /// An address is confirmed by its owner.
    Confirmation {
        /// Site key.
        site: String,
        /// The capture, by the id that it came with.
        capture: Id,
        /// Milliseconds since 1970.
        at: u64,
    },
    /// What the shop has counted.
    Stock(NewStock),
    /// A visitor's deadline for an offer, if there is none yet.
    Deadline {
        /// Site key.
        site: String,
        /// The visitor.
        visitor: Id,
        /// Id of the offer.
        offer: String,
        /// Milliseconds since 1970.
        until: u64,
    },
    /// A mark of being able to write, for the readiness check.
    Probe {
        /// Milliseconds since 1970.
        at: u64,
    },
}

/// The way to the writer thread.
pub struct Writer {
    queue: mpsc::Sender<Message>,
    waiting: Arc<AtomicUsize>,
    commits: watch::Receiver<u64>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// A job, or the word to stop after those before it.
type Message = Option<Job>;

/// The events that were not stored although the batch was, each with its reason; or why nothing was.
pub type Written = Result<Vec<BadEvent>, Reject>;

struct Job {
    work: Work,
    bytes: usize,
    done: oneshot::Sender<Written>,
}

impl Writer {
    /// Starts the thread, which owns `connection` from now on, and holds `lock` until it has closed it.
    pub fn start(connection: Connection, lock: File) -> Self {
        let (queue, jobs) = mpsc::channel();
        let (committed, commits) = watch::channel(0);
        let waiting = Arc::new(AtomicUsize::new(0));
        let thread = Thread { connection, known: Known::default(), jobs, committed, waiting: waiting.clone() };
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                thread.run();
                drop(lock);
            })
            .expect("the system starts a thread");
        Self { queue, waiting, commits, thread: Mutex::new(Some(thread)) }
    }

    /// Bytes that wait for the disk.
    pub fn waiting_bytes(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Whether there is room in the queue.
    ///
    /// # Errors
    /// [`Reject::Busy`] when more than four fifths of it are taken.
    pub fn room(&self) -> Result<(), Reject> {
        match self.waiting_bytes() {
            waiting if waiting > FULL_BYTES => Err(Reject::Busy { waiting, limit: FULL_BYTES }),
            _ => Ok(()),
        }
    }

    /// Writes, and returns once it is on the disk, with the events that will never be. `bytes` is what the work weighs in the queue.
    /// Work that was begun is finished even if the caller does not wait for it.
    ///
    /// # Errors
    /// [`Reject::Busy`] when the queue is full, [`Reject::Store`] when the database failed or is closed.
    pub async fn write(&self, work: Work, bytes: usize) -> Written {
        self.room()?;
        let (done, answer) = oneshot::channel();
        self.waiting.fetch_add(bytes, Ordering::Relaxed);
        if self.queue.send(Some(Job { work, bytes, done })).is_err() {
            return Err(Reject::Store);
        }
        answer.await.unwrap_or(Err(Reject::Store))
    }

    /// Changes after each commit, so that those who show events as they come know when to look.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.clone()
    }

    /// Writes what is in the queue and closes the database. Blocks until that is done; what comes later is refused.
    pub fn close(&self) {
        // The thread may be gone already, and then there is nothing to stop.
        let _ = self.queue.send(None);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the writer thread panicked");
        }
    }
}

struct Thread {
    connection: Connection,
    known: Known,
    jobs: mpsc::Receiver<Message>,
    committed: watch::Sender<u64>,
    waiting: Arc<AtomicUsize>,
}

impl Thread {
    fn run(mut self) {
        let mut open = true;
        while open {
            let Ok(Some(first)) = self.jobs.recv() else { break };
            let mut group = vec![first];
            open = self.collect(&mut group);
            self.commit(group);
        }
        if let Err((_, error)) = self.connection.close() {
            tracing::error!("closing the database: {error}");
        }
    }

    /// Adds what else has come; whether more may come later. Nothing is waited for: while one transaction is flushed, the
    /// next one gathers, and waiting on top of that has only made answers later.
    fn collect(&self, group: &mut Vec<Job>) -> bool {
        let mut bytes: usize = group.iter().map(|job| job.bytes).sum();
        while bytes < MAX_GROUP_BYTES {
            match self.jobs.try_recv() {
                Ok(Some(job)) => {
                    bytes += job.bytes;
                    group.push(job);
                }
                Ok(None) | Err(TryRecvError::Disconnected) => return false,
                Err(TryRecvError::Empty) => break,
            }
        }
        true
    }

    fn commit(&mut self, group: Vec<Job>) {
        match self.transaction(&group) {
            Ok(refused) => {
                self.committed.send_modify(|count| *count += 1);
                for (job, refused) in group.into_iter().zip(refused) {
                    self.answer(job, Ok(refused));
                }
            }
            Err(error) if group.len() == 1 => {
                tracing::error!("a transaction failed: {error}");
                group.into_iter().for_each(|job| self.answer(job, Err(Reject::Store)));
            }
            // One piece of work that cannot be stored must not take its company along.
            Err(error) => {
                tracing::warn!("a transaction of {} failed, trying one by one: {error}", group.len());
                for job in group {
                    self.commit(vec![job]);
                }
            }
        }
    }

    fn answer(&self, job: Job, result: Written) {
        self.waiting.fetch_sub(job.bytes, Ordering::Relaxed);
        // A client that hung up does not wait any more.
        let _ = job.done.send(result);
    }

    fn transaction(&mut self, group: &[Job]) -> rusqlite::Result<Vec<Vec<BadEvent>>> {
        let start = Instant::now();
        let result = write(&mut self.connection, &mut self.known, group);
        tracing::debug!(work = group.len(), took = ?start.elapsed(), "transaction");
        if result.is_err() {
            self.known = Known::default();
        }
        result
    }
}

/// Gives the events of each job that are not stored.
fn write(connection: &mut Connection, known: &mut Known, group: &[Job]) -> rusqlite::Result<Vec<Vec<BadEvent>>> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let mut refused = Vec::with_capacity(group.len());
    for job in group {
        let mut of_job = Vec::new();
        match &job.work {
            Work::Batch(arrival) => of_job = insert::batch(&transaction, known, arrival)?,
            Work::Capture(capture) => insert::capture(&transaction, known, capture)?,
            Work::Confirmation { site, capture, at } => {
                insert::confirmation(&transaction, known, site, *capture, *at)?;
            }
            Work::Stock(new) => urgency::stock(&transaction, known, new)?,
            Work::Deadline { site, visitor, offer, until } => {
                urgency::deadline(&transaction, known, site, *visitor, offer, *until)?;
            }
            Work::Probe { at } => {
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES ('probed_at', ?)")?
                    .execute([at])?;
            }
        }
        refused.push(of_job);
    }
    transaction.commit()?;
    Ok(refused)
}
