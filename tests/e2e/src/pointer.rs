//! Where the page is on the display, and the ways a pointer leaves it.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::browser::Browser;
use crate::display;

/// The viewport as a rectangle of the display, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Viewport {
    /// Left edge.
    pub x: i16,
    /// Top edge.
    pub y: i16,
    /// Width.
    pub width: i16,
    /// Height.
    pub height: i16,
}

impl Browser {
    /// Finds the viewport by moving the pointer onto it and asking the page where it saw it.
    pub async fn viewport(&mut self) -> Result<Viewport> {
        self.eval(
            "window.__at = null;
             addEventListener('mousemove', e => { window.__at = [e.clientX, e.clientY] }, { capture: true });
             return true",
        )
        .await?;
        let middle = (display::SIZE.0.cast_signed() / 2, display::SIZE.1.cast_signed() / 2);
        self.display.jump((middle.0 - 40, middle.1 - 40))?;
        self.display.glide(middle, 5).await?;
        // The page lags behind the pointer: what it saw counts once it stands still.
        let mut last = Value::Null;
        let at = crate::wait::until("the page to see the pointer", async || {
            let now = self.eval("return window.__at").await.map_err(|e| e.to_string())?;
            if now.is_array() && now == last {
                return Ok(now);
            }
            last = now;
            Err("no mousemove arrived".to_owned())
        })
        .await?;
        let size = self.eval("return [innerWidth, innerHeight]").await?;
        Ok(Viewport {
            x: middle.0 - pixels(&at[0])?,
            y: middle.1 - pixels(&at[1])?,
            width: pixels(&size[0])?,
            height: pixels(&size[1])?,
        })
    }

    /// Leaves as a visitor does who has read enough: presses nothing in the page's middle, moves up to where the first tabs
    /// are, through the top edge, and stays on the bar above the page. The page does not feel the press.
    pub async fn leave_by_the_top(&mut self) -> Result<()> {
        let view = self.press_nothing().await?;
        self.go_out(view).await
    }

    /// Presses the page's middle without the page feeling it, so that the focus stays where it is.
    pub async fn press_nothing(&mut self) -> Result<Viewport> {
        let view = self.viewport().await?;
        self.eval(
            "const keep = event => { event.preventDefault(); event.stopImmediatePropagation() };
             for (const kind of ['mousedown', 'mouseup', 'click']) addEventListener(kind, keep, { capture: true, once: true });
             window.__pressed = false;
             addEventListener('pointerup', () => { window.__pressed = true }, { capture: true, once: true });
             return true",
        )
        .await?;
        self.display.jump((view.x + view.width / 2, view.y + view.height / 2))?;
        self.display.press()?;
        self.display.release()?;
        self.until("return window.__pressed").await?;
        Ok(view)
    }

    /// Moves the pointer from where it is to the first tabs above the page.
    pub async fn go_out(&mut self, view: Viewport) -> Result<()> {
        self.display.glide((view.x + view.width / 3, (view.y - 20).max(0)), 20).await
    }

    /// Moves the pointer back to the page's middle.
    pub async fn come_back(&mut self, view: Viewport) -> Result<()> {
        self.display.glide((view.x + view.width / 2, view.y + view.height / 2), 20).await
    }
}

fn pixels(value: &Value) -> Result<i16> {
    let number = value.as_f64().with_context(|| format!("{value} is no number"))?;
    Ok(number.round() as i16)
}
