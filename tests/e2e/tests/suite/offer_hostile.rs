//! The offer on pages whose styles were written for nothing but themselves, and those pages after it.

use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use thirtyfour::WebElement;
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

/// How long an engine may take until it has drawn what is there.
const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn an_offer_looks_the_same_on_five_hostile_pages_and_leaves_them_as_they_were() -> Result<()> {
    let expected = looks("", &[]).await?;
    for name in HOSTILE {
        looks(name, &expected).await?;
    }
    Ok(())
}

/// Pictures of the offer in each layout on a page with this hostile sheet, or without one; checked against those expected.
async fn looks(name: &str, expected: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
    let stage = Stage::start_with(Shape::Desktop, SITES).await?;
    let sheets = ["common", name].into_iter().filter(|name| !name.is_empty());
    let links = sheets.map(|name| format!("<link rel=\"stylesheet\" href=\"/fixture/hostile/{name}.css\">"));
    stage.front.edit("</head>", &format!("{}</head>", links.collect::<String>()));
    stage.open(PAGE).await?;
    let before = picture(&stage, None, "", None).await?;
    let mut looks = Vec::new();
    for (at, layout) in LAYOUTS.into_iter().enumerate() {
        stage.exhibit(Piece { layout, ..PLAIN }).await?;
        let offer = stage.offer().await?;
        offer.eval(AT_REST).await?;
        let surface = offer.find(".surface").await?;
        // In the page's own flow, what lies over the page lies over the offer.
        let expected = expected.get(at).filter(|_| (name, layout) != ("layers", "inline"));
        looks.push(picture(&stage, Some(&surface), &format!("{name}-{layout}"), expected).await?);
        offer.find(".cross").await?.click().await?;
        stage.offer_is_gone().await?;
        // The page was scrolled to the place within it.
        let up = "document.querySelector('[data-waypost-offer]')?.remove(); scrollTo(0, 0); return true";
        stage.browser.eval(up).await?;
        picture(&stage, None, &format!("{name}-page-after-{layout}"), Some(&before)).await?;
    }
    stage.end().await?;
    Ok(looks)
}

/// A picture of this element, or of the page, once it looks as expected. If it never does, both are put beside each other in
/// `target/tmp/hostile`.
async fn picture(stage: &Stage, of: Option<&WebElement>, what: &str, expected: Option<&Vec<u8>>) -> Result<Vec<u8>> {
    let end = Instant::now() + PATIENCE;
    loop {
        stage.browser.eval(DRAWN).await?;
        let found = match of {
            Some(element) => element.screenshot_as_png().await?,
            None => stage.browser.driver.screenshot_as_png().await?,
        };
        let Some(expected) = expected else { return Ok(found) };
        if is_alike(expected, &found)? {
            return Ok(found);
        }
        if Instant::now() > end {
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile").join(format!("{:?}", Engine::chosen()));
            std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
            for (kind, picture) in [("expected", expected), ("found", &found)] {
                std::fs::write(folder.join(format!("{what}-{kind}.png")), picture)?;
            }
            bail!("{what} looks different: see {}", folder.display());
        }
    }
}

/// How far a channel of a pixel may be off, of 255: engines smooth edges by what else they draw at that moment.
const SMOOTHED: u8 = 24;

/// And how far those of a few pixels may be: Firefox moves the edge of a box that is ticked by a part of one.
const MOVED: u8 = 64;

/// So many channels are few, of a thousand.
const FEW: usize = 1;

fn is_alike(expected: &[u8], found: &[u8]) -> Result<bool> {
    let (before, after) = (pixels(expected)?, pixels(found)?);
    let off = |limit: u8| before.1.iter().zip(&after.1).filter(|(a, b)| a.abs_diff(**b) > limit).count();
    Ok(before.0 == after.0 && off(MOVED) == 0 && 1000 * off(SMOOTHED) <= FEW * before.1.len())
}

/// Size and channels of a PNG.
fn pixels(picture: &[u8]) -> Result<((u32, u32), Vec<u8>)> {
    let mut reader = png::Decoder::new(Cursor::new(picture)).read_info()?;
    let mut channels = vec![0; reader.output_buffer_size().context("a picture of that size")?];
    let info = reader.next_frame(&mut channels)?;
    channels.truncate(info.buffer_size());
    Ok(((info.width, info.height), channels))
}
