//! What an answer makes of a batch: settled, lost, or to be tried again after a pause.

use super::{Entry, Outbox};
use crate::UnixMs;
use crate::input::Reply;
use crate::random::Random;
use waypost_wire::Answer;
use waypost_wire::json::push_u64;
use waypost_wire::limits::MAX_ANSWER_BYTES;

/// The pause after the first failure, at the most, in milliseconds. It doubles with each further failure;
/// the real pause is anything from 0 to it ("full jitter"), after what `Retry-After` asks for.
pub const FIRST_BACKOFF_MS: u32 = 1_000;

/// Longest pause that doubling leads to, in milliseconds.
pub const MAX_BACKOFF_MS: u32 = 300_000;

/// A batch of fewer bytes is not split when the browser refuses it.
const SPLIT_ABOVE: usize = 4_000;

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Keys of the records that are settled now.
    pub keys: Vec<String>,
    /// How many of the events are on disk.
    pub stored: u64,
    /// Reasons of the others, one each.
    pub dropped: Vec<String>,
    /// Code and text of a message, if there is one to give.
    pub warning: Option<(&'static str, String)>,
    /// When to try again, from now, in milliseconds.
    pub retry_after_ms: Option<u32>,
    /// The same events go at once in another form: fewer in a batch, since the browser refused one of that size, or with their head.
    pub goes_again: bool,
    /// From now on nothing is tried any more.
    pub is_blocked: bool,
}

impl Outbox {
    /// Takes the answer for a batch. A batch that is not under way (any more) changes nothing.
    pub fn answered(&mut self, batch: u64, reply: &Reply, now: UnixMs, random: &mut Random) -> Settled {
        let Some(at) = self.under_way.iter().position(|under_way| under_way.batch == batch) else {
            return Settled::default();
        };
        let sent = self.under_way.swap_remove(at);
        match reply {
            Reply::Ok(_) | Reply::Status { .. } => self.was_answered = true,
            Reply::Unreachable => self.unanswered += 1,
            // Whoever is offline or has left is refused by nobody, and answered by nobody.
            Reply::Handed | Reply::TooMuch => {}
        }
        match reply {
            Reply::Ok(body) => match self.accounted(batch, body) {
                Some((stored, dropped)) => {
                    self.failures = 0;
                    self.resume();
                    self.head.stored(sent.naming);
                    let done = self.take(&|entry| entry.batch == Some(batch));
                    let keys = done.iter().map(Entry::key).collect();
                    Settled { keys, stored, dropped, ..Settled::default() }
                }
                None => {
                    let text = "no Waypost collector answers at `collector`";
                    self.failed(batch, 0, now, random, Some(("bad_answer", text.to_owned())))
                }
            },
            Reply::Status { code: 409, .. } if self.head.is_unknown(sent.naming) => {
                self.wait_again(batch);
                Settled { goes_again: true, ..Settled::default() }
            }
            Reply::Status { code, .. } if (400..500).contains(code) && !matches!(code, 408 | 429) => {
                // They are told with another batch; a loss whose telling is refused as well is let go.
                let told = self.take(&|entry| entry.batch == Some(batch) && entry.is_lost());
                self.lose("refused", &|entry| entry.batch == Some(batch));
                self.wait_again(batch);
                let mut text = String::from("the collector refused events with status ");
                push_u64(&mut text, u64::from(*code));
                text.push_str("; the network panel says why");
                let keys = told.iter().map(Entry::key).collect();
                Settled { keys, warning: Some(("refused", text)), ..Settled::default() }
            }
            Reply::Status { retry_after_s, .. } => self.failed(batch, *retry_after_s, now, random, None),
            Reply::Unreachable => {
                let text = "the collector can't be reached; events wait. Check `collector` and its origins";
                self.failed(batch, 0, now, random, Some(("unreachable", text.to_owned())))
            }
            Reply::TooMuch if sent.bytes > SPLIT_ABOVE => {
                self.body_limit = sent.bytes / 2;
                self.wait_again(batch);
                Settled { goes_again: true, ..Settled::default() }
            }
            Reply::Handed | Reply::TooMuch => self.failed(batch, 0, now, random, None),
        }
    }

    /// What an answer says of a batch; `None` where it does not account for just its events.
    fn accounted(&self, batch: u64, body: &str) -> Option<(u64, Vec<String>)> {
        let answer = Answer::decode(body).filter(|_| body.len() <= MAX_ANSWER_BYTES)?;
        let of_batch = || self.entries.iter().filter(|entry| entry.batch == Some(batch));
        let is_of_batch = |(n, _): &(Option<u64>, _)| of_batch().any(|entry| Some(entry.n) == *n);
        let is_once = |at: usize| !answer.dropped[..at].iter().any(|(n, _)| *n == answer.dropped[at].0);
        let is_whole = answer.stored.checked_add(answer.dropped.len() as u64) == Some(of_batch().count() as u64);
        (is_whole && answer.dropped.iter().all(is_of_batch) && (0..answer.dropped.len()).all(is_once))
            .then(|| (answer.stored, answer.dropped.into_iter().map(|(_, reason)| reason.into_owned()).collect()))
    }

    fn wait_again(&mut self, batch: u64) {
        for entry in self.entries.iter_mut().filter(|entry| entry.batch == Some(batch)) {
            entry.batch = None;
        }
    }

    fn failed(
        &mut self,
        batch: u64,
        retry_after_s: u32,
        now: UnixMs,
        random: &mut Random,
        warning: Option<(&'static str, String)>,
    ) -> Settled {
        self.wait_again(batch);
        if self.is_blocked() {
            return Settled { warning, is_blocked: true, ..Settled::default() };
        }
        let most = FIRST_BACKOFF_MS.checked_shl(self.failures).unwrap_or(MAX_BACKOFF_MS).min(MAX_BACKOFF_MS);
        self.failures = (self.failures + 1).min(16);
        let pause = retry_after_s.saturating_mul(1_000).saturating_add(random.up_to(most));
        self.paused_until = now + u64::from(pause);
        Settled { warning, retry_after_ms: Some(pause), ..Settled::default() }
    }
}
