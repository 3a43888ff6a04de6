//! The way of the pointer within the page, and the numbers that a leaving takes from it.

use super::model::whole;

/// Points that are remembered: more than a mouse tells of in 400 ms.
const POINTS: usize = 64;

/// Presses whose times are remembered.
const PRESSES: usize = 16;

/// A rest of so many milliseconds parts one movement from the next.
const REST_MS: u32 = 200;

/// A time before which nothing was seen.
const NEVER: u32 = u32::MAX;

/// How many numbers describe an approach.
pub const APPROACH: usize = 21;

/// Where some of them stand.
pub const X: usize = 0;
pub const T_WHEEL: usize = 3;
pub const DX_400: usize = 6;
pub const DX_200: usize = 7;
pub const DY_400: usize = 8;
pub const DY_200: usize = 9;
pub const T_PRESS: usize = 14;
pub const MAX_Y: usize = 16;
pub const T_ENTER: usize = 17;

#[derive(Clone, Copy, Debug)]
struct Point {
    t: u32,
    x: f32,
    y: f32,
}

const NOWHERE: Point = Point { t: 0, x: 0.0, y: 0.0 };

#[derive(Clone, Debug)]
pub struct Trail {
    points: [Point; POINTS],
    /// Points since the entry, also those that are forgotten.
    len: usize,
    presses: [u32; PRESSES],
    pressed: usize,
    press_x: f32,
    is_down: bool,
    up: u32,
    wheel: u32,
    enter: Point,
    max_y: f32,
    presses_since: u16,
    wheels_since: u16,
    width: f32,
    /// Where and when the movement began.
    origin: Point,
    peak: f32,
    last: Point,
}

impl Trail {
    pub const fn new() -> Self {
        Self {
            points: [NOWHERE; POINTS],
            len: 0,
            presses: [NEVER; PRESSES],
            pressed: 0,
            press_x: 0.0,
            is_down: false,
            up: NEVER,
            wheel: NEVER,
            enter: Point { t: NEVER, x: -1.0, y: 0.0 },
            max_y: 0.0,
            presses_since: 0,
            wheels_since: 0,
            width: 800.0,
            origin: NOWHERE,
            peak: 0.0,
            last: NOWHERE,
        }
    }

    pub fn widen(&mut self, width: i32) {
        self.width = width.clamp(0, 30_000) as f32;
    }

    pub fn is_far_from_corner(&self) -> bool {
        self.last.x > 60.0
    }

    pub fn is_down(&self) -> bool {
        self.is_down
    }

    pub fn origin(&self) -> f32 {
        self.origin.x
    }

    pub fn enter(&mut self, t: u32, x: f32, y: f32) {
        self.enter = Point { t, x, y };
        self.len = 0;
        self.peak = 0.0;
        self.max_y = y;
        self.presses_since = 0;
        self.wheels_since = 0;
        self.width = self.width.max(x);
        self.last = self.enter;
    }

    pub fn point(&mut self, t: u32, x: f32, y: f32) {
        let next = Point { t, x, y };
        self.step(next);
        self.points[self.len % POINTS] = next;
        self.len += 1;
        self.max_y = self.max_y.max(y);
        self.width = self.width.max(x);
        self.last = next;
    }

    /// Follows the movement to `next`; gives its speed there, in pixels a millisecond.
    fn step(&mut self, next: Point) -> f32 {
        let Some(before) = self.len.checked_sub(1).map(|at| self.points[at % POINTS]) else {
            self.origin = next;
            return 0.0;
        };
        if next.t.saturating_sub(before.t) >= REST_MS {
            self.origin = Point { t: next.t, ..before };
            self.peak = 0.0;
        }
        let speed = length(next.x - before.x, next.y - before.y) / next.t.saturating_sub(before.t).max(8) as f32;
        self.peak = self.peak.max(speed);
        speed
    }

    pub fn press(&mut self, t: u32, x: f32, y: f32) {
        self.point(t, x, y);
        self.presses[self.pressed % PRESSES] = t;
        self.pressed += 1;
        self.press_x = x;
        self.is_down = true;
        self.presses_since = self.presses_since.saturating_add(1);
    }

    pub fn release(&mut self, t: u32) {
        self.up = t;
        self.is_down = false;
    }

    pub fn wheel(&mut self, t: u32) {
        self.wheel = t;
        self.wheels_since = self.wheels_since.saturating_add(1);
    }

    /// The last point before the time `t`, or the first that is known, and the length of the way from there to `end`.
    fn since(&self, t: u32, end: Point) -> (Point, f32) {
        let mut way = 0.0;
        let mut to = end;
        for back in 1..=self.len.min(POINTS) {
            let at = self.points[(self.len - back) % POINTS];
            way += length(to.x - at.x, to.y - at.y);
            to = at;
            if at.t < t {
                break;
            }
        }
        (to, way)
    }

    /// The pointer leaves at `x`: the approach in numbers.
    pub fn leave(&mut self, t: u32, x: f32) -> [i16; APPROACH] {
        let end = Point { t, x, y: 0.0 };
        self.width = self.width.max(x);
        let last = if self.len > 0 { self.points[(self.len - 1) % POINTS] } else { end };
        let speed = self.step(end);
        let (long, way) = self.since(t.saturating_sub(400), end);
        let (short, _) = self.since(t.saturating_sub(200), end);
        let press = self.pressed.checked_sub(1).map_or(NEVER, |at| self.presses[at % PRESSES]);
        let recent = self.presses.iter().filter(|at| **at != NEVER && t.saturating_sub(**at) < 10_000).count();
        let entered = x - self.enter.x;
        self.last = Point { y: -1.0, ..end };
        [
            x,
            self.width - x,
            x - self.press_x,
            age(t, self.wheel),
            entered,
            entered.abs(),
            x - long.x,
            x - short.x,
            long.y,
            short.y,
            100.0 * (x - long.x) / (long.y + 1.0),
            way,
            x - self.origin.x,
            age(t, self.origin.t),
            age(t, press),
            age(t, self.up),
            self.max_y,
            age(t, self.enter.t),
            recent as f32,
            if self.peak > 0.0 { 1_000.0 * speed / self.peak } else { 0.0 },
            last.y,
        ]
        .map(whole)
    }

    /// What was done in the page between an entry and the leaving at `t`; `x` is where it had been left before.
    pub fn since_entry(&self, t: u32, x: f32) -> [i16; 6] {
        [
            age(t, self.enter.t),
            f32::from(self.presses_since),
            self.max_y,
            self.len as f32,
            if self.presses_since > 0 { self.press_x - x } else { 0.0 },
            f32::from(self.wheels_since),
        ]
        .map(whole)
    }
}

/// Milliseconds since then; what never was is as old as can be.
fn age(t: u32, then: u32) -> f32 {
    if then == NEVER { f32::MAX } else { t.saturating_sub(then) as f32 }
}

fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}
