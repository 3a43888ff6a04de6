//! Exit intent: whether a mouse that has left the page through its top edge is gone to do something else.
//!
//! A pure state machine over what a page sees of a pointer, without clock and without allocation. Crossing the edge alone
//! says little: every second such pointer comes back by itself. So the detector looks [`LOOKS`] after the crossing, if the
//! pointer is still outside: how it left, what was done before, and what became of earlier leavings on this page.

mod habit;
mod model;
mod table;
mod trail;

pub use habit::AFTER;
pub use model::{DEPTH, LOOKS, Model, ONE, Tree, sum};
pub use table::MODEL;
pub use trail::APPROACH;

use habit::{Habit, Leaving};

use trail::Trail;

/// Numbers that a decision is made of: the approach, the person's habit, and the milliseconds outside, which come last.
pub const FEATURES: usize = APPROACH + habit::HABITS + 1;

/// What a page sees of a pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It moved within the page.
    Move,
    /// A button was pressed.
    Down,
    /// The last button was released.
    Up,
    /// The wheel was turned.
    Wheel,
    /// It came into the page.
    Enter,
    /// It left the page through the top edge.
    Leave,
}

/// One thing seen: when, in milliseconds of a clock that never goes back, and where, in pixels of the viewport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Milliseconds. A time before the last one counts as the last one.
    pub t: u32,
    /// What.
    pub kind: Kind,
    /// Pixels from the left edge.
    pub x: i32,
    /// Pixels from the top edge.
    pub y: i32,
}

/// Why the detector believes that the visitor leaves. A decision has at least one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Reason {
    /// It stayed outside; every decision has this reason.
    Outside = 1,
    /// It left fast: more than a pixel a millisecond over the last 200 ms.
    Fast = 2,
    /// It left more upward than sideways over the last 400 ms.
    Upward = 4,
    /// Most of the earlier leavings near this place were real.
    Habit = 8,
}

/// That the visitor leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// How sure, from 0 to 1: of such pointers in the traces the model was fitted on, the share that pressed later.
    pub score: f32,
    /// Values of [`Reason`], added up.
    pub reasons: u8,
}

/// What a look at the pointer outside comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    /// Nothing to decide: the pointer is inside, it was decided already, or this was the last look.
    Nothing,
    /// Look again at this time, in milliseconds.
    Again(u32),
    /// The visitor leaves.
    Leaves(Decision),
}

/// Follows one pointer on one page.
#[derive(Clone, Debug)]
pub struct Detector<'a> {
    model: &'a Model<'a>,
    trail: Trail,
    habit: Habit,
    now: u32,
    left: Option<Leaving>,
    next: usize,
    /// A wheel turned in some systems looks like a leap to the corner and back.
    is_ghost: bool,
}

impl Default for Detector<'_> {
    fn default() -> Self {
        Self::new(&MODEL)
    }
}

impl<'a> Detector<'a> {
    /// One that has seen nothing.
    pub const fn new(model: &'a Model<'a>) -> Self {
        Self { model, trail: Trail::new(), habit: Habit::new(), now: 0, left: None, next: LOOKS.len(), is_ghost: false }
    }

    /// How wide the viewport is, in pixels. Until it is told, as wide as the pointer has been to the right.
    pub fn widen(&mut self, width: i32) {
        self.trail.widen(width);
    }

    /// Takes in what was seen; gives the time at which to look, if this was a leaving.
    pub fn see(&mut self, seen: Seen) -> Option<u32> {
        self.now = self.now.max(seen.t);
        let t = self.now;
        // No screen is that wide: a place that some driver made up.
        let is_sane = |v: i32| (-30_000..=30_000).contains(&v);
        if !is_sane(seen.x) || !is_sane(seen.y) {
            return None;
        }
        let (x, y) = (seen.x as f32, seen.y as f32);
        match seen.kind {
            Kind::Leave if seen.x == 0 && seen.y == 0 && self.trail.is_far_from_corner() => {
                self.is_ghost = true;
                self.trail.wheel(t);
            }
            Kind::Leave => return self.leave(t, x),
            Kind::Enter if self.is_ghost => self.is_ghost = false,
            Kind::Enter => {
                if let Some(left) = &mut self.left {
                    left.back(t, x, y);
                }
                self.next = LOOKS.len();
                self.trail.enter(t, x, y);
            }
            Kind::Move => self.trail.point(t, x, y),
            Kind::Down => self.trail.press(t, x, y),
            Kind::Up => self.trail.release(t),
            Kind::Wheel => self.trail.wheel(t),
        }
        None
    }

    fn leave(&mut self, t: u32, x: f32) -> Option<u32> {
        let approach = self.trail.leave(t, x);
        if let Some(last) = self.left.take() {
            self.habit.remember(self.model, &last, &self.trail.since_entry(t, last.x()));
        }
        let left = Leaving::new(t, x, self.trail.origin(), approach);
        self.habit.ask(&left);
        self.left = Some(left);
        // Who holds a button drags something.
        let is_drag = self.trail.is_down();
        self.next = if is_drag { LOOKS.len() } else { 0 };
        (!is_drag).then(|| t.saturating_add(LOOKS[0]))
    }

    /// The last leaving as the model takes it: the approach, then the habit at that time, then the time outside, which is 0.
    pub fn features(&self) -> Option<[i16; FEATURES]> {
        let left = self.left.as_ref()?;
        let mut all = [0; FEATURES];
        all[..APPROACH].copy_from_slice(&left.approach);
        all[APPROACH..FEATURES - 1].copy_from_slice(&self.habit.answer());
        Some(all)
    }

    /// How the leaving before the last one ended, as the model takes it; for fitting.
    pub fn ended(&self) -> [i16; AFTER] {
        self.habit.ended()
    }

    /// Looks at the time `t`. A look that comes late is taken for the last one that was due.
    pub fn look(&mut self, t: u32) -> Look {
        self.now = self.now.max(t);
        let (Some(left), Some(mut all)) = (&self.left, self.features()) else {
            return Look::Nothing;
        };
        let outside = self.now.saturating_sub(left.at());
        let mut due = self.next;
        if due >= LOOKS.len() {
            return Look::Nothing;
        }
        if outside < LOOKS[due] {
            return Look::Again(left.at().saturating_add(LOOKS[due]));
        }
        while due + 1 < LOOKS.len() && outside >= LOOKS[due + 1] {
            due += 1;
        }
        all[FEATURES - 1] = LOOKS[due] as i16;
        let score = sum(self.model.trees, self.model.start, &all);
        if score >= self.model.thresholds[due] {
            self.next = LOOKS.len();
            return Look::Leaves(Decision { score, reasons: reasons(&all) });
        }
        self.next = due + 1;
        match LOOKS.get(self.next) {
            Some(ms) => Look::Again(left.at().saturating_add(*ms)),
            None => Look::Nothing,
        }
    }
}

fn reasons(all: &[i16; FEATURES]) -> u8 {
    let add = |is: bool, reason: Reason| if is { reason as u8 } else { 0 };
    let [dx, dy] = [all[trail::DX_400], all[trail::DY_400]].map(i32::from);
    Reason::Outside as u8
        | add(all[trail::DY_200] > 200, Reason::Fast)
        | add(dy > dx.abs(), Reason::Upward)
        | add(all[APPROACH + habit::NEAR] > 600, Reason::Habit)
}

#[cfg(test)]
mod tests;
