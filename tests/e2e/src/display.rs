//! The X server of one browser and the real pointer on it.
//!
//! WebDriver's own pointer actions end at the edge of the viewport. Only a pointer of the window system can
//! leave it the way a visitor's does.

use std::time::Duration;

use anyhow::{Context, Result};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, MOTION_NOTIFY_EVENT};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::program::Program;

/// Pixels of the display; the browser's window is smaller, so that there is an outside.
pub const SIZE: (u16, u16) = (1440, 1080);

/// Time between two positions of a moving pointer: that of a mouse reporting 125 times a second.
const STEP: Duration = Duration::from_millis(8);

/// One virtual display.
pub struct Display {
    name: String,
    connection: RustConnection,
    root: u32,
    position: (i16, i16),
    _server: Program,
}

impl Display {
    /// Starts an X server on a free display number and connects to it.
    pub async fn start() -> Result<Self> {
        let screen = format!("{}x{}x24", SIZE.0, SIZE.1);
        let args = ["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"];
        let mut server = Program::start("Xvfb", &args, &[])?;
        let number = server.line_with("").await.context("is Xvfb installed (apt install xvfb)?")?;
        let name = format!(":{}", number.trim());
        let (connection, screen) = x11rb::connect(Some(&name))?;
        let root = connection.setup().roots[screen].root;
        Ok(Self { name, connection, root, position: (0, 0), _server: server })
    }

    /// What `DISPLAY` must be for a program to appear here.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the pointer is, in pixels from the display's top left corner.
    pub fn position(&self) -> (i16, i16) {
        self.position
    }

    /// Puts the pointer at `to` in one motion.
    pub fn jump(&mut self, to: (i16, i16)) -> Result<()> {
        self.connection.xtest_fake_input(MOTION_NOTIFY_EVENT, 0, 0, self.root, to.0, to.1, 0)?.check()?;
        self.position = to;
        Ok(())
    }

    /// Presses the left button where the pointer is.
    pub fn press(&mut self) -> Result<()> {
        self.button(BUTTON_PRESS_EVENT)
    }

    /// Lets the left button go.
    pub fn release(&mut self) -> Result<()> {
        self.button(BUTTON_RELEASE_EVENT)
    }

    fn button(&mut self, kind: u8) -> Result<()> {
        self.connection.xtest_fake_input(kind, 1, 0, self.root, 0, 0, 0)?.check()?;
        Ok(())
    }

    /// Moves the pointer to `to` on a straight line in `steps` motions of 8 ms each.
    pub async fn glide(&mut self, to: (i16, i16), steps: i16) -> Result<()> {
        let from = self.position;
        for step in 1..=steps {
            let part = |a: i16, b: i16| a + (i32::from(b - a) * i32::from(step) / i32::from(steps)) as i16;
            self.jump((part(from.0, to.0), part(from.1, to.1)))?;
            tokio::time::sleep(STEP).await;
        }
        Ok(())
    }
}
