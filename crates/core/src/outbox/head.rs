//! What this tab's batches say of themselves over and over, and whether the collector keeps it already.

use crate::UnixMs;
use waypost_wire::limits::USE_HEAD_MS;
use waypost_wire::{Id, Naming};

/// The head that was sent last, with a number of its own in its stream.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    stream: Option<Id>,
    number: u64,
    text: String,
    sent_at: UnixMs,
    is_kept: bool,
}

impl Head {
    /// How a batch of `stream` with this head is to say it. A head that was not said before takes the next number, as does one that
    /// the collector may forget soon.
    pub(super) fn naming(&mut self, stream: Id, text: String, now: UnixMs) -> Naming {
        let is_old = now.abs_diff(self.sent_at) > USE_HEAD_MS;
        if self.stream != Some(stream) || self.text != text || is_old {
            *self = Self { stream: Some(stream), number: self.number + 1, text, sent_at: now, is_kept: false };
        }
        if self.is_kept { Naming::Again(self.number) } else { Naming::Named(self.number) }
    }

    /// A batch was stored: its head is kept now.
    pub(super) fn stored(&mut self, naming: Naming) {
        self.is_kept |= naming == Naming::Named(self.number);
    }

    /// The collector does not know the head (any more); whether it can be sent.
    pub(super) fn is_unknown(&mut self, naming: Naming) -> bool {
        let is_again = matches!(naming, Naming::Again(_));
        self.is_kept &= !is_again;
        is_again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: Id = Id([1; 16]);

    fn kept(text: &str) -> Head {
        let mut head = Head::default();
        let naming = head.naming(STREAM, text.into(), 5);
        assert_eq!(naming, Naming::Named(1));
        head.stored(naming);
        head
    }

    #[test]
    fn a_head_is_said_until_it_is_kept_and_then_no_more() {
        let mut head = Head::default();
        for _ in 0..2 {
            assert_eq!(head.naming(STREAM, "a".into(), 5), Naming::Named(1), "no answer yet");
        }
        head.stored(Naming::Named(1));
        assert_eq!(head.naming(STREAM, "a".into(), 5), Naming::Again(1));
        assert_eq!(head.naming(STREAM, "b".into(), 5), Naming::Named(2), "it has changed");
        head.stored(Naming::Named(1));
        assert_eq!(head.naming(STREAM, "b".into(), 5), Naming::Named(2), "a late answer for another one");
    }

    #[test]
    fn another_stream_says_its_own() {
        assert_eq!(kept("a").naming(Id([2; 16]), "a".into(), 5), Naming::Named(2));
    }

    #[test]
    fn a_head_is_said_again_when_the_collector_may_forget_it() {
        assert_eq!(kept("a").naming(STREAM, "a".into(), 5 + USE_HEAD_MS), Naming::Again(1));
        assert_eq!(kept("a").naming(STREAM, "a".into(), 6 + USE_HEAD_MS), Naming::Named(2));
        let mut head = Head::default();
        let naming = head.naming(STREAM, "a".into(), 2 * USE_HEAD_MS);
        head.stored(naming);
        assert_eq!(head.naming(STREAM, "a".into(), 0), Naming::Named(2), "the clock was set back by more");
    }

    #[test]
    fn who_does_not_know_it_is_told_it() {
        let mut head = kept("a");
        assert!(!head.is_unknown(Naming::Named(1)), "it was said");
        assert!(head.is_unknown(Naming::Again(1)));
        assert_eq!(head.naming(STREAM, "a".into(), 5), Naming::Named(1));
    }
}
