//! Whether everybody can use each look of the offer: by axe, by keyboard, on narrow screens, with large text.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use thirtyfour::Key;
use waypost_e2e::browser::{Engine, Shape};
use waypost_e2e::gallery::{KINDS, LAYOUTS, PLAIN, Piece, SITES, THEMES};
use waypost_e2e::stage::Stage;

const PAGE: &str = "/fixture/plain.html";

async fn stage() -> Result<Stage> {
    let stage = Stage::start_with(Shape::Desktop, SITES).await?;
    stage.open(PAGE).await?;
    Ok(stage)
}

/// Without the emulations of Chromium's protocol there is nothing to ask.
fn is_chromium() -> bool {
    Engine::chosen() == Engine::Chromium
}

/// Each look of the kind `site`, left to right and right to left, light and dark.
fn pieces(site: &'static str) -> impl Iterator<Item = Piece> {
    LAYOUTS.into_iter().flat_map(move |layout| {
        THEMES.into_iter().flat_map(move |theme| {
            [("light", "en"), ("dark", "en"), ("light", "ar"), ("dark", "ar")].map(move |(scheme, lang)| Piece {
                site,
                layout,
                theme,
                scheme,
                lang,
                ..PLAIN
            })
        })
    })
}

#[tokio::test]
async fn axe_finds_nothing_in_any_layout_theme_scheme_and_direction() -> Result<()> {
    if !is_chromium() {
        return Ok(());
    }
    let stage = stage().await?;
    stage.prefer(&[("prefers-reduced-motion", "reduce")]).await?;
    load_axe(&stage).await?;
    for site in ["demo", "survey", "restock", "recommendations", "custom"] {
        for piece in pieces(site) {
            stage.exhibit(piece).await?;
            check_by_axe(&stage, &format!("{piece:?}")).await?;
        }
    }
    for site in ["discount", "newsletter", "price_alert"] {
        for layout in LAYOUTS {
            let piece = Piece { site, layout, ..PLAIN };
            stage.exhibit(piece).await?;
            check_by_axe(&stage, &format!("{piece:?}")).await?;
        }
    }
    stage.end().await
}

#[tokio::test]
async fn axe_finds_nothing_in_what_follows_a_press() -> Result<()> {
    if !is_chromium() {
        return Ok(());
    }
    let stage = stage().await?;
    stage.prefer(&[("prefers-reduced-motion", "reduce")]).await?;
    load_axe(&stage).await?;
    for (theme, scheme) in THEMES.into_iter().flat_map(|theme| [(theme, "light"), (theme, "dark")]) {
        let piece = Piece { site: "demo", layout: "teaser", theme, scheme, ..PLAIN };
        stage.exhibit(piece).await?;
        let offer = stage.offer().await?;
        offer.find(".open").await?.click().await?;
        offer.find(".modal").await?;
        check_by_axe(&stage, &format!("{piece:?}, opened")).await?;
        offer.find("#email").await?.send_keys("jane@gmial.com").await?;
        offer.says(".hint").await?;
        check_by_axe(&stage, &format!("{piece:?}, a slip")).await?;
        offer.find(".hint").await?.click().await?;
        offer.find("#email").await?.send_keys("@").await?;
        offer.send().await?;
        offer.says("[role=alert]").await?;
        check_by_axe(&stage, &format!("{piece:?}, an error")).await?;
        stage.browser.press(Key::Backspace).await?;
        offer.send().await?;
        stage.browser.eval("__outcome('stored'); return true").await?;
        offer.says(".thanks [role=status]").await?;
        check_by_axe(&stage, &format!("{piece:?}, thanks")).await?;
    }
    stage.end().await
}

async fn load_axe(stage: &Stage) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/axe-core/axe.min.js");
    let source = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    stage.browser.eval(&format!("{source}; window.axe = axe; return true")).await?;
    Ok(())
}

async fn check_by_axe(stage: &Stage, what: &str) -> Result<()> {
    let script = "const done = arguments[arguments.length - 1]
        axe.run(document.querySelector('waypost-offer'), { resultTypes: ['violations', 'incomplete', 'passes'] })
          .then(({ violations, incomplete, passes }) => done({
            found: violations.flatMap(({ id, nodes }) => nodes.map(n => `${id}: ${n.html} ${n.failureSummary}`)),
            unsure: incomplete.filter(({ id }) => id === 'color-contrast')
              .flatMap(({ nodes }) => nodes.map(n => `${n.html} ${n.any[0]?.message}`)),
            contrasts: passes.find(({ id }) => id === 'color-contrast')?.nodes.length ?? 0,
          }), error => done({ found: [String(error)] }))";
    let answer = stage.browser.driver.execute_async(script, Vec::new()).await?.json().clone();
    assert_eq!(answer["found"], json!([]), "{what}");
    assert_eq!(answer["unsure"], json!([]), "{what}");
    // Else axe has looked past the offer. Of a text in Arabic alone it does not measure the contrast.
    assert!(answer["contrasts"].as_u64() >= Some(1) || what.contains("\"ar\""), "{what}: {answer}");
    Ok(())
}

/// Names of what can be reached by Tab, each with its text.
const REACHED: &str = "const root = document.querySelector('waypost-offer').shadowRoot
    const at = root.activeElement
    return at ? (at.id || at.name || at.className || at.tagName) : document.activeElement.id || 'page'";

#[tokio::test]
async fn each_layout_is_used_by_keyboard_alone_and_gives_the_focus_back() -> Result<()> {
    let stage = stage().await?;
    for (layout, shape) in [("dialog", "modal"), ("bar", "bar"), ("sheet", "sheet"), ("inline", "inline")] {
        stage.browser.eval("document.querySelector('#press').focus(); return true").await?;
        stage.exhibit(Piece { layout, ..PLAIN }).await?;
        let offer = stage.offer().await?;
        let taken = stage.browser.eval(REACHED).await?;
        // Only what is modal may take the focus by itself.
        assert_eq!(taken, if layout == "dialog" { json!("title") } else { json!("press") }, "{layout}");
        let mut reached = Vec::new();
        for _ in 0..5 {
            stage.browser.press(Key::Tab).await?;
            reached.push(stage.browser.eval(REACHED).await?);
        }
        let expected: &[&str] = match layout {
            "dialog" => &["email", "marketing", "send", "later", "cross"],
            "inline" => &["email", "marketing", "send", "later", "cross"],
            _ => &["email", "marketing", "send", "cross"],
        };
        let start = reached.iter().position(|at| at == "email").context("the field was not reached")?;
        assert_eq!(reached[start..][..expected.len().min(reached.len() - start)], *expected, "{layout}: {reached:?}");
        if layout == "inline" {
            offer.eval("root.querySelector('.later').focus(); return true").await?;
            stage.browser.press(Key::Enter).await?;
        } else {
            stage.browser.press(Key::Escape).await?;
        }
        stage.offer_is_gone().await?;
        assert_eq!(stage.browser.eval("return document.activeElement.id").await?, "press", "{layout} {shape}");
        let by = if layout == "inline" { "close" } else { "esc" };
        assert_eq!(stage.told().await?, [json!({"k": "offer_dismissed", "by": by})], "{layout}");
    }
    stage.end().await
}

#[tokio::test]
async fn a_teaser_is_opened_by_keyboard_and_gives_the_focus_back_to_the_page() -> Result<()> {
    for mouse in [true, false] {
        let stage = stage().await?;
        stage.browser.eval("document.querySelector('#press').focus(); return true").await?;
        stage.exhibit(Piece { layout: "teaser", mouse, ..PLAIN }).await?;
        assert_eq!(stage.browser.eval(REACHED).await?, "press");
        stage.browser.press(Key::Tab).await?;
        assert_eq!(stage.browser.eval(REACHED).await?, "open");
        stage.browser.press(Key::Enter).await?;
        let offer = stage.offer().await?;
        assert_eq!(stage.browser.eval(REACHED).await?, "title", "who opens it goes there");
        assert_eq!(offer.eval("return root.querySelector('dialog').matches(':modal')").await?, json!(mouse));
        stage.browser.press(Key::Escape).await?;
        stage.offer_is_gone().await?;
        assert_eq!(stage.browser.eval("return document.activeElement.id").await?, "press");
        assert_eq!(stage.told().await?, [json!({"k": "offer_dismissed", "by": "esc"})]);
        stage.end().await?;
    }
    Ok(())
}

/// What is wrong with the boxes of the offer: wider than the screen or their own box, or too small to be pressed.
const BOXES: &str = "const root = document.querySelector('waypost-offer').shadowRoot
    const width = innerWidth
    const name = node => node.id || node.className || node.tagName
    const out = [...root.querySelectorAll('.surface, .surface *')]
      .filter(node => !node.closest('.quiet, svg') && getComputedStyle(node).display !== 'none')
      .map(node => [name(node), node.getBoundingClientRect()])
      .filter(([, box]) => box.left < -0.5 || box.right > width + 0.5)
      .map(([name, box]) => `${name} from ${box.left} to ${box.right}`)
    const wide = [...root.querySelectorAll('.surface, .panel')]
      .filter(node => node.scrollWidth > node.clientWidth + 1)
      .map(node => `${name(node)} scrolls sideways: ${node.scrollWidth} in ${node.clientWidth}`)
    const small = [...root.querySelectorAll('a, button, input:not([type=checkbox], [type=radio]), textarea, label.choice')]
      .filter(node => getComputedStyle(node).display !== 'none')
      .map(node => [name(node), node.getBoundingClientRect()])
      .filter(([, box]) => Math.round(box.width * 100) < 4400 || Math.round(box.height * 100) < 4400)
      .map(([name, box]) => `${name} is ${box.width} by ${box.height}`)
    const page = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : []
    return [...out, ...wide, ...small, ...page]";

#[tokio::test]
async fn nothing_is_cut_off_or_too_small_on_narrow_screens_and_with_large_text() -> Result<()> {
    if !is_chromium() {
        return Ok(());
    }
    let stage = stage().await?;
    stage.prefer(&[("prefers-reduced-motion", "reduce")]).await?;
    // 320 CSS pixels are 1280 at a zoom of 400 %; 16 px is the usual size of text, 32 px twice as much.
    for (width, height, text) in [(1280, 720, 16), (375, 667, 16), (320, 256, 16), (320, 640, 32), (1280, 720, 32)] {
        stage.resize(width, height).await?;
        let sizes = json!({"fontSizes": {"standard": text, "fixed": text}});
        stage.browser.driver.cdp().send_raw("Page.setFontSizes", sizes).await?;
        for (site, layout) in KINDS.into_iter().flat_map(|site| LAYOUTS.map(|layout| (site, layout))) {
            for lang in ["en", "ar", "de"] {
                stage.exhibit(Piece { site, layout, lang, mouse: width > 400, ..PLAIN }).await?;
                let size = "return getComputedStyle(document.querySelector('waypost-offer').shadowRoot.querySelector('.surface')).fontSize";
                assert_eq!(stage.browser.eval(size).await?, format!("{text}px"));
                let wrong = stage.browser.eval(BOXES).await?;
                assert_eq!(wrong, json!([]), "{site} {layout} {lang} at {width} by {height}, text of {text} px");
            }
        }
    }
    stage.end().await
}

#[tokio::test]
async fn the_page_does_not_move_when_an_offer_comes_and_goes() -> Result<()> {
    if !is_chromium() {
        return Ok(());
    }
    let stage = stage().await?;
    let watch = "window.__shift = 0
        new PerformanceObserver(list => { for (const { value } of list.getEntries()) window.__shift += value })
          .observe({ type: 'layout-shift' })
        return true";
    stage.browser.eval(watch).await?;
    for layout in LAYOUTS.into_iter().filter(|layout| *layout != "inline") {
        let before = stage.browser.eval(PLACES).await?;
        stage.exhibit(Piece { layout, ..PLAIN }).await?;
        assert_eq!(stage.browser.eval(PLACES).await?, before, "{layout}");
        stage.offer().await?.find(".cross").await?.click().await?;
        stage.offer_is_gone().await?;
        assert_eq!(stage.browser.eval(PLACES).await?, before, "{layout}, closed");
    }
    assert_eq!(stage.browser.eval("return window.__shift").await?, json!(0));
    stage.end().await
}

const PLACES: &str = "return [scrollX, scrollY, innerWidth, document.documentElement.clientWidth,
    ...[...document.querySelectorAll('body, body > :not(waypost-offer)')].flatMap(node => {
      const { x, y, width, height } = node.getBoundingClientRect()
      return [x, y, width, height]
    })]";

#[tokio::test]
async fn within_the_page_an_offer_needs_a_place_with_room_or_becomes_a_teaser() -> Result<()> {
    let stage = stage().await?;
    let show = |prepare: &str| {
        format!(
            "const done = arguments[arguments.length - 1]
             for (const old of document.querySelectorAll('waypost-offer, [data-waypost-offer]')) old.remove()
             const place = document.createElement('div'), after = document.createElement('p')
             after.textContent = 'Below'
             place.dataset.waypostOffer = 'keep-cart'
             document.body.append(place, after)
             {prepare}
             Promise.all([fetch('/v1/config?site=keep_cart').then(it => it.json()), import('/waypost-offer.js')])
               .then(async ([{{ offers: [offer] }}, {{ show }}]) => {{
                 const told = window.__told = []
                 const view = {{ offer: {{ ...offer, layout: 'inline' }}, cart: null, modal: true, marketing: true }}
                 const top = after.getBoundingClientRect().top
                 await show(JSON.stringify(view), input => told.push(input))
                 const root = document.querySelector('waypost-offer').shadowRoot
                 done([root.querySelector('.surface').classList[1], after.getBoundingClientRect().top - top])
               }}).catch(error => done(String(error)))"
        )
    };
    for (prepare, expected) in [
        ("place.style.minHeight = '60em'", json!(["inline", 0])),
        ("", json!(["teaser", 0])),
        ("place.remove()", json!(["teaser", 0])),
    ] {
        let answer = stage.browser.driver.execute_async(&show(prepare), Vec::new()).await?;
        assert_eq!(*answer.json(), expected, "{prepare}");
    }
    // Out of sight it may grow: what is being read stays where it is.
    let below = "const high = document.createElement('div'); high.style.height = '300vh'; place.before(high)";
    let answer = stage.browser.driver.execute_async(&show(below), Vec::new()).await?;
    assert_eq!(answer.json()[0], "inline");
    assert_eq!(stage.browser.eval("return __told").await?, json!([]), "nobody has seen it yet");
    stage.browser.eval("document.querySelector('waypost-offer').scrollIntoView(); return true").await?;
    stage.browser.until("return __told.some(({ k }) => k === 'offer_shown')").await?;
    stage.end().await
}

#[tokio::test]
async fn forced_colours_leave_every_part_to_be_seen() -> Result<()> {
    if !is_chromium() {
        return Ok(());
    }
    let stage = stage().await?;
    stage.prefer(&[("forced-colors", "active"), ("prefers-reduced-motion", "reduce")]).await?;
    for (layout, theme) in LAYOUTS.into_iter().flat_map(|layout| THEMES.map(|theme| (layout, theme))) {
        stage.exhibit(Piece { layout, theme, ..PLAIN }).await?;
        let unseen = stage
            .browser
            .eval(
                "const root = document.querySelector('waypost-offer').shadowRoot
                 return [...root.querySelectorAll('.surface, .send, #email')]
                   .filter(node => {
                     const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(node)
                     return borderTopStyle === 'none' || borderTopWidth === '0px' || /^rgba.* 0\\)$|\\/ 0\\)$/.test(borderTopColor)
                   }).map(node => node.className || node.id)",
            )
            .await?;
        assert_eq!(unseen, json!([]), "{layout} {theme}");
    }
    stage.end().await
}

#[tokio::test]
async fn nothing_moves_for_who_prefers_it_so() -> Result<()> {
    if !is_chromium() {
        return Ok(());
    }
    let stage = stage().await?;
    let moving = "return document.querySelector('waypost-offer').shadowRoot.getAnimations().length > 0";
    for (preference, moves) in [("reduce", false), ("no-preference", true)] {
        stage.prefer(&[("prefers-reduced-motion", preference)]).await?;
        for layout in ["dialog", "bar", "sheet", "teaser"] {
            // Long enough to be caught.
            stage.browser.driver.cdp().send_raw("Animation.enable", json!({})).await?;
            stage.browser.driver.cdp().send_raw("Animation.setPlaybackRate", json!({"playbackRate": 0.01})).await?;
            stage.exhibit(Piece { layout, ..PLAIN }).await?;
            assert_eq!(stage.browser.eval(moving).await?, Value::Bool(moves), "{layout}, {preference}");
        }
    }
    stage.end().await
}
