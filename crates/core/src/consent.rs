//! What the visitor allows. The four states of measurement decide what the outbox does; they are not a flag around it.

use waypost_wire::json::{Object, Raw};

/// What the visitor has allowed to be recorded and kept.
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

/// What the visitor has said of one further purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// Nothing: they were not asked, or not yet.
    #[default]
    Nothing,
    /// Yes.
    Yes,
    /// No.
    No,
}

/// The purposes beside measurement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purposes {
    /// Whether what the visitor did may change what they are shown. Unless refused, it may, with what the page itself knows.
    pub personalisation: Said,
    /// Whether advertising may learn of the visit. Unless granted, it may not.
    pub marketing: Said,
}

impl Purposes {
    /// As the wire and the memory have them: a JSON object of those that something was said of.
    pub fn json(self) -> String {
        let mut out = String::new();
        let mut object = Object::new(&mut out);
        for (purpose, said) in [("personalisation", self.personalisation), ("marketing", self.marketing)] {
            if said != Said::Nothing {
                object.bool(purpose, said == Said::Yes);
            }
        }
        drop(object);
        out
    }

    /// Reads back what [`json`](Self::json) wrote; what is not there was not said.
    pub fn read(raw: Raw<'_>) -> Self {
        let said = |purpose| match raw.get(purpose).map(Raw::text) {
            Some("true") => Said::Yes,
            Some(_) => Said::No,
            None => Said::Nothing,
        };
        Self { personalisation: said("personalisation"), marketing: said("marketing") }
    }
}

/// A choice of the visitor's: by one word for all purposes, or purpose by purpose. What is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is recorded and kept.
    pub measurement: Option<Consent>,
    /// See [`Purposes`].
    pub personalisation: Option<Said>,
    /// See [`Purposes`].
    pub marketing: Option<Said>,
}

impl Choice {
    /// One word for all purposes: only a grant and a refusal say something of those beside measurement.
    pub fn all(consent: Consent) -> Self {
        let said = match consent {
            Consent::Granted => Said::Yes,
            Consent::Denied => Said::No,
            Consent::Anonymous | Consent::Pending => Said::Nothing,
        };
        Self { measurement: Some(consent), personalisation: Some(said), marketing: Some(said) }
    }

    /// Reads what `consent()` takes: a word as a string, or an object of purposes. `None` for anything else. An unknown
    /// purpose or word in an object is passed over, since what is said beside it may be a refusal.
    pub fn read(raw: Raw<'_>) -> Option<Self> {
        if let Some(word) = raw.str() {
            return Consent::parse(&word).map(Self::all);
        }
        let mut choice = Self::default();
        for (purpose, word) in raw.is_object().then(|| raw.entries())? {
            let Some(consent) = word.str().and_then(|word| Consent::parse(&word)) else { continue };
            let said = if consent == Consent::Granted { Said::Yes } else { Said::No };
            match &*purpose {
                "measurement" => choice.measurement = Some(consent),
                "personalisation" => choice.personalisation = Some(said),
                "marketing" => choice.marketing = Some(said),
                _ => {}
            }
        }
        Some(choice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(json: &str, expected: Option<Choice>) {
        assert_eq!(Choice::read(Raw::parse(json).unwrap()), expected, "{json}");
    }

    #[test]
    fn the_four_words_are_read_and_no_other() {
        for word in ["anonymous", "pending", "granted", "denied"] {
            assert!(Consent::parse(word).is_some(), "{word}");
        }
        for word in ["", "Granted", "yes"] {
            assert_eq!(Consent::parse(word), None, "{word}");
        }
    }

    #[test]
    fn a_choice_is_a_word_or_an_object_of_purposes() {
        let of = |measurement, personalisation, marketing| Some(Choice { measurement, personalisation, marketing });
        reads(r#""granted""#, of(Some(Consent::Granted), Some(Said::Yes), Some(Said::Yes)));
        reads(r#""anonymous""#, of(Some(Consent::Anonymous), Some(Said::Nothing), Some(Said::Nothing)));
        reads(r#"{"measurement":"granted","marketing":"denied"}"#, of(Some(Consent::Granted), None, Some(Said::No)));
        reads(r#"{"personalisation":"granted"}"#, of(None, Some(Said::Yes), None));
        reads("{}", of(None, None, None));
        for wrong in [r#""yes""#, "7", "[]", "null"] {
            reads(wrong, None);
        }
    }

    #[test]
    fn what_is_unknown_in_an_object_does_not_take_the_rest_with_it() {
        let refused = Some(Choice { measurement: Some(Consent::Denied), ..Choice::default() });
        reads(r#"{"measurement":"denied","adverts":"granted"}"#, refused);
        reads(r#"{"adverts":true,"measurement":"denied","marketing":"yes","personalisation":null}"#, refused);
        reads(r#"{"measurement":true}"#, Some(Choice::default()));
        reads(r#"{"adverts":"granted"}"#, Some(Choice::default()));
    }

    #[test]
    fn what_was_said_is_read_back() {
        for purposes in [
            Purposes::default(),
            Purposes { personalisation: Said::Yes, marketing: Said::No },
            Purposes { personalisation: Said::Nothing, marketing: Said::Yes },
        ] {
            assert_eq!(Purposes::read(Raw::parse(&purposes.json()).unwrap()), purposes);
        }
        assert_eq!(Purposes::default().json(), "{}");
    }
}
