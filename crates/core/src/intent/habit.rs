//! What became of earlier leavings on this page. Nobody tells whether one was real; but how long it took, where the pointer
//! came back and what it did then says so well enough.

use super::model::{Model, sum, whole};
use super::trail::{APPROACH, DX_200, DY_200, DY_400, MAX_Y, T_ENTER, T_PRESS, T_WHEEL, X};

/// Leavings that are remembered.
const KEPT: usize = 64;

/// Numbers that describe a habit.
pub const HABITS: usize = 12;

/// Numbers that describe how a leaving ended.
pub const AFTER: usize = 16;

/// Where the share of real leavings near this place stands, in 1/1000.
pub const NEAR: usize = 2;

/// The share that is taken for likely where nothing is known.
const USUAL: f32 = 0.56;

/// A leaving that is under way, or over and not yet remembered.
#[derive(Clone, Debug)]
pub struct Leaving {
    at: u32,
    x: f32,
    origin: f32,
    pub approach: [i16; APPROACH],
    is_back: bool,
    outside: u32,
    back_x: f32,
    back_y: f32,
}

impl Leaving {
    pub fn new(at: u32, x: f32, origin: f32, approach: [i16; APPROACH]) -> Self {
        Self { at, x, origin, approach, is_back: false, outside: 0, back_x: x, back_y: 0.0 }
    }

    pub fn at(&self) -> u32 {
        self.at
    }

    pub fn x(&self) -> f32 {
        self.x
    }

    pub fn back(&mut self, t: u32, x: f32, y: f32) {
        // Later it may leave by another edge and come back from there, which says nothing of this leaving.
        if !self.is_back {
            self.is_back = true;
            self.outside = t.saturating_sub(self.at);
            (self.back_x, self.back_y) = (x, y);
        }
    }

    fn after(&self, since_entry: &[i16; 6]) -> [i16; AFTER] {
        let of = |at: usize| self.approach[at];
        let dx = whole(self.back_x - self.x);
        let [a, b, c, d, e, f] = *since_entry;
        let outside = whole(self.outside as f32);
        [
            outside,
            dx,
            dx.saturating_abs(),
            whole(self.back_y),
            a,
            b,
            c,
            d,
            e,
            f,
            of(X),
            of(T_PRESS),
            of(T_ENTER),
            of(MAX_Y),
            of(DY_400),
            of(T_WHEEL),
        ]
    }
}

/// How a leaving looked as it began: what others are compared with.
#[derive(Clone, Copy, Debug)]
struct Shape {
    x: f32,
    origin: f32,
    /// The way of the last 200 ms, in pixels to the right and upward.
    dx: f32,
    dy: f32,
    /// Logarithms to the base 2 of the milliseconds since the last press and since the entry.
    press: f32,
    enter: f32,
}

impl Shape {
    const NONE: Self = Self { x: 0.0, origin: 0.0, dx: 0.0, dy: 0.0, press: 0.0, enter: 0.0 };

    fn of(leaving: &Leaving) -> Self {
        let number = |at: usize| f32::from(leaving.approach[at]);
        let age = |at: usize| log2(leaving.approach[at].max(0).unsigned_abs().into());
        Self {
            x: leaving.x,
            origin: leaving.origin,
            dx: number(DX_200),
            dy: number(DY_200),
            press: age(T_PRESS),
            enter: age(T_ENTER),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Past {
    shape: Shape,
    was_real: f32,
    /// Logarithm to the base 2 of the milliseconds outside.
    outside: f32,
}

/// The leavings so far.
#[derive(Clone, Debug)]
pub struct Habit {
    past: [Past; KEPT],
    len: usize,
    answer: [i16; HABITS],
    last: [i16; AFTER],
}

impl Habit {
    pub(super) const fn new() -> Self {
        let none = Past { shape: Shape::NONE, was_real: 0.0, outside: 0.0 };
        Self { past: [none; KEPT], len: 0, answer: [0; HABITS], last: [0; AFTER] }
    }

    pub(super) fn remember(&mut self, model: &Model<'_>, leaving: &Leaving, since_entry: &[i16; 6]) {
        self.last = leaving.after(since_entry);
        self.put(leaving, sum(model.after, model.after_start, &self.last));
    }

    fn put(&mut self, leaving: &Leaving, was_real: f32) {
        let outside = log2(leaving.outside.min(60_000));
        self.past[self.len % KEPT] = Past { shape: Shape::of(leaving), was_real, outside };
        self.len += 1;
    }

    pub(super) fn ended(&self) -> [i16; AFTER] {
        self.last
    }

    /// Asks for the habit at a leaving that begins.
    pub(super) fn ask(&mut self, leaving: &Leaving) {
        let now = Shape::of(leaving);
        let mut recent = Mean::new(1.0, USUAL);
        let mut all = Mean::new(2.0, USUAL);
        let mut near = Mean::new(1.0, USUAL);
        let mut alike = Mean::new(1.0, USUAL);
        let mut outside = Mean::new(2.0, 10.0);
        let mut outside_near = Mean::new(1.0, 10.0);
        let mut same_way = Mean::new(0.5, USUAL);
        let mut same_time = Mean::new(0.5, USUAL);
        let mut same_speed = Mean::new(1.0, USUAL);
        let (mut short, mut long, mut fade, mut slow) = (1.0, 1.0, 1.0, 1.0);
        let mut last = 10.0;
        for back in 1..=self.len.min(KEPT) {
            let past = self.past[(self.len - back) % KEPT];
            if back == 1 {
                last = past.outside;
            }
            let shape = past.shape;
            let (x, dx, dy) = (shape.x - now.x, shape.dx - now.dx, shape.dy - now.dy);
            let here = fade * bell(x, 80.0);
            let way = fade * bell(x, 250.0) * bell(shape.origin - now.origin, 250.0);
            let time = bell(shape.press - now.press, 1.2) * bell(shape.enter - now.enter, 1.5);
            recent.add(short, past.was_real);
            all.add(long, past.was_real);
            near.add(here, past.was_real);
            alike.add(way, past.was_real);
            same_way.add(slow * bell(x, 250.0) * bell(dx, 120.0) * bell(dy, 120.0), past.was_real);
            same_time.add(slow * bell(x, 300.0) * time, past.was_real);
            same_speed.add(here * bell(dy, 100.0), past.was_real);
            outside.add(long, past.outside);
            outside_near.add(here, past.outside);
            short *= 0.7;
            long *= 0.95;
            fade *= 0.98;
            slow *= 0.99;
        }
        self.answer = [
            1_000.0 * recent.value(),
            1_000.0 * all.value(),
            1_000.0 * near.value(),
            100.0 * near.weight,
            1_000.0 * alike.value(),
            100.0 * alike.weight,
            100.0 * outside.value(),
            100.0 * outside_near.value(),
            100.0 * last,
            1_000.0 * same_way.value(),
            1_000.0 * same_time.value(),
            1_000.0 * same_speed.value(),
        ]
        .map(whole);
    }

    pub(super) fn answer(&self) -> [i16; HABITS] {
        self.answer
    }
}

/// A weighted mean that begins with a guess.
struct Mean {
    total: f32,
    weight: f32,
}

impl Mean {
    fn new(weight: f32, guess: f32) -> Self {
        Self { total: weight * guess, weight }
    }

    fn add(&mut self, weight: f32, value: f32) {
        self.total += weight * value;
        self.weight += weight;
    }

    fn value(&self) -> f32 {
        self.total / self.weight
    }
}

/// Falls from 1 to 0 within three times `width`, nearly as a normal distribution does.
fn bell(distance: f32, width: f32) -> f32 {
    let part = distance / (3.0 * width);
    let rest = (1.0 - part * part).max(0.0);
    rest * rest * rest * rest
}

/// Logarithm to the base 2 of `1 + value`, by straight lines between the powers of two.
fn log2(value: u32) -> f32 {
    let value = value.saturating_add(1);
    let whole = value.ilog2();
    whole as f32 + value as f32 / (1_u32 << whole) as f32 - 1.0
}
