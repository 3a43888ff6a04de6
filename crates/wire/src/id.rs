//! 128 random bits, written as 32 lower-case hexadecimal digits.

use std::fmt;

/// A stream, visitor, session or capture id. It has no meaning beyond being equal or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// Reads exactly 32 lower-case hexadecimal digits; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 32 {
            return None;
        }
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// The 32 digits.
    pub fn hex(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|nibble| DIGITS[nibble as usize] as char).collect()
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_thirty_two_lower_case_digits_are_an_id() {
        let digits = "0123456789abcdef0123456789abcdef";
        assert_eq!(Id::parse(digits).map(|id| id.hex()).as_deref(), Some(digits));
        for bad in ["", &digits[1..], &digits.to_uppercase(), &digits.replace('f', "g"), &format!("{digits}0")] {
            assert_eq!(Id::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn parsing_undoes_printing(bytes: [u8; 16]) {
            prop_assert_eq!(Id::parse(&Id(bytes).hex()), Some(Id(bytes)));
        }
    }
}
