//! One browser facility a file. There is no policy here: a facility that is refused is an ordinary value.
//! Storage, locks and requests are on the JavaScript side (`pkg/src`), behind [`host`](crate::host): written there they
//! cost the bundle a third of what their promises and callbacks cost here (docs/size.md).

pub mod clock;
pub mod dom;
pub mod listen;
pub mod timer;
