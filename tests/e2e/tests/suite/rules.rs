//! When and to whom offers are shown: triggers, arming, several offers, several tabs, and why one is not shown.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use waypost_e2e::browser::{Engine, Shape};
use waypost_e2e::front::Fault;
use waypost_e2e::stage::Stage;
use waypost_e2e::wait;

const PLAIN: &str = "/fixture/plain.html";
const NEXT: &str = "/fixture/next.html";
pub(super) const ARMED: &str = r#""armAfterMs": 0, "armInteractions": 0"#;

/// A stage whose site has these `[[site.offer]]`, with `options` of the page's offers.
pub(super) async fn stage(shape: Shape, offers: &str, options: &str) -> Result<Stage> {
    let stage = Stage::start_with(shape, &format!("[[site]]\nkey = \"demo\"\n{offers}")).await?;
    stage.configure(&format!(r#"{{"offer": {{{options}}}}}"#));
    Ok(stage)
}

/// A survey of this id that is brought by `when`.
pub(super) fn survey(id: &str, when: &str) -> String {
    format!("[[site.offer]]\nid = \"{id}\"\nkind = \"survey\"\nwhen = {{ {when} }}\n")
}

async fn add_a_jug(stage: &Stage, price: &str) -> Result<()> {
    let jug = json!({"item_id": "jug", "item_name": "Heron jug", "price": price, "quantity": 1});
    let data = json!({"currency": "EUR", "value": price, "items": [jug]});
    stage.call("track", json!(["add_to_cart", data])).await
}

pub(super) async fn shown(stage: &Stage) -> Result<Value> {
    stage.offer().await?;
    Ok(stage.collector.event_named("offer_shown").await?.data["offer"].clone())
}

/// Waits for the offers, and that none of them is shown while the page's clock goes on for two looks at it.
pub(super) async fn none_comes(stage: &Stage) -> Result<()> {
    stage.browser.until(&format!("return ({LOADED})('/v1/config')")).await?;
    stage.browser.eval("window.__since = performance.now(); return true").await?;
    stage.browser.until("return performance.now() - window.__since > 2500").await?;
    assert!(!stage.has_offer().await?);
    Ok(())
}

/// Makes the page several screens high.
const TALL: &str = "document.body.style.minHeight = '6000px'; return true";

const LOADED: &str = "path => performance.getEntriesByType('resource')
    .some(entry => new URL(entry.name).pathname === path && entry.responseEnd > 0)";

#[tokio::test]
async fn time_depth_idleness_the_page_and_an_event_bring_an_offer() -> Result<()> {
    for (when, bring) in [
        ("after_s = 2", ""),
        ("idle_s = 2", ""),
        ("page = 1", ""),
        ("scroll_pct = 90", "scrollTo(0, document.documentElement.scrollHeight)"),
        ("events = [\"quiz_done\"]", "waypost.push(['track', 'quiz_done'])"),
    ] {
        let stage = stage(Shape::Desktop, &survey("why", when), ARMED).await?;
        stage.open(PLAIN).await?;
        stage.browser.eval(TALL).await?;
        stage.sdk_is_ready().await?;
        if !bring.is_empty() {
            none_comes(&stage).await.context(when)?;
            stage.browser.eval(&format!("{bring}; return true")).await?;
        }
        assert_eq!(shown(&stage).await.context(when)?, "why", "{when}");
        stage.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_cart_of_some_worth_and_a_product_seen_thrice_bring_an_offer() -> Result<()> {
    let stage = stage(Shape::Desktop, &survey("worth", "cart_value = \"50.00\""), ARMED).await?;
    stage.open(PLAIN).await?;
    add_a_jug(&stage, "46.00").await?;
    none_comes(&stage).await?;
    add_a_jug(&stage, "4.00").await?;
    assert_eq!(shown(&stage).await?, "worth");
    stage.end().await?;

    let stage = self::stage(Shape::Desktop, &survey("doubt", "hesitation = true"), ARMED).await?;
    stage.open(PLAIN).await?;
    let view = json!(["view_item", {"currency": "EUR", "items": [{"item_id": "jug", "price": "46.00"}]}]);
    stage.call("track", view.clone()).await?;
    stage.call("track", view.clone()).await?;
    none_comes(&stage).await?;
    stage.call("track", view).await?;
    assert_eq!(shown(&stage).await?, "doubt");
    stage.end().await
}

#[tokio::test]
async fn a_page_calls_for_an_offer_and_is_told_when_there_is_none_of_this_id() -> Result<()> {
    // Neither armed nor triggered.
    let stage = stage(Shape::Desktop, &survey("why", ""), r#""armAfterMs": 600000"#).await?;
    stage.open(PLAIN).await?;
    stage.call("offer", json!(["why"])).await?;
    assert_eq!(shown(&stage).await?, "why");
    stage.offer().await?.find("button.later").await?.click().await?;
    stage.offer_is_gone().await?;
    stage.call("offer", json!(["why"])).await?;
    stage.offer().await?;
    stage.call("offer", json!(["when"])).await?;
    stage.one_complaint("no_offer").await?;
    stage.end_noisily().await
}

#[tokio::test]
async fn the_first_offer_that_fits_is_shown_and_a_wrong_one_costs_no_other() -> Result<()> {
    let offers = [
        "[[site.offer]]\nid = \"wrong\"\ntitle = 7\n",
        "[[site.offer]]\nid = \"elsewhere\"\nkind = \"survey\"\nwhom = { url = [\"/shop/*\"] }\n",
        "[[site.offer]]\nid = \"here\"\nkind = \"survey\"\nwhom = { url = [\"/fixture/*\"], segment = [\"vip\"] }\n",
        "[[site.offer]]\nid = \"last\"\nkind = \"survey\"\n",
    ];
    for (segment, expected) in [("vip b2b", "here"), ("b2b", "last")] {
        let mut stage = stage(Shape::Desktop, &offers.concat(), ARMED).await?;
        stage.front.edit("<body>", &format!("<body data-waypost-segment=\"{segment}\">"));
        stage.open(PLAIN).await?;
        stage.offer_is_ready().await?;
        stage.browser.leave_by_the_top().await?;
        assert_eq!(shown(&stage).await?, expected);
        let intent = stage.collector.event_named("exit_intent").await?;
        assert_eq!(intent.data["offer"], expected);
        stage.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn all_offers_share_one_budget() -> Result<()> {
    let offers = ["offers_per_session = 1\n".to_owned(), survey("one", "page = 1"), survey("two", "page = 1")].concat();
    let stage = stage(Shape::Desktop, &offers, ARMED).await?;
    stage.open(PLAIN).await?;
    assert_eq!(shown(&stage).await?, "one");
    stage.offer().await?.find("button.later").await?.click().await?;
    stage.offer_is_gone().await?;
    none_comes(&stage).await?;
    let verdicts = verdicts(&stage).await?;
    assert!(verdicts.contains("Offer two: not shown: the visitor has been shown enough offers"), "{verdicts}");
    stage.end().await
}

/// While the offer is open here, none comes in another tab; then this one is closed.
async fn another_tab_waits_its_turn(stage: &Stage) -> Result<()> {
    let driver = &stage.browser.driver;
    let (first, second) = (driver.window().await?, driver.new_tab().await?);
    driver.switch_to_window(second).await?;
    stage.open(PLAIN).await?;
    stage.call("offer", json!(["why"])).await?;
    none_comes(stage).await?;
    driver.close_window().await?;
    driver.switch_to_window(first).await?;
    stage.offer().await?.find("button.later").await?.click().await?;
    stage.offer_is_gone().await?;
    Ok(())
}

#[tokio::test]
async fn one_offer_is_open_in_all_tabs() -> Result<()> {
    let stage = stage(Shape::Desktop, &survey("why", ""), ARMED).await?;
    stage.open(PLAIN).await?;
    stage.call("offer", json!(["why"])).await?;
    stage.offer().await?;
    another_tab_waits_its_turn(&stage).await?;
    // The turn is over: the same tab may have it again.
    stage.call("offer", json!(["why"])).await?;
    stage.offer().await?;
    stage.end().await
}

#[tokio::test]
async fn an_offer_that_comes_back_with_its_page_has_its_turn_again() -> Result<()> {
    let stage = stage(Shape::Desktop, &survey("why", ""), ARMED).await?;
    stage.open(NEXT).await?;
    stage.sdk_is_ready().await?;
    stage.click("#back").await?;
    stage.arrive(PLAIN).await?;
    stage.call("offer", json!(["why"])).await?;
    stage.offer().await?;
    turn_is_taken(&stage, true).await?;
    stage.browser.eval("window.__kept = true; return true").await?;
    stage.browser.driver.back().await?;
    stage.arrive(NEXT).await?;
    turn_is_taken(&stage, false).await?;
    stage.browser.driver.forward().await?;
    stage.arrive(PLAIN).await?;
    let is_kept = stage.browser.eval("return window.__kept === true").await? == json!(true);
    if stage.browser.engine == Engine::Chromium {
        assert!(is_kept, "an offer keeps the page from the back/forward cache");
    }
    if is_kept {
        turn_is_taken(&stage, true).await?;
        another_tab_waits_its_turn(&stage).await?;
        turn_is_taken(&stage, false).await?;
    }
    stage.end().await
}

#[tokio::test]
async fn nothing_is_offered_before_the_visitor_has_stayed_and_done_something() -> Result<()> {
    let mut stage = stage(Shape::Desktop, &survey("why", "page = 1"), r#""armAfterMs": 3000"#).await?;
    stage.open(PLAIN).await?;
    stage.sdk_is_ready().await?;
    stage.browser.until("return performance.now() > 4500").await?;
    assert!(stage.front.heard("/v1/config").is_empty(), "nobody has done anything");
    stage.browser.press_nothing().await?;
    assert_eq!(shown(&stage).await?, "why");
    stage.end().await?;

    let mut stage = self::stage(Shape::Desktop, &survey("why", "page = 1"), r#""armAfterMs": 6000"#).await?;
    stage.open(PLAIN).await?;
    stage.browser.press_nothing().await?;
    stage.browser.eval("window.__pressedAt = performance.now(); return true").await?;
    assert_eq!(shown(&stage).await?, "why");
    let asked = "return performance.getEntriesByType('resource').find(e => e.name.includes('/v1/config')).startTime";
    let asked = stage.browser.eval(asked).await?.as_f64().context("a time")?;
    assert!(asked >= 6000.0, "after {asked} ms");
    stage.end().await
}

#[tokio::test]
async fn time_in_another_tab_does_not_arm() -> Result<()> {
    let mut stage = stage(Shape::Desktop, &survey("why", "page = 1"), r#""armAfterMs": 5000"#).await?;
    stage.open(PLAIN).await?;
    stage.browser.press_nothing().await?;
    let away = "window.__away = 0; let since
        document.addEventListener('visibilitychange', () => {
          if (document.hidden) since = performance.now(); else window.__away += performance.now() - since
        })
        return true";
    stage.browser.eval(away).await?;
    let driver = stage.browser.driver.clone();
    if stage.browser.engine == Engine::WebKit {
        // MiniBrowser opens its tabs in the background.
        let window = driver.get_window_rect().await?;
        driver.minimize_window().await?;
        stage.browser.until("return document.hidden && performance.now() > 4500").await?;
        driver.set_window_rect(window.x, window.y, window.width as u32, window.height as u32).await?;
    } else {
        let (page, other) = (driver.window().await?, driver.new_tab().await?);
        driver.switch_to_window(other).await?;
        stage.browser.until("return performance.now() > 4000").await?;
        driver.close_window().await?;
        driver.switch_to_window(page).await?;
    }
    assert_eq!(shown(&stage).await?, "why");
    let times =
        "const { startTime } = performance.getEntriesByType('resource').find(e => e.name.includes('/v1/config'))
        return [startTime, window.__away]";
    let times = stage.browser.eval(times).await?;
    let [asked, away] = [0, 1].map(|index| times[index].as_f64().unwrap_or_default());
    assert!(away > 3000.0 && asked >= 5000.0 + away, "asked at {asked}, away for {away} ms");
    stage.end().await
}

#[tokio::test]
async fn the_drawer_says_of_each_offer_why_it_is_not_shown() -> Result<()> {
    let offers = ["[[site.offer]]\n".to_owned(), survey("why", "after_s = 3600")].concat();
    let stage = stage(Shape::Desktop, &offers, r#""armAfterMs": 600000"#).await?;
    stage.open(&format!("{PLAIN}?waypost=debug")).await?;
    let has = async |words: &str| {
        let words = words.to_owned();
        wait::until("the drawer", async || {
            let all = verdicts(&stage).await.map_err(|error| error.to_string())?;
            if all.contains(&words) { Ok(()) } else { Err(all) }
        })
        .await
    };
    has("Offer keep-cart: not shown: the visitor has not been here for long enough").await?;
    has("Offer why: not shown: the visitor has not been here for long enough").await?;
    stage.front.edit("600000", "0, \"armInteractions\": 0");
    stage.open(&format!("{PLAIN}?waypost=debug")).await?;
    has("Offer keep-cart: not shown: the cart is empty, as far as is known here (whom.min_items)").await?;
    has("Offer why: not shown: nothing has happened that brings it (when)").await?;
    add_a_jug(&stage, "46.00").await?;
    has("Offer keep-cart: not shown: nothing has happened that brings it (when)").await?;
    stage.end().await
}

#[tokio::test]
async fn a_detector_that_cannot_be_loaded_is_told() -> Result<()> {
    for path in ["/waypost-intent.js", "/waypost-intent.wasm"] {
        let mut stage = stage(Shape::Desktop, "[[site.offer]]\n", ARMED).await?;
        stage.front.fault(path, Fault::Answer(404, "text/html", "none"));
        stage.open(PLAIN).await?;
        stage.sdk_is_ready().await?;
        stage.browser.press_nothing().await?;
        stage.one_complaint("no_chunk").await.context(path)?;
        assert!(stage.front.heard(path).len() < 4, "it is not asked for again and again");
        stage.end_with_complaints_of_the_browser();
    }
    Ok(())
}

/// Waits until some tab has the turn to show an offer, or none has.
async fn turn_is_taken(stage: &Stage, is_taken: bool) -> Result<()> {
    let script = "const done = arguments[arguments.length - 1]
        navigator.locks.query().then(({ held }) => done(held.some(({ name }) => name === 'waypost-offer:demo')))";
    wait::until("the turn", async || {
        let taken = stage.browser.driver.execute_async(script, Vec::new()).await.map_err(|error| error.to_string())?;
        if *taken.json() == json!(is_taken) { Ok(()) } else { Err(format!("taken: {}", taken.json())) }
    })
    .await
}

/// What the drawer says of offers, a line each.
pub(super) async fn verdicts(stage: &Stage) -> Result<String> {
    stage.call("debug", json!([])).await?;
    let script = "const list = document.querySelector('waypost-debug')?.shadowRoot.querySelector('dl')
        return [...list?.querySelectorAll('dt') ?? []].filter(dt => dt.textContent.startsWith('Offer'))
          .map(dt => `${dt.textContent}: ${dt.nextElementSibling.textContent}`).join('\\n') || null";
    Ok(stage.browser.until(script).await?.as_str().unwrap_or_default().to_owned())
}
