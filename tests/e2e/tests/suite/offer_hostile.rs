//! The offer on pages whose styles were written for nothing but themselves, and those pages after it.

use std::io::Cursor;
use std::path::Path;

use anyhow::{Context, Result};
use waypost_e2e::browser::{Engine, Shape};
use waypost_e2e::gallery::{LAYOUTS, PLAIN, Piece, SITES};
use waypost_e2e::stage::Stage;

const PAGE: &str = "/fixture/plain.html";

/// Style sheets of `fixtures/hostile`.
const HOSTILE: [&str; 5] = ["reset", "unset", "huge", "dialog", "layers"];

/// What has changed is on screen.
const DRAWN: &str = "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";

/// An offer that slides in is looked at where it comes to rest.
const AT_REST: &str = "for (const each of root.getAnimations?.() ?? document.getAnimations()) each.finish()
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";

#[tokio::test]
async fn an_offer_looks_the_same_on_five_hostile_pages_and_leaves_them_as_they_were() -> Result<()> {
    let expected = looks("").await?;
    for name in HOSTILE {
        for ((layout, expected), (_, found)) in expected.iter().zip(looks(name).await?) {
            // In the page's own flow, what lies over the page lies over the offer.
            if (name, *layout) != ("layers", "inline") {
                check_same(&format!("{name}-{layout}"), expected, &found)?;
            }
        }
    }
    Ok(())
}

/// Pictures of the offer in each layout on a page with this hostile sheet, or without one.
async fn looks(name: &str) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let stage = Stage::start_with(Shape::Desktop, SITES).await?;
    let sheets = ["common", name].into_iter().filter(|name| !name.is_empty());
    let links = sheets.map(|name| format!("<link rel=\"stylesheet\" href=\"/fixture/hostile/{name}.css\">"));
    stage.front.edit("</head>", &format!("{}</head>", links.collect::<String>()));
    stage.open(PAGE).await?;
    stage.browser.eval(DRAWN).await?;
    let before = stage.browser.driver.screenshot_as_png().await?;
    let mut looks = Vec::new();
    for layout in LAYOUTS {
        stage.exhibit(Piece { layout, ..PLAIN }).await?;
        let offer = stage.offer().await?;
        offer.eval(AT_REST).await?;
        looks.push((layout, offer.find(".surface").await?.screenshot_as_png().await?));
        offer.find(".cross").await?.click().await?;
        stage.offer_is_gone().await?;
        // The page was scrolled to the place within it.
        let up = "document.querySelector('[data-waypost-offer]')?.remove(); scrollTo(0, 0);";
        stage.browser.eval(&format!("{up} {DRAWN}")).await?;
        let after = stage.browser.driver.screenshot_as_png().await?;
        check_same(&format!("{name}-page-after-{layout}"), &before, &after)?;
    }
    stage.end().await?;
    Ok(looks)
}

/// How far a channel of a pixel may be off, of 255: engines smooth edges by what else they draw at that moment.
const SMOOTHED: u8 = 24;

/// Checks that two pictures look the same. Others are put beside each other in `target/tmp/hostile`.
fn check_same(what: &str, expected: &[u8], found: &[u8]) -> Result<()> {
    let (before, after) = (pixels(expected)?, pixels(found)?);
    let is_alike = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= SMOOTHED;
    if before.0 == after.0 && before.1.iter().zip(&after.1).all(is_alike) {
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(format!("{:?}", Engine::chosen()));
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for (kind, picture) in [("expected", expected), ("found", found)] {
        std::fs::write(folder.join(format!("{what}-{kind}.png")), picture)?;
    }
    anyhow::bail!("{what} looks different: see {}", folder.display())
}

/// Size and channels of a PNG.
fn pixels(picture: &[u8]) -> Result<((u32, u32), Vec<u8>)> {
    let mut reader = png::Decoder::new(Cursor::new(picture)).read_info()?;
    let mut channels = vec![0; reader.output_buffer_size().context("a picture of that size")?];
    let info = reader.next_frame(&mut channels)?;
    channels.truncate(info.buffer_size());
    Ok(((info.width, info.height), channels))
}
