//! Money without binary floats.

use crate::json::push_u64;
use std::fmt;

/// An exact decimal number: `units` divided by ten to the power of `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    units: i64,
    scale: u32,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self { units: 0, scale: 0 };

    /// Most digits behind the point; more are refused rather than rounded.
    pub const MAX_SCALE: u32 = 6;

    /// Reads `-12.50` and the like. `None` for exponents, thousands separators, currency signs, more than
    /// [`MAX_SCALE`](Self::MAX_SCALE) decimals, or a number too large for 64 bits.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let scale = u32::try_from(fraction.len()).ok()?;
        if whole.is_empty() || scale > Self::MAX_SCALE || digits.ends_with('.') {
            return None;
        }
        let mut units = 0i64;
        for digit in whole.bytes().chain(fraction.bytes()) {
            if !digit.is_ascii_digit() {
                return None;
            }
            units = units.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        }
        Some(Self { units: sign * units, scale })
    }

    /// The sum, or `None` where it does not fit.
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let units = self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?;
        Some(Self { units, scale })
    }

    /// Whether this is less than the other, or `None` where they cannot be brought to one scale.
    pub fn is_less_than(self, other: Self) -> Option<bool> {
        let scale = self.scale.max(other.scale);
        Some(self.at_scale(scale)? < other.at_scale(scale)?)
    }

    /// The product with a quantity, or `None` where it does not fit.
    pub fn times(self, quantity: u64) -> Option<Self> {
        let units = self.units.checked_mul(i64::try_from(quantity).ok()?)?;
        Some(Self { units, scale: self.scale })
    }

    /// The number as it is read by [`parse`](Self::parse), with as many decimals as it came with.
    pub fn text(self) -> String {
        let mut digits = String::new();
        push_u64(&mut digits, self.units.unsigned_abs());
        let scale = self.scale as usize;
        if digits.len() <= scale {
            digits.insert_str(0, &"0".repeat(scale + 1 - digits.len()));
        }
        if scale > 0 {
            digits.insert(digits.len() - scale, '.');
        }
        if self.units < 0 {
            digits.insert(0, '-');
        }
        digits
    }

    fn at_scale(self, scale: u32) -> Option<i64> {
        self.units.checked_mul(10i64.checked_pow(scale - self.scale)?)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_plain_decimals_are_read() {
        for good in ["0", "29.90", "-0.01", "1000000", "0.123456"] {
            assert_eq!(Decimal::parse(good).unwrap().to_string(), good);
        }
        for bad in ["", "-", ".5", "5.", "1e3", "1,50", "€5", "0.1234567", "9223372036854775808", "1.2.3", "--1"] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn sums_are_exact_where_floats_are_not() {
        let dime = Decimal::parse("0.10").unwrap();
        let sum = dime.plus(dime).unwrap().plus(Decimal::parse("0.1").unwrap()).unwrap();
        assert_eq!(sum.to_string(), "0.30");
        assert_eq!(Decimal::parse("29.90").unwrap().times(3).unwrap().to_string(), "89.70");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let most = Decimal { units: i64::MAX, scale: 0 };
        assert_eq!(most.plus(Decimal::parse("1").unwrap()), None);
        assert_eq!(most.times(2), None);
        assert_eq!(most.plus(Decimal::parse("0.1").unwrap()), None);
    }

    proptest! {
        #[test]
        fn parsing_undoes_printing(units: i32, scale in 0..=Decimal::MAX_SCALE) {
            let number = Decimal { units: i64::from(units), scale };
            prop_assert_eq!(Decimal::parse(&number.to_string()), Some(number));
        }
    }
}
