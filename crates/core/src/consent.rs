//! The four states of consent. They decide what the outbox does; they are not a flag around it.

/// What the visitor has allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Events go out; nothing is stored on the device and no id is sent.
    Anonymous,
    /// Events wait in memory, with their own times, for an answer.
    Pending,
    /// Ids, stored outbox, cart and caps.
    Granted,
    /// Nothing is sent or kept, and what was kept is erased.
    Denied,
}

impl Consent {
    /// The words that [`parse`](Self::parse) knows, for messages.
    pub const WORDS: &'static str = "'anonymous', 'pending', 'granted' or 'denied'";

    /// Reads the word of the API; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "anonymous" => Some(Self::Anonymous),
            "pending" => Some(Self::Pending),
            "granted" => Some(Self::Granted),
            "denied" => Some(Self::Denied),
            _ => None,
        }
    }

    /// What the wire says of it; `None` where nothing may be sent.
    pub fn on_wire(self) -> Option<waypost_wire::Consent> {
        match self {
            Self::Anonymous => Some(waypost_wire::Consent::Anonymous),
            Self::Granted => Some(waypost_wire::Consent::Granted),
            Self::Pending | Self::Denied => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_words_are_read_and_no_other() {
        for word in ["anonymous", "pending", "granted", "denied"] {
            assert!(Consent::parse(word).is_some(), "{word}");
            assert!(Consent::WORDS.contains(word));
        }
        for word in ["", "Granted", "yes"] {
            assert_eq!(Consent::parse(word), None, "{word}");
        }
    }
}
