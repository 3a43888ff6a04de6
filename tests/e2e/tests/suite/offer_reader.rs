//! What a screen reader is told of the offer: the tree of accessibility that Chromium makes for it.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use waypost_e2e::browser::{Engine, Shape};
use waypost_e2e::gallery::{PLAIN, Piece, SITES};
use waypost_e2e::stage::Stage;

/// What is told by its role: what an offer is, how it is built up, and what can be done there.
const TOLD: [&str; 11] =
    ["dialog", "region", "heading", "list", "listitem", "form", "textbox", "checkbox", "button", "link", "status"];

/// The page that the offers are on.
const PAGE: [&str; 3] = ["heading: Plain", "link: The next page", "button: Press"];

const CART: [&str; 4] = ["heading: Keep your cart for later? (level 2)", "list", "listitem", "listitem"];

const FORM: [&str; 4] = [
    "form",
    "textbox: E-mail address (required)",
    "checkbox: Also send me news and offers now and then. I can unsubscribe at any time. (not checked)",
    "button: Send me my cart",
];

#[tokio::test]
async fn a_screen_reader_is_told_of_each_layout_what_it_is_and_what_can_be_done_there() -> Result<()> {
    if Engine::chosen() != Engine::Chromium {
        // The other drivers do not tell of the tree.
        return Ok(());
    }
    const NAME: &str = "Keep your cart for later?";
    let stage = Stage::start_with(Shape::Desktop, SITES).await?;
    stage.open("/fixture/plain.html").await?;
    let close = "button: No, thank you";
    for (layout, is, closes) in [
        ("dialog", format!("dialog: {NAME} (modal)"), 2),
        ("bar", format!("dialog: {NAME}"), 1),
        ("sheet", format!("dialog: {NAME}"), 1),
        ("inline", format!("region: {NAME}"), 2),
    ] {
        stage.exhibit(Piece { layout, ..PLAIN }).await?;
        let told = read(&stage).await?;
        let at = told.iter().position(|line| *line == is).with_context(|| format!("{layout}: {told:#?}"))?;
        // While a dialog is open there is no page beside it.
        assert_eq!(told[..at], if layout == "dialog" { &[] as &[&str] } else { &PAGE }[..], "{layout}");
        let parts: Vec<&str> = CART.into_iter().chain(FORM).chain(std::iter::repeat_n(close, closes)).collect();
        assert_eq!(told[at + 1..][..parts.len()], parts[..], "{layout}: {told:#?}");
    }
    stage.exhibit(Piece { layout: "teaser", ..PLAIN }).await?;
    let told = read(&stage).await?;
    let shown: Vec<&String> = told.iter().filter(|line| !PAGE.contains(&line.as_str())).collect();
    // The one opens it, the other does not.
    assert_eq!(shown, [&format!("region: {NAME}"), &format!("button: {NAME}"), close]);
    stage.end().await
}

/// A line for each part of what is open, in the order in which it is read: its role, its name, and its state.
async fn read(stage: &Stage) -> Result<Vec<String>> {
    let cdp = stage.browser.driver.cdp();
    let answer = cdp.send_raw("Accessibility.getFullAXTree", json!({})).await?;
    let nodes = answer["nodes"].as_array().context("a tree")?;
    let by_id = |id: &Value| nodes.iter().find(|node| node["nodeId"] == *id);
    let mut lines = Vec::new();
    let mut left: Vec<&Value> = nodes.first().into_iter().collect();
    while let Some(node) = left.pop() {
        left.extend(node["childIds"].as_array().into_iter().flatten().rev().filter_map(by_id));
        let role = node["role"]["value"].as_str().unwrap_or_default();
        if node["ignored"] == json!(false) && TOLD.contains(&role) {
            lines.push(line(node, role));
        }
    }
    Ok(lines)
}

fn line(node: &Value, role: &str) -> String {
    let of = |name: &str| {
        let all = node["properties"].as_array().into_iter().flatten();
        all.filter(|property| property["name"] == name).map(|property| &property["value"]["value"]).next()
    };
    let state = match role {
        "dialog" => of("modal").filter(|is| **is == json!(true)).map(|_| "modal".to_owned()),
        "heading" => of("level").filter(|level| **level != json!(1)).map(|level| format!("level {level}")),
        "textbox" => of("required").filter(|is| **is == json!(true)).map(|_| "required".to_owned()),
        "checkbox" => of("checked").filter(|is| **is == json!("false")).map(|_| "not checked".to_owned()),
        _ => None,
    };
    let name = node["name"]["value"].as_str().filter(|name| !name.is_empty()).map(|name| format!(": {name}"));
    format!("{role}{}{}", name.unwrap_or_default(), state.map(|state| format!(" ({state})")).unwrap_or_default())
}
