//! Pictures of the offer over the demo shop, in the engine that `WAYPOST_E2E_ENGINE` names: `looks FOLDER [WORD]`, with WORD only
//! those in whose names it is.
//!
//! Writes each kind in each layout at each width as `KIND-LAYOUT-WIDTH.png`, as to a visitor with a mouse and on phones as by
//! touch; right to left as `KIND-LAYOUT-ar-WIDTH.png`, and each theme as `THEME-SCHEME-KIND-LAYOUT-WIDTH.png`.

use std::path::PathBuf;

use anyhow::{Context, Result};
use waypost_e2e::browser::Shape;
use waypost_e2e::gallery::{KINDS, LAYOUTS, PLAIN, Piece, SITES, THEMES};
use waypost_e2e::stage::Stage;

/// Pixels of the viewports.
const SIZES: [(u32, u32); 3] = [(1280, 800), (768, 800), (375, 700)];

/// So wide is at least what is operated with a mouse.
const MOUSE_WIDTH: u32 = 700;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("looks FOLDER [WORD]")?);
    std::fs::create_dir_all(&folder)?;
    let word = std::env::args().nth(2).unwrap_or_default();
    let stage = Stage::start_with(Shape::Desktop, SITES).await?;
    stage.browser.driver.set_window_rect(0, 0, 1440, 1080).await?;
    stage.open("/shop/").await?;
    stage.click("[data-test=consent-anonymous]").await?;
    for product in ["brindle-casserole", "quarry-bowl"] {
        stage.open(&format!("/shop/product/{product}/")).await?;
        stage.click("[data-test=add-to-cart]").await?;
        stage.find(".added a").await?;
    }
    for (width, height) in SIZES {
        stage.open("/fixture/plain.html").await?;
        // A frame has a viewport of its own, in every engine and of any width.
        let frame = format!(
            "const frame = document.createElement('iframe')
             for (const node of [...document.body.children]) node.remove()
             Object.assign(frame, {{ width: {width}, height: {height}, src: '/shop/cart/?waypost_preview=1' }})
             document.body.append(frame)
             Object.assign(document.body.style, {{ margin: 0, background: 'gray' }})
             return true"
        );
        stage.browser.eval(&frame).await?;
        for (name, piece) in pieces(width).into_iter().filter(|(name, _)| name.contains(&word)) {
            stage.browser.driver.enter_frame(0).await?;
            stage.browser.until("return document.querySelector('#lines img')?.complete").await?;
            stage.exhibit(piece).await?;
            let is_still = "const root = document.querySelector('waypost-offer').shadowRoot
                const { opacity, transform } = getComputedStyle(root.querySelector('.surface'))
                return opacity === '1' && transform === 'none' && [...root.querySelectorAll('img')].every(image => image.complete)";
            stage.browser.until(is_still).await?;
            stage.browser.driver.enter_parent_frame().await?;
            let path = folder.join(format!("{name}-{width}.png"));
            stage.browser.driver.screenshot(&path).await.with_context(|| path.display().to_string())?;
        }
    }
    stage.end().await
}

fn pieces(width: u32) -> Vec<(String, Piece)> {
    let plain = Piece { mouse: width >= MOUSE_WIDTH, ..PLAIN };
    let mut pieces = Vec::new();
    for site in KINDS {
        for layout in LAYOUTS {
            // Also a narrow window has a dialog for who has a mouse.
            let mouse = plain.mouse || layout == "dialog";
            pieces.push((format!("{site}-{layout}"), Piece { site, layout, mouse, ..plain }));
        }
        for layout in ["bar", "sheet"] {
            pieces.push((format!("{site}-{layout}-ar"), Piece { site, layout, lang: "ar", ..plain }));
        }
    }
    for (theme, scheme) in THEMES.into_iter().flat_map(|theme| ["light", "dark"].map(|scheme| (theme, scheme))) {
        for (site, layout) in [("keep_cart", "dialog"), ("recommendations", "dialog"), ("restock", "sheet")] {
            let piece = Piece { site, layout, theme, scheme, mouse: true, ..plain };
            pieces.push((format!("{theme}-{scheme}-{site}-{layout}"), piece));
        }
    }
    pieces
}
