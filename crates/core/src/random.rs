//! Ids and jitter from one seed, by xoroshiro128++ (Blackman and Vigna, 2019).
//! The seed comes from the browser's cryptographic source; what is made of it has to be distinct, not secret.

use waypost_wire::Id;

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Random(u64, u64);

impl Random {
    /// Starts from 128 random bits.
    pub fn new(seed: Id) -> Self {
        let [low, high] = halves(seed);
        // The all-zero state is the one that the generator never leaves.
        Self(low, high | 1)
    }

    /// The next id.
    pub fn id(&mut self) -> Id {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_le_bytes());
        bytes[8..].copy_from_slice(&self.next().to_le_bytes());
        Id(bytes)
    }

    /// A number from 0 to `most`, inclusive.
    pub fn up_to(&mut self, most: u32) -> u32 {
        (((self.next() >> 32) * (u64::from(most) + 1)) >> 32) as u32
    }

    fn next(&mut self) -> u64 {
        let (s0, mut s1) = (self.0, self.1);
        let result = s0.wrapping_add(s1).rotate_left(17).wrapping_add(s0);
        s1 ^= s0;
        self.0 = s0.rotate_left(49) ^ s1 ^ (s1 << 21);
        self.1 = s1.rotate_left(28);
        result
    }
}

fn halves(seed: Id) -> [u64; 2] {
    [0, 8].map(|from| seed.0[from..from + 8].iter().fold(0, |all, byte| all << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn ids_of_one_seed_are_distinct(seed: [u8; 16]) {
            let mut random = Random::new(Id(seed));
            let ids: HashSet<Id> = (0..100).map(|_| random.id()).collect();
            prop_assert_eq!(ids.len(), 100);
        }

        #[test]
        fn numbers_stay_within_their_bound(seed: [u8; 16], most: u32) {
            prop_assert!(Random::new(Id(seed)).up_to(most) <= most);
        }
    }

    #[test]
    fn both_ends_of_a_small_range_come_up() {
        let mut random = Random::new(Id([7; 16]));
        let seen: HashSet<u32> = (0..100).map(|_| random.up_to(1)).collect();
        assert_eq!(seen, HashSet::from([0, 1]));
    }
}
