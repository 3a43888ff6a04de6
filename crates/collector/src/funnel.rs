//! How far along an ordered row of steps the events of a session came.

use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};

/// The steps from first sight to order, each with the event that marks it. Their places are the ids of their names in
/// the store, from 1.
pub const STEPS: [(&str, &str); 5] = [
    ("visit", "page_view"),
    ("product", "view_item"),
    ("cart", "add_to_cart"),
    ("checkout", "begin_checkout"),
    ("purchase", "purchase"),
];

/// What sessions can be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Class of device.
    Device,
    /// Channel of the first touch.
    Channel,
    /// Kind of the page that the session began on.
    PageType,
}

impl By {
    /// Each with its word in a query.
    pub const ALL: [(&str, Self); 3] =
        [("device", Self::Device), ("channel", Self::Channel), ("page_type", Self::PageType)];
}

/// How many sessions took each of the [`STEPS`].
pub type Reached = [u64; STEPS.len()];

/// Something that happened at a time (milliseconds), as the step it marks, from 1.
pub type Mark = (u64, usize);

/// How many of `steps` steps were taken in their order, each no later than `window_ms` after the first one.
/// Marks of one time count in the order of their steps. Other steps in between do not matter.
///
/// ```
/// use waypost_collector::funnel::window_funnel;
/// assert_eq!(window_funnel(vec![(10, 1), (30, 3), (20, 2)], 3, 1000), 3);
/// assert_eq!(window_funnel(vec![(10, 2), (20, 1)], 3, 1000), 1);
/// assert_eq!(window_funnel(vec![(10, 1), (1011, 2)], 3, 1000), 1);
/// ```
pub fn window_funnel(mut marks: Vec<Mark>, steps: usize, window_ms: u64) -> usize {
    marks.sort_unstable();
    // For every step, the latest start of a row of steps that came this far: a later start leaves more time.
    let mut starts: Vec<Option<u64>> = vec![None; steps];
    let mut reached = 0;
    for (at, step) in marks.into_iter().filter(|(_, step)| (1..=steps).contains(step)) {
        let start = match step {
            1 => Some(at),
            _ => starts[step - 2].filter(|start| at - start <= window_ms),
        };
        if start.is_some() {
            starts[step - 1] = start;
            reached = reached.max(step);
        }
    }
    reached
}

/// Makes `window_funnel(window_ms, steps, at, step)` known to SQL on this connection.
///
/// # Errors
/// When SQLite refuses.
pub fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_aggregate_function("window_funnel", 4, flags, WindowFunnel)
}

struct WindowFunnel;

#[derive(Default)]
struct Group {
    window_ms: u64,
    steps: usize,
    marks: Vec<Mark>,
}

impl Aggregate<Group, i64> for WindowFunnel {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Group> {
        Ok(Group::default())
    }

    fn step(&self, context: &mut Context<'_>, group: &mut Group) -> rusqlite::Result<()> {
        group.window_ms = context.get(0)?;
        group.steps = context.get(1)?;
        group.marks.push((context.get(2)?, context.get(3)?));
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, group: Option<Group>) -> rusqlite::Result<i64> {
        let group = group.unwrap_or_default();
        Ok(window_funnel(group.marks, group.steps, group.window_ms) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_window_includes_its_end() {
        assert_eq!(window_funnel(vec![(0, 1), (100, 2)], 2, 100), 2);
        assert_eq!(window_funnel(vec![(0, 1), (101, 2)], 2, 100), 1);
    }

    #[test]
    fn a_later_start_gives_a_late_step_its_chance() {
        assert_eq!(window_funnel(vec![(0, 1), (90, 1), (150, 2)], 2, 100), 2);
    }

    #[test]
    fn nothing_reaches_nothing() {
        assert_eq!(window_funnel(vec![], 5, 100), 0);
        assert_eq!(window_funnel(vec![(1, 2), (2, 3)], 5, 100), 0);
        assert_eq!(window_funnel(vec![(1, 0), (2, 6)], 5, 100), 0);
    }

    /// The definition, tried out: is there a row of marks for steps 1..=`upto` in order and within the window?
    fn exists(marks: &[Mark], upto: usize, window_ms: u64) -> bool {
        fn go(marks: &[Mark], next: usize, upto: usize, from: Mark, until: u64) -> bool {
            next > upto
                || marks.iter().any(|mark| {
                    mark.1 == next && *mark > from && mark.0 <= until && go(marks, next + 1, upto, *mark, until)
                })
        }
        marks.iter().filter(|mark| mark.1 == 1).any(|first| go(marks, 2, upto, *first, first.0 + window_ms))
    }

    proptest! {
        #[test]
        fn it_is_the_longest_row_of_steps_within_the_window(
            marks in prop::collection::vec((0u64..40, 0usize..7), 0..14), window_ms in 0u64..50,
        ) {
            let expected = (1..=5).rev().find(|upto| exists(&marks, *upto, window_ms)).unwrap_or(0);
            prop_assert_eq!(window_funnel(marks, 5, window_ms), expected);
        }

        #[test]
        fn sql_and_rust_agree(marks in prop::collection::vec((0u64..40, 1usize..6), 1..14), window_ms in 0u64..50) {
            let connection = Connection::open_in_memory().unwrap();
            register(&connection).unwrap();
            let rows: Vec<String> = marks.iter().map(|(at, step)| format!("({at},{step})")).collect();
            let sql = format!("WITH m(a, s) AS (VALUES {}) SELECT window_funnel({window_ms}, 5, a, s) FROM m", rows.join(","));
            let level: usize = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
            prop_assert_eq!(level, window_funnel(marks, 5, window_ms));
        }
    }
}
