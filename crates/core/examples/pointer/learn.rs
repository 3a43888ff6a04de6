//! How the trees of the detector are grown.
//!
//! A forest of deep trees with random questions generalises best from five people to others, and is a hundred times too large
//! for a page. So it teaches: few shallow trees are fitted, one after another, to what it says of the examples and of mixtures
//! of them.

use waypost_core::intent::{DEPTH, ONE, Tree};

const FOREST: usize = 200;
const LEAST_IN_LEAF: usize = 4;
const MIXTURES: usize = 3;
const CUTS: usize = 48;
const RATE: f32 = 0.25;

/// One example: its features, and whether the leaving was real.
pub type Example = (Vec<i16>, bool);

/// Small trees, and the mean that their leaves correct, in parts of [`ONE`].
pub struct Small {
    pub trees: Vec<Tree>,
    pub start: i16,
}

/// Fits `trees` shallow trees to groups of examples, each of which has a teacher of its own. The same examples give the same
/// trees.
pub fn fit(groups: &[Vec<Example>], trees: usize) -> Small {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut rows, mut target) = (Vec::new(), Vec::new());
    for examples in groups.iter().filter(|examples| !examples.is_empty()) {
        let teacher = Forest::grow(examples, &mut random);
        let first = rows.len();
        rows.extend(examples.iter().map(|(row, _)| row.clone()));
        for _ in 0..MIXTURES * examples.len() / groups.len() {
            let [one, other] = [0; 2].map(|_| &examples[random.below(examples.len())].0);
            let mut mix = |at: usize| if random.below(4) == 0 { other[at] } else { one[at] };
            rows.push((0..one.len()).map(&mut mix).collect());
        }
        target.extend(rows[first..].iter().map(|row| teacher.says(row)));
    }
    boost(&rows, &target, trees, &mut random)
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

enum Node {
    Leaf(f32),
    Ask { feature: usize, cut: i16, right: usize },
}

struct Forest(Vec<Vec<Node>>);

impl Forest {
    fn grow(examples: &[Example], random: &mut Random) -> Self {
        let tree = |random: &mut Random| {
            let mut rows: Vec<usize> = (0..examples.len()).map(|_| random.below(examples.len())).collect();
            let mut nodes = Vec::new();
            split(examples, &mut rows, &mut nodes, random);
            nodes
        };
        Self((0..FOREST).map(|_| tree(random)).collect())
    }

    fn says(&self, row: &[i16]) -> f32 {
        let one = |nodes: &Vec<Node>| {
            let mut at = 0;
            loop {
                match nodes[at] {
                    Node::Leaf(value) => return value,
                    Node::Ask { feature, cut, right } => at = if row[feature] > cut { right } else { at + 1 },
                }
            }
        };
        self.0.iter().map(one).sum::<f32>() / self.0.len() as f32
    }
}

/// Grows the subtree for these rows: the best of one random question for each of some random features.
fn split(examples: &[Example], rows: &mut [usize], nodes: &mut Vec<Node>, random: &mut Random) {
    let width = examples[0].0.len();
    let real = rows.iter().filter(|row| examples[**row].1).count();
    let mut best: Option<(f64, usize, i16)> = None;
    if real > 0 && real < rows.len() && rows.len() >= 2 * LEAST_IN_LEAF {
        for _ in 0..width * 2 / 5 {
            let feature = random.below(width);
            // One of the values and not a point between the ends: most features have few large values.
            let cut = examples[rows[random.below(rows.len())]].0[feature];
            let (mut left, mut left_real) = (0_usize, 0_usize);
            for row in rows.iter().filter(|row| examples[**row].0[feature] <= cut) {
                left += 1;
                left_real += usize::from(examples[*row].1);
            }
            let right = rows.len() - left;
            if left < LEAST_IN_LEAF || right < LEAST_IN_LEAF {
                continue;
            }
            let purity = |real: usize, all: usize| {
                (real as f64).powi(2) / all as f64 + ((all - real) as f64).powi(2) / all as f64
            };
            let gain = purity(left_real, left) + purity(real - left_real, right);
            if best.is_none_or(|(most, ..)| gain > most) {
                best = Some((gain, feature, cut));
            }
        }
    }
    let Some((_, feature, cut)) = best else {
        nodes.push(Node::Leaf(real as f32 / rows.len() as f32));
        return;
    };
    rows.sort_unstable_by_key(|row| examples[*row].0[feature] > cut);
    let middle = rows.iter().filter(|row| examples[**row].0[feature] <= cut).count();
    let at = nodes.len();
    nodes.push(Node::Leaf(0.0));
    let (left, right) = rows.split_at_mut(middle);
    split(examples, left, nodes, random);
    nodes[at] = Node::Ask { feature, cut, right: nodes.len() };
    split(examples, right, nodes, random);
}

/// Shallow trees by gradient boosting of squares.
fn boost(rows: &[Vec<i16>], target: &[f32], trees: usize, random: &mut Random) -> Small {
    let width = rows[0].len();
    let cuts: Vec<Vec<i16>> = (0..width).map(|feature| cuts(rows, feature)).collect();
    let bins: Vec<Vec<u8>> = (0..width)
        .map(|f| rows.iter().map(|row| cuts[f].partition_point(|cut| *cut < row[f]) as u8).collect())
        .collect();
    let start = (ONE * target.iter().sum::<f32>() / target.len() as f32).round() as i16;
    let mut rest: Vec<f32> = target.iter().map(|t| t - f32::from(start) / ONE).collect();
    let mut grown = Vec::new();
    for _ in 0..trees {
        let mut at = vec![0_usize; rows.len()];
        let mut tree = Tree([0; (1 << DEPTH) - 1], [i16::MAX; (1 << DEPTH) - 1], [0; 1 << DEPTH]);
        for node in 0..(1 << DEPTH) - 1 {
            let of: Vec<usize> = (0..rows.len()).filter(|row| at[*row] == node).collect();
            let mut best = (0.0, 0, 0);
            for feature in (0..width).filter(|_| random.below(2) == 0) {
                let mut sums = [(0.0_f64, 0.0_f64); CUTS + 1];
                for row in &of {
                    let bin = &mut sums[usize::from(bins[feature][*row])];
                    *bin = (bin.0 + f64::from(rest[*row]), bin.1 + 1.0);
                }
                let all = sums.iter().fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
                let mut left = (0.0, 0.0);
                for (cut, sum) in sums.iter().enumerate().take(cuts[feature].len()) {
                    left = (left.0 + sum.0, left.1 + sum.1);
                    let right = (all.0 - left.0, all.1 - left.1);
                    if left.1 < 10.0 || right.1 < 10.0 {
                        continue;
                    }
                    let gain = left.0 * left.0 / left.1 + right.0 * right.0 / right.1 - all.0 * all.0 / all.1;
                    if gain > best.0 {
                        best = (gain, feature, cut);
                    }
                }
            }
            if best.0 > 0.0 {
                (tree.0[node], tree.1[node]) = (best.1 as u8, cuts[best.1][best.2]);
            }
            for row in of {
                at[row] = 2 * node + 1 + usize::from(rows[row][usize::from(tree.0[node])] > tree.1[node]);
            }
        }
        let first = (1 << DEPTH) - 1;
        let mut sums = [(0.0_f32, 1.0_f32); 1 << DEPTH];
        for (row, at) in at.iter().enumerate() {
            let sum = &mut sums[at - first];
            *sum = (sum.0 + rest[row], sum.1 + 1.0);
        }
        tree.2 = sums.map(|(sum, count)| (ONE * RATE * sum / count).round() as i8);
        for (row, at) in at.iter().enumerate() {
            rest[row] -= f32::from(tree.2[at - first]) / ONE;
        }
        grown.push(tree);
    }
    Small { trees: grown, start }
}

/// Where the values of a feature may be parted: between as many of them each.
fn cuts(rows: &[Vec<i16>], feature: usize) -> Vec<i16> {
    let mut values: Vec<i16> = rows.iter().map(|row| row[feature]).collect();
    values.sort_unstable();
    let mut cuts: Vec<i16> = (1..=CUTS).map(|k| values[k * values.len() / (CUTS + 1)]).collect();
    cuts.dedup();
    cuts.retain(|cut| cut != &values[values.len() - 1]);
    cuts
}
