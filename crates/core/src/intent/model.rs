//! What a fitted model is: a few shallow trees whose leaves are added up.

/// How long after the crossing the detector looks, in milliseconds. Later is surer and leaves less time.
pub const LOOKS: [u32; 5] = [200, 250, 300, 350, 400];

/// What leaves and starts are counted in: so many make a whole.
pub const ONE: f32 = 512.0;

/// Depth of all trees.
pub const DEPTH: usize = 3;

/// A full binary tree over features: seven questions, eight leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tree(
    /// The feature that each question asks for; the questions below `i` are `2i + 1` and `2i + 2`.
    pub [u8; (1 << DEPTH) - 1],
    /// Right is where the feature is greater than this.
    pub [i16; (1 << DEPTH) - 1],
    /// Leaves from left to right, in parts of [`ONE`].
    pub [i8; 1 << DEPTH],
);

impl Tree {
    fn leaf(&self, features: &[i16]) -> i8 {
        let mut at = 0;
        for _ in 0..DEPTH {
            let value = features.get(usize::from(self.0[at])).copied().unwrap_or_default();
            at = 2 * at + 1 + usize::from(value > self.1[at]);
        }
        self.2[at + 1 - (1 << DEPTH)]
    }
}

/// All that is fitted.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    /// The trees that tell of a leaving, and of how long it takes already, how likely a press is yet to come.
    pub trees: &'a [Tree],
    /// What their leaves correct, in parts of [`ONE`].
    pub start: i16,
    /// The score from which each look decides.
    pub thresholds: [f32; LOOKS.len()],
    /// The trees that tell of a leaving that is over whether it was real.
    pub after: &'a [Tree],
    /// What their leaves correct, in parts of [`ONE`].
    pub after_start: i16,
}

/// What the trees come to for these features, from 0 to 1. `start` is the mean that the leaves correct, in parts
/// of [`ONE`].
pub fn sum(trees: &[Tree], start: i16, features: &[i16]) -> f32 {
    let all = trees.iter().map(|tree| i32::from(tree.leaf(features))).sum::<i32>() + i32::from(start);
    (all as f32 / ONE).clamp(0.0, 1.0)
}

/// As a feature: the whole part, and what does not fit as the nearest that does.
pub fn whole(value: f32) -> i16 {
    value as i16
}
